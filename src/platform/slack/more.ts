import { z } from 'zod';
import { Refusal } from '../../core/refusal.ts';
import type { Message } from '../delivery/message.ts';
import type { Reply, Request } from '../feature.ts';
import { fitPage } from './kit/fit.ts';

const pageReference = z.tuple([z.uuid(), z.coerce.number().int().min(1).max(1000)]);

/**
 * The next page of a message too long for Slack, to the person who asks. A message is shown again only where it
 * was first: in the same channel, or to the same person.
 */
export async function showMore(request: Request, value: string): Promise<Reply> {
  const parsed = pageReference.safeParse(value.split(':'));
  const delivery = parsed.success
    ? await request.tx.delivery.findFirst({ where: { id: parsed.data[0], workspaceId: request.workspaceId } })
    : null;
  const { actor, place } = request;
  const seenBy = [
    `channel:${place.channelId}`,
    `person:${actor.slackUserId}`,
    `ephemeral:${place.channelId}:${actor.slackUserId}`,
  ];
  if (!parsed.success || !delivery || !seenBy.includes(delivery.target)) {
    throw new Refusal(
      'stale',
      'That message is too old for me to show the rest. Ask for it again and I’ll send a fresh one.',
    );
  }
  const { message } = delivery.payload as unknown as { message: Message };
  return { message: fitPage(message, delivery.id, parsed.data[1]) };
}
