import type { Money } from '../../core/money.ts';
import type { Observation } from '../../core/survival.ts';
import type { TimeWindow } from '../../core/time-window.ts';
import type { Work } from '../../platform/work.ts';
import { type CurrencyDeals, currencyDeals, type DealSums, dealSums, parametersOf } from './deal-sums.ts';

/** Deals counted, with their amounts added up per currency (sorted by code; currencies are never added together). */
export interface DealTotals {
  readonly count: number;
  readonly amounts: readonly Money[];
}

/**
 * Won deals of one currency, in its minor units. A margin may be computed only over the deals whose cost is
 * known: `revenueWithCostMinor` is their revenue, `withoutCost` counts the others. Internal to the vendor: never
 * part of anything a partner may see.
 */
export interface DealEconomics {
  readonly currency: string;
  readonly revenueMinor: bigint;
  readonly withCost: number;
  readonly revenueWithCostMinor: bigint;
  readonly partnerCostMinor: bigint;
  readonly withoutCost: number;
}

/**
 * Whole days by the programme's clocks from registration to closing (won or lost); a deal still open when the window ends is censored there. One
 * registered before the window was watched from the `entry` days it had then: those closed before are not known of.
 */
export interface DealDuration extends Observation {
  readonly currency: string;
  readonly entry: number;
}

/** What one partner's pipeline did in a window, and how it stood at `asOf`. Deals that were declined are no part of it. */
export interface PipelineFacts {
  readonly partnerId: string;
  readonly leads: {
    /** Submitted in the window. */
    readonly submitted: number;
    /** Reviewed in the window, whenever submitted; `accepted` are those of them that were accepted. */
    readonly reviewed: number;
    readonly accepted: number;
    /** Submitted before `asOf` and not reviewed by then. */
    readonly unreviewed: number;
  };
  /**
   * Leads that reached the age of `conversionAgeDays` in the window, and those of them with a deal won by that
   * age: every lead is watched for equally long, a day being 24 hours.
   */
  readonly cohort: { readonly leads: number; readonly won: number };
  /** Closed in the window. */
  readonly won: DealTotals;
  readonly lost: DealTotals;
  /** Of the deals won in the window, by the conditions of rules/attribution.ts: no deal is both. */
  readonly sourced: DealTotals;
  readonly influenced: DealTotals;
  /** Why others of them cannot be sourced: somebody else was in touch before, or they came from elsewhere unregistered. */
  readonly unsourced: { readonly contested: number; readonly unregistered: number };
  /** Of the deals won in the window, one entry a currency. */
  readonly economics: readonly DealEconomics[];
  /** The deals of each currency there are any of, sorted by code. */
  readonly byCurrency: readonly CurrencyDeals[];
  /** Of every deal that was open at some time in the window, by currency. */
  readonly durations: readonly DealDuration[];
  /** Open at `asOf`. */
  readonly open: DealTotals;
  /** When the first deal ever was won, if before `asOf`. */
  readonly firstWonAt: Date | null;
}

export interface FactsRequest {
  readonly partnerIds: readonly string[];
  readonly window: TimeWindow;
  /** Nothing that happened at or after this instant counts. */
  readonly asOf: Date;
  readonly conversionAgeDays: number;
  /** By whose clocks days are counted. */
  readonly timeZone: string;
}

/** The facts of all the partners asked for, in three queries; partners without leads or deals have zeros. */
export async function pipelineFacts(
  work: Work,
  request: FactsRequest,
): Promise<ReadonlyMap<string, PipelineFacts>> {
  const leads = byPartner(await leadCounts(work, request));
  const sums = byPartner(await dealSums(work, request));
  const durations = byPartner(await dealDurations(work, request));
  return new Map(
    request.partnerIds.map((partnerId) => [
      partnerId,
      factsOf(
        partnerId,
        leads.get(partnerId)?.[0],
        sums.get(partnerId) ?? [],
        durations.get(partnerId)?.[0]?.counts ?? [],
      ),
    ]),
  );
}

interface LeadCounts {
  readonly partnerId: string;
  readonly submitted: number;
  readonly reviewed: number;
  readonly accepted: number;
  readonly unreviewed: number;
  readonly cohort: number;
  readonly cohortWon: number;
}

function leadCounts(work: Work, request: FactsRequest): Promise<LeadCounts[]> {
  const { from, to, asOf, partnerIds } = parametersOf(request);
  const age = request.conversionAgeDays;
  return work.tx.$queryRaw<LeadCounts[]>`
    SELECT l."partnerId"::text AS "partnerId",
      count(*) FILTER (WHERE l."createdAt" >= ${from}::timestamptz AND l."createdAt" < ${to}::timestamptz)::int AS "submitted",
      count(*) FILTER (WHERE l."reviewedAt" >= ${from}::timestamptz AND l."reviewedAt" < ${to}::timestamptz)::int AS "reviewed",
      count(*) FILTER (WHERE l."status" = 'accepted'
        AND l."reviewedAt" >= ${from}::timestamptz AND l."reviewedAt" < ${to}::timestamptz)::int AS "accepted",
      count(*) FILTER (WHERE l."reviewedAt" IS NULL OR l."reviewedAt" >= ${asOf}::timestamptz)::int AS "unreviewed",
      count(*) FILTER (WHERE aged."at" >= ${from}::timestamptz AND aged."at" < ${to}::timestamptz)::int AS "cohort",
      count(*) FILTER (WHERE aged."at" >= ${from}::timestamptz AND aged."at" < ${to}::timestamptz
        AND l."id" IN (
          SELECT d."leadId" FROM "Deal" d
          WHERE d."workspaceId" = l."workspaceId" AND d."leadId" = l."id" AND d."stage" = 'won' AND d."closedAt" < aged."at"
        ))::int AS "cohortWon"
    FROM "Lead" l
    CROSS JOIN LATERAL (SELECT l."createdAt" + ${age}::int * interval '24 hours' AS "at") aged
    WHERE l."workspaceId" = ${work.workspaceId}::uuid
      AND l."partnerId" = ANY(${partnerIds}::uuid[])
      AND l."createdAt" < ${asOf}::timestamptz
    GROUP BY l."partnerId"`;
}

/** One row a partner: a row a duration would be most of all that is read. */
interface PartnerDurations {
  readonly partnerId: string;
  readonly counts: readonly (readonly [
    days: number,
    event: boolean,
    entry: number,
    currency: string,
    count: number,
  ])[];
}

function dealDurations(work: Work, request: FactsRequest): Promise<PartnerDurations[]> {
  const { from, to, partnerIds } = parametersOf(request);
  const { timeZone } = request;
  return work.tx.$queryRaw<PartnerDurations[]>`
    SELECT "partnerId",
      json_agg(json_build_array("days", "event", "entry", "currency", "count") ORDER BY "days", "event", "entry", "currency") AS "counts"
    FROM (
      SELECT "partnerId", "event", "currency", count(*)::int AS "count",
        floor(extract(epoch FROM "until" - "since") / 86400)::int AS "days",
        floor(extract(epoch FROM "watchedFrom" - "since") / 86400)::int AS "entry"
      FROM (
        SELECT d."partnerId"::text AS "partnerId", d."currency",
          coalesce(d."closedAt" < ${to}::timestamptz, false) AS "event",
          d."registeredAt" AT TIME ZONE ${timeZone}::text AS "since",
          greatest(d."registeredAt", ${from}::timestamptz) AT TIME ZONE ${timeZone}::text AS "watchedFrom",
          greatest(d."registeredAt", least(d."closedAt", ${to}::timestamptz)) AT TIME ZONE ${timeZone}::text AS "until"
        FROM "Deal" d
        WHERE d."workspaceId" = ${work.workspaceId}::uuid
          AND d."partnerId" = ANY(${partnerIds}::uuid[])
          AND d."stage" <> 'declined'
          AND d."registeredAt" < ${to}::timestamptz
          AND (d."closedAt" IS NULL OR d."closedAt" >= ${from}::timestamptz)
      ) watched
      GROUP BY "partnerId", "event", "currency", "days", "entry"
    ) counted
    GROUP BY "partnerId"`;
}

function factsOf(
  partnerId: string,
  leads: LeadCounts | undefined,
  sums: readonly DealSums[],
  durations: PartnerDurations['counts'],
): PipelineFacts {
  const firstWins = sums.flatMap((row) => (row.firstWonAt ? [row.firstWonAt.getTime()] : []));
  return {
    partnerId,
    leads: {
      submitted: leads?.submitted ?? 0,
      reviewed: leads?.reviewed ?? 0,
      accepted: leads?.accepted ?? 0,
      unreviewed: leads?.unreviewed ?? 0,
    },
    cohort: { leads: leads?.cohort ?? 0, won: leads?.cohortWon ?? 0 },
    won: totals(sums, 'won', 'wonMinor'),
    lost: totals(sums, 'lost', 'lostMinor'),
    open: totals(sums, 'open', 'openMinor'),
    sourced: totals(sums, 'sourced', 'sourcedMinor'),
    influenced: totals(sums, 'influenced', 'influencedMinor'),
    unsourced: {
      contested: sums.reduce((total, row) => total + row.contested, 0),
      unregistered: sums.reduce((total, row) => total + row.unregistered, 0),
    },
    economics: sums
      .filter((row) => row.won > 0)
      .map((row) => ({
        currency: row.currency,
        revenueMinor: BigInt(row.wonMinor),
        withCost: row.withCost,
        revenueWithCostMinor: BigInt(row.revenueWithCostMinor),
        partnerCostMinor: BigInt(row.partnerCostMinor),
        withoutCost: row.won - row.withCost,
      })),
    byCurrency: sums.map(currencyDeals),
    durations: durations.flatMap(([days, event, entry, currency, count]) => {
      // In the hour that clocks go back an end can read as earlier than its beginning.
      const watched = { days: Math.max(0, days), event, entry: Math.max(0, Math.min(entry, days)), currency };
      return Array.from({ length: count }, () => watched);
    }),
    firstWonAt: firstWins.length > 0 ? new Date(Math.min(...firstWins)) : null,
  };
}

function totals(
  sums: readonly DealSums[],
  count: 'won' | 'lost' | 'open' | 'sourced' | 'influenced',
  amount: 'wonMinor' | 'lostMinor' | 'openMinor' | 'sourcedMinor' | 'influencedMinor',
): DealTotals {
  return {
    count: sums.reduce((total, row) => total + row[count], 0),
    amounts: sums
      .filter((row) => row[count] > 0)
      .map((row) => ({ amountMinor: BigInt(row[amount]), currency: row.currency })),
  };
}

function byPartner<T extends { readonly partnerId: string }>(
  rows: readonly T[],
): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(row.partnerId);
    if (group) group.push(row);
    else groups.set(row.partnerId, [row]);
  }
  return groups;
}
