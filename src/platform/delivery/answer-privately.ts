import type { Reply, Request } from '../feature.ts';
import { say } from '../slack/kit/index.ts';
import type { Message } from './message.ts';
import { post } from './post.ts';

/**
 * Answers with what is internal: in a channel a partner reads not even to one person alone, but in their direct
 * messages. `what` completes “… is internal”; `fact` begins the delivery's key.
 */
export async function answerPrivately(
  request: Request,
  { fact, what }: { readonly fact: string; readonly what: string },
  message: Message,
): Promise<Reply> {
  const { actor, place } = request;
  if (!place.channel?.isShared) return { message };
  await post(request, {
    key: `${fact}:${actor.personId}:${request.newId()}`,
    to: { person: actor.slackUserId },
    audience: 'internal',
    message,
  });
  return { message: say(`${what} is internal, so I sent it to your messages with me instead of here.`) };
}
