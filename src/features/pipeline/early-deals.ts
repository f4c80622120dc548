import type { Work } from '../../platform/work.ts';

/** The deals a partner registered in its first days, as they stand now. Internal: it knows of costs and claims. */
export interface EarlyDeals {
  readonly partnerId: string;
  readonly won: number;
  readonly lost: number;
  readonly open: number;
  /** Its registration was. */
  readonly declined: number;
  /** Registered under rules, so that somebody asked whose customer it is. */
  readonly checked: number;
  /** Of those: somebody else had a claim, or the registration was declined. */
  readonly contested: number;
  /** Of won ones in the currency asked for whose cost is known: sums in its minor units, enough for the margin's interval. */
  readonly withCost: number;
  readonly revenueMinor: bigint;
  readonly costMinor: bigint;
  readonly revenueSquares: bigint;
  readonly costSquares: bigint;
  readonly revenueByCost: bigint;
  /** Won in another currency, or with a cost nobody knows: not in those sums. */
  readonly withoutMargin: number;
}

type Row = {
  readonly [K in keyof EarlyDeals]: EarlyDeals[K] extends bigint ? string : EarlyDeals[K];
};

/** In one query for all partners; those without such a deal are left out. Windows are half open. */
export async function earlyDeals(
  work: Work,
  windows: readonly { readonly partnerId: string; readonly from: Date; readonly to: Date }[],
  currency: string,
): Promise<ReadonlyMap<string, EarlyDeals>> {
  if (windows.length === 0) return new Map();
  const rows = await work.tx.$queryRaw<Row[]>`
    SELECT d."partnerId"::text AS "partnerId",
      count(*) FILTER (WHERE d."stage" = 'won')::int AS "won",
      count(*) FILTER (WHERE d."stage" = 'lost')::int AS "lost",
      count(*) FILTER (WHERE d."stage" = 'open')::int AS "open",
      count(*) FILTER (WHERE d."stage" = 'declined')::int AS "declined",
      count(*) FILTER (WHERE d."registration" <> 'none')::int AS "checked",
      count(*) FILTER (
        WHERE d."registration" <> 'none' AND (d."isContested" OR d."stage" = 'declined')
      )::int AS "contested",
      count(*) FILTER (WHERE "counts")::int AS "withCost",
      coalesce(sum(d."amountMinor") FILTER (WHERE "counts"), 0)::text AS "revenueMinor",
      coalesce(sum(d."partnerCostMinor") FILTER (WHERE "counts"), 0)::text AS "costMinor",
      coalesce(sum(d."amountMinor"::numeric * d."amountMinor") FILTER (WHERE "counts"), 0)::text AS "revenueSquares",
      coalesce(sum(d."partnerCostMinor"::numeric * d."partnerCostMinor") FILTER (WHERE "counts"), 0)::text AS "costSquares",
      coalesce(sum(d."amountMinor"::numeric * d."partnerCostMinor") FILTER (WHERE "counts"), 0)::text AS "revenueByCost",
      count(*) FILTER (WHERE d."stage" = 'won' AND NOT "counts")::int AS "withoutMargin"
    FROM unnest(
      ${windows.map(({ partnerId }) => partnerId)}::uuid[], ${windows.map(({ from }) => from)}::timestamptz[],
      ${windows.map(({ to }) => to)}::timestamptz[]
    ) AS early("partnerId", "from", "to")
    JOIN "Deal" d ON d."partnerId" = early."partnerId"
      AND d."registeredAt" >= early."from" AND d."registeredAt" < early."to"
    CROSS JOIN LATERAL (SELECT
      d."stage" = 'won' AND d."partnerCostMinor" IS NOT NULL AND d."currency" = ${currency} AS "counts") of_margin
    WHERE d."workspaceId" = ${work.workspaceId}::uuid
    GROUP BY 1`;
  return new Map(
    rows.map((row) => [
      row.partnerId,
      {
        ...row,
        revenueMinor: BigInt(row.revenueMinor),
        costMinor: BigInt(row.costMinor),
        revenueSquares: BigInt(row.revenueSquares),
        costSquares: BigInt(row.costSquares),
        revenueByCost: BigInt(row.revenueByCost),
      },
    ]),
  );
}
