import type { Work } from '../../platform/work.ts';

/** How many different customers these partners have won so far; one won twice counts once. Partners without any are left out. */
export async function customersWon(
  work: Work,
  partnerIds: readonly string[],
  asOf: Date,
): Promise<ReadonlyMap<string, number>> {
  const rows = await work.tx.$queryRaw<{ partnerId: string; customers: number }[]>`
    SELECT "partnerId"::text, count(DISTINCT coalesce("customerKey", lower("customer")))::int AS "customers"
    FROM "Deal"
    WHERE "workspaceId" = ${work.workspaceId}::uuid AND "partnerId" = ANY(${[...partnerIds]}::uuid[])
      AND "stage" = 'won' AND "closedAt" < ${asOf}::timestamptz
    GROUP BY 1`;
  return new Map(rows.map(({ partnerId, customers }) => [partnerId, customers]));
}
