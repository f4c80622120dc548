import { z } from 'zod';
import {
  addDays,
  daysBetween,
  daysInMonth,
  instantOf,
  isLocalDate,
  isTimeZone,
  type LocalDate,
  localDateFrom,
  localDateOf,
  partsOf,
  type Weekday,
  weekdayOf,
} from './calendar.ts';

const localDateSchema = z.custom<LocalDate>(
  (value) => typeof value === 'string' && isLocalDate(value),
  'expected a date as yyyy-mm-dd',
);
const weekdaySchema = z.union([
  z.literal(1),
  z.literal(2),
  z.literal(3),
  z.literal(4),
  z.literal(5),
  z.literal(6),
  z.literal(7),
]);

/**
 * When something happens again. `every` counts units from the day, ISO week or month of `from`; before `from`
 * and after `until` (the last possible day) nothing happens. Weeks happen on `weekdays` (else on that of
 * `from`), months on `dayOfMonth` (else on that of `from`), or on their last day where they are shorter.
 */
export const recurrenceSchema = z
  .strictObject({
    every: z.int().min(1).max(366),
    unit: z.enum(['day', 'week', 'month']),
    weekdays: z.array(weekdaySchema).nonempty().optional(),
    dayOfMonth: z.union([z.int().min(1).max(31), z.literal('last')]).optional(),
    /** Wall clock time, HH:MM. */
    at: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'expected a time as HH:MM'),
    timeZone: z.string().refine(isTimeZone, 'expected a time zone such as Europe/Berlin'),
    from: localDateSchema,
    until: localDateSchema.optional(),
  })
  .refine((rule) => rule.weekdays === undefined || rule.unit === 'week', {
    path: ['weekdays'],
    message: 'weekdays need unit: week',
  })
  .refine((rule) => rule.dayOfMonth === undefined || rule.unit === 'month', {
    path: ['dayOfMonth'],
    message: 'dayOfMonth needs unit: month',
  });

export type Recurrence = z.infer<typeof recurrenceSchema>;

/** Reads a stored recurrence; throws a ZodError when it is none. */
export function parseRecurrence(value: unknown): Recurrence {
  return recurrenceSchema.parse(value);
}

/**
 * The first occurrence strictly after the instant, from the rule alone, never from an earlier run; null when
 * there is none. Each day of the rule occurs once: at the first instant after a gap when the clocks skip its
 * time, at the first of two when they show it twice. A day that the zone skipped whole (Apia, 30 December 2011)
 * does not occur.
 */
export function nextOccurrence(recurrence: Recurrence, after: Date): Date | null {
  // A gap can carry an occurrence into the next day, so looking starts a day early.
  for (const instant of occurrencesFrom(recurrence, addDays(localDateOf(after, recurrence.timeZone), -1))) {
    if (instant > after) return instant;
  }
  return null;
}

/** All occurrences in [from, to), in order. */
export function occurrencesBetween(recurrence: Recurrence, from: Date, to: Date): Date[] {
  const found: Date[] = [];
  for (const instant of occurrencesFrom(recurrence, addDays(localDateOf(from, recurrence.timeZone), -1))) {
    if (instant >= to) break;
    if (instant >= from) found.push(instant);
  }
  return found;
}

function* occurrencesFrom(recurrence: Recurrence, start: LocalDate): Generator<Date> {
  const minute = Number(recurrence.at.slice(0, 2)) * 60 + Number(recurrence.at.slice(3));
  const earliest = start > recurrence.from ? start : recurrence.from;
  for (const date of datesFrom(recurrence, earliest)) {
    if (recurrence.until !== undefined && date > recurrence.until) return;
    if (date < earliest) continue;
    const isSkippedDay = localDateOf(instantOf(date, 0, recurrence.timeZone), recurrence.timeZone) > date;
    if (!isSkippedDay) yield instantOf(date, minute, recurrence.timeZone);
  }
}

/** The days of the rule in order, from the period that holds `earliest` on; the first may lie before it. */
function* datesFrom(recurrence: Recurrence, earliest: LocalDate): Generator<LocalDate> {
  const { every, unit, from } = recurrence;
  if (unit === 'day') {
    const skipped = Math.floor(daysBetween(from, earliest) / every);
    for (let date = addDays(from, skipped * every); isBeforeTheEnd(date); date = addDays(date, every)) {
      yield date;
    }
  } else if (unit === 'week') {
    const monday = addDays(from, 1 - weekdayOf(from));
    const weekdays: Weekday[] = [...new Set(recurrence.weekdays ?? [weekdayOf(from)])].sort();
    const skipped = Math.floor(daysBetween(monday, earliest) / (7 * every));
    for (
      let week = addDays(monday, skipped * 7 * every);
      isBeforeTheEnd(week);
      week = addDays(week, 7 * every)
    ) {
      for (const weekday of weekdays) yield addDays(week, weekday - 1);
    }
  } else {
    const day = recurrence.dayOfMonth ?? partsOf(from).day;
    const first = monthIndex(from);
    const skipped = Math.floor((monthIndex(earliest) - first) / every);
    for (let index = first + skipped * every; index < lastYear * 12; index += every) {
      const [year, month] = [Math.floor(index / 12), (index % 12) + 1];
      const length = daysInMonth(year, month);
      const date = localDateFrom(year, month, day === 'last' ? length : Math.min(day, length));
      if (date !== null) yield date;
    }
  }
}

/** Dates have four-digit years; a rule without an end stops short of the last of them. */
const lastYear = 9990;

function isBeforeTheEnd(date: LocalDate): boolean {
  return partsOf(date).year < lastYear;
}

function monthIndex(date: LocalDate): number {
  const { year, month } = partsOf(date);
  return year * 12 + month - 1;
}
