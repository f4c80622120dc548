import { type LocalDate, localDate } from '../../core/calendar.ts';
import type { TimeWindow } from '../../core/time-window.ts';
import type { Work } from '../../platform/work.ts';

export const costKinds = ['onboarding', 'support', 'variable', 'pilot'] as const;
export type CostKind = (typeof costKinds)[number];

export const usageKinds = ['revenue', 'units', 'customers', 'lost'] as const;
export type UsageKind = (typeof usageKinds)[number];

/** Days, half open. */
export interface DayWindow {
  readonly from: LocalDate;
  readonly to: LocalDate;
}

/** What a partner cost in a month, of one kind and currency, added up. Internal. */
export interface MonthlyCost {
  readonly partnerId: string;
  readonly kind: CostKind;
  /** The month's first day. */
  readonly month: LocalDate;
  /** Null for the entries that say minutes only; `amountMinor` is 0 then. */
  readonly currency: string | null;
  /** Minor units of `currency`. */
  readonly amountMinor: bigint;
  readonly minutes: number;
  readonly entries: number;
}

/** What was used or paid in a month, of one kind and currency, added up. */
export interface MonthlyUsage {
  readonly partnerId: string;
  readonly kind: UsageKind;
  readonly month: LocalDate;
  /** Of `revenue` only, like `amountMinor`, which is 0 otherwise. */
  readonly currency: string | null;
  readonly amountMinor: bigint;
  /** Of `units`, `customers` and `lost`; 0 otherwise. */
  readonly quantity: bigint;
  readonly entries: number;
}

/** A partner's calls of the API over all counted windows that lie within the one asked for. */
export interface ApiCalls {
  readonly partnerId: string;
  readonly total: bigint;
  readonly successful: bigint;
  /** How many counts that is made of. */
  readonly windows: number;
  /** When the newest of them ends. */
  readonly until: Date;
}

/** Costs incurred on the window's days, oldest month first; a month that the window cuts counts in part. */
export async function loadCosts(
  work: Work,
  partnerIds: readonly string[],
  { from, to }: DayWindow,
): Promise<MonthlyCost[]> {
  const rows = await work.tx.$queryRaw<Summed<MonthlyCost, 'amountMinor' | 'minutes'>[]>`
    SELECT "partnerId"::text, "kind", to_char("incurredOn", 'YYYY-MM-01') AS "month", "currency",
      coalesce(sum("amountMinor"), 0)::text AS "amountMinor", coalesce(sum("minutes"), 0)::text AS "minutes",
      count(*)::int AS "entries"
    FROM "CostEntry"
    WHERE "workspaceId" = ${work.workspaceId}::uuid AND "partnerId" = ANY(${[...partnerIds]}::uuid[])
      AND "incurredOn" >= ${from}::date AND "incurredOn" < ${to}::date
    GROUP BY 1, 2, 3, 4
    ORDER BY 3, 1, 2, 4`;
  return rows.map((row) => ({
    ...row,
    month: localDate(row.month),
    amountMinor: BigInt(row.amountMinor),
    minutes: Number(row.minutes),
  }));
}

/** Usage of the months that begin within the window, oldest first. */
export async function loadUsage(
  work: Work,
  partnerIds: readonly string[],
  { from, to }: DayWindow,
): Promise<MonthlyUsage[]> {
  const rows = await work.tx.$queryRaw<Summed<MonthlyUsage, 'amountMinor' | 'quantity'>[]>`
    SELECT "partnerId"::text, "kind", to_char("month", 'YYYY-MM-DD') AS "month", "currency",
      coalesce(sum("amountMinor"), 0)::text AS "amountMinor", coalesce(sum("quantity"), 0)::text AS "quantity",
      count(*)::int AS "entries"
    FROM "UsageEntry"
    WHERE "workspaceId" = ${work.workspaceId}::uuid AND "partnerId" = ANY(${[...partnerIds]}::uuid[])
      AND "month" >= ${from}::date AND "month" < ${to}::date
    GROUP BY 1, 2, 3, 4
    ORDER BY 3, 1, 2, 4`;
  return rows.map((row) => ({
    ...row,
    month: localDate(row.month),
    amountMinor: BigInt(row.amountMinor),
    quantity: BigInt(row.quantity),
  }));
}

/** By partner; one without a count is missing. Counts that reach out of the window are left out whole. */
export async function loadApiCalls(
  work: Work,
  partnerIds: readonly string[],
  { from, to }: TimeWindow,
): Promise<ReadonlyMap<string, ApiCalls>> {
  const rows = await work.tx.$queryRaw<Summed<ApiCalls, 'total' | 'successful'>[]>`
    SELECT "partnerId"::text, sum("total")::text AS "total", sum("successful")::text AS "successful",
      count(*)::int AS "windows", max("toAt") AS "until"
    FROM "ApiCallCount"
    WHERE "workspaceId" = ${work.workspaceId}::uuid AND "partnerId" = ANY(${[...partnerIds]}::uuid[])
      AND "fromAt" >= ${from}::timestamptz AND "toAt" <= ${to}::timestamptz
    GROUP BY 1`;
  return new Map(
    rows.map((row) => [
      row.partnerId,
      { ...row, total: BigInt(row.total), successful: BigInt(row.successful) },
    ]),
  );
}

/** Sums of bigint are numeric in Postgres: they come as text. */
type Summed<T, K extends keyof T> = Omit<T, K> & Readonly<Record<K, string>>;
