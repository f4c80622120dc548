import { tz, tzOffset } from '@date-fns/tz';
import { format, getDaysInMonth } from 'date-fns';

/** A day in the calendar, ISO yyyy-mm-dd, in no zone. Compares and sorts as text. */
export type LocalDate = `${number}-${number}-${number}`;
/** 1 Monday … 7 Sunday, as ISO 8601 counts. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

export const weekdayNames = [
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
  'Sunday',
] as const;
export const monthNames = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
/** Days are read at midnight UTC, whatever zone this machine is in. */
const inUtc = { in: tz('UTC') };

/** Whether the text is an existing day between 0001 and 9999, as yyyy-mm-dd. */
export function isLocalDate(text: string): text is LocalDate {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || text.startsWith('0000')) return false;
  const { year, month, day } = partsOf(text as LocalDate);
  // The calendar repeats every 400 years; Date.UTC takes years before 100 for those of the last century.
  const found = new Date(Date.UTC(2000 + (year % 400), month - 1, day));
  return found.getUTCMonth() === month - 1 && found.getUTCDate() === day;
}

/** Stored text as a day; text that is none is a mistake in the data and throws a TypeError. */
export function localDate(text: string): LocalDate {
  if (!isLocalDate(text)) throw new TypeError(`Not an ISO date: ${text.slice(0, 40)}`);
  return text;
}

/** The day as stored in a date column: midnight UTC. */
export function utcMidnightOf(date: LocalDate): Date {
  return new Date(`${date}T00:00:00Z`);
}

/** The day a date column holds (midnight UTC). Throws a RangeError past the year 9999. */
export function localDateOfUtc(instant: Date): LocalDate {
  const iso = instant.toISOString();
  // Other years are written with a sign and six digits.
  if (iso.length !== 24 || iso.startsWith('0000'))
    throw new RangeError(`${iso} is no date of four-digit years`);
  return iso.slice(0, 10) as LocalDate;
}

/** The day n days later (earlier when negative). */
export function addDays(date: LocalDate, days: number): LocalDate {
  return localDateOfUtc(new Date(utcMidnightOf(date).getTime() + days * dayMs));
}

/** Days from one day to another; negative when `to` is earlier. */
export function daysBetween(from: LocalDate, to: LocalDate): number {
  return Math.round((utcMidnightOf(to).getTime() - utcMidnightOf(from).getTime()) / dayMs);
}

export function weekdayOf(date: LocalDate): Weekday {
  return (((utcMidnightOf(date).getUTCDay() + 6) % 7) + 1) as Weekday;
}

/** Year, month (1–12) and day of the month. */
export function partsOf(date: LocalDate): { year: number; month: number; day: number } {
  return { year: Number(date.slice(0, 4)), month: Number(date.slice(5, 7)), day: Number(date.slice(8, 10)) };
}

/** The date with these parts, or null when there is no such day (31 April, 29 February of a common year). */
export function localDateFrom(year: number, month: number, day: number): LocalDate | null {
  const text = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  return isLocalDate(text) ? text : null;
}

/** Days in the month (1–12) of the year. */
export function daysInMonth(year: number, month: number): number {
  return getDaysInMonth(new Date(Date.UTC(year, month - 1, 1)), inUtc);
}

/** Whether this runtime knows the IANA zone. Offsets are none: `tzOffset` would take any day (2026-12-24) for one. */
export function isTimeZone(zone: string): boolean {
  if (!/^[A-Za-z]/.test(zone)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

/** The calendar day at an instant in a zone. */
export function localDateOf(instant: Date, zone: string): LocalDate {
  return localDateOfUtc(shifted(instant, zone));
}

/** Minutes after local midnight as the clock on the wall shows them, 0–1439. */
export function minuteOfDay(instant: Date, zone: string): number {
  const wall = shifted(instant, zone);
  return wall.getUTCHours() * 60 + wall.getUTCMinutes();
}

/** The instant moved by the zone's offset, so that its UTC fields read as the wall clock does. */
function shifted(instant: Date, zone: string): Date {
  return new Date(instant.getTime() + offsetMs(instant.getTime(), zone));
}

function offsetMs(time: number, zone: string): number {
  const minutes = tzOffset(zone, new Date(time));
  if (Number.isNaN(minutes)) throw new RangeError(`No time zone called ${zone}`);
  return minutes * minuteMs;
}

/**
 * The instant at which the zone's clocks show a day and minute (0–1440). A time the clocks skip gives the first
 * instant after the gap; a time they show twice gives the first of the two.
 */
export function instantOf(date: LocalDate, minute: number, zone: string): Date {
  const wall = utcMidnightOf(date).getTime() + minute * minuteMs;
  // No offset exceeds 14 hours, and no zone has changed twice within two days since 1970: these are the
  // offsets on the two sides of whatever change is near.
  const before = offsetMs(wall - dayMs, zone);
  const after = offsetMs(wall + dayMs, zone);
  const shown = [wall - before, wall - after].filter((time) => time + offsetMs(time, zone) === wall);
  if (shown.length > 0) return new Date(Math.min(...shown));
  let earlier = wall - after;
  let later = wall - before;
  while (later - earlier > 1) {
    const middle = Math.floor((earlier + later) / 2);
    if (offsetMs(middle, zone) === after) later = middle;
    else earlier = middle;
  }
  return new Date(later);
}

/** The instant at which the day of an instant is over in a zone. */
export function endOfDay(instant: Date, zone: string): Date {
  return instantOf(addDays(localDateOf(instant, zone), 1), 0, zone);
}

/** "Tue 1 Dec", with the year when it is not today's. */
export function formatLocalDate(date: LocalDate, today: LocalDate): string {
  const isThisYear = partsOf(date).year === partsOf(today).year;
  return format(utcMidnightOf(date), isThisYear ? 'EEE d MMM' : 'EEE d MMM yyyy', inUtc);
}

/** "Tue 1 Dec, 10:00" as the clocks of the zone show it, with the year when it is not the current one there. */
export function formatInstant(instant: Date, zone: string, now: Date): string {
  const date = formatLocalDate(localDateOf(instant, zone), localDateOf(now, zone));
  return `${date}, ${formatMinute(minuteOfDay(instant, zone))}`;
}

/** Minutes after midnight as HH:MM. */
export function formatMinute(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}

/** How a due day reads today: "today", "tomorrow", "in 3 days", "1 day late". */
export function dueWords(due: LocalDate, today: LocalDate): string {
  const days = daysBetween(today, due);
  if (days === 0) return 'today';
  if (days === 1) return 'tomorrow';
  if (days > 0) return `in ${days} days`;
  return days === -1 ? '1 day late' : `${-days} days late`;
}
