import { addDays, type LocalDate, weekdayOf } from '../core/calendar.ts';

/** The day so many days ago, or the Friday before it: nothing happened on a weekend. */
export function workingDayBefore(today: LocalDate, days: number): LocalDate {
  const day = addDays(today, -days);
  return addDays(day, -Math.max(0, weekdayOf(day) - 5));
}
