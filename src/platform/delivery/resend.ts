import type { Work } from '../work.ts';

/**
 * Puts a post that was given up back among what is to be sent; whether it got through after all is looked for
 * first. Answers false when it is not, or no longer, given up.
 */
export async function resend(work: Work, deliveryId: string): Promise<boolean> {
  const [row] = await work.tx.delivery.updateManyAndReturn({
    where: { id: deliveryId, workspaceId: work.workspaceId, status: 'dead' },
    // With `sendingAt` set the sender takes the outcome for uncertain, and looks.
    data: { status: 'pending', attempts: 0, sendingAt: work.now, lastError: null },
    select: { target: true },
  });
  if (!row) return false;
  work.enqueueDelivery({ target: row.target }, 'interactive');
  return true;
}

/** Leaves a post that was given up unsent for good: its key stays taken. False when it is not given up. */
export async function dismiss(work: Work, deliveryId: string): Promise<boolean> {
  const { count } = await work.tx.delivery.updateMany({
    where: { id: deliveryId, workspaceId: work.workspaceId, status: 'dead' },
    data: { status: 'dismissed' },
  });
  return count === 1;
}
