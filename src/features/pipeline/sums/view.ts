import { z } from 'zod';
import { localDateOf } from '../../../core/calendar.ts';
import { decimalOf, formatMoney } from '../../../core/money.ts';
import { listing, pluralise, truncate } from '../../../core/text.ts';
import type { TimeWindow } from '../../../core/time-window.ts';
import type { Message } from '../../../platform/delivery/message.ts';
import {
  bold,
  button,
  context,
  fields,
  header,
  md,
  message,
  section,
  type TableCell,
  tablePage,
} from '../../../platform/slack/kit/index.ts';
import type { Behind, BehindRow } from '../behind.ts';
import type { StageTotal } from '../store.ts';
import { type Calendar, dayOf } from '../views/day.ts';

interface Sum {
  /** On the button, after “How: ”. */
  readonly label: string;
  readonly title: string;
  readonly definition: string;
  readonly formula: string;
  readonly behind: Behind;
}

/** The sums that are shown outside of a scorecard. */
export const sums = {
  open: {
    label: 'open',
    title: 'Open deals',
    definition: 'Every deal that is neither won nor lost nor declined, approved or not.',
    formula: 'the amounts added up, each currency by itself',
    behind: 'open_deals',
  },
  closed: {
    label: 'won and lost',
    title: 'Deals won and lost',
    definition: 'Every deal that was closed in the window, by the day it was won or lost.',
    formula: 'the amounts added up, those won and those lost, each currency by itself',
    behind: 'closed_deals',
  },
  leads: {
    label: 'new leads',
    title: 'New leads',
    definition: 'Every lead that was submitted in the window, whatever became of it.',
    formula: 'counted',
    behind: 'submitted_leads',
  },
} as const satisfies Readonly<Record<string, Sum>>;

export interface AskedSum {
  readonly kind: keyof typeof sums;
  /** Null for all partners. */
  readonly partnerId: string | null;
  readonly window: TimeWindow;
}

const reference = z.tuple([
  z.enum(['open', 'closed', 'leads']),
  z.union([z.uuid(), z.literal('all')]),
  z.coerce.number().int().min(0).max(8e15),
  z.coerce.number().int().min(0).max(8e15),
  z.coerce.number().int().min(0).max(100_000),
]);

/** What a button asks for: `<sum>:<partner or all>:<from>:<to>:<page>`, instants in milliseconds; null where it asks for nothing known. */
export function readSum(value: string): { readonly asked: AskedSum; readonly page: number } | null {
  const read = reference.safeParse(value.split(':')).data;
  if (!read) return null;
  const [kind, whose, from, to, page] = read;
  const window = { from: new Date(from), to: new Date(to) };
  return { asked: { kind, partnerId: whose === 'all' ? null : whose, window }, page };
}

function referTo({ kind, partnerId, window }: AskedSum, page: number): string {
  return [kind, partnerId ?? 'all', window.from.getTime(), window.to.getTime(), page].join(':');
}

/** Asks what a sum is made of. */
export function askSum(asked: AskedSum) {
  const { label, title } = sums[asked.kind];
  return button('pipeline.how', `How: ${label}`, {
    value: referTo(asked, 0),
    accessibilityLabel: `How is this worked out? ${title}`,
  });
}

interface Found {
  /** Whose they are, in words. */
  readonly title: string;
  readonly page: number;
  readonly total: number;
  readonly rows: readonly BehindRow[];
  readonly totals: readonly StageTotal[];
  readonly mayExport: boolean;
  readonly partnerName: (partnerId: string) => string;
}

/** What a sum is, and the page of rows that are counted in it. */
export function sumMessage(asked: AskedSum, found: Found, calendar: Calendar): Message {
  const { kind, window } = asked;
  const { title, definition, formula }: Sum = sums[kind];
  const since = `Since ${dayOf(window.from, calendar)}`;
  const rows = tablePage(
    `${title} of ${found.title}`,
    columnsOf(asked),
    { ...found, rows: found.rows.map((row) => cells(asked, row, found, calendar)) },
    {
      actionId: 'pipeline.how',
      valueOf: (page) => referTo(asked, page),
      exportActionId: found.mayExport ? 'pipeline.howExport' : null,
    },
  );
  return message([
    header(truncate(`${title} of ${found.title}`, 150)),
    section(md`${definition}\n${bold('Formula')}: ${formula}.`),
    fields(
      ['Window', kind === 'open' ? 'As it stands' : since],
      ['Counted', found.total.toLocaleString('en-GB')],
      ...(kind === 'open' ? [['Open', amountsOf(found.totals)] as const] : []),
      ...(kind === 'closed'
        ? (['won', 'lost'] as const).map(
            (stage) =>
              [
                stage === 'won' ? 'Won' : 'Lost',
                amountsOf(found.totals.filter((each) => each.stage === stage)),
              ] as const,
          )
        : []),
    ),
    ...(rows.length > 0 ? rows : [context('Nothing is behind it any more.')]),
    context('As known now: what was corrected since is in it.'),
  ]);
}

/** "3 deals, €40,000 and US$12,000". */
export function amountsOf(totals: readonly StageTotal[]): string {
  const count = totals.reduce((sum, row) => sum + row.count, 0);
  return count === 0
    ? 'none'
    : `${pluralise(count, 'deal')}, ${listing(totals.map((row) => formatMoney(row)))}`;
}

function columnsOf({ kind, partnerId }: AskedSum): readonly string[] {
  return [
    kind === 'leads' ? 'Lead' : 'Deal',
    ...(partnerId === null ? ['Partner'] : []),
    'Customer',
    kind === 'leads' ? 'Submitted' : 'Registered',
    ...(kind === 'open' ? [] : [kind === 'leads' ? 'Reviewed' : 'Closed', 'Outcome']),
    ...(kind === 'leads' ? [] : ['Amount']),
  ];
}

const outcomeWords = {
  accepted: 'Accepted',
  declined: 'Declined',
  won: 'Won',
  lost: 'Lost',
  open: 'Waits for review',
} as const;

function cells(
  { kind, partnerId }: AskedSum,
  { ref, customer, beganAt, endedAt, outcome, amount, ...row }: BehindRow,
  { partnerName }: Found,
  calendar: Calendar,
): readonly TableCell[] {
  const day = (at: Date | null) =>
    at ? { value: localDateOf(at, calendar.timeZone), text: dayOf(at, calendar) } : '';
  return [
    ref,
    ...(partnerId === null ? [truncate(partnerName(row.partnerId), 40)] : []),
    truncate(customer, 40),
    day(beganAt),
    ...(kind === 'open' ? [] : [day(endedAt), outcomeWords[outcome]]),
    ...(amount ? [{ value: Number(decimalOf(amount)), text: formatMoney(amount) }] : []),
  ];
}
