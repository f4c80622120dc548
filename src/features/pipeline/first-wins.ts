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

/** When each of these partners first registered a deal; who has registered none is left out. */
export async function firstRegistrations(
  work: Work,
  partnerIds: readonly string[],
): Promise<ReadonlyMap<string, Date>> {
  const rows = await work.tx.deal.groupBy({
    by: ['partnerId'],
    // What waits for a word, or got no, is not registered.
    where: {
      workspaceId: work.workspaceId,
      partnerId: { in: [...partnerIds] },
      stage: { not: 'declined' },
      registration: { not: 'pending' },
      registeredAt: { lte: work.now },
    },
    _min: { registeredAt: true },
  });
  return new Map(
    rows.flatMap(({ partnerId, _min: { registeredAt } }) =>
      registeredAt ? [[partnerId, registeredAt] as const] : [],
    ),
  );
}
