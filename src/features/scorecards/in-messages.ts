import type { Message } from '../../platform/delivery/message.ts';
import { post } from '../../platform/delivery/post.ts';
import type { Reply, Request } from '../../platform/feature.ts';
import { context, say } from '../../platform/slack/kit/index.ts';

/** Sends what is internal to the messages of whoever asked. */
export function sendInternal(request: Request, message: Message): Promise<void> {
  const { actor } = request;
  return post(request, {
    key: `scorecards.asked:${actor.personId}:${request.newId()}`,
    to: { person: actor.slackUserId },
    audience: 'internal',
    message,
  });
}

/** What is internal, as the answer; in a shared channel these words instead, and it goes to the asker’s own messages. */
export async function answerInternal(request: Request, message: Message, instead: string): Promise<Reply> {
  if (!request.place.channel?.isShared) return { message };
  await sendInternal(request, message);
  return { message: say(instead) };
}

/** An answer in a shared channel that begins with the word that more of it went to the asker’s own messages. */
export function andInMessages({ text, blocks = [] }: Message, what: string): Message {
  const words = `${what} is in your messages with me.`;
  return { text: `${words} ${text}`, blocks: [context(words), ...blocks] };
}
