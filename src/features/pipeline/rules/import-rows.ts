import type { LocalDate } from '../../../core/calendar.ts';
import { isCurrency, type Money, parseMoney } from '../../../core/money.ts';
import { Refusal } from '../../../core/refusal.ts';
import { findByName, slug } from '../../../core/text.ts';
import type { DealColumn, LeadColumn } from './columns.ts';
import type { CsvRow } from './csv.ts';
import {
  atMost,
  faultCollector,
  longest,
  oneLine,
  paragraph,
  parseMoneyIn,
  pastDay,
  required,
} from './fields.ts';

export interface KnownPartner {
  readonly id: string;
  readonly name: string;
  /** What amounts without a currency are in. */
  readonly currency: string;
}

export interface ImportContext {
  readonly partners: readonly KnownPartner[];
  /** Whose rows are those that name no partner. */
  readonly partner: KnownPartner | null;
  readonly today: LocalDate;
}

export interface DealRow {
  readonly line: number;
  readonly partnerId: string;
  readonly externalId: string;
  readonly customer: string;
  readonly name: string;
  readonly amount: Money;
  readonly registeredOn: LocalDate;
  readonly state:
    | { readonly stage: 'open' }
    | { readonly stage: 'won'; readonly closedOn: LocalDate }
    | { readonly stage: 'lost'; readonly closedOn: LocalDate; readonly lossReason: string };
  /** Null where the file says nothing: what is there stays. */
  readonly partnerCostMinor: bigint | null;
  readonly leadExternalId: string | null;
}

export interface LeadRow {
  readonly line: number;
  readonly partnerId: string;
  readonly externalId: string;
  readonly customer: string;
  /** Null where the file says nothing: what is there stays. */
  readonly contact: string | null;
  readonly note: string | null;
  readonly submittedOn: LocalDate;
  readonly state:
    | { readonly status: 'submitted' }
    | { readonly status: 'accepted'; readonly reviewedOn: LocalDate }
    | { readonly status: 'declined'; readonly reviewedOn: LocalDate; readonly declineReason: string };
}

/** A row that cannot be imported: all that is wrong with it. */
export interface RowFaults {
  readonly line: number;
  readonly reasons: readonly string[];
}

type RowReading<Row> = { readonly row: Row } | { readonly faults: RowFaults };

const dealStageWords = {
  open: 'open new registered qualified proposal negotiation in_progress contract_sent',
  won: 'won closed_won closedwon',
  lost: 'lost closed_lost closedlost',
} as const;
const leadStatusWords = {
  submitted: 'submitted new open unreviewed',
  accepted: 'accepted qualified approved converted',
  declined: 'declined rejected disqualified unqualified',
} as const;

/** A deal as the file has it. Closing days of open deals are plans and are not kept. */
export function readDealRow(
  { line, cells }: CsvRow<DealColumn>,
  context: ImportContext,
): RowReading<DealRow> {
  const { faults, read } = faultCollector();
  const { externalId, partner, customer } = readWhose(cells, context, read);
  const name = read('name', () => atMost(oneLine(cells.name ?? ''), 'the name', longest.line));
  const currency = read('currency', () => currencyOf(cells.currency ?? '', partner?.currency ?? 'USD'));
  const amount = read('amount', () => {
    if (!cells.currency || currency === null) return parseMoney(cells.amount ?? '', currency ?? 'USD');
    const money = parseMoney(cells.amount ?? '', currency);
    if (money.currency === currency) return money;
    throw new Refusal('invalid', `“${cells.amount}” is not in ${currency}, which the currency column says.`);
  });
  const cost = read('partner_cost', () =>
    cells.partner_cost && amount ? parseMoneyIn(cells.partner_cost, amount.currency).amountMinor : undefined,
  );
  const registeredOn = read('registered_on', () => dayIn(cells.registered_on ?? '', context.today));
  const stage = read('stage', () => wordIn(cells.stage ?? '', dealStageWords));
  const closedOn =
    stage === null || stage === 'open'
      ? null
      : read('closed_on', () => dayAfter(cells.closed_on ?? '', registeredOn, context.today));
  const lossReason = read('loss_reason', () =>
    atMost(paragraph(cells.loss_reason ?? ''), 'the reason', longest.reason),
  );
  if (
    Object.keys(faults).length > 0 ||
    externalId === null ||
    partner === null ||
    customer === null ||
    name === null ||
    amount === null ||
    registeredOn === null ||
    stage === null ||
    lossReason === null
  ) {
    return { faults: { line, reasons: reasonsOf(faults) } };
  }
  const row = {
    line,
    partnerId: partner.id,
    externalId,
    customer,
    name: name || customer,
    amount,
    registeredOn,
    partnerCostMinor: cost ?? null,
    leadExternalId: cells.lead_external_id || null,
  };
  if (stage === 'open' || closedOn === null) return { row: { ...row, state: { stage: 'open' } } };
  if (stage === 'won') return { row: { ...row, state: { stage, closedOn } } };
  return { row: { ...row, state: { stage, closedOn, lossReason: lossReason || 'No reason given' } } };
}

/** A lead as the file has it. */
export function readLeadRow(
  { line, cells }: CsvRow<LeadColumn>,
  context: ImportContext,
): RowReading<LeadRow> {
  const { faults, read } = faultCollector();
  const { externalId, partner, customer } = readWhose(cells, context, read);
  const contact = read('contact', () => atMost(oneLine(cells.contact ?? ''), 'the contact', longest.line));
  const note = read('note', () => atMost(paragraph(cells.note ?? ''), 'the note', longest.note));
  const submittedOn = read('submitted_on', () => dayIn(cells.submitted_on ?? '', context.today));
  const status = read('status', () => wordIn(cells.status ?? '', leadStatusWords));
  const reviewedOn =
    status === null || status === 'submitted'
      ? null
      : read('reviewed_on', () => dayAfter(cells.reviewed_on ?? '', submittedOn, context.today));
  const reason = read('decline_reason', () =>
    atMost(paragraph(cells.decline_reason ?? ''), 'the reason', longest.reason),
  );
  if (
    Object.keys(faults).length > 0 ||
    externalId === null ||
    partner === null ||
    customer === null ||
    contact === null ||
    note === null ||
    submittedOn === null ||
    status === null ||
    reason === null
  ) {
    return { faults: { line, reasons: reasonsOf(faults) } };
  }
  const row = {
    line,
    partnerId: partner.id,
    externalId,
    customer,
    contact: contact || null,
    note: note || null,
    submittedOn,
  };
  if (status === 'submitted' || reviewedOn === null)
    return { row: { ...row, state: { status: 'submitted' } } };
  if (status === 'accepted') return { row: { ...row, state: { status, reviewedOn } } };
  return { row: { ...row, state: { status, reviewedOn, declineReason: reason || 'No reason given' } } };
}

/** Rows whose external id an earlier row of the same partner has already used. */
export function repeatedRows(
  rows: readonly { readonly line: number; readonly partnerId: string; readonly externalId: string }[],
): readonly RowFaults[] {
  const firstLine = new Map<string, number>();
  return rows.flatMap(({ line, partnerId, externalId }) => {
    const key = `${partnerId} ${externalId}`;
    const first = firstLine.get(key);
    if (first === undefined) firstLine.set(key, line);
    return first === undefined
      ? []
      : [{ line, reasons: [`external_id: “${externalId}” is in line ${first} already.`] }];
  });
}

function readWhose(
  cells: Readonly<Partial<Record<'external_id' | 'partner' | 'customer', string>>>,
  context: ImportContext,
  read: ReturnType<typeof faultCollector>['read'],
) {
  return {
    externalId: read('external_id', () =>
      required(oneLine(cells.external_id ?? ''), 'the id this row has where it comes from', longest.line),
    ),
    partner: read('partner', () => partnerNamed(cells.partner ?? '', context)),
    customer: read('customer', () =>
      required(oneLine(cells.customer ?? ''), 'who the customer is', longest.line),
    ),
  };
}

function partnerNamed(name: string, { partners, partner }: ImportContext): KnownPartner {
  if (name === '') {
    if (partner) return partner;
    throw new Refusal('invalid', 'No partner. Fill the column, or give all rows one with --partner.');
  }
  // Rows go to the partner of exactly this name: whose deal it is must not be a guess.
  const exact = partners.find((each) => slug(each.name) === slug(name));
  if (exact) return exact;
  const found = findByName(name, partners);
  const near = found.kind === 'one' ? found.item : found.kind === 'none' ? found.suggestion : null;
  throw new Refusal(
    'not_found',
    `There is no partner “${name}”.${near ? ` Did you mean ${near.name}?` : ''}`,
  );
}

function currencyOf(code: string, fallback: string): string {
  if (code === '') return fallback;
  if (isCurrency(code.toUpperCase())) return code.toUpperCase();
  throw new Refusal('invalid', `“${code}” is no currency. Use a code such as EUR, USD or GBP.`);
}

/** A day, or the day of a timestamp as exports write it: 2026-01-05T10:22:00Z. */
function dayIn(text: string, today: LocalDate): LocalDate {
  return pastDay(text.replace(/^(\d{4}-\d{2}-\d{2})[T ].*$/, '$1'), today);
}

function dayAfter(text: string, earliest: LocalDate | null, today: LocalDate): LocalDate {
  const day = dayIn(text, today);
  if (earliest === null || day >= earliest) return day;
  throw new Refusal('invalid', `${day} is before ${earliest}, the day it began.`);
}

function wordIn<Meaning extends string>(text: string, words: Readonly<Record<Meaning, string>>): Meaning {
  const wanted = text.toLowerCase().replace(/[\s-]+/g, '_');
  const meanings = Object.keys(words) as Meaning[];
  const found = meanings.find((meaning) => words[meaning].split(' ').includes(wanted));
  if (found) return found;
  throw new Refusal('invalid', `“${text}” is none of ${meanings.join(', ')}.`);
}

function reasonsOf(faults: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(faults).map(([column, words]) => `${column}: ${words}`);
}
