import { daysBetween, type LocalDate, localDateOf } from '../../../core/calendar.ts';
import { type Money, parseMoney } from '../../../core/money.ts';
import { parseLocalDate } from '../../../core/parse-date.ts';
import { Refusal } from '../../../core/refusal.ts';

/** The longest texts kept; of pasted rows, what Slack’s input takes. */
export const longest = { line: 200, note: 2000, reason: 500, pasted: 3000 } as const;

/** What `read` returns, or what is made of the words of its Refusal. */
export function readOr<T, F>(read: () => T, otherwise: (words: string) => F): T | F {
  try {
    return read();
  } catch (error) {
    if (error instanceof Refusal) return otherwise(error.message);
    throw error;
  }
}

/** People's words on one line: trimmed, without control characters or broken letters. */
export function oneLine(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .replace(/\p{Surrogate}/gu, '')
    .trim();
}

/** As `oneLine`, but keeps line ends. */
export function paragraph(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\n]/gu, ' ')
    .replace(/\p{Surrogate}/gu, '')
    .trim();
}

/** Faults by field name, one each. */
export type Faults = Readonly<Record<string, string>>;

/** Reads fields one by one and keeps all their faults, for a form or a row to show together. */
export function faultCollector(): {
  readonly faults: Faults;
  /** The value, or null with the fault kept. */
  readonly read: <T>(field: string, read: () => T) => T | null;
} {
  const faults: Record<string, string> = {};
  const read = <T>(field: string, value: () => T): T | null =>
    readOr(value, (words) => {
      faults[field] ??= words;
      return null;
    });
  return { faults, read };
}

/** All the values, where each could be read: null when one has a fault. */
export function allRead<T extends object>(
  values: T,
  faults: Faults,
): { readonly [K in keyof T]: Exclude<T[K], null> } | null {
  if (Object.keys(faults).length > 0 || Object.values(values).includes(null)) return null;
  return values as { readonly [K in keyof T]: Exclude<T[K], null> };
}

/** A text that must be there. Refuses with `invalid`; `what` reads "the customer". */
export function required(text: string, what: string, max: number): string {
  if (text === '') throw new Refusal('invalid', `Please say ${what}.`);
  return atMost(text, what, max);
}

export function atMost(text: string, what: string, max: number): string {
  if (text.length <= max) return text;
  throw new Refusal('invalid', `That is ${text.length} characters; ${what} may have at most ${max}.`);
}

/** An amount that must be in the deal's own currency, which it has when none is written. Refuses with `invalid`. */
export function parseMoneyIn(text: string, currency: string, parse = parseMoney): Money {
  const money = parse(text, currency);
  if (money.currency === currency) return money;
  throw new Refusal('invalid', `The deal is in ${currency}: please write this in ${currency} too.`);
}

/** Gives a Refusal the field of the form it belongs to. */
export function atField<T>(field: string, read: () => T): T {
  return readOr(read, (words) => {
    throw new Refusal('invalid', words, field);
  });
}

/** A day that is not in the future, as ISO text or as people write it. Refuses with `invalid`. */
export function pastDay(text: string, today: LocalDate): LocalDate {
  const day = parseLocalDate(text, today);
  if (day > today) throw new Refusal('invalid', `${day} is in the future. Use today or an earlier day.`);
  return day;
}

/** The later of the days it is in two zones: neither a person nor the programme is told that today is tomorrow. */
export function laterToday(now: Date, zone: string, other: string): LocalDate {
  const [day, otherDay] = [localDateOf(now, zone), localDateOf(now, other)];
  return daysBetween(day, otherDay) > 0 ? otherDay : day;
}
