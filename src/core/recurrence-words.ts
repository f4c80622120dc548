import {
  addDays,
  formatLocalDate,
  isTimeZone,
  type LocalDate,
  localDateOf,
  weekdayNames,
  weekdayOf,
} from './calendar.ts';
import { parseLocalDate, parseWeekday } from './parse-date.ts';
import { nextOccurrence, type Recurrence } from './recurrence.ts';
import { Refusal } from './refusal.ts';
import { closestMatch, listing, truncate } from './text.ts';

const example = 'Try “every other Tuesday 10:00 Europe/Berlin”.';
const ordinals: ReadonlyMap<string, number> = new Map([
  ['other', 2],
  ['second', 2],
  ['two', 2],
  ['third', 3],
  ['three', 3],
  ['fourth', 4],
  ['four', 4],
]);

/** The rule in words that parseRecurrenceText reads back: "every other Tuesday at 10:00 (Europe/Berlin)". */
export function describeRecurrence(recurrence: Recurrence): string {
  const until =
    recurrence.until === undefined ? '' : ` until ${formatLocalDate(recurrence.until, '0001-01-01')}`;
  return `${describeDays(recurrence)} at ${recurrence.at} (${recurrence.timeZone})${until}`;
}

function describeDays({ every, unit, weekdays, dayOfMonth, from }: Recurrence): string {
  const times = every === 1 ? '' : every === 2 ? 'other ' : `${every} `;
  if (unit === 'day') return `every ${times}${every > 2 ? 'days' : 'day'}`;
  if (unit === 'month') {
    const day = dayOfMonth ?? Number(from.slice(8));
    const on = day === 'last' ? 'the last day' : `the ${ordinal(day)}`;
    return `every ${times}${every > 2 ? 'months' : 'month'} on ${on}`;
  }
  const days = [...new Set(weekdays ?? [weekdayOf(from)])].sort();
  const names =
    days.join('') === '12345' ? 'weekday' : listing(days.map((day) => weekdayNames[day - 1] ?? ''));
  return every <= 2 ? `every ${times}${names}` : `every ${every} weeks on ${names}`;
}

function ordinal(day: number): string {
  const isTeen = day >= 11 && day <= 13;
  const suffix = isTeen ? 'th' : (['th', 'st', 'nd', 'rd'][day % 10] ?? 'th');
  return `${day}${suffix}`;
}

export interface RecurrenceDefaults {
  /** The zone when the words name none. */
  readonly timeZone: string;
  /** The rule begins with the first fitting day from here on. */
  readonly today: LocalDate;
  /** HH:MM, when the words name no time; without it they must. */
  readonly at?: string;
}

/**
 * Reads "every other Tuesday 10:00 Europe/Berlin", "daily at 9am", "every weekday 8:30", "monthly on the last
 * day at 17:00", "every 3 weeks on Monday and Thursday 14:00 New York until 1 Dec 2026". `from` becomes the
 * first day that fits, so that "every other Tuesday" begins with the coming one. Refuses with `invalid` and
 * says what to write.
 */
export function parseRecurrenceText(text: string, defaults: RecurrenceDefaults): Recurrence {
  const shown = `“${truncate(text.trim(), 60)}”`;
  const unreadable = new Refusal('invalid', `I could not read ${shown} as a rhythm. ${example}`);
  if (text.length > 200) throw unreadable;
  const { rest: withoutUntil, until } = takeUntil(text.normalize('NFKC'), defaults.today);
  const { rest: withoutZone, timeZone } = takeZone(withoutUntil, defaults.timeZone);
  const { rest, at } = takeTime(withoutZone, defaults.at, shown);
  const days = readDays(rest, shown);
  if (days === null) throw unreadable;
  const end = until === null ? {} : { until };
  const draft: Recurrence = { ...days, at, timeZone, from: defaults.today, ...end };
  // Counted from today the first day may fall into a week or month that `every` leaves out, so the first is
  // looked for in every period and the counting begins there.
  const first = nextOccurrence({ ...draft, every: 1 }, justBefore(draft));
  if (first === null) throw new Refusal('invalid', `${shown} ends before it begins. Give a later end.`);
  const from = draft.unit === 'day' ? draft.from : localDateOf(first, timeZone);
  return { ...draft, from };
}

/** An instant before anything on the rule's first day, in whatever zone. */
function justBefore(recurrence: Recurrence): Date {
  return new Date(`${addDays(recurrence.from, -2)}T00:00:00Z`);
}

function takeUntil(text: string, today: LocalDate): { rest: string; until: LocalDate | null } {
  const match = /^(.*?)[\s,]+(?:until|till)\s+(.+)$/is.exec(text);
  if (match === null) return { rest: text, until: null };
  return { rest: match[1] ?? '', until: parseLocalDate(match[2] ?? '', today) };
}

function takeZone(text: string, defaultZone: string): { rest: string; timeZone: string } {
  const match = /\(?([a-z]+(?:\/[a-z0-9_+-]+)+|\b(?:utc|gmt)\b)\)?/i.exec(text);
  const abbreviation = /\b(?:[A-Z]{1,3}[DS]T|CET|EET|WET)\b/.exec(text);
  if (match === null && abbreviation !== null) {
    const refusal = `“${abbreviation[0]}” can mean more than one clock. Name a city, such as Europe/Berlin.`;
    throw new Refusal('invalid', refusal);
  }
  if (match === null) return takeCity(text) ?? { rest: text, timeZone: defaultZone };
  const named = match[1] ?? '';
  const timeZone = canonicalZone(named);
  if (timeZone === null) {
    const near = closestMatch(named, Intl.supportedValuesOf('timeZone'));
    const hint = near === null ? 'Write it like Europe/Berlin.' : `Did you mean ${near}?`;
    throw new Refusal('invalid', `I do not know the time zone “${truncate(named, 40)}”. ${hint}`);
  }
  return { rest: text.replace(match[0], ' '), timeZone };
}

/** "10:00 New York" names America/New_York. */
function takeCity(text: string): { rest: string; timeZone: string } | null {
  const spaced = ` ${text.replace(/[\s,()]+/g, ' ').trim()} `;
  for (const timeZone of Intl.supportedValuesOf('timeZone')) {
    const city = ` ${timeZone.slice(timeZone.lastIndexOf('/') + 1).replaceAll('_', ' ')} `;
    const at = spaced.toLowerCase().indexOf(city.toLowerCase());
    if (at !== -1) return { rest: `${spaced.slice(0, at)} ${spaced.slice(at + city.length)}`, timeZone };
  }
  return null;
}

/** The zone as it is usually written, so that europe/berlin reads Europe/Berlin; null when there is none. */
function canonicalZone(zone: string): string | null {
  if (!isTimeZone(zone)) return null;
  if (!zone.includes('/')) return zone.toUpperCase();
  const listed = Intl.supportedValuesOf('timeZone').find((name) => name.toLowerCase() === zone.toLowerCase());
  return listed ?? zone.toLowerCase().replace(/(?:^|[/_-])[a-z]/g, (start) => start.toUpperCase());
}

function takeTime(text: string, defaultAt: string | undefined, shown: string): { rest: string; at: string } {
  const match =
    /\b(\d{1,2})[:.](\d{2})\s*(am|pm)?(?!\w)/i.exec(text) ??
    /\b(\d{1,2})()\s*(am|pm)\b/i.exec(text) ??
    /\bat\s+(\d{1,2})()()(?![\w:])/i.exec(text);
  if (match === null) {
    if (/\b(noon|midday)\b/i.test(text))
      return { rest: text.replace(/\b(noon|midday)\b/i, ' '), at: '12:00' };
    if (defaultAt !== undefined) return { rest: text, at: defaultAt };
    throw new Refusal('invalid', `${shown} names no time. ${example}`);
  }
  const [hour, minutes, half] = [Number(match[1]), Number(match[2] || 0), match[3]?.toLowerCase()];
  const isValid = minutes < 60 && (half ? hour >= 1 && hour <= 12 : hour < 24);
  if (!isValid) throw new Refusal('invalid', `“${match[0].trim()}” is no time of day. Write it like 10:00.`);
  const hour24 = half === 'pm' ? (hour % 12) + 12 : half === 'am' ? hour % 12 : hour;
  const at = `${String(hour24).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
  return { rest: text.replace(match[0], ' '), at };
}

type Days = Pick<Recurrence, 'every' | 'unit' | 'weekdays' | 'dayOfMonth'>;

/** Reads what is left when time, zone and end are taken out; null when it makes no sense. */
function readDays(text: string, shown: string): Days | null {
  const words = text
    .toLowerCase()
    .replace(/[,&()]/g, ' ')
    .replace(/\b(\d+)(?:st|nd|rd|th)\b/g, '#$1')
    .split(/\s+/)
    .filter(
      (word) => word !== '' && !['at', 'on', 'the', 'and', 'of', 'each', 'every', 'a', 'per'].includes(word),
    );
  if (words.some((word) => /^bi-?(weekly|monthly)$/.test(word))) {
    const refusal = `${shown} could mean twice in one or once in two. Say “every other week” or name the days.`;
    throw new Refusal('invalid', refusal);
  }
  let every = 1;
  const head = words[0] ?? '';
  const after = words[1] ?? '';
  const counts = /^\d{1,3}$/.test(head) && /^(days?|weeks?|months?)$/.test(after);
  if (counts || ordinals.has(head)) {
    every = ordinals.get(head) ?? Number(head);
    words.shift();
  }
  if (every < 1 || every > 366) return null;
  const unit = words[0];
  if (unit === undefined) return null;
  const rest = words.slice(1);
  if (/^(daily|days?)$/.test(unit)) return rest.length === 0 ? { every, unit: 'day' } : null;
  if (unit === 'fortnightly' || unit === 'fortnight') return weekly(2, rest);
  if (/^(weekly|weeks?)$/.test(unit)) return weekly(every, rest);
  if (/^(monthly|months?)$/.test(unit)) return monthly(every, rest);
  if (/^(first|last|#\d{1,2})$/.test(unit)) {
    const days = words.filter((word) => !/^(monthly|months?)$/.test(word));
    return days.length < words.length ? monthly(every, days) : null;
  }
  return weekly(every, words);
}

function weekly(every: number, words: readonly string[]): Days | null {
  if (words.length === 0) return { every, unit: 'week' };
  const isWorkweek =
    /^(weekdays?|workdays?)$/.test(words.join('')) || /^working days?$/.test(words.join(' '));
  if (isWorkweek) return { every, unit: 'week', weekdays: [1, 2, 3, 4, 5] };
  const weekdays = words.map(parseWeekday);
  const [first, ...others] = [...new Set(weekdays.filter((day) => day !== null))].sort();
  if (first === undefined || weekdays.includes(null)) return null;
  return { every, unit: 'week', weekdays: [first, ...others] };
}

function monthly(every: number, words: readonly string[]): Days | null {
  const [day, ...rest] = words;
  if (day === undefined) return { every, unit: 'month' };
  if (rest.length > 1 || (rest.length === 1 && rest[0] !== 'day')) return null;
  if (day === 'last') return { every, unit: 'month', dayOfMonth: 'last' };
  if (day === 'first') return { every, unit: 'month', dayOfMonth: 1 };
  const dayOfMonth = /^#?\d{1,2}$/.test(day) ? Number(day.replace('#', '')) : 0;
  return dayOfMonth >= 1 && dayOfMonth <= 31 ? { every, unit: 'month', dayOfMonth } : null;
}
