import { z } from 'zod';
import { Refusal } from '../../core/refusal.ts';
import type { Reply } from '../feature.ts';
import type { Metrics } from '../metrics.ts';
import type { Person, Workspace } from '../store/generated/client.ts';
import { isPassingFault } from '../store/passing-fault.ts';
import type { InWork, Work } from '../work.ts';
import { type Origin, refusalModal } from './answer.ts';
import { type Heard, turnAway } from './heard.ts';
import { say } from './kit/index.ts';
import { withCode } from './kit/text.ts';
import { isAskedTooMuch, isUnanswered } from './questions.ts';
import { sourceOf } from './read-inbound.ts';
import { sayToActor, wordsAlone } from './reply.ts';

export interface RefusalDeps {
  readonly metrics: Pick<Metrics, 'failed' | 'refused'>;
  /** Has somebody who was refused made known to whoever can admit them, and says so in words; null when that is not the reason. */
  readonly introduce: (work: Work, person: Person, channelId: string | null) => Promise<string | null>;
}

/** Who acted, where, and in which transactions they can be answered. */
interface Refused {
  readonly inWork: InWork;
  readonly workspace: Workspace;
  /** Null while it is not known who acted. */
  readonly person: Person | null;
  readonly inbound: Heard;
  readonly at: Origin;
}

/** What somebody hears for whom nothing can be done. An app hears nothing: two that answer each other never end. */
const toNobody = {
  unknown_person: 'I don’t know who you are in this workspace, so I changed nothing.',
  deactivated: 'This account has been deactivated, so I changed nothing.',
  bot: null,
} as const;

/** Turns what was thrown, or who may do nothing at all, into an answer to the person. */
export function createRefusals({ metrics, introduce }: RefusalDeps) {
  return {
    toNobody(inbound: Heard, reason: keyof typeof toNobody): Reply {
      turnAway(metrics, inbound, reason);
      const words = toNobody[reason];
      return words === null ? {} : wordsAlone(inbound, words);
    },

    async refuse(refused: Refused, error: unknown): Promise<Reply> {
      const { inWork, workspace, inbound, at } = refused;
      // Not acknowledged: Slack says it again, and what somebody mentioned us for is not lost with a connection.
      if (inbound.kind === 'event' && (isPassingFault(error) || isUnanswered(error))) throw error;
      const refusal = await introduced(refused, explain(error, inbound));
      const message = say(withCode(refusal.message));
      if (inbound.kind === 'submission' && refusal.field)
        return { errors: { [refusal.field]: refusal.message } };
      if (inbound.kind === 'command') return { message };
      if (inbound.view) return { modal: refusalModal(message) };
      const { userId, reference } = inbound;
      if (userId) {
        await inWork({ workspaceId: workspace.id, source: sourceOf(inbound), reference }, (work) =>
          sayToActor(work, `refusal:${inbound.key}`, userId, at, message),
        );
      }
      return {};
    },
  };

  /** Who may do nothing yet hears that somebody was asked about them, instead of what they may not do. */
  async function introduced(
    { inWork, workspace, person, inbound, at }: Refused,
    refusal: Refusal,
  ): Promise<Refusal> {
    if (refusal.code !== 'not_allowed' || person?.side !== 'partner') return refusal;
    const { reference } = inbound;
    const asked = await inWork({ workspaceId: workspace.id, source: sourceOf(inbound), reference }, (work) =>
      introduce(work, person, at.channelId),
    );
    return asked.duplicate || asked.value === null ? refusal : new Refusal('not_allowed', asked.value);
  }

  /** A Refusal is an answer; anything else is a bug, logged once with the reference the person is given. */
  function explain(error: unknown, { reference, kind, name, log }: Heard): Refusal {
    if (error instanceof Refusal) return error;
    if (error instanceof z.ZodError) {
      log.warn({ err: error, kind, name }, 'a payload of another shape was refused');
      return new Refusal(
        'stale',
        'I can’t read what this sent me, so I changed nothing. It may be from before an update: open it again and try once more.',
      );
    }
    if (isAskedTooMuch(error)) {
      log.warn({ err: error, kind, name }, 'Slack takes no more questions for now');
      return new Refusal(
        'unavailable',
        'Slack lets me ask only so much in a minute, and that is used up, so I changed nothing. Please try again in a minute.',
      );
    }
    if (isUnanswered(error)) {
      log.warn({ err: error, kind, name }, 'Slack did not answer a question');
      return new Refusal(
        'unavailable',
        'Slack doesn’t answer me just now, so I changed nothing. Please try again in a minute.',
      );
    }
    log.error({ err: error, kind, name }, 'a handler failed');
    metrics.failed(kind);
    return new Refusal(
      'unavailable',
      `Something went wrong on my side, and nothing was changed. Please try again in a minute; if it happens again, tell your programme admin this reference: ${reference}.`,
    );
  }
}
