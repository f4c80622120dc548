import type { TimeWindow } from '../../core/time-window.ts';
import type { Work } from '../../platform/work.ts';

/** One partner's pipeline in one of the windows asked for. */
export interface PipelineBucket {
  readonly leads: number;
  readonly registered: number;
  readonly won: number;
  readonly lost: number;
  /** Of the deals won, per currency code, minor units. */
  readonly wonMinor: ReadonlyMap<string, bigint>;
}

const empty: PipelineBucket = { leads: 0, registered: 0, won: 0, lost: 0, wonMinor: new Map() };

/**
 * For charts: counts in each of the windows (weeks, months; not overlapping), in their order, for all the
 * partners asked for, in two queries. Windows where nothing happened hold zeros.
 */
export async function pipelineBuckets(
  work: Work,
  partnerIds: readonly string[],
  windows: readonly TimeWindow[],
): Promise<ReadonlyMap<string, readonly PipelineBucket[]>> {
  const ids = [...partnerIds];
  // One pass over the rows, whatever the number of windows: each is looked up where an instant falls.
  const order = windows.map((_, index) => index).sort((a, b) => startOf(windows, a) - startOf(windows, b));
  const from = order.map((index) => windows[index]?.from.toISOString());
  const to = order.map((index) => windows[index]?.to.toISOString());
  const leads = await work.tx.$queryRaw<{ partnerId: string; nth: number; leads: number }[]>`
    SELECT l."partnerId"::text AS "partnerId", b."nth", count(*)::int AS "leads"
    FROM "Lead" l
    CROSS JOIN LATERAL (SELECT width_bucket(l."createdAt", ${from}::timestamptz[]) AS "nth") b
    WHERE l."workspaceId" = ${work.workspaceId}::uuid AND l."partnerId" = ANY(${ids}::uuid[])
      AND l."createdAt" >= (${from}::timestamptz[])[1] AND l."createdAt" < (${to}::timestamptz[])[b."nth"]
    GROUP BY l."partnerId", b."nth"`;
  const deals = await work.tx.$queryRaw<DealRow[]>`
    SELECT d."partnerId"::text AS "partnerId", b."nth", d."currency",
      count(*) FILTER (WHERE happened."what" = 'registered')::int AS "registered",
      count(*) FILTER (WHERE happened."what" = 'won')::int AS "won",
      count(*) FILTER (WHERE happened."what" = 'lost')::int AS "lost",
      coalesce(sum(d."amountMinor") FILTER (WHERE happened."what" = 'won'), 0)::text AS "wonMinor"
    FROM "Deal" d
    CROSS JOIN LATERAL (VALUES (d."registeredAt", 'registered'), (d."closedAt", d."stage")) happened("at", "what")
    CROSS JOIN LATERAL (SELECT width_bucket(happened."at", ${from}::timestamptz[]) AS "nth") b
    WHERE d."workspaceId" = ${work.workspaceId}::uuid AND d."partnerId" = ANY(${ids}::uuid[])
      AND d."stage" <> 'declined'
      AND (d."registeredAt" >= (${from}::timestamptz[])[1] OR d."closedAt" >= (${from}::timestamptz[])[1])
      AND happened."at" >= (${from}::timestamptz[])[1] AND happened."at" < (${to}::timestamptz[])[b."nth"]
    GROUP BY d."partnerId", b."nth", d."currency"
    ORDER BY d."currency"`;
  const result = new Map(partnerIds.map((id) => [id, windows.map(() => empty)]));
  for (const { partnerId, nth, leads: count } of leads)
    add(result, partnerId, order[nth - 1], { leads: count });
  for (const { partnerId, nth, currency, wonMinor, ...counts } of deals) {
    const amounts = new Map(counts.won > 0 ? [[currency, BigInt(wonMinor)]] : []);
    add(result, partnerId, order[nth - 1], { ...counts, wonMinor: amounts });
  }
  return result;
}

function startOf(windows: readonly TimeWindow[], index: number): number {
  return windows[index]?.from.getTime() ?? 0;
}

interface DealRow {
  readonly partnerId: string;
  /** Of the windows by their beginning, from 1. */
  readonly nth: number;
  readonly currency: string;
  readonly registered: number;
  readonly won: number;
  readonly lost: number;
  readonly wonMinor: string;
}

function add(
  result: Map<string, PipelineBucket[]>,
  partnerId: string,
  index: number | undefined,
  more: Partial<PipelineBucket>,
): void {
  const buckets = result.get(partnerId);
  const before = index === undefined ? undefined : buckets?.[index];
  if (!buckets || !before || index === undefined) return;
  buckets[index] = {
    leads: before.leads + (more.leads ?? 0),
    registered: before.registered + (more.registered ?? 0),
    won: before.won + (more.won ?? 0),
    lost: before.lost + (more.lost ?? 0),
    wonMinor: new Map([...before.wonMinor, ...(more.wonMinor ?? [])]),
  };
}
