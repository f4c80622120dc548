import { localDateOfUtc, utcMidnightOf } from '../../core/calendar.ts';
import { decimalOf } from '../../core/money.ts';
import type { TimeWindow } from '../../core/time-window.ts';
import type { Work } from '../../platform/work.ts';
import { loadPartners } from '../partners/public.ts';
import type { CostKind, DayWindow, UsageKind } from './facts.ts';

/** Where a page ended: the day or instant its last row is of, and that row's id, since several are of one. */
export interface FigurePlace {
  readonly at: Date;
  readonly id: string;
}

export interface FigureRequest {
  /** Whose rows; null for all partners. */
  readonly partnerIds: readonly string[] | null;
  /** Rows that come after this place; null: from the first on. */
  readonly after: FigurePlace | null;
  /** Null: all of them. */
  readonly take: number | null;
}

/** One row and the place it stands at. */
export interface PlacedRow<Row> {
  readonly place: FigurePlace;
  readonly row: Row;
}

/** As columns of what is sent in (docs/ingest.md). All of it is internal. */
export const costExportColumns = [
  'external_id',
  'source',
  'partner',
  'partner_id',
  'kind',
  'amount',
  'currency',
  'minutes',
  'incurred_on',
  'note',
] as const;

export const usageExportColumns = [
  'external_id',
  'source',
  'partner',
  'partner_id',
  'kind',
  'month',
  'amount',
  'currency',
  'quantity',
] as const;

export const apiCallExportColumns = [
  'external_id',
  'source',
  'partner',
  'partner_id',
  'from',
  'to',
  'total',
  'successful',
] as const;

type Text = string | null;
/** Amounts are decimal numbers in major units, days `yyyy-mm-dd`. */
export type CostExport = Readonly<Record<Exclude<(typeof costExportColumns)[number], 'minutes'>, Text>> & {
  readonly minutes: number | null;
};
/** Months are `yyyy-mm`. `amount` and `currency`, of revenue, are internal: null unless asked for. */
export type UsageExport = Readonly<Record<Exclude<(typeof usageExportColumns)[number], 'quantity'>, Text>> & {
  readonly quantity: number | null;
};
/** `from` and `to` are instants in UTC, half open. */
export type ApiCallExport = Readonly<
  Record<Exclude<(typeof apiCallExportColumns)[number], 'total' | 'successful'>, Text>
> & { readonly total: number; readonly successful: number };

/** Costs by the day they were incurred on, oldest first. */
export async function exportCosts(
  work: Work,
  request: FigureRequest & { readonly kinds?: readonly CostKind[]; readonly days?: DayWindow },
): Promise<PlacedRow<CostExport>[]> {
  const { kinds, days, after } = request;
  const costs = await work.tx.costEntry.findMany({
    where: {
      ...whose(work, request),
      ...(kinds && { kind: { in: [...kinds] } }),
      ...(days && { incurredOn: within(days) }),
      ...(after && {
        OR: [{ incurredOn: { gt: after.at } }, { incurredOn: after.at, id: { gt: after.id } }],
      }),
    },
    orderBy: [{ incurredOn: 'asc' }, { id: 'asc' }],
    ...limited(request),
  });
  const commonOf = await commonFields(work, costs);
  return costs.map((cost) => ({
    place: { at: cost.incurredOn, id: cost.id },
    row: {
      ...commonOf(cost),
      kind: cost.kind,
      ...moneyOf(cost),
      minutes: cost.minutes,
      incurred_on: localDateOfUtc(cost.incurredOn),
      note: cost.note,
    },
  }));
}

/** Usage and revenue by month, oldest first. */
export async function exportUsage(
  work: Work,
  request: FigureRequest & {
    readonly kinds?: readonly UsageKind[];
    readonly days?: DayWindow;
    readonly withMoney: boolean;
  },
): Promise<PlacedRow<UsageExport>[]> {
  const { kinds, days, after, withMoney } = request;
  const usage = await work.tx.usageEntry.findMany({
    where: {
      ...whose(work, request),
      ...(kinds && { kind: { in: [...kinds] } }),
      ...(days && { month: within(days) }),
      ...(after && { OR: [{ month: { gt: after.at } }, { month: after.at, id: { gt: after.id } }] }),
    },
    orderBy: [{ month: 'asc' }, { id: 'asc' }],
    ...limited(request),
  });
  const commonOf = await commonFields(work, usage);
  return usage.map((entry) => ({
    place: { at: entry.month, id: entry.id },
    row: {
      ...commonOf(entry),
      kind: entry.kind,
      month: localDateOfUtc(entry.month).slice(0, 7),
      ...(withMoney ? moneyOf(entry) : { amount: null, currency: null }),
      quantity: entry.quantity === null ? null : Number(entry.quantity),
    },
  }));
}

/** Counts of API calls by when their windows begin, oldest first. With `window`, those that lie within it. */
export async function exportApiCalls(
  work: Work,
  request: FigureRequest & { readonly window?: TimeWindow },
): Promise<PlacedRow<ApiCallExport>[]> {
  const { window, after } = request;
  const counts = await work.tx.apiCallCount.findMany({
    where: {
      ...whose(work, request),
      ...(window && inWindow(window)),
      ...(after && { OR: [{ fromAt: { gt: after.at } }, { fromAt: after.at, id: { gt: after.id } }] }),
    },
    orderBy: [{ fromAt: 'asc' }, { id: 'asc' }],
    ...limited(request),
  });
  const commonOf = await commonFields(work, counts);
  return counts.map((count) => ({
    place: { at: count.fromAt, id: count.id },
    row: {
      ...commonOf(count),
      from: count.fromAt.toISOString(),
      to: count.toAt.toISOString(),
      total: Number(count.total),
      successful: Number(count.successful),
    },
  }));
}

/** A partner's counts of calls that lie within the window, newest first, and how many there are: those that `loadApiCalls` adds up. */
export async function apiCallsBehind(
  work: Work,
  request: {
    readonly partnerId: string;
    readonly window: TimeWindow;
    readonly skip: number;
    readonly take: number;
  },
): Promise<{
  readonly total: number;
  readonly rows: readonly {
    readonly fromAt: Date;
    readonly toAt: Date;
    readonly total: bigint;
    readonly successful: bigint;
  }[];
}> {
  const { partnerId, window, skip, take } = request;
  const where = { workspaceId: work.workspaceId, partnerId, ...inWindow(window) };
  const total = await work.tx.apiCallCount.count({ where });
  const rows = await work.tx.apiCallCount.findMany({ where, orderBy: { fromAt: 'desc' }, skip, take });
  return { total, rows };
}

function inWindow({ from, to }: TimeWindow) {
  return { fromAt: { gte: from }, toAt: { lte: to } };
}

function whose({ workspaceId }: Work, { partnerIds }: FigureRequest) {
  return { workspaceId, ...(partnerIds !== null && { partnerId: { in: [...partnerIds] } }) };
}

function within({ from, to }: DayWindow) {
  return { gte: utcMidnightOf(from), lt: utcMidnightOf(to) };
}

function limited({ take }: FigureRequest): { take?: number } {
  return take === null ? {} : { take };
}

interface Entry {
  readonly partnerId: string;
  readonly externalId: string;
  readonly source: string;
}

async function commonFields(work: Work, entries: readonly Entry[]) {
  const ids = new Set(entries.map(({ partnerId }) => partnerId));
  const partners = await loadPartners(work, [...ids]);
  return ({ externalId, source, partnerId }: Entry) => ({
    external_id: externalId,
    source,
    partner: partners.get(partnerId)?.name ?? null,
    partner_id: partnerId,
  });
}

function moneyOf({ amountMinor, currency }: { amountMinor: bigint | null; currency: string | null }) {
  const isKnown = amountMinor !== null && currency !== null;
  return isKnown
    ? { amount: decimalOf({ amountMinor, currency }), currency }
    : { amount: null, currency: null };
}
