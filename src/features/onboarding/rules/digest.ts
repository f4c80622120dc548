import {
  addWorkingDays,
  isWorkingDay,
  nextWorkingMoment,
  type WorkingHours,
  workingDaysBetween,
} from '../../../core/business-time.ts';
import { addDays, instantOf, type LocalDate, localDateOf, minuteOfDay } from '../../../core/calendar.ts';

/** A step its owner can work on now. */
export interface OwnedStep {
  readonly dueOn: LocalDate | null;
  readonly snoozedUntil: LocalDate | null;
}

/** When a playbook wants owners to hear of their steps; all in working days. */
export interface ReminderTimes {
  readonly daysBefore: readonly number[];
  readonly overdueEvery: number;
}

export type Standing = 'overdue' | 'today' | 'soon';

/** How a step stands today; null when it is not near enough to speak of, or asleep. */
export function standingOf(
  step: OwnedStep,
  times: ReminderTimes,
  today: LocalDate,
  holidays: readonly string[],
): Standing | null {
  const { dueOn, snoozedUntil } = step;
  if (dueOn === null || (snoozedUntil !== null && snoozedUntil > today)) return null;
  if (dueOn < today) return 'overdue';
  if (dueOn === today) return 'today';
  return workingDaysBetween(today, dueOn, holidays) <= Math.max(...times.daysBefore) ? 'soon' : null;
}

/** Whether today is one of the days on which a step gives reason to write: as many days before as the playbook says, the due day, the first working day after it and every few from then on, and the day its owner wanted to be reminded. */
export function isReminderDay(
  step: OwnedStep,
  times: ReminderTimes,
  today: LocalDate,
  holidays: readonly string[],
): boolean {
  const standing = standingOf(step, times, today, holidays);
  if (standing === null || step.dueOn === null) return false;
  if (standing === 'today' || step.snoozedUntil === today) return true;
  const days = workingDaysBetween(step.dueOn, today, holidays);
  if (standing === 'soon') return times.daysBefore.includes(-days);
  return (days - 1) % times.overdueEvery === 0;
}

/**
 * The next start of working hours after an instant, in the person's zone: when a digest may arrive. Never on a
 * weekend or a holiday.
 */
export function nextDigestAt(
  after: Date,
  zone: string,
  hours: WorkingHours,
  holidays: readonly string[],
): Date {
  const today = localDateOf(after, zone);
  if (isWorkingDay(today, holidays) && minuteOfDay(after, zone) < hours.startMinute) {
    const start = instantOf(today, hours.startMinute, zone);
    if (start > after) return start;
  }
  return instantOf(addWorkingDays(today, 1, holidays), hours.startMinute, zone);
}

/** The next time the clocks of a zone show the given minute, strictly after an instant. */
export function nextDailyAt(after: Date, minute: number, zone: string): Date {
  const today = localDateOf(after, zone);
  const at = instantOf(today, minute, zone);
  return at > after ? at : instantOf(addDays(today, 1), minute, zone);
}

/** Whether a digest found at this instant may still go out, or has to wait for the next working moment. */
export function mayWriteAt(
  instant: Date,
  zone: string,
  hours: WorkingHours,
  holidays: readonly string[],
): boolean {
  return nextWorkingMoment(instant, zone, hours, holidays).getTime() === instant.getTime();
}

/** Whether a step is late by more working days than the playbook tolerates in silence. */
export function isEscalated(
  dueOn: LocalDate | null,
  today: LocalDate,
  escalateAfter: number,
  holidays: readonly string[],
): boolean {
  return dueOn !== null && dueOn < today && workingDaysBetween(dueOn, today, holidays) > escalateAfter;
}
