import type { Work } from '../work.ts';

/**
 * Slack has given a channel another id (`channel_id_changed`): what is still to be sent goes to the new one, and
 * live views are updated where they are instead of being posted anew.
 */
export async function followChannel(work: Work, fromChannelId: string, toChannelId: string): Promise<void> {
  const { tx, workspaceId } = work;
  const from = `channel:${fromChannelId}`;
  const to = `channel:${toChannelId}`;
  const place = { workspaceId, slackChannelId: fromChannelId };
  await tx.delivery.updateMany({ where: place, data: { slackChannelId: toChannelId } });
  await tx.surface.updateMany({ where: place, data: { slackChannelId: toChannelId } });
  // What was given up moves too, so that it can be sent again.
  const unsent = await tx.delivery.updateManyAndReturn({
    where: { workspaceId, target: from, status: { in: ['pending', 'held', 'dead'] } },
    data: { target: to },
    select: { status: true },
  });
  const surfaces = await tx.surface.updateManyAndReturn({
    where: { workspaceId, target: from },
    data: { target: to, version: { increment: 1 }, shownHash: null },
    select: { kind: true, subject: true },
  });
  for (const { status } of unsent)
    if (status === 'pending') work.enqueueDelivery({ target: to }, 'interactive');
  for (const surface of surfaces) work.enqueueDelivery({ target: to, surface }, 'interactive');
}
