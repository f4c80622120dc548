import { z } from 'zod';
import type { EventRequest } from '../../platform/feature.ts';

const spoken = z.object({ channel: z.string().max(64), user: z.string().max(64) });

/** Remembers that somebody of a partner wrote in its channel, at most once an hour. What they wrote is not looked at. */
export async function hear(request: EventRequest): Promise<void> {
  const parsed = spoken.safeParse(request.event);
  if (!parsed.success) return;
  const { workspaceId, tx, now } = request;
  const { channel: slackChannelId, user: slackUserId } = parsed.data;
  const channel = await tx.partnerChannel.findUnique({
    where: { workspaceId_slackChannelId: { workspaceId, slackChannelId } },
  });
  const person = await tx.person.findUnique({
    where: { workspaceId_slackUserId: { workspaceId, slackUserId } },
  });
  if (!channel || person?.side !== 'partner') return;
  // Somebody new may be nobody's yet; another partner's person in this channel says nothing about this one.
  if (person.partnerId !== null && person.partnerId !== channel.partnerId) return;
  await tx.$executeRaw`
    INSERT INTO "ChannelWord" AS w ("partnerId", "workspaceId", "heardAt")
    VALUES (${channel.partnerId}::uuid, ${workspaceId}::uuid, ${now}::timestamptz)
    ON CONFLICT ("partnerId") DO UPDATE SET "heardAt" = EXCLUDED."heardAt"
    WHERE w."heardAt" < EXCLUDED."heardAt" - interval '1 hour'`;
}
