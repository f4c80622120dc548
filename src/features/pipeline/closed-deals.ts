import type { Work } from '../../platform/work.ts';
import { parametersOf } from './deal-sums.ts';
import type { FactsRequest } from './facts.ts';

/**
 * What the deals closed in a window show besides their sums, by currency. The squares and products are of won deals
 * whose cost is known, in minor units of the currency: enough for the interval of their margin. Internal.
 */
export interface ClosedDeals {
  readonly partnerId: string;
  readonly currency: string;
  readonly revenueSquares: bigint;
  readonly costSquares: bigint;
  readonly revenueByCost: bigint;
  /** Of all won deals, whether their cost is known or not. */
  readonly wonSquares: bigint;
  /** Of those that are sourced, as deal-sums.ts has it. */
  readonly sourcedSquares: bigint;
  /** Won deals that count for nothing. */
  readonly withoutAmount: number;
  /** Won or lost on a day, by the programme's clocks, before that of their registration. */
  readonly beforeRegistered: number;
  /** Won ones that came from elsewhere, as leads of their partner did: those that name a lead, and the others. */
  readonly namingLead: number;
  readonly namingNone: number;
}

type Sums = 'revenueSquares' | 'costSquares' | 'revenueByCost' | 'wonSquares' | 'sourcedSquares';
type Row = Omit<ClosedDeals, Sums> & { readonly [sum in Sums]: string };

/** In one query for all partners; those without a closed deal are left out. */
export async function closedDeals(work: Work, request: FactsRequest): Promise<ClosedDeals[]> {
  const { from, to, asOf, partnerIds } = parametersOf(request);
  const { timeZone } = request;
  const rows = await work.tx.$queryRaw<Row[]>`
    SELECT d."partnerId"::text AS "partnerId", d."currency",
      coalesce(sum(d."amountMinor"::numeric * d."amountMinor") FILTER (WHERE "costs"), 0)::text AS "revenueSquares",
      coalesce(sum(d."partnerCostMinor"::numeric * d."partnerCostMinor") FILTER (WHERE "costs"), 0)::text AS "costSquares",
      coalesce(sum(d."amountMinor"::numeric * d."partnerCostMinor") FILTER (WHERE "costs"), 0)::text AS "revenueByCost",
      coalesce(sum(d."amountMinor"::numeric * d."amountMinor") FILTER (WHERE d."stage" = 'won'), 0)::text AS "wonSquares",
      coalesce(sum(d."amountMinor"::numeric * d."amountMinor") FILTER (WHERE d."stage" = 'won' AND NOT d."isContested"
        AND (d."closedAt" < d."protectedUntil" OR d."renewalAskedAt" <= d."closedAt")), 0)::text AS "sourcedSquares",
      count(*) FILTER (WHERE d."stage" = 'won' AND d."amountMinor" = 0)::int AS "withoutAmount",
      count(*) FILTER (WHERE (d."closedAt" AT TIME ZONE ${timeZone}::text)::date
        < (d."registeredAt" AT TIME ZONE ${timeZone}::text)::date)::int AS "beforeRegistered",
      count(*) FILTER (WHERE "came" AND d."leadId" IS NOT NULL)::int AS "namingLead",
      count(*) FILTER (WHERE "came" AND d."leadId" IS NULL)::int AS "namingNone"
    FROM "Deal" d
    CROSS JOIN LATERAL (SELECT d."stage" = 'won' AND d."partnerCostMinor" IS NOT NULL AS "costs",
      d."stage" = 'won' AND d."externalId" IS NOT NULL AND EXISTS (
        SELECT 1 FROM "Lead" l
        WHERE l."workspaceId" = d."workspaceId" AND l."partnerId" = d."partnerId" AND l."externalId" IS NOT NULL
      ) AS "came") won
    WHERE d."workspaceId" = ${work.workspaceId}::uuid
      AND d."partnerId" = ANY(${partnerIds}::uuid[])
      AND d."stage" IN ('won', 'lost')
      AND d."registeredAt" < ${asOf}::timestamptz
      AND d."closedAt" >= ${from}::timestamptz AND d."closedAt" < ${to}::timestamptz
    GROUP BY 1, 2`;
  return rows.map((row) => ({
    ...row,
    revenueSquares: BigInt(row.revenueSquares),
    costSquares: BigInt(row.costSquares),
    revenueByCost: BigInt(row.revenueByCost),
    wonSquares: BigInt(row.wonSquares),
    sourcedSquares: BigInt(row.sourcedSquares),
  }));
}
