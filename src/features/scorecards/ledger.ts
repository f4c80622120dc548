import { type LocalDate, localDateFrom, monthNames, partsOf } from '../../core/calendar.ts';
import { listing, pluralise } from '../../core/text.ts';
import type { CostKind, MonthlyCost, MonthlyUsage, UsageKind } from '../ingest/public.ts';
import { money } from './figures.ts';
import type { Inputs, LedgerRows, Note } from './metrics/metric.ts';

/** Numbers of usage, and of people's minutes, look back over this many full months. */
export const fullMonths = 3;

/** The first day of the month that holds a day, or of one so many months after it. */
export function monthStart(day: LocalDate, monthsLater = 0): LocalDate {
  const { year, month } = partsOf(day);
  const index = year * 12 + month - 1 + monthsLater;
  const first = localDateFrom(Math.floor(index / 12), (((index % 12) + 12) % 12) + 1, 1);
  if (!first) throw new RangeError(`no month ${monthsLater} after ${day}`);
  return first;
}

/** The first days of the last months that are over, oldest first. */
export function lastFullMonths(today: LocalDate, count = fullMonths): readonly LocalDate[] {
  return Array.from({ length: count }, (_, index) => monthStart(today, index - count));
}

/** Months from one first day to another, both counted; 0 when the other is earlier. */
export function monthsThrough(first: LocalDate, last: LocalDate): number {
  const [a, b] = [partsOf(first), partsOf(last)];
  return Math.max(0, (b.year - a.year) * 12 + b.month - a.month + 1);
}

export function monthWords(first: LocalDate): string {
  const { year, month } = partsOf(first);
  return `${monthNames[month - 1]} ${year}`;
}

interface Sum {
  /** Minor units of the currency asked for. */
  readonly minor: number;
  readonly minutes: number;
  readonly entries: number;
  readonly notes: readonly Note[];
}

/** Costs of these kinds added up in one currency; what is in another, or has no amount, is left out and said so. */
export function sumCosts(
  costs: readonly MonthlyCost[],
  kinds: readonly CostKind[],
  currency: string,
  isIn: (month: LocalDate) => boolean = () => true,
): Sum {
  const own = costs.filter(({ kind, month }) => kinds.includes(kind) && isIn(month));
  const counted = own.filter((each) => each.currency === currency);
  const foreign = own.filter(isForeignTo(currency));
  const unpriced = own.filter((each) => each.currency === null);
  const count = (rows: readonly MonthlyCost[]) => rows.reduce((sum, each) => sum + each.entries, 0);
  return {
    minor: counted.reduce((sum, each) => sum + Number(each.amountMinor), 0),
    minutes: own.reduce((sum, each) => sum + each.minutes, 0),
    entries: count(counted),
    notes: [
      ...elsewhere(count(foreign), foreign, 'cost'),
      ...(unpriced.length > 0
        ? [
            {
              kind: 'left_out' as const,
              words: `${pluralise(count(unpriced), 'cost')} known in minutes alone left out`,
            },
          ]
        : []),
    ],
  };
}

/** Revenue added up in one currency. */
export function sumRevenue(
  usage: readonly MonthlyUsage[],
  currency: string,
  isIn: (month: LocalDate) => boolean,
): Omit<Sum, 'minutes'> {
  const own = usage.filter(({ kind, month }) => kind === 'revenue' && isIn(month));
  const foreign = own.filter(isForeignTo(currency));
  const counted = own.filter((each) => each.currency === currency);
  return {
    minor: counted.reduce((sum, each) => sum + Number(each.amountMinor), 0),
    entries: counted.reduce((sum, each) => sum + each.entries, 0),
    notes: elsewhere(
      foreign.reduce((sum, each) => sum + each.entries, 0),
      foreign,
      'month of revenue',
      'months of revenue',
    ),
  };
}

/** Whether an amount is in another currency: it is never added. */
export function isForeignTo(currency: string) {
  return (row: { readonly currency: string | null }): boolean =>
    row.currency !== null && row.currency !== currency;
}

function elsewhere(
  count: number,
  rows: readonly { readonly currency: string | null }[],
  one: string,
  many = `${one}s`,
): Note[] {
  if (count === 0) return [];
  const currencies = [...new Set(rows.flatMap((row) => row.currency ?? []))].sort();
  const words = `${pluralise(count, one, many)} in ${listing(currencies)} left out, as currencies are never added`;
  return [{ kind: 'left_out', words }];
}

/** Numbers of customers are of a whole month; null when nobody has said, or two entries say it and may contradict. */
export function quantityOf(
  usage: readonly MonthlyUsage[],
  kind: 'customers' | 'lost',
  month: LocalDate,
): number | null {
  const found = usage.filter((each) => each.kind === kind && each.month === month);
  return found.length === 1 && found[0]?.entries === 1 ? Number(found[0].quantity) : null;
}

/** Months of which more than one entry gives the number of customers: added up they would count twice. */
export function repeatedMonths(
  usage: readonly MonthlyUsage[],
  kind: 'customers' | 'lost',
  months: readonly LocalDate[],
): readonly LocalDate[] {
  return months.filter((month) => {
    const found = usage.filter((each) => each.kind === kind && each.month === month);
    return found.reduce((sum, each) => sum + each.entries, 0) > 1;
  });
}

/** Says of those months that they are left out. */
export function repeated(
  usage: readonly MonthlyUsage[],
  kind: 'customers' | 'lost',
  months: readonly LocalDate[],
): readonly Note[] {
  return repeatedMonths(usage, kind, months).map((month) => ({
    kind: 'contradictory',
    words: `${quantityWords[kind]} of ${monthWords(month)} were reported more than once; that month is left out`,
  }));
}

/** Full months that a number leaves out because something of them is not known. */
export function incomplete(months: readonly LocalDate[]): readonly Note[] {
  if (months.length === 0) return [];
  const words = `not all is known of ${listing(months.map(monthWords))}, which ${months.length === 1 ? 'is' : 'are'} left out`;
  return [{ kind: 'missing', words }];
}

const quantityWords = { customers: 'active customers', lost: 'lost customers' } as const;

/** Notes that several parts of a number have in common are said once. */
export function distinct(notes: readonly Note[]): readonly Note[] {
  return notes.filter((note, index) => notes.findIndex(({ words }) => words === note.words) === index);
}

/** What each kind of usage is called in notes. */
const newestWords = {
  revenue: 'revenues',
  units: 'units used',
  customers: 'active customers',
  lost: 'lost customers',
} as const;

/** The newest month that anything of a kind is known of; undefined where nothing is. */
export function newestOf(usage: readonly MonthlyUsage[], kind: UsageKind): LocalDate | undefined {
  return usage
    .filter((each) => each.kind === kind)
    .map((each) => each.month)
    .sort()
    .at(-1);
}

/** Whether a month is later than anything known of a kind: that the feed has stopped is told by itself. */
export function isLate(usage: readonly MonthlyUsage[], kind: UsageKind, month: LocalDate): boolean {
  return month > (newestOf(usage, kind) ?? month);
}

/** The kinds of which something is known, but nothing of the last month that is over: the one that stopped first comes first. */
export function stoppedFeeds(
  usage: readonly MonthlyUsage[],
  kinds: readonly UsageKind[],
  today: LocalDate,
): readonly { readonly kind: UsageKind; readonly month: LocalDate }[] {
  return kinds
    .flatMap((kind) => {
      const month = newestOf(usage, kind);
      return month && month < monthStart(today, -1) ? [{ kind, month }] : [];
    })
    .sort((a, b) => a.month.localeCompare(b.month));
}

/** Stale when of one of these kinds nothing is known of the last month that is over: names the one that stopped first. */
export function staleness(
  usage: readonly MonthlyUsage[],
  kinds: readonly UsageKind[],
  today: LocalDate,
): readonly Note[] {
  const [first] = stoppedFeeds(usage, kinds, today);
  if (!first) return [];
  return [
    { kind: 'stale', words: `the newest ${newestWords[first.kind]} known are of ${monthWords(first.month)}` },
  ];
}

/** The newest month with a cost, where it is before the last month that is over; null otherwise, or without any. */
export function costsStopped(costs: readonly MonthlyCost[], today: LocalDate): LocalDate | null {
  const newest = costs
    .map(({ month }) => month)
    .sort()
    .at(-1);
  return newest !== undefined && newest < monthStart(today, -1) ? newest : null;
}

/** What each kind of cost is called in a list. */
export const costWords: Readonly<Record<CostKind, string>> = {
  onboarding: 'Cost of onboarding',
  support: 'Cost of support',
  variable: 'Variable cost',
  pilot: 'Cost of the pilot',
};
export const usageWords: Readonly<Record<UsageKind, string>> = {
  revenue: 'Revenue',
  units: 'Units used',
  customers: 'Active customers',
  lost: 'Customers lost',
};

/** The entries behind a number, added up month by month, newest first. */
export function ledgerInputs(
  facts: { readonly costs: readonly MonthlyCost[]; readonly usage: readonly MonthlyUsage[] },
  { costs = [], usage = [], days }: LedgerRows,
): Inputs {
  const isIn = ({ month }: { readonly month: LocalDate }) => !days || (month >= days.from && month < days.to);
  const amount = (minor: bigint, currency: string | null) =>
    currency === null ? '–' : money(Number(minor), currency);
  const rows = [
    ...facts.costs
      .filter((row) => costs.includes(row.kind) && isIn(row))
      .map((row) => ({
        month: row.month,
        cells: [
          costWords[row.kind],
          amount(row.amountMinor, row.currency),
          row.minutes > 0 ? row.minutes.toLocaleString('en-GB') : '–',
        ],
      })),
    ...facts.usage
      .filter((row) => usage.includes(row.kind) && isIn(row))
      .map((row) => ({
        month: row.month,
        cells: [
          usageWords[row.kind],
          row.kind === 'revenue'
            ? amount(row.amountMinor, row.currency)
            : row.quantity.toLocaleString('en-GB'),
          '–',
        ],
      })),
  ].sort((a, b) => b.month.localeCompare(a.month));
  return {
    header: ['Month', 'What', 'Amount', 'Minutes'],
    rows: rows.map(({ month, cells }) => [monthWords(month), ...cells]),
  };
}
