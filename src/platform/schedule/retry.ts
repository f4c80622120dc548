import type { Work } from '../work.ts';

/**
 * Has due work that was given up tried again at the next heartbeat, with its date as it was. Answers false when
 * it is not, or no longer, given up.
 */
export async function retryDue(work: Work, dueItemId: string): Promise<boolean> {
  const { count } = await work.tx.dueItem.updateMany({
    where: { id: dueItemId, workspaceId: work.workspaceId, failedAt: { not: null } },
    data: { failedAt: null, attempts: 0, retryAt: work.now },
  });
  return count === 1;
}

/** Forgets due work that was given up. False when it is not given up. */
export async function dismissDue(work: Work, dueItemId: string): Promise<boolean> {
  const { count } = await work.tx.dueItem.deleteMany({
    where: { id: dueItemId, workspaceId: work.workspaceId, failedAt: { not: null } },
  });
  return count === 1;
}
