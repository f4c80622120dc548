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
  const bounds = JSON.stringify(
    windows.map(({ from, to }, index) => ({ index, from: from.toISOString(), to: to.toISOString() })),
  );
  const leads = await work.tx.$queryRaw<{ partnerId: string; index: number; leads: number }[]>`
    SELECT l."partnerId"::text AS "partnerId", b."index", count(*)::int AS "leads"
    FROM jsonb_to_recordset(${bounds}::jsonb) AS b("index" int, "from" timestamptz, "to" timestamptz)
    JOIN "Lead" l ON l."createdAt" >= b."from" AND l."createdAt" < b."to"
    WHERE l."workspaceId" = ${work.workspaceId}::uuid AND l."partnerId" = ANY(${ids}::uuid[])
    GROUP BY l."partnerId", b."index"`;
  const deals = await work.tx.$queryRaw<DealRow[]>`
    SELECT d."partnerId"::text AS "partnerId", b."index", d."currency",
      count(*) FILTER (WHERE d."registeredAt" >= b."from" AND d."registeredAt" < b."to")::int AS "registered",
      count(*) FILTER (WHERE is_in."closed" AND d."stage" = 'won')::int AS "won",
      count(*) FILTER (WHERE is_in."closed" AND d."stage" = 'lost')::int AS "lost",
      coalesce(sum(d."amountMinor") FILTER (WHERE is_in."closed" AND d."stage" = 'won'), 0)::text AS "wonMinor"
    FROM jsonb_to_recordset(${bounds}::jsonb) AS b("index" int, "from" timestamptz, "to" timestamptz)
    JOIN "Deal" d ON (d."registeredAt" >= b."from" AND d."registeredAt" < b."to")
      OR (d."closedAt" >= b."from" AND d."closedAt" < b."to")
    CROSS JOIN LATERAL (SELECT d."closedAt" >= b."from" AND d."closedAt" < b."to" AS "closed") is_in
    WHERE d."workspaceId" = ${work.workspaceId}::uuid AND d."partnerId" = ANY(${ids}::uuid[])
      AND d."stage" <> 'declined'
    GROUP BY d."partnerId", b."index", d."currency"
    ORDER BY d."currency"`;
  const result = new Map(partnerIds.map((id) => [id, windows.map(() => empty)]));
  for (const { partnerId, index, leads: count } of leads) add(result, partnerId, index, { leads: count });
  for (const { partnerId, index, currency, wonMinor, ...counts } of deals) {
    const amounts = new Map(counts.won > 0 ? [[currency, BigInt(wonMinor)]] : []);
    add(result, partnerId, index, { ...counts, wonMinor: amounts });
  }
  return result;
}

interface DealRow {
  readonly partnerId: string;
  readonly index: number;
  readonly currency: string;
  readonly registered: number;
  readonly won: number;
  readonly lost: number;
  readonly wonMinor: string;
}

function add(
  result: Map<string, PipelineBucket[]>,
  partnerId: string,
  index: number,
  more: Partial<PipelineBucket>,
): void {
  const buckets = result.get(partnerId);
  const before = buckets?.[index];
  if (!buckets || !before) return;
  buckets[index] = {
    leads: before.leads + (more.leads ?? 0),
    registered: before.registered + (more.registered ?? 0),
    won: before.won + (more.won ?? 0),
    lost: before.lost + (more.lost ?? 0),
    wonMinor: new Map([...before.wonMinor, ...(more.wonMinor ?? [])]),
  };
}
