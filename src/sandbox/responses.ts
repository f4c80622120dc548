import { announceChange, announceMessage } from './app-events.ts';
import { checkView, describeFaults, isTooLarge } from './blocks/blocks-check.ts';
import { isJson } from './blocks/check.ts';
import { type Local, recordCall } from './local.ts';
import type { ResponseTarget } from './response-url.ts';
import { messageShape } from './slack-shapes.ts';
import { closeAllModals, closeModal, maxModals, modalsOf, openModal, updateView } from './views.ts';
import { contentOf } from './web-api/chat.ts';
import { blockFaults, flag, SlackError, text } from './web-api/method.ts';
import {
  addMessage,
  emit,
  emitMessage,
  installationOf,
  type Json,
  messagesIn,
  must,
  nextTs,
  removeMessage,
  type View,
} from './world.ts';

const maxText = 40_000;

/**
 * A message sent to a response_url, or as a command's acknowledgement: to the person alone unless
 * `response_type` is `in_channel`; may replace or delete the message that was acted on.
 * @throws SlackError when the content is refused.
 */
export function respond(local: Local, target: ResponseTarget, body: Json): void {
  const { world } = local;
  const channel = must(world.data.channels[target.channelId], 'channel');
  const original = messagesIn(world, channel.id).find((message) => message.ts === target.messageTs);
  if (flag(body, 'delete_original')) {
    if (!original) return;
    const previous = messageShape(world, original, { metadata: true });
    removeMessage(world, original);
    if (!original.ephemeralFor) announceChange(local, channel, { previous, message: null });
    return;
  }
  const content = contentOf(local, body, maxText);
  if (flag(body, 'replace_original') && original) {
    const previous = messageShape(world, original, { metadata: true });
    Object.assign(original, content, { editedTs: nextTs(world) });
    emitMessage(world, original);
    if (!original.ephemeralFor) announceChange(local, channel, { previous, message: original });
    return;
  }
  const message = addMessage(world, {
    channelId: channel.id,
    userId: installationOf(world, world.data.people[target.personId]?.teamId ?? '').botUserId,
    isFromApp: true,
    ...content,
    threadTs: text(body, 'thread_ts') || null,
    ephemeralFor: body.response_type === 'in_channel' ? null : target.personId,
  });
  announceMessage(local, channel, message);
}

/** What Slack shows when the app's answer to a submission makes no sense. */
const badAnswer = 'We had some trouble connecting. Try again?';

/** Does what the acknowledgement of a submission asks for; answers what went wrong, in words, or null. */
export function applySubmissionAnswer(local: Local, view: View, answer: Json): string | null {
  const { personId } = view;
  switch (answer.response_action) {
    case undefined:
      closeModal(local.world, view);
      return null;
    case 'clear':
      closeAllModals(local.world, personId);
      return null;
    case 'errors': {
      const errors = isJson(answer.errors) ? answer.errors : {};
      const inputs = view.blocks.filter((block) => block.type === 'input').map((block) => block.block_id);
      const unknown = Object.keys(errors).filter((key) => !inputs.includes(key));
      if (unknown.length > 0) return refused(local, answer, `no input block called ${unknown.join(', ')}`);
      if (Object.keys(errors).length === 0) return refused(local, answer, 'no errors given');
      view.errors = Object.fromEntries(Object.entries(errors).map(([key, words]) => [key, String(words)]));
      emit(local.world, { type: 'state', only: personId });
      return null;
    }
    case 'update':
    case 'push': {
      const faults = describeFaults(checkView(answer.view, 'modal'));
      if (!isJson(answer.view) || faults.length > 0) return refused(local, answer, ...faults);
      if (isTooLarge(answer.view)) return refused(local, answer, 'view_too_large');
      if (answer.response_action === 'update') {
        updateView(local.world, view, answer.view);
      } else {
        if (modalsOf(local.world, personId).length >= maxModals) {
          return refused(local, answer, 'push_limit_reached');
        }
        openModal(local.world, personId, answer.view, true);
      }
      return null;
    }
    default:
      return refused(local, answer, `unknown response_action ${String(answer.response_action)}`);
  }
}

function refused(local: Local, args: Json, ...faults: readonly string[]): string {
  recordCall(local, { method: 'view_submission', args, atMs: performance.now(), outcome: 'refused', faults });
  return badAnswer;
}

/** An acknowledged command may carry a message, as text or blocks. */
export function applyCommandAnswer(local: Local, target: ResponseTarget, answer: Json): string | null {
  if (answer.text === undefined && answer.blocks === undefined) return null;
  try {
    respond(local, target, answer);
    return null;
  } catch (error) {
    if (!(error instanceof SlackError)) throw error;
    recordCall(local, {
      method: 'command',
      args: answer,
      atMs: performance.now(),
      outcome: error.code,
      faults: blockFaults(error.extra),
    });
    return `The app's answer was refused: ${error.code}`;
  }
}
