import type { TimeWindow } from '../../core/time-window.ts';
import type { Work } from '../../platform/work.ts';

/** Some deals of one currency: how many, and their amounts added up in its minor units. */
export interface DealSum {
  readonly count: number;
  readonly minor: bigint;
}

/** Deals of one currency: what `won`, `lost` and `open` of the facts hold for all of them, and parts of those. */
export interface CurrencyDeals {
  readonly currency: string;
  readonly won: DealSum;
  readonly lost: DealSum;
  readonly open: DealSum;
  /** Of those open: none whose registration waits for somebody's word. */
  readonly qualified: DealSum;
  readonly sourced: AttributedDeals;
  readonly influenced: AttributedDeals;
  /** When the first of them ever was won, if before `asOf`. */
  readonly firstWonAt: Date | null;
}

/** Deals that are the partner's in one way, by the conditions of rules/attribution.ts. */
export interface AttributedDeals {
  readonly won: DealSum;
  /** Of those: registered in the window too. */
  readonly quick: DealSum;
  /** Open at `asOf`, and of that way if they were won then. */
  readonly open: DealSum;
}

export const noDeals: DealSum = { count: 0, minor: 0n };

interface SumsRequest {
  readonly partnerIds: readonly string[];
  readonly window: TimeWindow;
  readonly asOf: Date;
}

export interface DealSums {
  readonly partnerId: string;
  readonly currency: string;
  /** [count, minor units as text], in the order of `CurrencyDeals`. */
  readonly attributed: readonly (readonly [count: number, minor: string])[];
  readonly won: number;
  /** Sums of bigint are numeric in Postgres: they come as text. */
  readonly wonMinor: string;
  readonly withCost: number;
  readonly revenueWithCostMinor: string;
  readonly partnerCostMinor: string;
  readonly lost: number;
  readonly lostMinor: string;
  readonly sourced: number;
  readonly sourcedMinor: string;
  readonly influenced: number;
  readonly influencedMinor: string;
  readonly open: number;
  readonly openMinor: string;
  readonly qualified: number;
  readonly qualifiedMinor: string;
  readonly firstWonAt: Date | null;
  /** Won while protected, but contested; and come from elsewhere, so that nobody ever registered them. */
  readonly contested: number;
  readonly unregistered: number;
}

export function dealSums(work: Work, request: SumsRequest): Promise<DealSums[]> {
  const { from, to, asOf, partnerIds } = parametersOf(request);
  return work.tx.$queryRaw<DealSums[]>`
    SELECT d."partnerId"::text AS "partnerId", d."currency",
      count(*) FILTER (WHERE is_in."won")::int AS "won",
      coalesce(sum(d."amountMinor") FILTER (WHERE is_in."won"), 0)::text AS "wonMinor",
      count(*) FILTER (WHERE is_in."won" AND d."partnerCostMinor" IS NOT NULL)::int AS "withCost",
      coalesce(sum(d."amountMinor") FILTER (WHERE is_in."won" AND d."partnerCostMinor" IS NOT NULL), 0)::text AS "revenueWithCostMinor",
      coalesce(sum(d."partnerCostMinor") FILTER (WHERE is_in."won"), 0)::text AS "partnerCostMinor",
      count(*) FILTER (WHERE is_in."lost")::int AS "lost",
      coalesce(sum(d."amountMinor") FILTER (WHERE is_in."lost"), 0)::text AS "lostMinor",
      count(*) FILTER (WHERE is_in."won" AND is_in."sourced")::int AS "sourced",
      coalesce(sum(d."amountMinor") FILTER (WHERE is_in."won" AND is_in."sourced"), 0)::text AS "sourcedMinor",
      count(*) FILTER (WHERE is_in."won" AND NOT is_in."sourced" AND d."influence" IS NOT NULL)::int AS "influenced",
      coalesce(sum(d."amountMinor") FILTER (WHERE is_in."won" AND NOT is_in."sourced" AND d."influence" IS NOT NULL), 0)::text AS "influencedMinor",
      count(*) FILTER (WHERE is_in."open")::int AS "open",
      coalesce(sum(d."amountMinor") FILTER (WHERE is_in."open"), 0)::text AS "openMinor",
      count(*) FILTER (WHERE is_in."open" AND NOT is_in."waiting")::int AS "qualified",
      coalesce(sum(d."amountMinor") FILTER (WHERE is_in."open" AND NOT is_in."waiting"), 0)::text AS "qualifiedMinor",
      min(d."closedAt") FILTER (WHERE d."stage" = 'won' AND d."closedAt" < ${asOf}::timestamptz) AS "firstWonAt",
      count(*) FILTER (WHERE is_in."won" AND is_in."protected" AND d."isContested")::int AS "contested",
      count(*) FILTER (WHERE is_in."won" AND d."registration" = 'none' AND d."externalId" IS NOT NULL)::int AS "unregistered",
      json_build_array(
        json_build_array(count(*) FILTER (WHERE "sourcedQuick"), coalesce(sum(d."amountMinor") FILTER (WHERE "sourcedQuick"), 0)::text),
        json_build_array(count(*) FILTER (WHERE "sourcedOpen"), coalesce(sum(d."amountMinor") FILTER (WHERE "sourcedOpen"), 0)::text),
        json_build_array(count(*) FILTER (WHERE "influencedQuick"), coalesce(sum(d."amountMinor") FILTER (WHERE "influencedQuick"), 0)::text),
        json_build_array(count(*) FILTER (WHERE "influencedOpen"), coalesce(sum(d."amountMinor") FILTER (WHERE "influencedOpen"), 0)::text)
      ) AS "attributed"
    FROM "Deal" d
    CROSS JOIN LATERAL (SELECT
      d."stage" = 'won' AND d."closedAt" >= ${from}::timestamptz AND d."closedAt" < ${to}::timestamptz AS "won",
      d."stage" = 'lost' AND d."closedAt" >= ${from}::timestamptz AND d."closedAt" < ${to}::timestamptz AS "lost",
      coalesce(d."closedAt" < d."protectedUntil" OR d."renewalAskedAt" <= d."closedAt", false) AS "protected",
      coalesce(d."closedAt" < d."protectedUntil" OR d."renewalAskedAt" <= d."closedAt", false) AND NOT d."isContested" AS "sourced",
      d."closedAt" IS NULL OR d."closedAt" >= ${asOf}::timestamptz AS "open",
      coalesce(d."decisionAskedAt" < ${asOf}::timestamptz, false) AND coalesce(d."decidedAt" >= ${asOf}::timestamptz, true) AS "waiting",
      coalesce(d."protectedUntil" > ${asOf}::timestamptz OR d."renewalAskedAt" <= ${asOf}::timestamptz, false) AND NOT d."isContested" AS "sourcedNow",
      d."registeredAt" >= ${from}::timestamptz AS "fresh") is_in
    CROSS JOIN LATERAL (SELECT
      is_in."won" AND is_in."sourced" AND is_in."fresh" AS "sourcedQuick",
      is_in."open" AND is_in."sourcedNow" AS "sourcedOpen",
      is_in."won" AND NOT is_in."sourced" AND d."influence" IS NOT NULL AND is_in."fresh" AS "influencedQuick",
      is_in."open" AND NOT is_in."sourcedNow" AND d."influence" IS NOT NULL AS "influencedOpen") part
    WHERE d."workspaceId" = ${work.workspaceId}::uuid
      AND d."partnerId" = ANY(${partnerIds}::uuid[])
      AND d."registeredAt" < ${asOf}::timestamptz
      AND d."stage" <> 'declined'
    GROUP BY d."partnerId", d."currency"
    ORDER BY d."currency"`;
}

/** Nothing at or after `asOf` counts, so a window that reaches beyond it ends there. */
export function parametersOf({ window, asOf, partnerIds }: SumsRequest) {
  return { from: window.from, to: window.to < asOf ? window.to : asOf, asOf, partnerIds: [...partnerIds] };
}

export function currencyDeals(row: DealSums): CurrencyDeals {
  const [sourcedQuick, sourcedOpen, influencedQuick, influencedOpen] = row.attributed.map(
    ([count, minor]): DealSum => ({ count, minor: BigInt(minor) }),
  );
  const sum = (count: number, minor: string): DealSum => ({ count, minor: BigInt(minor) });
  return {
    currency: row.currency,
    firstWonAt: row.firstWonAt,
    won: sum(row.won, row.wonMinor),
    lost: sum(row.lost, row.lostMinor),
    open: sum(row.open, row.openMinor),
    qualified: sum(row.qualified, row.qualifiedMinor),
    sourced: {
      won: sum(row.sourced, row.sourcedMinor),
      quick: sourcedQuick ?? noDeals,
      open: sourcedOpen ?? noDeals,
    },
    influenced: {
      won: sum(row.influenced, row.influencedMinor),
      quick: influencedQuick ?? noDeals,
      open: influencedOpen ?? noDeals,
    },
  };
}
