import type { Work } from '../../platform/work.ts';

/** From when on a partner's customers count. */
export interface CountedFrom {
  readonly partnerId: string;
  readonly from: Date;
}

/** How many customers these partners first won since then; one won twice counts once. Partners without any are left out. */
export async function customersWon(
  work: Work,
  partners: readonly CountedFrom[],
  asOf: Date,
): Promise<ReadonlyMap<string, number>> {
  if (partners.length === 0) return new Map();
  const rows = await work.tx.$queryRaw<{ partnerId: string; customers: number }[]>`
    SELECT "partnerId"::text, count(*)::int AS "customers"
    FROM (
      SELECT counted."partnerId", counted."from", min(d."closedAt") AS "firstWonAt"
      FROM unnest(${partners.map((each) => each.partnerId)}::uuid[], ${partners.map((each) => each.from)}::timestamptz[])
        AS counted("partnerId", "from")
      JOIN "Deal" d ON d."workspaceId" = ${work.workspaceId}::uuid AND d."partnerId" = counted."partnerId"
      WHERE d."stage" = 'won' AND d."closedAt" < ${asOf}::timestamptz
      GROUP BY counted."partnerId", counted."from", coalesce(d."customerKey", lower(d."customer"))
    ) first_won
    WHERE "firstWonAt" >= "from"
    GROUP BY 1`;
  return new Map(rows.map(({ partnerId, customers }) => [partnerId, customers]));
}
