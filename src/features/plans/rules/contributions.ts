import type { Side } from '../../../core/actor.ts';
import { formatLocalDate, type LocalDate } from '../../../core/calendar.ts';
import { formatMoney, parseMoney } from '../../../core/money.ts';
import { Refusal } from '../../../core/refusal.ts';
import { listing, pluralise } from '../../../core/text.ts';
import type { Answers, Field } from './parts.ts';

export const kinds = ['money', 'days', 'in_kind'] as const;
export type Kind = (typeof kinds)[number];

/** How much of something there is: money in minor units of its currency, days in half days, things in kind not at all. */
export interface Quantity {
  readonly kind: Kind;
  readonly amount: bigint | null;
  readonly currency: string | null;
}

/** What is promised, as a form says it. */
export interface Promised extends Quantity {
  readonly purpose: string;
  readonly dueOn: LocalDate | null;
}

export const givens = ['wholly', 'part', 'not'] as const;
export type Given = (typeof givens)[number];

/** What one side puts into a plan, and what came of it. */
export interface Contribution extends Promised {
  readonly id: string;
  readonly side: Side;
  readonly ownerPersonId: string | null;
  /** Null until the other side has said. */
  readonly given: {
    readonly how: Given;
    /** As `amount`, and never more. */
    readonly amount: bigint | null;
    readonly byId: string | null;
    readonly at: Date;
  } | null;
}

export const longestPurpose = 120;
const mostHalfDays = 2000n;

/** An amount as people write it for its kind. Refuses with `invalid` at the field `field`, and says what to write. */
export function readQuantity(kind: Kind, typed: string, currency: string, field: string): Quantity {
  const text = typed.trim();
  if (kind === 'in_kind') {
    if (text === '') return { kind, amount: null, currency: null };
    throw new Refusal('invalid', 'In kind has no amount: leave it empty, and say below what it is.', field);
  }
  if (kind === 'days') return { kind, amount: readHalfDays(text, field), currency: null };
  const money = readMoney(text, currency, field);
  return { kind, amount: money.amountMinor, currency: money.currency };
}

function readMoney(text: string, currency: string, field: string) {
  let money: ReturnType<typeof parseMoney>;
  try {
    money = parseMoney(text, currency);
  } catch (error) {
    if (error instanceof Refusal) throw new Refusal(error.code, error.message, field);
    throw error;
  }
  if (money.amountMinor > 0n) return money;
  throw new Refusal('invalid', 'Nothing is no contribution: write an amount such as 5,000 EUR.', field);
}

function readHalfDays(text: string, field: string): bigint {
  const [, whole, half] = /^(\d{1,4})(?:[.,]([05]))?(?:\s*days?)?$/i.exec(text) ?? [];
  const halves = whole === undefined ? 0n : BigInt(whole) * 2n + (half === '5' ? 1n : 0n);
  if (halves > 0n && halves <= mostHalfDays) return halves;
  throw new Refusal('invalid', 'Write a number of days such as 3 or 2.5.', field);
}

/** What was given of a promise; `typed` counts where it was given in part. Refuses with `invalid`. */
export function readGiven(promised: Quantity, how: Given, typed: string, field: string): bigint | null {
  const { kind, amount, currency } = promised;
  if (amount === null) return null;
  if (how !== 'part') return how === 'wholly' ? amount : 0n;
  const given = readQuantity(kind, typed, currency ?? '', field);
  const most = quantityWords(promised);
  if (given.currency !== currency)
    throw new Refusal('invalid', `It was promised as ${most}: write this in ${currency} too.`, field);
  if (given.amount !== null && given.amount < amount) return given.amount;
  throw new Refusal('invalid', `In part is less than the ${most} promised.`, field);
}

/** "€5,000", "2.5 days", "in kind". */
export function quantityWords({ kind, amount, currency }: Quantity): string {
  if (amount === null) return 'in kind';
  if (currency !== null) return formatMoney({ amountMinor: amount, currency });
  if (kind !== 'days') throw new TypeError(`${kind} without a currency`);
  return daysWords(amount);
}

const halves = (amount: bigint) => `${amount / 2n}${amount % 2n === 0n ? '' : '.5'}`;

const daysWords = (amount: bigint) => (amount === 2n ? '1 day' : `${halves(amount)} days`);

/** What a side promised and what came of it, per currency; in kind, things are counted. */
export interface Totals {
  readonly money: readonly { readonly currency: string; readonly promised: bigint; readonly given: bigint }[];
  readonly halfDays: { readonly promised: bigint; readonly given: bigint };
  readonly inKind: { readonly promised: number; readonly wholly: number; readonly part: number };
  /** Of how many nobody has said yet what came of them. They count as not given. */
  readonly unsaid: number;
}

/** The totals of one side's contributions. Currencies are never added to one another. */
export function totalsOf(contributions: readonly Contribution[]): Totals {
  const sums = (of: readonly Contribution[]) => ({
    promised: of.reduce((sum, { amount }) => sum + (amount ?? 0n), 0n),
    given: of.reduce((sum, { given }) => sum + (given?.amount ?? 0n), 0n),
  });
  const currencies = new Set(contributions.flatMap(({ currency }) => currency ?? []));
  const inKind = contributions.filter(({ kind }) => kind === 'in_kind');
  return {
    money: [...currencies].sort().map((currency) => ({
      currency,
      ...sums(contributions.filter((each) => each.currency === currency)),
    })),
    halfDays: sums(contributions.filter(({ kind }) => kind === 'days')),
    inKind: {
      promised: inKind.length,
      wholly: inKind.filter(({ given }) => given?.how === 'wholly').length,
      part: inKind.filter(({ given }) => given?.how === 'part').length,
    },
    unsaid: contributions.filter(({ given }) => given === null).length,
  };
}

/** "€5,000 and 3 days promised"; once something is said of it "€2,500 of €5,000 and 3 of 3 days given". */
export function sideTotals(contributions: readonly Contribution[]): string {
  const { money, halfDays, inKind, unsaid } = totalsOf(contributions);
  const amount = (minor: bigint, currency: string) => formatMoney({ amountMinor: minor, currency });
  if (unsaid === contributions.length) {
    const promised = [
      ...money.map((each) => amount(each.promised, each.currency)),
      ...(halfDays.promised > 0n ? [daysWords(halfDays.promised)] : []),
      ...(inKind.promised > 0 ? [`${pluralise(inKind.promised, 'thing')} in kind`] : []),
    ];
    return contributions.length === 0 ? 'nothing promised' : `${listing(promised)} promised`;
  }
  const given = [
    ...money.map((each) => `${amount(each.given, each.currency)} of ${amount(each.promised, each.currency)}`),
    ...(halfDays.promised > 0n ? [`${halves(halfDays.given)} of ${daysWords(halfDays.promised)}`] : []),
    ...(inKind.promised > 0
      ? [
          `${inKind.wholly} of ${pluralise(inKind.promised, 'thing')} in kind${inKind.part > 0 ? ` (and ${inKind.part} in part)` : ''}`,
        ]
      : []),
  ];
  return `${listing(given)} given${unsaid > 0 ? `; ${unsaid} not marked yet` : ''}`;
}

/** What both sides agree on of a contribution, in words that change only with it. */
export function promiseWords(promised: Promised, firstDay: LocalDate): string {
  const { purpose, dueOn } = promised;
  const by = dueOn ? `, by ${formatLocalDate(dueOn, firstDay)}` : '';
  return `${quantityWords(promised)}: ${purpose}${by}`;
}

/** No section and no goal can have this key. */
const prefix = 'contribution*';

/** Contributions as the answers that a version of the plan keeps of them. */
export function contributionAnswers(contributions: readonly Contribution[], firstDay: LocalDate): Answers {
  return Object.fromEntries(
    contributions.map((each) => [`${prefix}.${each.side}.${each.id}`, promiseWords(each, firstDay)]),
  );
}

/** The fields of the contributions that two versions speak of, so that they are compared like any other. */
export function contributionFields(
  before: Answers,
  after: Answers,
  nameOf: Readonly<Record<Side, string>>,
): readonly Field[] {
  const ids = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...ids]
    .filter((id) => id.startsWith(`${prefix}.`))
    .map((id) => ({
      id,
      prompt: `What ${nameOf[id.startsWith(`${prefix}.vendor.`) ? 'vendor' : 'partner']} puts in`,
      isRequired: false,
      goal: null,
    }));
}
