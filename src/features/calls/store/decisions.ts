import type { Decision } from '../../../platform/store/generated/client.ts';
import type { Work } from '../../../platform/work.ts';

export const decisionsAPage = 10;

/** One page (from 1) of a partner's decisions, the latest first, and how many there are in all. */
export async function decisionPage(
  work: Work,
  partnerId: string,
  page: number,
): Promise<{ readonly decisions: Decision[]; readonly total: number }> {
  const where = { workspaceId: work.workspaceId, partnerId };
  const total = await work.tx.decision.count({ where });
  const decisions = await work.tx.decision.findMany({
    where,
    orderBy: [{ recordedAt: 'desc' }, { position: 'asc' }],
    skip: (page - 1) * decisionsAPage,
    take: decisionsAPage,
  });
  return { decisions, total };
}

export function decisionsOfCall(work: Work, callId: string): Promise<Decision[]> {
  return work.tx.decision.findMany({
    where: { workspaceId: work.workspaceId, callId },
    orderBy: { position: 'asc' },
  });
}
