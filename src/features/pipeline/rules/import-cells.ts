import type { LocalDate } from '../../../core/calendar.ts';
import { isCurrency } from '../../../core/money.ts';
import { Refusal } from '../../../core/refusal.ts';
import { slug } from '../../../core/text.ts';
import { atMost, longest, oneLine, paragraph } from './fields.ts';
import { type Moment, pastMoment } from './instant.ts';

export interface Choice {
  readonly key: string;
  readonly name: string;
}

export function currencyOf(code: string, fallback: string): string {
  if (code === '') return fallback;
  if (isCurrency(code.toUpperCase())) return code.toUpperCase();
  throw new Refusal('invalid', `“${code}” is no currency. Use a code such as EUR, USD or GBP.`);
}

export function momentAfter(
  text: string,
  earliest: LocalDate | null,
  context: Parameters<typeof pastMoment>[1],
): Moment {
  const moment = pastMoment(text, context);
  if (earliest === null || moment.day >= earliest) return moment;
  throw new Refusal('invalid', `${moment.day} is before ${earliest}, the day it began.`);
}

export function wordIn<Meaning extends string>(
  text: string,
  words: Readonly<Record<Meaning, string>>,
): Meaning {
  const wanted = text.toLowerCase().replace(/[\s-]+/g, '_');
  const meanings = Object.keys(words) as Meaning[];
  const found = meanings.find((meaning) => words[meaning].split(' ').includes(wanted));
  if (found) return found;
  throw new Refusal('invalid', `“${text}” is none of ${meanings.join(', ')}.`);
}

export function reasonIn(text: string | undefined): string {
  return atMost(paragraph(text ?? ''), 'the reason', longest.reason) || 'No reason given';
}

/** The key of what a cell says, by key or by name; nothing where it says nothing or there is nothing to choose from. */
export function choiceOf(text: string, choices: readonly Choice[] | null, what: string): string | undefined {
  if (text === '' || choices === null) return;
  const found = choices.find(({ key, name }) => key === text || slug(name) === slug(text));
  if (found) return found.key;
  const known = choices.map(({ key }) => key).join(', ');
  throw new Refusal(
    'invalid',
    `“${text}” is no ${what} of the playbook${known ? `, which has ${known}` : ''}.`,
  );
}

/** “D-7” or 7; undefined for nothing. */
export function numberIn(text = ''): number | undefined {
  if (text === '') return;
  const [, digits] = /^(?:D-?|#)?(\d{1,9})$/i.exec(text) ?? [];
  if (digits) return Number(digits);
  throw new Refusal('invalid', `“${text}” is no number of a deal. Write it like D-7.`);
}

/** Ids with semicolons between them, as HubSpot writes what a record is associated with; in which order means nothing. */
export function idsIn(text = ''): readonly string[] {
  const ids = text.split(';').map(oneLine).filter(Boolean);
  return [...new Set(ids.map((id) => atMost(id, 'an id', longest.line)))].sort();
}
