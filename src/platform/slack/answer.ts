import type { ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Message } from '../delivery/message.ts';
import type { Modal, Reply } from '../feature.ts';
import type { Log } from '../log.ts';
import type { Inbound } from './inbound.ts';
import { fitMessage, fitView } from './kit/fit.ts';
import { infoModal, section } from './kit/index.ts';
import { limits, shorten } from './kit/limits.ts';
import { inTurn, isAskedTooMuch } from './questions.ts';
import type { Turns } from './turns.ts';

/**
 * The two answers that cannot wait for a delivery: what goes back in the acknowledgement, and opening a modal
 * while the trigger's three seconds last. Nothing here writes to a channel.
 */

/** Bolt's `ack`, for any payload kind. */
export type Ack = (response?: unknown) => Promise<void>;

/** Where the modal was opened from: kept in its metadata, so that the answer to its submission finds the way back. */
export interface Origin {
  readonly channelId: string | null;
  readonly threadTs: string | null;
  /** Set where no channel says whose programme it is and it is not that of the installation. Not trusted: see installed.ts. */
  readonly programmeId?: string | null;
}

/** What a modal carries in private_metadata: its origin and the feature's own data. */
export function packMetadata(origin: Origin, data: unknown): string {
  const packed = JSON.stringify({
    at: [origin.channelId, origin.threadTs, ...(origin.programmeId ? [origin.programmeId] : [])],
    data: data ?? null,
  });
  if (packed.length > limits.privateMetadata)
    throw new Error(`modal metadata of ${packed.length} characters`);
  return packed;
}

export function unpackMetadata(metadata: unknown): { readonly origin: Origin; readonly data: unknown } {
  if (typeof metadata !== 'object' || metadata === null)
    return { origin: { channelId: null, threadTs: null }, data: null };
  const { at, data } = metadata as { at?: unknown; data?: unknown };
  const [channelId, threadTs, programmeId] = Array.isArray(at) ? at : [];
  const id = (value: unknown) => (typeof value === 'string' && /^[\w.]{1,64}$/.test(value) ? value : null);
  const programme = z.uuid().safeParse(programmeId);
  return {
    origin: {
      channelId: id(channelId),
      threadTs: id(threadTs),
      ...(programme.success && { programmeId: programme.data }),
    },
    data: data ?? null,
  };
}

export function viewOf(modal: Modal, origin: Origin): ModalView {
  return {
    type: 'modal',
    callback_id: modal.callbackId,
    title: { type: 'plain_text', text: shorten(modal.title, limits.modalTitle) },
    close: {
      type: 'plain_text',
      text: shorten(modal.close ?? (modal.submit ? 'Cancel' : 'Close'), limits.modalButton),
    },
    ...(modal.submit && { submit: { type: 'plain_text', text: shorten(modal.submit, limits.modalButton) } }),
    private_metadata: packMetadata(origin, modal.metadata),
    blocks: [...fitView(modal)],
  };
}

/** A reply as Slack takes it: what goes into the acknowledgement, and the modal opened or redrawn after it. */
export interface Answer {
  readonly acknowledgement: unknown;
  readonly opened: ModalView | null;
  readonly redrawn: ModalView | null;
}

/** Draws a reply. Throws when it cannot be drawn, so: before the transaction it belongs to commits. */
export function drawAnswer(inbound: Inbound, origin: Origin, reply: Reply): Answer {
  switch (inbound.kind) {
    case 'submission':
      return { acknowledgement: submissionAnswer(reply, origin), opened: null, redrawn: null };
    case 'command':
      return {
        acknowledgement: reply.message && { response_type: 'ephemeral', ...fitMessage(reply.message, '') },
        opened: reply.modal ? viewOf(reply.modal, origin) : null,
        redrawn: null,
      };
    case 'options':
      // No menu here asks for its options while it is open; one that is of another version's shows none.
      return { acknowledgement: { options: [] }, opened: null, redrawn: null };
    default:
      return {
        acknowledgement: undefined,
        opened: reply.modal ? viewOf(reply.modal, origin) : null,
        redrawn: reply.update ? viewOf(reply.update, origin) : null,
      };
  }
}

/** With what a window is shown: the client of the installation that was pressed, and its turns. */
export interface Windows {
  readonly findClient: () => Promise<WebClient>;
  readonly turns: Turns;
}

/** What became of an answer's window: shown, or there was none; kept back by Slack's rates; not shown for another reason. */
export type Shown = 'shown' | 'kept_back' | 'failed';

/** Acknowledges, and opens, pushes or redraws a modal where the answer has one. */
export async function answer(
  inbound: Inbound,
  { acknowledgement, opened, redrawn }: Answer,
  ack: Ack,
  { findClient, turns }: Windows,
  log: Log,
): Promise<Shown> {
  await ack(acknowledgement);
  const { view, triggerId, name } = inbound;
  const modal = view && !view.isHome ? view : null;
  try {
    if (opened) {
      if (!triggerId) return 'failed';
      const client = await findClient();
      const call = { trigger_id: triggerId, view: opened };
      await (modal
        ? inTurn(turns, 'views.push', () => client.views.push(call))
        : inTurn(turns, 'views.open', () => client.views.open(call)));
    }
    if (redrawn && modal) {
      const client = await findClient();
      await inTurn(turns, 'views.update', () => client.views.update({ view_id: modal.id, view: redrawn }));
    }
    return 'shown';
  } catch (error) {
    // Most often the trigger's three seconds were over; the person sees nothing happen and presses again.
    log.warn({ err: error, name }, 'a modal could not be opened or redrawn');
    return isAskedTooMuch(error) ? 'kept_back' : 'failed';
  }
}

function submissionAnswer(reply: Reply, origin: Origin): unknown {
  if (reply.errors) return { response_action: 'errors', errors: reply.errors };
  if (reply.update) return { response_action: 'update', view: viewOf(reply.update, origin) };
  if (reply.modal) return { response_action: 'push', view: viewOf(reply.modal, origin) };
  return undefined;
}

/** A refusal while a modal or the Home tab is in front: said in a modal on top, so that nothing typed is lost. */
export function refusalModal(message: Message): Modal {
  return infoModal('platform.refusal', 'That didn’t work', message.blocks ?? [section(message.text)]);
}

/** What would have been said in a channel, in place of the form that led to it. */
export function answerModal(message: Message): Modal {
  return infoModal('platform.answer', 'Done', message.blocks ?? [section(message.text)]);
}
