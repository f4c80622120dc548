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
import type { FailedWork, Some, UndeliveredPost } from './store.ts';

/** How much of a message's and of a reason's words are shown. */
const shownWords = 240;

/** Everything given up, with what can be done about it. `says` names a kind of work in words. */
export function undeliveredList(
  posts: Some<UndeliveredPost>,
  works: Some<FailedWork>,
  says: (kind: string) => string,
): Message {
  if (posts.total + works.total === 0)
    return say('Nothing is undelivered: everything I decided to send has arrived, or is on its way.');
  return message([
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
