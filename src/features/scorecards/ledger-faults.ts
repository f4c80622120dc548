import { formatLocalDate, type LocalDate } from '../../core/calendar.ts';
import type { CostKind, UsageKind } from '../ingest/public.ts';
import { lostBeyondStart } from './customer-value.ts';
import { callsStopped } from './data-notes.ts';
import { money } from './figures.ts';
import {
  costsStopped,
  costWords,
  isForeignTo,
  isLate,
  lastFullMonths,
  monthStart,
  monthWords,
  repeatedMonths,
  stoppedFeeds,
  usageWords,
} from './ledger.ts';
import type { PartnerFacts } from './metrics/metric.ts';

/** What is odd about what other systems reported of a partner: by the very rules that the notes on its numbers go by. */
export interface LedgerFault {
  readonly kind: 'ledger';
  readonly fault: 'repeated' | 'beyond' | 'between' | 'stopped' | 'foreign' | 'uncounted';
  readonly of:
    | { readonly ledger: 'usage'; readonly kind: UsageKind }
    | { readonly ledger: 'costs'; readonly kind: CostKind | null }
    | { readonly ledger: 'calls' };
  /** The first day of the month it is about; of a feed that stopped, the newest month, or of calls the day, that is known. */
  readonly on: LocalDate;
  /** Tells apart what is of one kind and month. */
  readonly currency: string | null;
  /** "Active customers". */
  readonly what: string;
  readonly words: string;
}

type Ledger = Pick<PartnerFacts, 'usage' | 'costs' | 'api' | 'currency' | 'today'>;

/** The months that numbers read this kind of: the last full ones, and of customers the one before, which they began with. */
function monthsRead(kind: UsageKind, today: LocalDate): readonly LocalDate[] {
  return kind === 'customers' ? lastFullMonths(today, 4) : lastFullMonths(today);
}

/** The kinds that numbers read. Nothing is made of units. */
const kindsRead = ['revenue', 'customers', 'lost'] as const;
const counted = ['customers', 'lost'] as const;

/** All that is odd about a partner's costs, usage and calls of the API, in the order of the checks. */
export function ledgerFaults({ usage, costs, api, currency, today }: Ledger): readonly LedgerFault[] {
  const ofUsage = (
    fault: LedgerFault['fault'],
    kind: UsageKind,
    on: LocalDate,
    words: string,
  ): LedgerFault => ({
    ...{ kind: 'ledger', fault, of: { ledger: 'usage', kind }, on, currency: null },
    ...{ what: usageWords[kind], words },
  });
  const ofOthers = (
    fault: LedgerFault['fault'],
    of: LedgerFault['of'],
    on: LocalDate | null,
    what: string,
    words: (on: LocalDate) => string,
  ): readonly LedgerFault[] =>
    on ? [{ kind: 'ledger', fault, of, on, currency: null, what, words: words(on) }] : [];
  const isKnown = (kind: UsageKind, month: LocalDate) =>
    usage.some((each) => each.kind === kind && each.month === month);
  const repeatedWords = (kind: UsageKind, month: LocalDate) => {
    const rows = usage.filter((each) => each.kind === kind && each.month === month);
    const sum = (of: (row: (typeof rows)[number]) => number) => rows.reduce((all, row) => all + of(row), 0);
    return `Reported ${sum(({ entries }) => entries)} times, ${sum(({ quantity }) => Number(quantity))} in all`;
  };
  const isBetween = (kind: UsageKind, month: LocalDate) =>
    !isKnown(kind, month) &&
    !isLate(usage, kind, month) &&
    usage.some((each) => each.kind === kind && each.month < month);
  const months = lastFullMonths(today);
  return [
    ...counted.flatMap((kind) =>
      repeatedMonths(usage, kind, monthsRead(kind, today)).map((month) =>
        ofUsage('repeated', kind, month, repeatedWords(kind, month)),
      ),
    ),
    ...months.flatMap((month) => {
      const beyond = lostBeyondStart(usage, month);
      return beyond
        ? [ofUsage('beyond', 'lost', month, `${beyond.lost} lost of the ${beyond.atStart} it began with`)]
        : [];
    }),
    ...kindsRead.flatMap((kind) =>
      monthsRead(kind, today)
        .filter((month) => isBetween(kind, month))
        .map((month) => ofUsage('between', kind, month, 'Not reported, though months before and after are')),
    ),
    ...stoppedFeeds(usage, kindsRead, today).map(({ kind, month }) =>
      ofUsage('stopped', kind, month, `Nothing since ${monthWords(month)}`),
    ),
    ...ofOthers(
      'stopped',
      { ledger: 'costs', kind: null },
      costsStopped(costs, today),
      'Costs',
      (month) => `Nothing since ${monthWords(month)}`,
    ),
    ...costs.filter(isForeignTo(currency)).map((row): LedgerFault => {
      const words = amountWords(row, currency);
      const of = { ledger: 'costs', kind: row.kind } as const;
      return {
        ...{ kind: 'ledger', fault: 'foreign', of, on: row.month, currency: row.currency },
        ...{ what: costWords[row.kind], words },
      };
    }),
    ...usage
      .filter((row) => row.kind === 'revenue' && months.includes(row.month))
      .filter(isForeignTo(currency))
      .map((row) => ({
        ...ofUsage('foreign', row.kind, row.month, amountWords(row, currency)),
        currency: row.currency,
      })),
    ...ofOthers(
      'uncounted',
      { ledger: 'calls' },
      callsStopped(api, today),
      'API calls',
      (day) => `None counted since ${formatLocalDate(day, today)}`,
    ),
  ];
}

function amountWords(row: { readonly amountMinor: bigint; readonly currency: string | null }, own: string) {
  return row.currency ? `${money(Number(row.amountMinor), row.currency)}; the partner’s is ${own}` : '';
}

/** What people call the month, or of calls the day, that it is about. */
export function faultDay({ of, on }: LedgerFault, today: LocalDate): string {
  return of.ledger === 'calls' ? formatLocalDate(on, today) : monthWords(on);
}

/** Names a fault among those of its partner and check, for as long as it stands. */
export function faultId({ of, on, currency }: LedgerFault): string {
  const kind = of.ledger === 'calls' ? null : of.kind;
  return [of.ledger, ...(kind ? [kind] : []), on, ...(currency ? [currency] : [])].join('.');
}

/** The months whose entries a fault lies in: from the first day to before the last; empty where it lies in what is not there. */
export function entriesOf({ fault, of, on }: LedgerFault) {
  if (of.ledger === 'calls' || fault === 'between') return [];
  const days = { from: on, to: monthStart(on, 1) };
  if (fault !== 'beyond') return [{ ...of, days }];
  return [
    { ...of, days },
    { ledger: 'usage', kind: 'customers', days: { from: monthStart(on, -1), to: on } } as const,
  ];
}
