import {
  addDays,
  daysInMonth,
  formatLocalDate,
  type LocalDate,
  localDateFrom,
  monthNames,
  partsOf,
  type Weekday,
  weekdayNames,
  weekdayOf,
} from './calendar.ts';
import { Refusal } from './refusal.ts';
import { closestMatch, truncate } from './text.ts';

const example = 'Try 2026-12-01, 1 Dec, tomorrow or next Tuesday.';
// Maps, not objects, as people's words are looked up in them and “constructor” is no day.
const plainDays: ReadonlyMap<string, number> = new Map([
  ['today', 0],
  ['tomorrow', 1],
  ['yesterday', -1],
  ['day after tomorrow', 2],
]);
const unitDays: ReadonlyMap<string, number> = new Map([
  ['day', 1],
  ['week', 7],
]);
const numberWords: ReadonlyMap<string, number> = new Map([
  ['a', 1],
  ['an', 1],
  ['one', 1],
  ['two', 2],
  ['three', 3],
  ['four', 4],
]);

/**
 * Reads a day as people write it, given today where they are: "2026-12-01", "1 Dec", "December 1st, 2026",
 * "1.12.2026", "tomorrow", "Tuesday" (the next after today), "next Tuesday" (the one of next week), "in 3
 * days", "2 weeks ago", "next week" (its Monday), "next month" (its 1st), "end of month". A day without a year
 * is the next such day from today on. Refuses with `invalid` and says what to write; 12/1 is refused because
 * half the world reads it the other way.
 */
export function parseLocalDate(text: string, today: LocalDate): LocalDate {
  const shown = `“${truncate(text.trim(), 40)}”`;
  const words = text
    .normalize('NFKC')
    .slice(0, 100)
    .toLowerCase()
    .replace(/,/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^(on|by|due|the|until) (the )?/, '')
    .replace(/(\d)(st|nd|rd|th)\b/g, '$1');
  if (words === '') throw new Refusal('invalid', `The date is missing. ${example}`);
  const found = relativeDay(words, today) ?? numericDay(words, today, shown) ?? namedDay(words, today, shown);
  if (found !== null) {
    const { year } = partsOf(found);
    if (year >= 2000 && year <= 2199) return found;
    throw new Refusal('invalid', `${shown} is too far away: use a year between 2000 and 2199.`);
  }
  const known = [...plainDays.keys(), ...weekdayNames, ...monthNames].map((word) => word.toLowerCase());
  const near = /^[a-z ]+$/.test(words) ? closestMatch(words, known) : null;
  const hint = near === null ? example : `Did you mean “${near}”?`;
  throw new Refusal('invalid', `I could not read ${shown} as a date. ${hint}`);
}

/** 1–7 for "tue", "tues", "Tuesday" or "Tuesdays"; null for anything else. */
export function parseWeekday(word: string): Weekday | null {
  const index = nameIndex(word.toLowerCase().replace(/s$/, ''), weekdayNames) ?? -1;
  return index === -1 ? null : ((index + 1) as Weekday);
}

function nameIndex(word: string, names: readonly string[]): number | null {
  if (word.length < 3) return null;
  const index = names.findIndex((name) => name.toLowerCase().startsWith(word));
  return index === -1 ? null : index;
}

function parseMonth(word: string): number | null {
  const index = nameIndex(word.replace(/\.$/, ''), monthNames) ?? (word.startsWith('sept') ? 8 : null);
  return index === null ? null : index + 1;
}

function relativeDay(words: string, today: LocalDate): LocalDate | null {
  const plain = plainDays.get(words);
  if (plain !== undefined) return addDays(today, plain);
  const weekday = /^(?:(this|next) )?([a-z]+)$/.exec(words);
  const wanted = parseWeekday(weekday?.[2] ?? '');
  if (wanted !== null) {
    const monday = addDays(today, 1 - weekdayOf(today));
    if (weekday?.[1] === 'next') return addDays(monday, 6 + wanted);
    const ahead = (wanted - weekdayOf(today) + 7) % 7;
    return addDays(today, ahead === 0 && weekday?.[1] === undefined ? 7 : ahead);
  }
  if (words === 'next week') return addDays(today, 8 - weekdayOf(today));
  const { year, month } = partsOf(today);
  if (words === 'next month') return monthLater(year, month, 1, 1);
  if (/^end of (the |this )?month$/.test(words)) return localDateFrom(year, month, daysInMonth(year, month));
  const span = /^(in )?(\d{1,4}|[a-z]+) (day|week|month)s?( ago| from now| later)?$/.exec(words);
  if (span === null || (span[1] === undefined && span[4] === undefined)) return null;
  const count = /^\d/.test(span[2] ?? '') ? Number(span[2]) : numberWords.get(span[2] ?? '');
  if (count === undefined) return null;
  const signed = span[4] === ' ago' ? -count : count;
  const days = unitDays.get(span[3] ?? '');
  if (days !== undefined) return addDays(today, signed * days);
  return monthLater(year, month, partsOf(today).day, signed);
}

/** The same day of the month n months on, or the month's last day where it is shorter. */
function monthLater(year: number, month: number, day: number, n: number): LocalDate | null {
  const index = year * 12 + (month - 1) + n;
  const [laterYear, laterMonth] = [Math.floor(index / 12), (((index % 12) + 12) % 12) + 1];
  return localDateFrom(laterYear, laterMonth, Math.min(day, daysInMonth(laterYear, laterMonth)));
}

function numericDay(words: string, today: LocalDate, shown: string): LocalDate | null {
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(words);
  if (iso !== null) return existing(Number(iso[1]), Number(iso[2]), Number(iso[3]), shown);
  const dotted = /^(\d{1,2})\. ?(\d{1,2})\.(?: ?(\d{4}))?$/.exec(words);
  if (dotted !== null) return dayAndMonth(dotted[1], dotted[2], dotted[3], today, shown);
  const slashed = /^(\d{1,2})[/-](\d{1,2})(?:[/-](\d{4}))?$/.exec(words);
  if (slashed === null) return null;
  const [first, second, year] = [Number(slashed[1]), Number(slashed[2]), slashed[3]];
  if (Math.min(first, second) > 0 && Math.max(first, second) <= 12 && first !== second) {
    const suffix = year === undefined ? '' : ` ${year}`;
    const [a, b] = [`${first} ${shortMonth(second)}${suffix}`, `${second} ${shortMonth(first)}${suffix}`];
    throw new Refusal('invalid', `${shown} could be ${a} or ${b}: please write one of the two.`);
  }
  return first > 12
    ? dayAndMonth(slashed[1], slashed[2], year, today, shown)
    : dayAndMonth(slashed[2], slashed[1], year, today, shown);
}

function namedDay(words: string, today: LocalDate, shown: string): LocalDate | null {
  const tokens = words.split(' ').filter((word) => word !== 'of');
  const weekday = tokens.length > 2 ? parseWeekday((tokens[0] ?? '').replace(/\.$/, '')) : null;
  const [first = '', second = '', year, ...rest] = weekday === null ? tokens : tokens.slice(1);
  if (rest.length > 0 || (year !== undefined && !/^\d+$/.test(year))) return null;
  const isDayFirst = /^\d{1,2}\.?$/.test(first);
  const [day, month] = isDayFirst ? [first, parseMonth(second)] : [second, parseMonth(first)];
  if (month === null || !/^\d{1,2}\.?$/.test(day)) return null;
  if (year !== undefined && year.length !== 4) {
    throw new Refusal('invalid', `Please write the year of ${shown} in full, such as 2026.`);
  }
  const found = dayAndMonth(day.replace('.', ''), String(month), year, today, shown);
  if (weekday !== null && weekdayOf(found) !== weekday) {
    const actual = formatLocalDate(found, today);
    throw new Refusal(
      'invalid',
      `${shown} does not fit: that day is ${actual}. Please correct the day or the weekday.`,
    );
  }
  return found;
}

/** Without a year: the next such day from today on; 29 February waits for a leap year. */
function dayAndMonth(
  day: string | undefined,
  month: string | undefined,
  year: string | undefined,
  today: LocalDate,
  shown: string,
): LocalDate {
  if (year !== undefined) return existing(Number(year), Number(month), Number(day), shown);
  const thisYear = partsOf(today).year;
  // The longest wait for a 29 February is eight years, across a century that is not leap.
  for (let candidate = thisYear; candidate <= thisYear + 8; candidate += 1) {
    const found = localDateFrom(candidate, Number(month), Number(day));
    if (found !== null && found >= today) return found;
  }
  return existing(thisYear, Number(month), Number(day), shown);
}

function existing(year: number, month: number, day: number, shown: string): LocalDate {
  const found = localDateFrom(year, month, day);
  if (found !== null) return found;
  if (month < 1 || month > 12) {
    throw new Refusal('invalid', `${shown} is no date: there is no month ${month}. ${example}`);
  }
  const last = year >= 1 && year <= 9999 ? daysInMonth(year, month) : 31;
  const name = monthNames[month - 1] ?? '';
  throw new Refusal('invalid', `${shown} is no date: ${name} ${year} has ${last} days. ${example}`);
}

function shortMonth(month: number): string {
  return monthNames[month - 1]?.slice(0, 3) ?? '';
}
