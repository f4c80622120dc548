import {
  addDays,
  instantOf,
  type LocalDate,
  localDateFrom,
  localDateOf,
  minuteOfDay,
  partsOf,
  weekdayOf,
} from './calendar.ts';

/** From `from` up to, not including, `to`. */
export interface TimeWindow {
  readonly from: Date;
  readonly to: Date;
}

/** A week, month or quarter of a zone's calendar; its length in hours varies with the clocks. */
export interface CalendarWindow extends TimeWindow {
  readonly unit: 'week' | 'month' | 'quarter';
  readonly timeZone: string;
}

/** The week (Monday to Sunday) that holds the instant, in the zone. */
export function weekOf(instant: Date, zone: string): CalendarWindow {
  const date = localDateOf(instant, zone);
  const monday = addDays(date, 1 - weekdayOf(date));
  return { unit: 'week', timeZone: zone, from: startOf(monday, zone), to: startOf(addDays(monday, 7), zone) };
}

/** The calendar month that holds the instant, in the zone. */
export function monthOf(instant: Date, zone: string): CalendarWindow {
  const { year, month } = partsOf(localDateOf(instant, zone));
  const next = month === 12 ? firstOf(year + 1, 1) : firstOf(year, month + 1);
  return {
    unit: 'month',
    timeZone: zone,
    from: startOf(firstOf(year, month), zone),
    to: startOf(next, zone),
  };
}

/** The calendar quarter (from January, April, July or October) that holds the instant, in the zone. */
export function quarterOf(instant: Date, zone: string): CalendarWindow {
  const { year, month } = partsOf(localDateOf(instant, zone));
  const first = month - ((month - 1) % 3);
  const next = first === 10 ? firstOf(year + 1, 1) : firstOf(year, first + 3);
  return {
    unit: 'quarter',
    timeZone: zone,
    from: startOf(firstOf(year, first), zone),
    to: startOf(next, zone),
  };
}

const windowOf = { week: weekOf, month: monthOf, quarter: quarterOf } as const;

/** The week before a week, the month before a month, the quarter before a quarter; it ends where the given one begins. */
export function previous(window: CalendarWindow): CalendarWindow {
  return windowOf[window.unit](new Date(window.from.getTime() - 1), window.timeZone);
}

/** "Q1 2026": the quarter that begins on a day. */
export function quarterWords(first: LocalDate): string {
  const { year, month } = partsOf(first);
  return `Q${Math.ceil(month / 3)} ${year}`;
}

/** "2026-Q1", as people type it. */
export function quarterName(quarter: CalendarWindow): string {
  const { year, month } = partsOf(localDateOf(quarter.from, quarter.timeZone));
  return `${year}-Q${Math.ceil(month / 3)}`;
}

export function isWithin(window: TimeWindow, instant: Date): boolean {
  return instant >= window.from && instant < window.to;
}

function startOf(date: LocalDate, zone: string): Date {
  return instantOf(date, 0, zone);
}

function firstOf(year: number, month: number): LocalDate {
  const first = localDateFrom(year, month, 1);
  if (first === null) throw new RangeError(`No month ${year}-${month}`);
  return first;
}

/** The same time of day so many days earlier, by the clocks of a zone. */
export function daysBefore(asOf: Date, days: number, timeZone: string): Date {
  if (days === 0) return asOf;
  const date = addDays(localDateOf(asOf, timeZone), -days);
  return instantOf(date, minuteOfDay(asOf, timeZone), timeZone);
}
