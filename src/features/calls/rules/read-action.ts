import { addWorkingDays } from '../../../core/business-time.ts';
import type { LocalDate } from '../../../core/calendar.ts';
import { parseLocalDate } from '../../../core/parse-date.ts';
import { Refusal } from '../../../core/refusal.ts';

/** Working days an action item has when nobody says until when. */
const usualDays = 5;
export const longestAction = 500;

export interface WrittenAction {
  readonly text: string;
  /** Null: the one who writes it. */
  readonly ownerSlackId: string | null;
  readonly dueOn: LocalDate;
}

const person = /<@([UW][A-Z0-9]+)(?:\|[^>]*)?>/;

/**
 * Reads "Send the price list @Aiko by Friday". Without a person it is the writer's own, without a date it is due
 * in five working days. Behind a person, "by" must be followed by a date; elsewhere "grow by 5 %" is text.
 */
export function readAction(words: string, today: LocalDate, holidays: readonly string[]): WrittenAction {
  const named = person.exec(words);
  const ownerSlackId = named?.[1] ?? null;
  const tail = /^(.*)\sby\s+(\S.*)$/is.exec(words.replace(person, ' '));
  const isBehindPerson = /^\s*by\s/i.test(words.slice((named?.index ?? 0) + (named?.[0].length ?? 0)));
  const dated = tail && readDue(tail[2] ?? '', today, named !== null && isBehindPerson);
  const text = (dated ? (tail[1] ?? '') : words.replace(person, ' ')).replace(/\s+/g, ' ').trim();
  const unknown = /(?:^|[\s<\u200b])(@\p{L}[\p{L}\p{N}.'-]*)/u.exec(text)?.[1];
  if (unknown && named === null) {
    throw new Refusal(
      'not_found',
      `I don’t know who “${unknown}” is. Choose the person from the list that opens as you type @.`,
    );
  }
  if (text === '') {
    throw new Refusal('invalid', 'Say what is to be done: `action Send the price list @Aiko by Friday`.');
  }
  if (text.length > longestAction) {
    throw new Refusal(
      'invalid',
      `Please say it in at most ${longestAction} characters; this has ${text.length}.`,
    );
  }
  const dueOn = dated ?? addWorkingDays(today, usualDays, holidays);
  if (dueOn < today) throw new Refusal('invalid', 'That date has passed. Give one from today on.');
  return { text, ownerSlackId, dueOn };
}

function readDue(words: string, today: LocalDate, isDate: boolean): LocalDate | null {
  if (isDate) return parseLocalDate(words.replace(/[.!]$/, ''), today);
  try {
    return parseLocalDate(words.replace(/[.!]$/, ''), today);
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

/** The number in "A-12", "a12" or "12"; null when there is none. */
export function readNumber(words: string): number | null {
  const match = /^#?(?:a-?)?(\d{1,9})$/i.exec(words.trim());
  return match ? Number(match[1]) : null;
}
