import type { Work } from '../../platform/work.ts';

/** When each of these partners won its first deal; who has won none is left out. */
export async function firstWins(
  work: Work,
  partnerIds: readonly string[],
): Promise<ReadonlyMap<string, Date>> {
  const rows = await work.tx.deal.groupBy({
    by: ['partnerId'],
    where: {
      workspaceId: work.workspaceId,
      partnerId: { in: [...partnerIds] },
      stage: 'won',
      closedAt: { lte: work.now },
    },
    _min: { closedAt: true },
  });
  return new Map(
    rows.flatMap(({ partnerId, _min: { closedAt } }) => (closedAt ? [[partnerId, closedAt] as const] : [])),
  );
}
