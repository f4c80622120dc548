import { addWorkingDays, nextWorkingMoment } from '../../../core/business-time.ts';
import { addDays, instantOf, localDateOf, minuteOfDay } from '../../../core/calendar.ts';
import { occurrencesBetween, type Recurrence } from '../../../core/recurrence.ts';
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

/** What a monthly survey needs to know of the programme's calendar. */
export interface MonthlyPlan {
  readonly trigger: Extract<SurveyTrigger, { on: 'monthly' }>;
  readonly timeZone: string;
  readonly holidays: readonly string[];
}

/** When a monthly survey opens next: on the playbook's day, or the first working day after it, at its time. */
export function nextMonthly(plan: MonthlyPlan, now: Date): Date | null {
  const { timeZone, holidays } = plan;
  // The day before it may have been no working day, so that it opens today.
  const from = new Date(now.getTime() - 31 * dayMs);
  const days = occurrencesBetween(monthlyRecurrence(plan, from), from, new Date(now.getTime() + 62 * dayMs));
  const openings = days.map((instant) => {
    const date = addWorkingDays(localDateOf(instant, timeZone), 0, holidays);
    return instantOf(date, minuteOfDay(instant, timeZone), timeZone);
  });
  return openings.find((instant) => instant > now) ?? null;
}

/**
 * The month a survey that is due now is for, such as `2026-11`: that of the playbook's last day. Null when that
 * is so long ago that the survey would be over.
 */
export function monthDue(plan: MonthlyPlan, closesAfterDays: number, now: Date): string | null {
  const from = new Date(now.getTime() - 31 * dayMs);
  const last = occurrencesBetween(monthlyRecurrence(plan, from), from, new Date(now.getTime() + 1)).at(-1);
  if (!last || daysLater(last, closesAfterDays, plan.timeZone) <= now) return null;
  return monthOccasion(last, plan.timeZone);
}

const dayMs = 86_400_000;

function monthlyRecurrence({ trigger, timeZone }: MonthlyPlan, from: Date): Recurrence {
  const { day, at } = trigger;
  return { every: 1, unit: 'month', dayOfMonth: day, at, timeZone, from: localDateOf(from, timeZone) };
}

/** Names a month's survey: `2026-11`. */
export function monthOccasion(instant: Date, timeZone: string): string {
  return localDateOf(instant, timeZone).slice(0, 7);
}
