import { pluralise } from '../../core/text.ts';
import type { Message } from '../../platform/delivery/message.ts';
import {
  actions,
  type Blocks,
  bold,
  button,
  channelLink,
  context,
  header,
  type Md,
  md,
  message,
  quote,
  say,
  section,
  when,
} from '../../platform/slack/kit/index.ts';
import { shorten } from '../../platform/slack/kit/limits.ts';
import type { FailedWork, Some, UndeliveredPost, WaitingChannel } from './store.ts';

/** How much of a message's and of a reason's words are shown. */
const shownWords = 240;

/** Of the channels that something waits for; with those given up they fit one message. */
const shownChannels = 5;

/** Everything given up, with what can be done about it. `says` names a kind of work in words. */
export function undeliveredList(
  waiting: readonly WaitingChannel[],
  posts: Some<UndeliveredPost>,
  works: Some<FailedWork>,
  says: (kind: string) => string,
): Message {
  if (waiting.length + posts.total + works.total === 0)
    return say('Nothing is undelivered: everything I decided to send has arrived, or is on its way.');
  const waits = waiting.slice(0, shownChannels);
  return message([
    ...part('Waiting for a channel', { items: waits, total: waiting.length }, waitingBlocks),
    ...part(`${pluralise(posts.total, 'message')} could not be delivered`, posts, postBlocks),
    ...part(`${pluralise(works.total, 'task')} could not be done`, works, (work) =>
      workBlocks(work, says(work.kind)),
    ),
  ]);
}

function part<T>(title: string, some: Some<T>, blocksOf: (item: T) => Blocks): Blocks {
  if (some.total === 0) return [];
  const more = some.total - some.items.length;
  return [
    header(title),
    ...some.items.flatMap(blocksOf),
    ...(more > 0
      ? [context(`${more.toLocaleString('en-GB')} more. They show up here as these are settled.`)]
      : []),
  ];
}

function waitingBlocks(channel: WaitingChannel): Blocks {
  const { channelId, channelName, count, since, why } = channel;
  const name = channelName === null ? channelLink(channelId) : md`#${channelName}`;
  const words = shorten(channel.words, shownWords);
  const first = count === 1 ? md`` : md` First:`;
  return [
    section(
      md`${bold(name)}: ${pluralise(count, 'message')} ${count === 1 ? 'waits' : 'wait'} since ${instant(since)}.${first}\n${quote(words)}\nWhy: ${why} They go out in order once that changes.`,
    ),
    actions(
      button('deliveries.probe', 'Try now', {
        value: channelId,
        accessibilityLabel: `Try now whether ${channelName ?? 'the channel'} takes messages again`,
      }),
    ),
  ];
}

function postBlocks(post: UndeliveredPost): Blocks {
  const words = shorten(post.words, shownWords);
  return [
    section(
      md`${bold(destination(post))}, ${instant(post.decidedAt)}\n${quote(words)}\nWhy: ${shorten(post.why, shownWords)}`,
    ),
    actions(
      button('deliveries.resend', 'Send again', {
        value: post.id,
        accessibilityLabel: `Send again: ${words}`,
      }),
      button('deliveries.dismiss', 'Dismiss', {
        value: post.id,
        accessibilityLabel: `Dismiss: ${words}`,
        confirm: {
          title: 'Leave it unsent?',
          text: 'This message will not be sent any more.',
          confirm: 'Dismiss',
        },
      }),
    ),
  ];
}

function workBlocks(work: FailedWork, says: string): Blocks {
  return [
    section(
      md`${bold(says)}, due ${instant(work.dueAt)}, tried ${pluralise(work.attempts, 'time')}\nWhy: ${shorten(work.why, shownWords)}`,
    ),
    actions(
      button('deliveries.retry', 'Try again', { value: work.id, accessibilityLabel: `Try again: ${says}` }),
      button('deliveries.forget', 'Dismiss', {
        value: work.id,
        accessibilityLabel: `Dismiss: ${says}`,
        confirm: {
          title: 'Leave it undone?',
          text: 'It will not be tried any more. If it is something that repeats, it stops until it is planned anew.',
          confirm: 'Dismiss',
        },
      }),
    ),
  ];
}

function destination({ channelId, person }: UndeliveredPost): Md {
  if (channelId === null) return md`To ${person ?? 'somebody'}`;
  return person === null
    ? md`In ${channelLink(channelId)}`
    : md`To ${person} alone, in ${channelLink(channelId)}`;
}

export function instant(at: Date): Md {
  return when(at, `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`);
}
