import { addWorkingDays } from '../../../core/business-time.ts';
import { addDays, instantOf, localDateOf, type Weekday, weekdayOf } from '../../../core/calendar.ts';
import { type CalendarWindow, quarterOf } from '../../../core/time-window.ts';
import { dueAround } from '../timing.ts';

/** When packs come to somebody. */
export interface PackTerms {
  /** The nth working day after a quarter. */
  readonly workingDay: number;
  /** Minutes after midnight by the reader’s clocks. */
  readonly minuteOfDay: number;
  /** The day of the week they chose for what comes regularly; null: the working day itself. */
  readonly weekday?: Weekday | null;
  readonly timeZone: string;
  /** ISO dates. */
  readonly holidays: readonly string[];
}

/** When the pack of a quarter comes: never before the programme’s own quarter is over, however far apart the zones. */
export function packMoment(quarter: CalendarWindow, terms: PackTerms): Date {
  const lastDay = addDays(localDateOf(quarter.to, quarter.timeZone), -1);
  const first = addWorkingDays(lastDay, terms.workingDay, terms.holidays);
  const day = terms.weekday ? addDays(first, (terms.weekday - weekdayOf(first) + 7) % 7) : first;
  const moment = instantOf(day, terms.minuteOfDay, terms.timeZone);
  return moment > quarter.to ? moment : quarter.to;
}

/** The newest quarter whose pack’s moment has come, and when the next one’s comes. Quarters are the programme’s. */
export function packsAround(
  now: Date,
  programmeZone: string,
  terms: PackTerms,
): { readonly due: CalendarWindow; readonly next: Date } {
  return dueAround(now, quarterOf(now, programmeZone), (quarter) => packMoment(quarter, terms));
}
