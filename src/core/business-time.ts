import {
  addDays,
  instantOf,
  type LocalDate,
  localDateOf,
  minuteOfDay,
  type Weekday,
  weekdayOf,
} from './calendar.ts';

/** Minutes after local midnight between which people may be addressed; the end is not inside. */
export interface WorkingHours {
  readonly startMinute: number;
  readonly endMinute: number;
}

export const defaultWorkingHours: WorkingHours = { startMinute: 9 * 60, endMinute: 17 * 60 + 30 };

export const defaultWeekdays: readonly Weekday[] = [1, 2, 3, 4, 5];

/** Monday to Friday, unless a holiday. Holidays are ISO dates. */
export function isWorkingDay(date: LocalDate, holidays: readonly string[] = []): boolean {
  return weekdayOf(date) <= 5 && !holidays.includes(date);
}

/**
 * The nth working day after a day (before it when negative). Zero gives the day itself when it is a working
 * day, else the next one.
 */
export function addWorkingDays(date: LocalDate, n: number, holidays: readonly string[] = []): LocalDate {
  const step = n < 0 ? -1 : 1;
  let left = Math.abs(n);
  let day = date;
  if (left === 0) while (!isWorkingDay(day, holidays)) day = addDays(day, 1);
  while (left > 0) {
    day = addDays(day, step);
    if (isWorkingDay(day, holidays)) left -= 1;
  }
  return day;
}

/**
 * Working days after `from` up to and including `to`, so that it undoes addWorkingDays; when `to` is earlier,
 * minus the working days from `to` to before `from`.
 */
export function workingDaysBetween(from: LocalDate, to: LocalDate, holidays: readonly string[] = []): number {
  const step = to < from ? -1 : 1;
  let count = 0;
  for (let day = from; day !== to; ) {
    day = addDays(day, step);
    if (isWorkingDay(day, holidays)) count += step;
  }
  return count;
}

/** The same instant inside working hours, else the next start of working hours in that zone. */
export function nextWorkingMoment(
  instant: Date,
  zone: string,
  hours: WorkingHours = defaultWorkingHours,
  holidays: readonly string[] = [],
): Date {
  const today = localDateOf(instant, zone);
  const minute = minuteOfDay(instant, zone);
  if (isWorkingDay(today, holidays)) {
    if (minute >= hours.startMinute && minute < hours.endMinute) return instant;
    if (minute < hours.startMinute) return instantOf(today, hours.startMinute, zone);
  }
  return instantOf(addWorkingDays(today, 1, holidays), hours.startMinute, zone);
}
