import { z } from 'zod';
import { isTimeZone } from '../../../core/calendar.ts';
import { isCurrency, parseMoney } from '../../../core/money.ts';
import { Refusal } from '../../../core/refusal.ts';

/**
 * The building blocks of the playbook's schema. Every `error` is a phrase that completes “expected …”, so that
 * a fault reads as a sentence in the author's words. Parsing is idempotent: what was parsed parses again to
 * itself, which is how a stored version is read back.
 */

/** The message of an issue that references.ts reports in better words, with a suggestion. */
export const leftToReferences = 'left to references';

/** Control characters but tab and line feed, and halves of surrogate pairs: the database takes neither. */
export const unstorable = /(?![\t\n])\p{Cc}|\p{Surrogate}/u;

/** A mapping with exactly these keys. For an unknown key the message is the list of known ones (faults.ts makes a suggestion of it). */
export function mapping<const S extends z.ZodRawShape>(expected: string, shape: S) {
  const error = (issue: { readonly code: string }) =>
    issue.code === 'unrecognized_keys' ? Object.keys(shape).join(', ') : expected;
  return z.strictObject(shape, { error }).readonly();
}

/** A list of at least one item. */
export function list<T extends z.ZodType>(expected: string, item: T) {
  return z.array(item, { error: expected }).min(1, { error: expected }).readonly();
}

/** A list that may be left out. */
export function optionalList<T extends z.ZodType>(expected: string, item: T) {
  return z.array(item, { error: expected }).readonly().default([]);
}

/** A value written in more than one way; `read` returns undefined for what it does not understand. */
function written<T>(expected: string, read: (value: unknown) => T | undefined) {
  return z.unknown().transform((value, context): T => {
    const result = read(value);
    if (result !== undefined) return result;
    context.issues.push({ code: 'custom', message: expected, input: value });
    return z.NEVER;
  });
}

/** Text that is not empty; `limit` in characters comes from where Slack shows it. */
export function text(expected: string, limit = 2000) {
  return z
    .string({ error: expected })
    .trim()
    .min(1, { error: expected })
    .max(limit, { error: `at most ${limit} characters` })
    .refine((value) => !unstorable.test(value), { error: 'text without control characters' });
}

const keyPhrase = 'a key of lower-case letters, digits and hyphens such as "security-review"';

/** Names a part of the playbook for other parts, and for people in commands. Never change one that is in use. */
export const key = z
  .string({ error: keyPhrase })
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, { error: keyPhrase })
  .max(60, { error: 'at most 60 characters' });

/** A number of working days: `5`, `+5`, `"5"`. */
export function workingDays(expected: string, least = 0) {
  return written(expected, (value) => {
    const days = typeof value === 'string' && /^\+?\d{1,4}$/.test(value) ? Number(value) : value;
    return typeof days === 'number' && Number.isInteger(days) && days >= least && days <= 2000
      ? days
      : undefined;
  });
}

export function wholeNumber(expected: string, least: number, most: number) {
  return z.int({ error: expected }).min(least, { error: expected }).max(most, { error: expected });
}

/** A share between 0 and 1, written `80%` or `0.8`. */
export function share(expected: string) {
  return written(expected, (value) => {
    const number = readNumber(value);
    return number !== undefined && number >= 0 && number <= 1 ? number : undefined;
  });
}

/** Days, written `90 days` or `90`. */
export function days(expected: string) {
  return written(expected, (value) => {
    const isOther = typeof value === 'string' && /%|month/.test(value);
    const number = isOther ? undefined : readNumber(value);
    return number !== undefined && Number.isInteger(number) && number >= 1 && number <= 3650
      ? number
      : undefined;
  });
}

/** An amount of money as the playbook keeps it: whole minor units (cents, yen) of an ISO 4217 currency. */
export interface Amount {
  readonly amountMinor: number;
  readonly currency: string;
}

/** An amount with its currency: `50,000 EUR`. */
export const amount = written('an amount with its currency such as "50,000 EUR"', readAmount);

/** A target, written as the metric's unit suggests: `40%`, `30 days`, `6 months`, `8`, `50,000 EUR`. */
export const target = written(
  'a target such as 40%, 30 days, 8 or 50,000 EUR',
  (value): Target | undefined => readNumber(value) ?? readAmount(value),
);
/** A number in the unit of its metric; for metrics of money an amount. */
export type Target = number | Amount;

function readAmount(value: unknown): Amount | undefined {
  if (typeof value === 'object' && value !== null && 'amountMinor' in value && 'currency' in value) {
    const { amountMinor, currency } = value;
    const isKept = Number.isSafeInteger(amountMinor) && typeof currency === 'string' && isCurrency(currency);
    return isKept ? { amountMinor: Number(amountMinor), currency } : undefined;
  }
  if (typeof value !== 'string' || !/\b[A-Z]{3}\b/.test(value)) return undefined;
  try {
    const { amountMinor, currency } = parseMoney(value, '');
    return Number.isSafeInteger(Number(amountMinor))
      ? { amountMinor: Number(amountMinor), currency }
      : undefined;
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

function readNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'string') return undefined;
  const match = /^(-?\d{1,9}(?:\.\d{1,4})?)\s*(%|days?|months?)?$/.exec(value.trim());
  if (!match) return undefined;
  // Rounded, because 0.07 * 100 and 7 / 100 must name the same share.
  return match[2] === '%' ? Math.round(Number(match[1]) * 1e6) / 1e8 : Number(match[1]);
}

const clockPhrase = 'a time of day such as "09:00"';
/** Local time of day, `HH:MM`. */
export const clockTime = z
  .string({ error: clockPhrase })
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: clockPhrase });

export const weekdayNames = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const;
export const weekday = z.enum(weekdayNames, { error: `a day of the week such as "tuesday"` });

const zonePhrase = 'a time zone of the IANA list such as "Europe/Berlin"';
export const timeZone = z.string({ error: zonePhrase }).refine(isTimeZone, { error: zonePhrase });

const datePhrase = 'a date such as 2026-12-24';
/** ISO date, `YYYY-MM-DD`. */
export const date = z.iso.date({ error: datePhrase });

const linkPhrase = 'a web address that begins with https://';
export const link = z
  .url({ protocol: /^https?$/, error: linkPhrase })
  .max(2000, { error: 'at most 2000 characters' });
