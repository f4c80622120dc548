import { z } from 'zod';
import { addWorkingDays, defaultWorkingHours, nextWorkingMoment } from '../../core/business-time.ts';
import { localDateOf } from '../../core/calendar.ts';
import { recurrenceSchema } from '../../core/recurrence.ts';
import { post } from '../../platform/delivery/post.ts';
import type { DueItem, DueJob } from '../../platform/feature.ts';
import { schedule } from '../../platform/schedule/schedule.ts';
import type { Work } from '../../platform/work.ts';
import { loadPartner, loadPeople, programmeSettings } from '../partners/public.ts';
import { touchAgenda, zoneOf } from './agenda.ts';
import { calendarAttachment } from './changes.ts';
import { planAhead } from './planning.ts';
import { isFollowUpDue, morningOf, nextFollowUp } from './rules/follow-up.ts';
import { isTimely } from './rules/reminders.ts';
import { dueDay, openActionsFor } from './store/actions.ts';
import { attendeesOf, findCall, type ScheduledCall } from './store/calls.ts';
import { followUpNotice, recordRequest, reminderNotice } from './views/notices.ts';

/** Keeps a series' next calls in place; due at each place of the series. */
const extend: DueJob = {
  catchUp: 'late',
  run: async (work, { key }) => {
    const series = await work.tx.callSeries.findFirst({
      where: { id: key, workspaceId: work.workspaceId, endedAt: null },
    });
    if (!series || (await loadPartner(work, series.partnerId)).endedAt) return;
    return (await planAhead(work, series)) ?? undefined;
  },
};

/** Posts the agenda in the channel, a day ahead; not any more when the call has begun. */
const postAgenda: DueJob = {
  catchUp: 'late',
  run: async (work, { key }) => {
    const call = await findCall(work, key);
    if (!call || !isAhead(work, call)) return;
    if ((await loadPartner(work, call.partnerId)).endedAt) return;
    await work.tx.call.updateMany({
      where: { id: call.id, workspaceId: work.workspaceId },
      data: { agendaRevision: call.revision },
    });
    await touchAgenda(work, { ...call, agendaRevision: call.revision });
  },
};

const reminderData = z.object({ callId: z.string(), minutesBefore: z.number() });

/** Reminds each attendee in a direct message; the day-ahead one carries the calendar file. */
const remind: DueJob = {
  catchUp: 'late',
  run: async (work, { data }) => {
    const { callId, minutesBefore } = reminderData.parse(data);
    const call = await findCall(work, callId);
    if (call?.status !== 'planned') return;
    const { series, startsAt, revision } = call;
    if (!isTimely(startsAt, minutesBefore, series.reminderMinutes, work.now)) return;
    const partner = await loadPartner(work, call.partnerId);
    if (partner.endedAt) return;
    const notice = { id: call.id, revision, startsAt, title: series.title, link: series.link };
    const withFile = minutesBefore >= 24 * 60;
    const attendees = await attendeesOf(work, series);
    await post(
      work,
      ...attendees.map((person) => ({
        key: `calls.reminder:${call.id}:${revision}:${minutesBefore}:${person.id}`,
        to: { person: person.slackUserId },
        audience: 'partner' as const,
        message: reminderNotice(
          { ...notice, partnerName: partner.name },
          minutesBefore,
          person.timeZone,
          work.now,
        ),
        ...(withFile && { attachment: calendarAttachment(call, partner.name, work.now) }),
        urgency: 'bulk' as const,
      })),
    );
  },
};

/** Asks the manager how the call went, as soon as it should be over. */
const ask: DueJob = {
  catchUp: 'late',
  run: async (work, { key }) => {
    const manager = await askToRecord(work, key, false);
    if (!manager) return;
    const { holidays } = await programmeSettings(work);
    const tomorrow = addWorkingDays(localDateOf(work.now, manager.timeZone), 1, holidays);
    await schedule(work, { kind: 'calls.ask-again', key, dueAt: morningOf(tomorrow, manager.timeZone) });
  },
};

/** Asks once more, the next working morning. */
const askAgain: DueJob = {
  catchUp: 'late',
  run: async (work, { key }) => {
    await askToRecord(work, key, true);
  },
};

async function askToRecord(work: Work, callId: string, isAgain: boolean) {
  const call = await findCall(work, callId);
  if (call?.status !== 'planned') return null;
  const partner = await loadPartner(work, call.partnerId);
  if (partner.endedAt) return null;
  const manager = (await loadPeople(work, [partner.managerPersonId])).get(partner.managerPersonId);
  if (!manager || manager.deactivatedAt) return null;
  const { series, revision, startsAt } = call;
  await post(work, {
    key: `calls.${isAgain ? 'ask-again' : 'ask'}:${call.id}:${revision}`,
    to: { person: manager.slackUserId },
    audience: 'internal',
    message: recordRequest(
      {
        id: call.id,
        revision,
        startsAt,
        title: series.title,
        partnerName: partner.name,
        link: series.link,
      },
      isAgain,
      zoneOf(call),
      work.now,
    ),
  });
  return manager;
}

function isAhead(work: Work, call: ScheduledCall): boolean {
  return call.status === 'planned' && call.startsAt > work.now;
}

const sinceData = z.object({ since: recurrenceSchema.shape.from }).partial();

/** One message a day to whoever has action items to see to; key is the person. Missed days are made up for by one. */
const followUp: DueJob = {
  catchUp: 'late',
  run: async (work, item) => {
    const person = (await loadPeople(work, [item.key])).get(item.key);
    if (!person || person.deactivatedAt) return;
    const { holidays } = await programmeSettings(work);
    const zone = person.timeZone;
    const since = sinceOf(item, zone);
    const moment = nextWorkingMoment(work.now, zone, defaultWorkingHours, holidays);
    if (moment > work.now) {
      await schedule(work, { kind: item.kind, key: item.key, dueAt: moment, data: { since } });
      return;
    }
    const today = localDateOf(work.now, zone);
    const open = await openActionsFor(work, person);
    const days = open.map(dueDay);
    if (isFollowUpDue(days, since, today, holidays)) {
      const horizon = addWorkingDays(today, 1, holidays);
      const pressing = open.filter((action) => dueDay(action) <= horizon);
      const partnerIds = [...new Set(pressing.map((action) => action.partnerId))];
      const names = new Map<string, string>();
      for (const id of partnerIds) names.set(id, (await loadPartner(work, id)).name);
      await post(work, {
        key: `calls.follow-up:${person.id}:${today}`,
        to: { person: person.slackUserId },
        audience: person.side === 'vendor' ? 'internal' : 'partner',
        message: followUpNotice(
          pressing.map((action) => ({
            id: action.id,
            number: action.number,
            text: action.text,
            owner: person.name,
            dueOn: dueDay(action),
            ...(person.side === 'vendor' && { partnerName: names.get(action.partnerId) ?? '' }),
            canComplete: true,
          })),
          today,
        ),
        urgency: 'bulk',
      });
    }
    return nextFollowUp(days, work.now, zone, holidays) ?? undefined;
  },
};

function sinceOf(item: DueItem, zone: string) {
  const planned = localDateOf(item.dueAt, zone);
  const { since } = sinceData.parse(item.data ?? {});
  return since !== undefined && since < planned ? since : planned;
}

export const jobs: Readonly<Record<string, DueJob>> = {
  'calls.extend': extend,
  'calls.post-agenda': postAgenda,
  'calls.remind': remind,
  'calls.ask': ask,
  'calls.ask-again': askAgain,
  'calls.follow-up': followUp,
};
