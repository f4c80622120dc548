import type { Message } from '../../../platform/delivery/message.ts';
import { post } from '../../../platform/delivery/post.ts';
import type { Reply, Request } from '../../../platform/feature.ts';
import { say } from '../../../platform/slack/kit/index.ts';

/** How a partner is doing is never said in a channel it reads, not even to one person alone. */
export async function answerPrivately(request: Request, message: Message): Promise<Reply> {
  const { actor, place } = request;
  if (!place.channel?.isShared) return { message };
  await post(request, {
    key: `health.asked:${actor.personId}:${request.newId()}`,
    to: { person: actor.slackUserId },
    audience: 'internal',
    message,
  });
  return {
    message: say(
      'How a partner is doing is internal, so I sent it to your messages with me instead of here.',
    ),
  };
}
