import type { Work } from '../../platform/work.ts';
import { type DealSum, parametersOf } from './deal-sums.ts';
import type { FactsRequest } from './facts.ts';

/** What all partners together won in a window in one currency, in its minor units. Internal: it tells of others. */
export interface ProgrammeWon extends DealSum {
  readonly currency: string;
  /** Sum of the squares of the amounts. */
  readonly squares: bigint;
}

/** The won deals of every partner of the workspace, also of those that have left; one entry a currency, by code. */
export async function programmeWon(
  work: Work,
  request: Omit<FactsRequest, 'partnerIds'>,
): Promise<readonly ProgrammeWon[]> {
  const { from, to, asOf } = parametersOf({ ...request, partnerIds: [] });
  const rows = await work.tx.$queryRaw<{ currency: string; count: number; minor: string; squares: string }[]>`
    SELECT d."currency", count(*)::int AS "count", sum(d."amountMinor")::text AS "minor",
      sum(d."amountMinor"::numeric * d."amountMinor")::text AS "squares"
    FROM "Deal" d
    WHERE d."workspaceId" = ${work.workspaceId}::uuid
      AND d."stage" = 'won'
      AND d."registeredAt" < ${asOf}::timestamptz
      AND d."closedAt" >= ${from}::timestamptz AND d."closedAt" < ${to}::timestamptz
    GROUP BY 1
    ORDER BY 1`;
  return rows.map((row) => ({ ...row, minor: BigInt(row.minor), squares: BigInt(row.squares) }));
}
