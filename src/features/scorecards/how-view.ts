import { addDays, formatLocalDate, localDateOf } from '../../core/calendar.ts';
import { formatMoney, minorUnitDigits } from '../../core/money.ts';
import { truncate, withinSentence } from '../../core/text.ts';
import { type CalendarWindow, quarterName, quarterWords } from '../../core/time-window.ts';
import type { Message } from '../../platform/delivery/message.ts';
import {
  actions,
  type Blocks,
  bold,
  button,
  type Cell,
  context,
  fields,
  header,
  md,
  menu,
  message,
  section,
  table,
} from '../../platform/slack/kit/index.ts';
import type { BehindRow } from '../pipeline/public.ts';
import { lookBackDays } from './facts.ts';
import { formatEstimate, formatTarget, formatValue, money } from './figures.ts';
import { type FoundNumber, type RowsBehind, rowsAPage } from './how-rows.ts';
import { isLookedBack, type Metric, type Note } from './metrics/metric.ts';
import { describeStanding, type Line } from './rules.ts';

interface Explained extends FoundNumber {
  /** The page's rows; null where there is no list of them. */
  readonly behind: RowsBehind | null;
  /** From 0. */
  readonly page: number;
  readonly mayExport: boolean;
  /** Who answers for it, in words; null where the playbook names nobody. */
  readonly owner: string | null;
}

/** How one number of one partner came about. Holds costs when the metric is internal, and never otherwise. */
export function explanation(explained: Explained): Message {
  const { card, line, behind, quarter } = explained;
  const { metric } = line;
  return message([
    header(
      `${metric.label} of ${card.name}${quarter ? ` in ${quarterOfWords(quarter)}` : ''}: ${formatEstimate(metric, line.estimate, line.target)}`,
    ),
    section(md`${metric.definition}\n${bold('Formula')}: ${metric.formula}.`),
    ...(metric.projection ? [context(`Projected: ${metric.projection}.`)] : []),
    ...(explained.owner === null ? [] : [context(`Answers for it: ${explained.owner}.`)]),
    fields(...inputs(explained)),
    ...notes(line),
    ...(behind ? list(explained, behind) : originOf(metric)),
  ]);
}

/** Asks how any of these numbers of a partner came about; of a quarter as `2026-Q1`. */
export function howMenu(
  partnerId: string,
  numbers: readonly { readonly metric: { readonly key: string; readonly label: string } }[],
  quarter?: string,
) {
  return menu(
    'scorecards.how',
    'How is this worked out?',
    numbers.map(({ metric: { key, label } }) => ({
      label,
      value: `${key}:${partnerId}:0${quarter === undefined ? '' : `:${quarter}`}`,
    })),
  );
}

function originOf({ key }: Metric): Blocks {
  const origin = origins[key];
  return origin === undefined ? [] : [context(origin)];
}

export const intervalWords: Readonly<Record<Metric['interval'], string>> = {
  wilson: '95 %, Wilson’s',
  kaplan_meier: '95 %, Kaplan–Meier with Greenwood’s variance',
  normal: '95 %, from the variance of the answers',
  student: '95 %, Student’s',
  ratio: '95 %, Student’s, of a quotient of sums over the deals',
  carried: '95 %, those of the rate and the margin in it, carried on',
  sum: 'None is known: shown, not judged',
  none: 'None: counted or booked, not sampled',
};

/** Where numbers come from that there is no list of. */
const origins: Readonly<Partial<Record<Metric['key'], string>>> = {
  onboarding_progress: 'Counted from the onboarding checklist; “status” shows its steps.',
  late_steps: 'Counted from the onboarding checklist; “status” shows its steps.',
  time_to_first_value: 'From the dates of the onboarding journey; “status” shows it.',
  csat: 'From the answers to surveys that closed in the window. Who answered what stays with the survey.',
  ces: 'From the answers to surveys that closed in the window. Who answered what stays with the survey.',
  nps: 'From the answers to surveys that closed in the window. Who answered what stays with the survey.',
};

function inputs(explained: Explained): (readonly [string, string])[] {
  const { card, line } = explained;
  const { metric, estimate, target, projected, ahead } = line;
  const currency = estimate.currency ?? card.facts.currency;
  const needed = metric.minimum > 1 ? `; ${metric.minimum} are needed to judge` : '';
  return [
    ...(metric.parts
      ? [
          [capital(metric.parts[0]), part(line, 0, estimate.numerator)] as const,
          [capital(metric.parts[1]), part(line, 1, estimate.denominator)] as const,
        ]
      : []),
    ...(metric.key === 'lead_quality'
      ? [['Not yet reviewed', `${card.facts.leads.unreviewed}, not counted`] as const]
      : []),
    ['Window', windowWords(explained)],
    ['Observations', `${count(estimate.n)}${needed}`],
    ['Interval', intervalWords[metric.interval]],
    ['Target', target === null ? `None for ${card.tier}` : capital(formatTarget(metric, target, currency))],
    ...(projected === null ? [] : [['Projected for now', formatValue(metric, projected, currency)] as const]),
    ...(ahead === null
      ? []
      : [[`Projected, next ${lookBackDays} days`, projectionWords(line, currency)] as const]),
    ['How it stands', capital(describeStanding(line))],
  ];
}

function windowWords({ line: { metric }, card, window, quarter, timeZone }: Explained): string {
  const from = formatLocalDate(localDateOf(window.from, timeZone), card.facts.today);
  if (metric.window) return metric.window;
  if (!quarter)
    return isLookedBack(metric) ? `Since ${from}, the last ${lookBackDays} days` : 'As it stands today';
  const isOver = window.to >= quarter.to;
  if (!isLookedBack(metric))
    return isOver && !metric.isMomentary
      ? `As of the end of ${quarterOfWords(quarter)}`
      : 'As it stands today';
  const last = formatLocalDate(addDays(localDateOf(quarter.to, timeZone), -1), card.facts.today);
  return `${quarterOfWords(quarter)}: ${from} to ${isOver ? last : 'today'}`;
}

function quarterOfWords({ from, timeZone }: CalendarWindow): string {
  return quarterWords(localDateOf(from, timeZone));
}

function projectionWords({ metric, ahead }: Line, currency: string): string {
  if (ahead === null) return '–';
  const shown = (value: number) => formatValue(metric, value, currency);
  const bounds =
    ahead.low === null || ahead.high === null ? '' : ` (${shown(ahead.low)}–${shown(ahead.high)})`;
  return `${shown(ahead.value)}${bounds}`;
}

const noteWords: Readonly<Record<Note['kind'], string>> = {
  missing: 'Missing',
  stale: 'Stale',
  contradictory: 'Contradictory',
  left_out: 'Left out',
};

function notes({ estimate }: Line): Blocks {
  return (estimate.notes ?? []).map(({ kind, words }) => context(`${noteWords[kind]}: ${words}.`));
}

function part({ metric, estimate }: Line, index: 0 | 1, value: number): string {
  if (metric.moneyParts?.[index]) return money(value, estimate.currency);
  return count(value);
}

/** “1,127,417”, “4.5”. */
function count(value: number): string {
  return value.toLocaleString('en-GB', { maximumFractionDigits: 2 });
}

function list(explained: Explained, behind: RowsBehind): Blocks {
  const { total, rows } = behind;
  if (rows.length === 0) return [context('Nothing is behind it yet.')];
  const { card, line, page, quarter, mayExport } = explained;
  const { metric } = line;
  const first = page * rowsAPage + 1;
  const last = first + rows.length - 1;
  const referTo = (to: number) =>
    `${metric.key}:${card.partner.id}:${to}${quarter ? `:${quarterName(quarter)}` : ''}`;
  const turn = (label: string, to: number) => button('scorecards.how', label, { value: referTo(to) });
  const doors = [
    ...(page > 0 ? [turn('Newer', page - 1)] : []),
    ...(last < total ? [turn('Older', page + 1)] : []),
    ...(mayExport
      ? [
          button('scorecards.howExport', 'Send me all as CSV', {
            value: referTo(0),
            accessibilityLabel: `Send me all that is behind ${withinSentence(metric.label)} as CSV`,
          }),
        ]
      : []),
  ];
  return [
    behind.of === 'pipeline'
      ? pipelineTable(explained, behind.rows)
      : table(`Behind ${withinSentence(metric.label)} of ${card.name}`, behind.header, behind.rows),
    ...(total > rows.length ? [context(`${first} to ${last} of ${total}.`)] : []),
    ...(doors.length > 0 ? [actions(...doors)] : []),
  ];
}

function pipelineTable({ card, line: { metric }, timeZone }: Explained, rows: readonly BehindRow[]) {
  const { today } = card.facts;
  const day = (at: Date | null) => (at ? formatLocalDate(localDateOf(at, timeZone), today) : '');
  const isLead = rows.every((row) => row.ref.startsWith('L-'));
  const ended = metric.behind === 'reviewed_leads' ? 'Reviewed' : isLead ? 'Deal won' : 'Closed';
  return table(
    `Behind ${withinSentence(metric.label)} of ${card.name}`,
    [
      isLead ? 'Lead' : 'Deal',
      'Customer',
      isLead ? 'Submitted' : 'Registered',
      ended,
      'Outcome',
      ...(isLead ? [] : ['Amount']),
      ...(metric.isInternal ? ['Cost', 'Counted'] : []),
    ],
    rows.map((row) => [
      row.ref,
      truncate(row.customer, 40),
      day(row.beganAt),
      day(row.endedAt),
      outcomeWords[metric.behind === 'aged_leads' && row.outcome === 'open' ? 'not_won' : row.outcome],
      ...(row.amount ? [cell(row.amount.amountMinor, row.amount.currency)] : []),
      ...(metric.isInternal ? costOf(row, card.partner.currency) : []),
    ]),
  );
}

const outcomeWords = {
  accepted: 'Accepted',
  declined: 'Declined',
  won: 'Won',
  lost: 'Lost',
  open: 'Open',
  not_won: 'No deal won in time',
} as const;

function costOf({ amount, costMinor }: BehindRow, currency: string) {
  if (costMinor === null) return ['not known', 'No: cost not known'];
  const cost = cell(costMinor, amount?.currency ?? currency);
  return [cost, amount?.currency === currency ? 'Yes' : `No: not in ${currency}`];
}

function cell(
  amountMinor: bigint,
  currency: string,
): Exclude<Cell, string> | { value: number; text: string } {
  return {
    value: Number(amountMinor) / 10 ** minorUnitDigits(currency),
    text: formatMoney({ amountMinor, currency }),
  };
}

export function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
