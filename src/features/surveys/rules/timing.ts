import { nextWorkingMoment } from '../../../core/business-time.ts';
import { addDays, instantOf, localDateOf, minuteOfDay } from '../../../core/calendar.ts';
import type { Recurrence } from '../../../core/recurrence.ts';
import type { SurveyTrigger } from '../../playbook/public.ts';

/** The same time of day, a number of days later in the zone's calendar. */
export function daysLater(instant: Date, days: number, zone: string): Date {
  return instantOf(addDays(localDateOf(instant, zone), days), minuteOfDay(instant, zone), zone);
}

export interface ReminderPlan {
  readonly openedAt: Date;
  readonly closesAt: Date;
  /** Days after opening, from the playbook. */
  readonly remindAfterDays: readonly number[];
  /** Of the person who is reminded. */
  readonly timeZone: string;
  readonly holidays: readonly string[];
}

/**
 * When a person is reminded: on the playbook's days and the day before closing, in their working hours, at most
 * once a day, never after closing.
 */
export function reminderTimes(plan: ReminderPlan): Date[] {
  const { openedAt, closesAt, remindAfterDays, timeZone, holidays } = plan;
  const wanted = [
    ...remindAfterDays.map((days) => daysLater(openedAt, days, timeZone)),
    daysLater(closesAt, -1, timeZone),
  ];
  const byDay = new Map<string, Date>();
  for (const instant of wanted) {
    if (instant <= openedAt) continue;
    const moment = nextWorkingMoment(instant, timeZone, undefined, holidays);
    if (moment < closesAt) byDay.set(localDateOf(moment, timeZone), moment);
  }
  return [...byDay.values()].sort((a, b) => a.getTime() - b.getTime());
}

/** What a survey, an invitation and its person must be like for a reminder to make sense. */
export function isReminderDue(
  survey: { readonly closesAt: Date; readonly closedAt: Date | null },
  invitation: { readonly answeredAt: Date | null },
  now: Date,
): boolean {
  return survey.closedAt === null && now < survey.closesAt && invitation.answeredAt === null;
}

/** The rule of a monthly survey, counted from the month of an instant. */
export function monthlyRecurrence(
  trigger: Extract<SurveyTrigger, { on: 'monthly' }>,
  timeZone: string,
  from: Date,
): Recurrence {
  const { day, at } = trigger;
  return { every: 1, unit: 'month', dayOfMonth: day, at, timeZone, from: localDateOf(from, timeZone) };
}

/** Names a month's survey: `2026-11`. */
export function monthOccasion(instant: Date, timeZone: string): string {
  return localDateOf(instant, timeZone).slice(0, 7);
}
