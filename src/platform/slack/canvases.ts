import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import { SendFailure } from './send-failure.ts';
import type { Claim, PacedMethod } from './turns.ts';

/** Slack does not let the app keep a canvas here. Says nothing about messages. */
export class CanvasRefused extends SendFailure {
  /** Whether it would refuse any other content too. */
  readonly isForGood: boolean;

  constructor(code: string, reason: string) {
    super({ kind: 'final', code, reason, placeIsGone: false });
    this.isForGood = !contentRefused.includes(reason);
  }
}

/** One canvas a channel, kept by the app: what a delivery does to it, one call each. Throws SendFailure. */
export interface Canvases {
  /** Makes the channel's canvas and answers its id; null when the channel has one. Needs canvases:write. */
  createCanvas(channel: string, title: string, markdown: string, claim: Claim): Promise<string | null>;
  /** Replaces all of its content; false when there is no such canvas any more. */
  editCanvas(canvasId: string, markdown: string, claim: Claim): Promise<boolean>;
  /** The channel's canvas, if this text is in it; null otherwise. Needs canvases:read. */
  findCanvas(channel: string, text: string): Promise<string | null>;
}

const plan = 'The workspace’s Slack plan has no canvas for this channel.';
const switchedOff = 'Canvases are switched off in the workspace.';
const notMade = 'Slack could not make the canvas.';
const notChanged = 'Slack could not change the canvas.';
/** Slack says so of content that it cannot show, without saying what is wrong with it. */
const contentRefused = [notMade, notChanged];
const lacksScope =
  'Tandem was installed without the permissions canvases:write and canvases:read. Install it again from its manifest to have them.';
/** docs.slack.dev/reference/methods/conversations.canvases.create and canvases.edit (2026-11). */
const refusals: Readonly<Record<string, string>> = {
  missing_scope: lacksScope,
  no_permission: lacksScope,
  restricted_action: 'The workspace does not let Tandem keep canvases.',
  canvas_disabled_user_team: switchedOff,
  canvas_globally_disabled: switchedOff,
  team_tier_cannot_create_channel_canvases: plan,
  free_team_canvas_tab_already_exists: plan,
  free_teams_cannot_edit_standalone_canvases: plan,
  slack_connect_canvas_sharing_blocked:
    'The other organisation’s rules do not allow canvases in a shared channel.',
  canvas_creation_failed: notMade,
  canvas_tab_creation_failed: notMade,
  channel_canvas_creation_failed: notMade,
  canvas_editing_failed: notChanged,
};

type Call = <T>(method: PacedMethod, channel: null, run: () => Promise<T>, claim?: Claim) => Promise<T>;

/** The SDK's types leave it out (docs.slack.dev/reference/methods/conversations.create says it is there). */
const described = z.object({ properties: z.object({ canvas: z.object({ file_id: z.string() }) }) });

function canvasOf(channel: object): string | null {
  return described.safeParse(channel).data?.properties.canvas.file_id ?? null;
}

export function createCanvases(client: WebClient, call: Call): Canvases {
  /** Answers null where Slack's code is one of these; says in words what it does not let us do. */
  async function attempt<T>(
    method: PacedMethod,
    nullWhen: readonly string[],
    run: () => Promise<T>,
    claim?: Claim,
  ): Promise<T | null> {
    try {
      return await call(method, null, run, claim);
    } catch (error) {
      const code = error instanceof SendFailure && error.failure.kind === 'final' ? error.failure.code : '';
      if (nullWhen.includes(code)) return null;
      const reason = refusals[code];
      throw reason === undefined ? error : new CanvasRefused(code, reason);
    }
  }

  return {
    createCanvas: async (channel, title, markdown, claim) => {
      const made = await attempt(
        'conversations.canvases.create',
        ['channel_canvas_already_exists'],
        () =>
          client.conversations.canvases.create({
            channel_id: channel,
            title,
            document_content: { type: 'markdown', markdown },
          }),
        claim,
      );
      if (made === null) return null;
      if (!made.canvas_id) throw new SendFailure({ kind: 'uncertain', reason: 'Slack named no canvas.' });
      return made.canvas_id;
    },
    editCanvas: async (canvasId, markdown, claim) => {
      const edited = await attempt(
        'canvases.edit',
        ['canvas_not_found', 'canvas_deleted'],
        () =>
          client.canvases.edit({
            canvas_id: canvasId,
            // Without a section it replaces the whole.
            changes: [{ operation: 'replace', document_content: { type: 'markdown', markdown } }],
          }),
        claim,
      );
      return edited !== null;
    },
    findCanvas: async (channel, text) => {
      const answer = await attempt('conversations.info', [], () => client.conversations.info({ channel }));
      const canvasId = canvasOf(answer?.channel ?? {});
      if (!canvasId) return null;
      const found = await attempt('canvases.sections.lookup', ['canvas_not_found', 'canvas_deleted'], () =>
        client.canvases.sections.lookup({ canvas_id: canvasId, criteria: { contains_text: text } }),
      );
      return (found?.sections ?? []).length > 0 ? canvasId : null;
    },
  };
}
