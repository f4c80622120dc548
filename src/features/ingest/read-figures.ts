import { localDateOf, utcMidnightOf } from '../../core/calendar.ts';
import { isCurrency, type Money, parseDecimal } from '../../core/money.ts';
import { Refusal } from '../../core/refusal.ts';
import {
  allRead,
  atMost,
  faultCollector,
  type ImportContext,
  longest,
  oneLine,
  paragraph,
  partnerNamed,
  pastDay,
  pastInstant,
  pastMoment,
  required,
} from '../pipeline/public.ts';
import type { ApiCallsInput, CostInput, UsageInput } from './schemas.ts';
import type { FigureReading } from './take-figures.ts';

export interface FigureContext extends ImportContext {
  /** As of when rows are that do not say so. */
  readonly updatedAt: Date;
}

export interface CostFields {
  readonly kind: string;
  readonly amountMinor: bigint | null;
  readonly currency: string | null;
  readonly minutes: number | null;
  readonly incurredOn: Date;
  readonly note: string | null;
}

export interface UsageFields {
  readonly kind: string;
  readonly month: Date;
  readonly amountMinor: bigint | null;
  readonly currency: string | null;
  readonly quantity: bigint | null;
}

export interface ApiCallFields {
  readonly fromAt: Date;
  readonly toAt: Date;
  readonly total: bigint;
  readonly successful: bigint;
}

type Reading<Fields> = FigureReading<Fields>;
type Read = ReturnType<typeof faultCollector>['read'];

export function readCost(input: CostInput, line: number, context: FigureContext): Reading<CostFields> {
  const { faults, read } = faultCollector();
  const whose = readWhose(input, context, read);
  const money = read('amount', () => moneyOf(input, whose.partner?.currency));
  const minutes = read('minutes', () => {
    if (input.minutes || input.amount != null) return input.minutes ?? undefined;
    throw new Refusal('invalid', 'Say an amount, minutes, or both.');
  });
  const day = read('incurred_on', () => pastMoment(input.incurred_on, context).day);
  const note = read('note', () => atMost(paragraph(input.note ?? ''), 'the note', longest.reason));
  const known = allRead({ ...whose, money, minutes, day, note }, faults);
  if (!known) return { faults: { line, faults } };
  return rowOf(line, known, {
    kind: input.kind,
    ...columnsOf(known.money),
    minutes: known.minutes ?? null,
    incurredOn: utcMidnightOf(known.day),
    note: known.note || null,
  });
}

export function readUsage(input: UsageInput, line: number, context: FigureContext): Reading<UsageFields> {
  const { faults, read } = faultCollector();
  const whose = readWhose(input, context, read);
  const isRevenue = input.kind === 'revenue';
  const money = read('amount', () => {
    if (isRevenue === (input.amount != null)) return moneyOf(input, whose.partner?.currency);
    throw new Refusal('invalid', isRevenue ? 'Revenue needs an amount.' : 'Only revenue has an amount.');
  });
  const quantity = read('quantity', () => {
    if (isRevenue !== (input.quantity != null)) return input.quantity ?? undefined;
    throw new Refusal(
      'invalid',
      isRevenue ? 'Revenue has an amount instead.' : `Say how many ${input.kind}.`,
    );
  });
  const month = read('month', () => monthOf(input.month, context));
  const known = allRead({ ...whose, money, quantity, month }, faults);
  if (!known) return { faults: { line, faults } };
  return rowOf(line, known, {
    kind: input.kind,
    month: known.month,
    ...columnsOf(known.money),
    quantity: known.quantity === undefined ? null : BigInt(known.quantity),
  });
}

export function readApiCalls(
  input: ApiCallsInput,
  line: number,
  context: FigureContext,
): Reading<ApiCallFields> {
  const { faults, read } = faultCollector();
  const whose = readWhose(input, context, read);
  const fromAt = read('from', () => new Date(input.from));
  const toAt = read('to', () => {
    const to = pastInstant(input.to, context);
    if (to && fromAt && to > fromAt) return to;
    throw new Refusal('invalid', 'The window has to end after it begins.');
  });
  const successful = read('successful', () => {
    if (input.successful <= input.total) return BigInt(input.successful);
    throw new Refusal('invalid', `${input.successful} is more than the total of ${input.total}.`);
  });
  const known = allRead({ ...whose, fromAt, toAt, successful }, faults);
  if (!known) return { faults: { line, faults } };
  const { fromAt: begin, toAt: end, successful: good } = known;
  return rowOf(line, known, { fromAt: begin, toAt: end, total: BigInt(input.total), successful: good });
}

function readWhose(
  input: Pick<CostInput, 'external_id' | 'partner' | 'updated_at'>,
  context: FigureContext,
  read: Read,
) {
  return {
    externalId: read('external_id', () =>
      required(oneLine(input.external_id), 'the id this has where it comes from', longest.line),
    ),
    partner: read('partner', () => partnerNamed(oneLine(input.partner ?? ''), context)),
    updatedAt: read('updated_at', () => pastInstant(input.updated_at ?? '', context) ?? context.updatedAt),
  };
}

function rowOf<Fields>(
  line: number,
  whose: {
    readonly externalId: string;
    readonly partner: { readonly id: string };
    readonly updatedAt: Date;
  },
  fields: Fields,
): Reading<Fields> {
  const { externalId, partner, updatedAt } = whose;
  return { row: { line, partnerId: partner.id, externalId, updatedAt, fields } };
}

/** Undefined where there is none. */
function moneyOf(
  { amount, currency }: Pick<CostInput, 'amount' | 'currency'>,
  ofPartner: string | undefined,
): Money | undefined {
  if (amount == null) return;
  const code = currency?.toUpperCase() ?? ofPartner ?? 'USD';
  if (!isCurrency(code))
    throw new Refusal('invalid', `“${currency}” is no currency. Use a code such as EUR, USD or GBP.`);
  return parseDecimal(String(amount), code);
}

function columnsOf(money: Money | undefined) {
  return { amountMinor: money?.amountMinor ?? null, currency: money?.currency ?? null };
}

const today = ({ now, timeZone }: FigureContext) => localDateOf(now, timeZone);

function monthOf(text: string, context: FigureContext): Date {
  const first = pastDay(`${text}-01`, today(context));
  return utcMidnightOf(first);
}
