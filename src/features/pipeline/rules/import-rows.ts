import type { LocalDate } from '../../../core/calendar.ts';
import type { Money } from '../../../core/money.ts';
import { Refusal } from '../../../core/refusal.ts';
import { findByName, slug } from '../../../core/text.ts';
import type { DealColumn, LeadColumn } from './columns.ts';
import type { CsvRow } from './csv.ts';
import {
  allRead,
  atMost,
  type Faults,
  faultCollector,
  longest,
  oneLine,
  paragraph,
  parseMoneyIn,
  required,
} from './fields.ts';
import {
  type Choice,
  choiceOf,
  currencyOf,
  idsIn,
  momentAfter,
  numberIn,
  reasonIn,
  wordIn,
} from './import-cells.ts';
import { type Moment, pastInstant, pastMoment } from './instant.ts';

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
  readonly now: Date;
  /** Of the programme; what a time without a zone is in. */
  readonly timeZone: string;
  /** Whether an external id names one row of all partners', or of its own alone; or the former where rows name theirs. */
  readonly ids: 'of_all' | 'of_all_if_named' | 'of_partner';
  /** What a lead may say of itself; null where the playbook has no routing, and what it says is not read. */
  readonly routing: Traits | null;
  /** Reads an amount that names no currency as one of `currency`. */
  readonly readMoney: (text: string, currency: string) => Money;
}

interface Traits {
  readonly territories: readonly Choice[];
  readonly segments: readonly Choice[];
  readonly capabilities: readonly Choice[];
}

interface ImportedRow {
  readonly line: number;
  readonly partnerId: string;
  readonly externalId: string;
  /** No other partner can have a row of this id. */
  readonly isIdOfAll: boolean;
  readonly customer: string;
  /** As of when this is so, where it comes from; null where that is not said. */
  readonly updatedAt: Date | null;
}

export interface DealRow extends ImportedRow {
  readonly name: string;
  /** Null where the file says none. */
  readonly amount: Money | null;
  readonly currency: string;
  readonly registeredOn: LocalDate;
  readonly state:
    | { readonly stage: 'open' }
    | { readonly stage: 'won'; readonly closedOn: LocalDate }
    | { readonly stage: 'lost'; readonly closedOn: LocalDate; readonly lossReason: string };
  /** Null where the file says nothing: what is there stays. */
  readonly partnerCostMinor: bigint | null;
  /** Of the leads it came from, in a set order; empty where the file says nothing. */
  readonly leadExternalIds: readonly string[];
  /** The number of the deal it was registered as in Slack; null where the file says nothing. */
  readonly registeredAs: number | null;
}

export interface LeadRow extends ImportedRow {
  /** Null where the file says nothing: what is there stays. */
  readonly contact: string | null;
  readonly note: string | null;
  readonly territory: string | null;
  readonly segment: string | null;
  readonly capability: string | null;
  readonly submitted: Moment;
  readonly state:
    | { readonly status: 'submitted' }
    | { readonly status: 'accepted'; readonly reviewed: Moment }
    | { readonly status: 'declined'; readonly reviewed: Moment; readonly declineReason: string };
  /** Of the deals it became, as of a deal's leads. */
  readonly dealExternalIds: readonly string[];
  /** Nobody says when it was reviewed, only when it was last changed: no later than that, the first time it is heard of. */
  readonly isReviewByChange: boolean;
}

/** A row that cannot be imported: all that is wrong with it. */
export interface RowFaults {
  readonly line: number;
  /** By column. */
  readonly faults: Faults;
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
  const { readMoney } = context;
  const whose = readWhose(cells, context, read);
  const name = read('name', () => atMost(oneLine(cells.name ?? ''), 'the name', longest.line));
  const currency = read('currency', () => currencyOf(cells.currency ?? '', whose.partner?.currency ?? 'USD'));
  const amount = read('amount', () => {
    if (!cells.amount) return;
    const money = readMoney(cells.amount ?? '', currency ?? 'USD');
    if (!cells.currency || currency === null || money.currency === currency) return money;
    throw new Refusal('invalid', `“${cells.amount}” is not in ${currency}, which the currency column says.`);
  });
  const cost = read('partner_cost', () =>
    cells.partner_cost && amount !== null
      ? parseMoneyIn(cells.partner_cost, amount?.currency ?? currency ?? 'USD', readMoney).amountMinor
      : undefined,
  );
  const registeredOn = read('registered_on', () => pastMoment(cells.registered_on ?? '', context).day);
  const stage = read('stage', () => wordIn(cells.stage ?? '', dealStageWords));
  const closedOn = read('closed_on', () =>
    stage === 'won' || stage === 'lost'
      ? momentAfter(cells.closed_on ?? '', registeredOn, context).day
      : undefined,
  );
  const lossReason = read('loss_reason', () => reasonIn(cells.loss_reason));
  const leadIds = read('lead_external_id', () => idsIn(cells.lead_external_id));
  const registeredAs = read('registered_as', () => numberIn(cells.registered_as));
  const known = allRead(
    {
      ...whose,
      name,
      currency,
      amount,
      cost,
      registeredOn,
      stage,
      closedOn,
      lossReason,
      leadIds,
      registeredAs,
    },
    faults,
  );
  if (!known) return { faults: { line, faults } };
  return {
    row: {
      ...rowOf(line, known),
      name: known.name || known.customer,
      amount: known.amount ?? null,
      currency: known.amount?.currency ?? known.currency,
      registeredOn: known.registeredOn,
      partnerCostMinor: known.cost ?? null,
      leadExternalIds: known.leadIds,
      registeredAs: known.registeredAs ?? null,
      state: dealState(known),
    },
  };
}

function dealState(known: {
  readonly stage: DealRow['state']['stage'];
  readonly closedOn: LocalDate | undefined;
  readonly lossReason: string;
}): DealRow['state'] {
  const { stage, closedOn, lossReason } = known;
  if (stage === 'open' || closedOn === undefined) return { stage: 'open' };
  return stage === 'won' ? { stage, closedOn } : { stage, closedOn, lossReason };
}

/** A lead as the file has it. */
export function readLeadRow(
  { line, cells }: CsvRow<LeadColumn>,
  context: ImportContext,
): RowReading<LeadRow> {
  const { faults, read } = faultCollector();
  const whose = readWhose(cells, context, read);
  const contact = read('contact', () => atMost(oneLine(cells.contact ?? ''), 'the contact', longest.line));
  const note = read('note', () => atMost(paragraph(cells.note ?? ''), 'the note', longest.note));
  const trait = (column: 'territory' | 'segment' | 'capability', list: keyof Traits) =>
    read(column, () => choiceOf(cells[column] ?? '', context.routing?.[list] ?? null, column));
  const traits = {
    territory: trait('territory', 'territories'),
    segment: trait('segment', 'segments'),
    capability: trait('capability', 'capabilities'),
  };
  const submitted = read('submitted_on', () => pastMoment(cells.submitted_on ?? '', context));
  const status = read('status', () => wordIn(cells.status ?? '', leadStatusWords));
  const reviewed = read('reviewed_on', () =>
    status === 'accepted' || status === 'declined'
      ? momentAfter((cells.reviewed_on || cells.last_changed_on) ?? '', submitted?.day ?? null, context)
      : undefined,
  );
  const declineReason = read('decline_reason', () => reasonIn(cells.decline_reason));
  const dealIds = read('deal_external_id', () => idsIn(cells.deal_external_id));
  const known = allRead(
    { ...whose, ...traits, contact, note, submitted, status, reviewed, declineReason, dealIds },
    faults,
  );
  if (!known) return { faults: { line, faults } };
  return {
    row: {
      ...rowOf(line, known),
      contact: known.contact || null,
      note: known.note || null,
      territory: known.territory ?? null,
      segment: known.segment ?? null,
      capability: known.capability ?? null,
      submitted: known.submitted,
      state: leadState(known),
      dealExternalIds: known.dealIds,
      isReviewByChange: !cells.reviewed_on,
    },
  };
}

function leadState(known: {
  readonly status: LeadRow['state']['status'];
  readonly reviewed: Moment | undefined;
  readonly declineReason: string;
}): LeadRow['state'] {
  const { status, reviewed, declineReason } = known;
  if (status === 'submitted' || reviewed === undefined) return { status: 'submitted' };
  return status === 'accepted' ? { status, reviewed } : { status, reviewed, declineReason };
}

/** Rows whose external id an earlier row, of the same partner or of all, has already used; rows are counted in `unit`s. */
export function repeatedRows(
  rows: readonly {
    readonly line: number;
    readonly partnerId: string;
    readonly externalId: string;
    readonly isIdOfAll?: boolean;
  }[],
  unit: 'line' | 'row' = 'line',
): readonly RowFaults[] {
  const firstLine = new Map<string, number>();
  return rows.flatMap(({ line, partnerId, externalId, isIdOfAll }) => {
    const key = isIdOfAll ? externalId : `${partnerId} ${externalId}`;
    const first = firstLine.get(key);
    if (first === undefined) firstLine.set(key, line);
    return first === undefined
      ? []
      : [{ line, faults: { external_id: `“${externalId}” is in ${unit} ${first} already.` } }];
  });
}

function readWhose(
  cells: Readonly<Partial<Record<'external_id' | 'partner' | 'customer' | 'updated_at', string>>>,
  context: ImportContext,
  read: ReturnType<typeof faultCollector>['read'],
) {
  return {
    externalId: read('external_id', () =>
      required(oneLine(cells.external_id ?? ''), 'the id this row has where it comes from', longest.line),
    ),
    isIdOfAll: context.ids === 'of_all' || (context.ids === 'of_all_if_named' && Boolean(cells.partner)),
    partner: read('partner', () => partnerNamed(cells.partner ?? '', context)),
    customer: read('customer', () =>
      required(oneLine(cells.customer ?? ''), 'who the customer is', longest.line),
    ),
    updatedAt: read('updated_at', () => pastInstant(cells.updated_at ?? '', context)),
  };
}

function rowOf(
  line: number,
  whose: {
    readonly externalId: string;
    readonly isIdOfAll: boolean;
    readonly partner: KnownPartner;
    readonly customer: string;
    readonly updatedAt: Date | undefined;
  },
): ImportedRow {
  const { externalId, isIdOfAll, partner, customer, updatedAt = null } = whose;
  return { line, partnerId: partner.id, externalId, isIdOfAll, customer, updatedAt };
}

export function partnerNamed(
  name: string,
  { partners, partner }: Pick<ImportContext, 'partners' | 'partner'>,
): KnownPartner {
  if (name === '') {
    if (partner) return partner;
    throw new Refusal(
      'invalid',
      'No partner. Say whose it is; the command line gives all rows one with --partner.',
    );
  }
  // Rows go to the partner of exactly this name, or id: whose deal it is must not be a guess.
  const exact = partners.find((each) => slug(each.name) === slug(name) || each.id === name);
  if (exact) return exact;
  const found = findByName(name, partners);
  const near = found.kind === 'one' ? found.item : found.kind === 'none' ? found.suggestion : null;
  throw new Refusal(
    'not_found',
    `There is no partner “${name}”.${near ? ` Did you mean ${near.name}?` : ''}`,
  );
}
