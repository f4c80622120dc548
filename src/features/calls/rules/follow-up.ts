import { addWorkingDays, defaultWorkingHours } from '../../../core/business-time.ts';
import { addDays, instantOf, type LocalDate, localDateOf } from '../../../core/calendar.ts';

/** Working days between two reminders of an action item that is late. */
const lateEveryDays = 3;

/**
 * The first day after `after` on which the owner hears of an action item: the working day before it is due, the
 * day it is due (the next working day when it falls on none), then every third working day.
 */
export function nextFollowUpDay(dueOn: LocalDate, after: LocalDate, holidays: readonly string[]): LocalDate {
  const dayBefore = addWorkingDays(dueOn, -1, holidays);
  if (dayBefore > after) return dayBefore;
  let day = addWorkingDays(dueOn, 0, holidays);
  while (day <= after) day = addWorkingDays(day, lateEveryDays, holidays);
  return day;
}

/** When a person is next to be reminded of any of these due days: at the start of their working day; null for none. */
export function nextFollowUp(
  dueDays: readonly LocalDate[],
  now: Date,
  zone: string,
  holidays: readonly string[],
): Date | null {
  const today = localDateOf(now, zone);
  const isStillAhead = morningOf(today, zone) > now;
  const after = isStillAhead ? addDays(today, -1) : today;
  const days = dueDays.map((dueOn) => nextFollowUpDay(dueOn, after, holidays)).sort();
  return days[0] === undefined ? null : morningOf(days[0], zone);
}

/** Whether any of the due days asks for a reminder between the day one was planned for and today, both included. */
export function isFollowUpDue(
  dueDays: readonly LocalDate[],
  plannedFor: LocalDate,
  today: LocalDate,
  holidays: readonly string[],
): boolean {
  return dueDays.some((dueOn) => nextFollowUpDay(dueOn, addDays(plannedFor, -1), holidays) <= today);
}

/** The start of the working day. */
export function morningOf(day: LocalDate, zone: string): Date {
  return instantOf(day, defaultWorkingHours.startMinute, zone);
}
