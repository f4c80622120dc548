import type { Recurrence } from '../../core/recurrence.ts';
import { nextOccurrence } from '../../core/recurrence.ts';
import { schedule, scheduleRecurring, unschedule } from '../../platform/schedule/schedule.ts';
import type { CallSeries } from '../../platform/store/generated/client.ts';
import type { Work } from '../../platform/work.ts';
import { scheduleFollowUps } from './follow-ups.ts';
import { before, endOf, remindersAhead } from './rules/reminders.ts';
import { missingSlots } from './rules/slots.ts';
import { openActionItems } from './store/actions.ts';
import { recurrenceOfSeries, runningSeries, type ScheduledCall, upcomingCalls } from './store/calls.ts';

/** When the agenda is posted, in minutes before the start. */
const agendaLeadMinutes = 24 * 60;
export const usualReminders = [24 * 60, 60, 10] as const;

export interface SeriesPlan {
  readonly partnerId: string;
  readonly callKey: string | null;
  readonly title: string;
  readonly recurrence: Recurrence;
  readonly durationMinutes: number;
  readonly link: string | null;
  readonly seats: readonly string[];
  readonly standingItems: readonly string[];
  readonly reminderMinutes: readonly number[];
  readonly createdById: string;
}

/** Begins a series: its first calls exist from now on, with everything due around them. */
export async function planSeries(
  work: Work,
  plan: SeriesPlan,
): Promise<{ readonly series: CallSeries; readonly first: Date | null }> {
  const { seats, standingItems, reminderMinutes, ...row } = plan;
  const series = await work.tx.callSeries.create({
    data: {
      ...row,
      seats: [...seats],
      standingItems: [...standingItems],
      reminderMinutes: [...reminderMinutes],
      id: work.newId(),
      workspaceId: work.workspaceId,
      createdAt: work.now,
    },
  });
  return { series, first: await takeUp(work, series) };
}

/** Plans the next calls of series that are there already, with everything due around them. */
export async function takeUpCalls(work: Work, series: readonly CallSeries[]): Promise<void> {
  for (const each of series) await takeUp(work, each);
}

/** A partner that had left is back: its calls ahead are due again, and its series go on. */
export async function resumeCalls(work: Work, partnerId: string): Promise<void> {
  for (const call of await upcomingCalls(work, [partnerId])) await scheduleCall(work, call);
  await takeUpCalls(work, await runningSeries(work, partnerId));
  const open = await openActionItems(work, { partnerIds: [partnerId] });
  await scheduleFollowUps(
    work,
    open.map((item) => item.ownerPersonId),
  );
}

async function takeUp(work: Work, series: CallSeries): Promise<Date | null> {
  const next = await planAhead(work, series);
  if (next) await scheduleRecurring(work, { kind: 'calls.extend', key: series.id, dueAt: next });
  return next;
}

/** Makes the calls the series lacks ahead of now; returns its next place, when this is to be done again. */
export async function planAhead(work: Work, series: CallSeries): Promise<Date | null> {
  const recurrence = recurrenceOfSeries(series);
  const { workspaceId } = work;
  const taken = await work.tx.call.findMany({
    where: { workspaceId, seriesId: series.id, originalAt: { gt: work.now } },
    select: { originalAt: true },
  });
  const slots = missingSlots(
    recurrence,
    taken.map(({ originalAt }) => originalAt),
    work.now,
  );
  const calls = await work.tx.call.createManyAndReturn({
    data: slots.map((slot) => ({
      id: work.newId(),
      workspaceId,
      seriesId: series.id,
      partnerId: series.partnerId,
      originalAt: slot,
      startsAt: slot,
    })),
  });
  for (const call of calls) await dueAround(work, { ...call, series });
  return nextOccurrence(recurrence, work.now);
}

/** Plans everything due around a call anew, from where it stands now. */
export async function scheduleCall(work: Work, call: ScheduledCall): Promise<void> {
  await unscheduleCall(work, call.id);
  await dueAround(work, call);
}

async function dueAround(work: Work, call: ScheduledCall): Promise<void> {
  const { id, startsAt, series } = call;
  const agendaAt = before(startsAt, agendaLeadMinutes);
  await schedule(
    work,
    { kind: 'calls.post-agenda', key: id, dueAt: new Date(Math.max(+agendaAt, +work.now)) },
    { kind: 'calls.ask', key: id, dueAt: endOf(call, series.durationMinutes) },
    ...remindersAhead(startsAt, series.reminderMinutes, work.now).map(({ minutesBefore, dueAt }) => ({
      kind: 'calls.remind',
      key: `${id}:${minutesBefore}`,
      dueAt,
      data: { callId: id, minutesBefore },
    })),
  );
  await work.emit({ type: 'call.scheduled', partnerId: call.partnerId, callId: id, startsAt });
}

export async function unscheduleCall(work: Work, callId: string): Promise<void> {
  for (const kind of ['calls.remind', 'calls.post-agenda', 'calls.ask', 'calls.ask-again']) {
    await unschedule(work, kind, callId);
  }
}

/** Ends a series: nothing new is planned, and what is still ahead of a call goes with it. */
export async function endSeries(work: Work, series: CallSeries): Promise<void> {
  await work.tx.callSeries.updateMany({
    where: { id: series.id, workspaceId: work.workspaceId },
    data: { endedAt: work.now },
  });
  await unschedule(work, 'calls.extend', series.id);
}
