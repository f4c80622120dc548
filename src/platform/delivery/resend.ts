import type { Prisma } from '../store/generated/client.ts';
import type { Work } from '../work.ts';

/**
 * Puts a post or a canvas that was given up back among what is to be sent; whether a post got through after all is
 * looked for first. Answers false when it is not, or no longer, given up.
 */
export async function resend(work: Work, id: string): Promise<boolean> {
  const where = { id, workspaceId: work.workspaceId, status: 'dead' };
  const row = await work.tx.delivery.findFirst({ where });
  if (!row) return showAgain(work, { id, givenUp: 'dead' });
  const { count } = await work.tx.delivery.updateMany({
    where,
    // With `sendingAt` set the sender takes the outcome for uncertain, and looks from there on.
    data: { status: 'pending', attempts: 0, sendingAt: row.sendingAt ?? row.createdAt, lastError: null },
  });
  if (count === 0) return false;
  work.enqueueDelivery({ target: row.target }, 'interactive');
  return true;
}

/** Leaves what was given up unsent for good: a post's key stays taken. False when it is not given up. */
export async function dismiss(work: Work, id: string): Promise<boolean> {
  const { tx, workspaceId } = work;
  const post = await tx.delivery.updateMany({
    where: { id, workspaceId, status: 'dead' },
    data: { status: 'dismissed' },
  });
  if (post.count === 1) return true;
  const canvas = await tx.surface.updateMany({
    where: { id, workspaceId, givenUp: 'dead' },
    data: { givenUp: 'dismissed' },
  });
  return canvas.count === 1;
}

/** Other organisations read a channel than did when Slack refused its canvas: it may take it now. */
export async function tryCanvasAgain(work: Work, slackChannelId: string): Promise<void> {
  await showAgain(work, { target: `channel:${slackChannelId}`, givenUp: { not: null } });
}

async function showAgain(work: Work, which: Prisma.SurfaceWhereInput): Promise<boolean> {
  const [shown] = await work.tx.surface.updateManyAndReturn({
    where: { ...which, workspaceId: work.workspaceId },
    data: { givenUp: null, lastError: null, version: { increment: 1 } },
    select: { target: true, kind: true, subject: true },
  });
  if (!shown) return false;
  const { target, ...surface } = shown;
  work.enqueueDelivery({ target, surface }, 'interactive');
  return true;
}
