import { addWorkingDays, defaultWorkingHours, nextWorkingMoment } from '../../core/business-time.ts';
import { addDays, instantOf, localDateOf, type Weekday, weekdayOf } from '../../core/calendar.ts';
import { type CalendarWindow, monthOf, previous } from '../../core/time-window.ts';

/** The first time after `after` at which the zone's clocks show this weekday and minute. */
export function nextWeekly(after: Date, weekday: Weekday, minuteOfDay: number, zone: string): Date {
  const today = localDateOf(after, zone);
  const inDays = (weekday - weekdayOf(today) + 7) % 7;
  const candidate = instantOf(addDays(today, inDays), minuteOfDay, zone);
  return candidate > after ? candidate : instantOf(addDays(today, inDays + 7), minuteOfDay, zone);
}

/** When the scorecard of each month comes to a partner. */
export interface MonthlyTerms {
  /** The nth working day after the month, from 1. */
  readonly workingDay: number;
  /** Minutes after midnight by the partner’s clocks. */
  readonly minuteOfDay: number;
  /** The partner’s. */
  readonly timeZone: string;
  /** ISO dates. */
  readonly holidays: readonly string[];
}

/**
 * When the scorecard of a month comes. Never before the programme’s own month is over: a partner whose clocks are ahead
 * gets it as soon as it is, and where that is in its evening or its weekend on its next working day.
 */
export function monthlyMoment(month: CalendarWindow, terms: MonthlyTerms): Date {
  const { workingDay, minuteOfDay, timeZone, holidays } = terms;
  const lastDay = addDays(localDateOf(month.to, month.timeZone), -1);
  const moment = instantOf(addWorkingDays(lastDay, workingDay, holidays), minuteOfDay, timeZone);
  if (moment >= month.to) return moment;
  const hours = { startMinute: minuteOfDay, endMinute: defaultWorkingHours.endMinute };
  return nextWorkingMoment(month.to, timeZone, hours, holidays);
}

/** The newest month whose scorecard’s moment has come, and when the next one’s comes. Months are the programme’s. */
export function monthliesAround(
  now: Date,
  programmeZone: string,
  terms: MonthlyTerms,
): { readonly due: CalendarWindow; readonly next: Date } {
  return dueAround(now, monthOf(now, programmeZone), (month) => monthlyMoment(month, terms));
}

/** Of windows that each bring something at a moment after their end: the newest whose moment has come, and the next moment. */
export function dueAround(
  now: Date,
  running: CalendarWindow,
  momentOf: (window: CalendarWindow) => Date,
): { readonly due: CalendarWindow; readonly next: Date } {
  const ended = previous(running);
  const moment = momentOf(ended);
  return moment <= now ? { due: ended, next: momentOf(running) } : { due: previous(ended), next: moment };
}
