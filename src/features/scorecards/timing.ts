import { addWorkingDays } from '../../core/business-time.ts';
import {
  addDays,
  instantOf,
  localDateFrom,
  localDateOf,
  partsOf,
  type Weekday,
  weekdayOf,
} from '../../core/calendar.ts';

/** The first time after `after` at which the zone's clocks show this weekday and minute. */
export function nextWeekly(after: Date, weekday: Weekday, minuteOfDay: number, zone: string): Date {
  const today = localDateOf(after, zone);
  const inDays = (weekday - weekdayOf(today) + 7) % 7;
  const candidate = instantOf(addDays(today, inDays), minuteOfDay, zone);
  return candidate > after ? candidate : instantOf(addDays(today, inDays + 7), minuteOfDay, zone);
}

const monthlyMinute = 10 * 60;

/** Ten in the morning of the first working day of a month, the first such after `after`. */
export function nextMonthly(after: Date, zone: string, holidays: readonly string[]): Date {
  const { year, month } = partsOf(localDateOf(after, zone));
  for (let ahead = 0; ; ahead += 1) {
    const first = localDateFrom(
      year + Math.floor((month - 1 + ahead) / 12),
      ((month - 1 + ahead) % 12) + 1,
      1,
    );
    if (!first) throw new RangeError(`no month ${ahead} after ${year}-${month}`);
    const candidate = instantOf(addWorkingDays(first, 0, holidays), monthlyMinute, zone);
    if (candidate > after) return candidate;
  }
}
