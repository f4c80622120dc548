import type { Message } from '../delivery/message.ts';
import { post } from '../delivery/post.ts';
import type { ChannelInfo, Reply } from '../feature.ts';
import type { Work } from '../work.ts';
import { answerModal, type Origin, refusalModal } from './answer.ts';
import type { Inbound } from './inbound.ts';
import { paginate } from './kit/fit.ts';
import { button, infoModal, say, section } from './kit/index.ts';
import { limits, shorten } from './kit/limits.ts';
import { menuId } from './routing-table.ts';

/** Over a menu that was opened from nowhere, for what is said in no modal. */
const sent = 'You find the answer in our direct messages.';

/**
 * What is said to the person alone: a command's answer travels in the acknowledgement when it fits one
 * message; everything else is a delivery, recorded in the same transaction. Where the channel a form was
 * opened in takes no answers any more, the form itself gives it.
 */
export async function deliverReply(
  work: Work,
  inbound: Inbound,
  at: Origin,
  channel: ChannelInfo | null,
  reply: Reply,
): Promise<Reply> {
  const { message } = reply;
  if (!message || !inbound.userId) return reply;
  const isInMenu = inbound.view?.callbackId === menuId;
  const fitsAck = inbound.kind === 'command' && paginate(message.blocks ?? []).length === 1;
  if (fitsAck) return reply;
  const isReachable = isDirect(at) || (channel?.isMember && !channel.isArchived && !channel.isFrozen);
  if (inbound.kind === 'submission' && !isReachable && !reply.modal && !reply.update)
    return { update: answerModal(message) };
  await sayToActor(work, `reply:${inbound.key}`, inbound.userId, at, message);
  return {
    ...reply,
    message: undefined,
    ...(isInMenu && !reply.modal && { modal: infoModal('platform.sent', 'On its way', [section(sent)]) }),
  };
}

/** A form opens only from a press: a mention that leads to one is answered with the button that does. */
export function withoutModal(reply: Reply, text: string): Reply {
  if (!reply.modal) return reply;
  const open = button('platform.command', 'Open the form', {
    value: shorten(text, limits.buttonValue),
    style: 'primary',
  });
  return { message: reply.message ?? say(`Ready when you are: ${reply.modal.title.toLowerCase()}.`, open) };
}

function isDirect(at: Origin): boolean {
  return at.channelId === null || at.channelId.startsWith('D');
}

/** To the person alone, where they acted: in the channel, or directly when it was in none. */
export async function sayToActor(
  work: Work,
  key: string,
  user: string,
  at: Origin,
  message: Message,
): Promise<void> {
  const { channelId: channel, threadTs } = at;
  const to =
    channel === null || isDirect(at)
      ? { person: user }
      : { ephemeral: { channel, user, ...(threadTs && { threadTs }) } };
  await post(work, { key, to, audience: 'partner', message });
}

/** Said without a word being stored: in the acknowledgement, or in a modal. There is neither for a mention. */
export function wordsAlone(inbound: Inbound, words: string): Reply {
  const message = say(words);
  if (inbound.kind === 'command') return { message };
  return ['event', 'closed', 'options'].includes(inbound.kind) ? {} : { modal: refusalModal(message) };
}
