import { z } from 'zod';
import { Refusal } from '../../core/refusal.ts';
import type { Message } from '../delivery/message.ts';
import type { Feature, Reply, Request } from '../feature.ts';
import { fitPage } from './kit/fit.ts';

const pageReference = z.tuple([z.uuid(), z.coerce.number().int().min(1).max(1000)]);

/** What a delivery keeps of its message; Slack checked the blocks when it was sent. */
const storedMessage = z.object({
  message: z.object({ text: z.string(), blocks: z.array(z.looseObject({ type: z.string() })).optional() }),
});

/** Renderers of live views by kind, as the features declare them. */
type Renderers = NonNullable<Feature['surfaces']>;

/**
 * The next page of a message too long for Slack, to the person who asks. A message is shown again only where it
 * was first: in the same channel, or to the same person. A live view is drawn anew, as it is now.
 */
export async function showMore(request: Request, value: string, renderers: Renderers): Promise<Reply> {
  const parsed = pageReference.safeParse(value.split(':'));
  const message = parsed.success ? await findMessage(request, parsed.data[0], renderers) : null;
  if (!parsed.success || !message) {
    throw new Refusal(
      'stale',
      'That message is too old for me to show the rest. Ask for it again and I’ll send a fresh one.',
    );
  }
  return { message: fitPage(message, parsed.data[0], parsed.data[1]) };
}

async function findMessage(request: Request, id: string, renderers: Renderers): Promise<Message | null> {
  const { actor, place, tx, workspaceId } = request;
  const target = {
    in: [
      `channel:${place.channelId}`,
      `person:${actor.slackUserId}`,
      `home:${actor.slackUserId}`,
      `ephemeral:${place.channelId}:${actor.slackUserId}`,
    ],
  };
  const delivery = await tx.delivery.findFirst({ where: { id, workspaceId, target } });
  // What was internal stays so when the channel has been shared since.
  const isHidden = (audience: string) => audience === 'internal' && actor.side === 'partner';
  if (delivery) return isHidden(delivery.audience) ? null : storedMessage.parse(delivery.payload).message;
  const surface = await tx.surface.findFirst({ where: { id, workspaceId, target } });
  const rendered = surface && (await renderers[surface.kind]?.(request, surface.subject));
  if (!rendered || isHidden(rendered.audience)) return null;
  return 'message' in rendered ? rendered.message : null;
}
