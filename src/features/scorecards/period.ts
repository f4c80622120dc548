import {
  addDays,
  formatLocalDate,
  instantOf,
  type LocalDate,
  localDateFrom,
  localDateOf,
  monthNames,
  partsOf,
  weekdayOf,
} from '../../core/calendar.ts';
import { type CalendarWindow, monthOf, quarterOf, quarterWords, weekOf } from '../../core/time-window.ts';

/** `weekly`: what a manager's digest said; `monthly`: what a partner was sent; `quarterly`: the pack for the review. */
export type Cadence = 'weekly' | 'monthly' | 'quarterly';

export interface Period {
  readonly cadence: Cadence;
  readonly window: CalendarWindow;
}

/**
 * The quarter (`2026-Q1`), month (`2026-01`) or week (`2026-W03`, or any day of it, `2026-01-14`) named in a text, and
 * the text without it; null when it names none. Weeks are ISO 8601's: the first of a year is the one that holds 4 January.
 */
export function periodIn(
  text: string,
  zone: string,
): { readonly period: Period; readonly rest: string } | null {
  const found = /(?:^|\s)(\d{4})-(?:(\d{2})(?:-(\d{2}))?|W(\d{1,2})|Q([1-4]))(?=\s|$)/i.exec(text);
  if (!found) return null;
  const [whole, year, month, day, week, quarter] = found;
  const date = week
    ? mondayOf(Number(year), Number(week))
    : localDateFrom(Number(year), quarter ? Number(quarter) * 3 - 2 : Number(month), day ? Number(day) : 1);
  if (!date) return null;
  const start = instantOf(date, 0, zone);
  const period: Period = quarter
    ? { cadence: 'quarterly', window: quarterOf(start, zone) }
    : week || day
      ? { cadence: 'weekly', window: weekOf(start, zone) }
      : { cadence: 'monthly', window: monthOf(start, zone) };
  return { period, rest: text.replace(whole, ' ').trim() };
}

/** The Monday of an ISO week; null when the year has no such week. */
function mondayOf(year: number, week: number): LocalDate | null {
  const january4 = localDateFrom(year, 1, 4);
  if (!january4) return null;
  const monday = addDays(january4, 1 - weekdayOf(january4) + 7 * (week - 1));
  return week > 0 && partsOf(addDays(monday, 3)).year === year ? monday : null;
}

/** "Q1 2026", "January 2026", "the week of Mon 12 Jan". */
export function periodWords(cadence: string, from: Date, zone: string, now: Date): string {
  const date = localDateOf(from, zone);
  const { year, month } = partsOf(date);
  if (cadence === 'quarterly') return quarterWords(date);
  return cadence === 'monthly'
    ? `${monthNames[month - 1]} ${year}`
    : `the week of ${formatLocalDate(date, localDateOf(now, zone))}`;
}
