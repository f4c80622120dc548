import { z } from 'zod';
import { addWorkingDays } from '../../core/business-time.ts';
import { localDateOf } from '../../core/calendar.ts';
import { post } from '../../platform/delivery/post.ts';
import type { DueJob } from '../../platform/feature.ts';
import { schedule } from '../../platform/schedule/schedule.ts';
import { tooLate } from '../../platform/schedule/too-late.ts';
import type { Work } from '../../platform/work.ts';
import { loadPartner, loadPeople, programmeSettings } from '../partners/public.ts';
import { touchAgenda, zoneOf } from './agenda.ts';
import { calendarAttachment } from './changes.ts';
import { followUp } from './follow-up-job.ts';
import { planAhead } from './planning.ts';
import { morningOf } from './rules/follow-up.ts';
import { isTimely } from './rules/reminders.ts';
import { attendeesOf, findCall } from './store/calls.ts';
import { recordRequest, reminderNotice } from './views/notices.ts';

/** Keeps a series' next calls in place; due at each place of the series. */
const extend: DueJob = {
  says: 'The next calls of a series',
  isSilent: true,
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
  says: 'Agenda of a call',
  run: async (work, item) => {
    const call = await findCall(work, item.key);
    if (call?.status !== 'planned') return;
    if ((await loadPartner(work, call.partnerId)).endedAt) return;
    if (call.startsAt <= work.now) return void (await tooLate(work, item));
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
  says: 'Reminder of a call',
  run: async (work, item) => {
    const { callId, minutesBefore } = reminderData.parse(item.data);
    const call = await findCall(work, callId);
    if (call?.status !== 'planned') return;
    const { series, startsAt, revision } = call;
    const partner = await loadPartner(work, call.partnerId);
    if (partner.endedAt) return;
    if (!isTimely(startsAt, minutesBefore, series.reminderMinutes, work.now))
      return void (await tooLate(work, item));
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
        staleAt: startsAt,
        urgency: 'bulk' as const,
      })),
    );
  },
};

/** Asks the manager how the call went, as soon as it should be over. */
const ask: DueJob = {
  says: 'How did the call go?',
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
  says: 'How did the call go?',
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

export const jobs: Readonly<Record<string, DueJob>> = {
  'calls.extend': extend,
  'calls.post-agenda': postAgenda,
  'calls.remind': remind,
  'calls.ask': ask,
  'calls.ask-again': askAgain,
  'calls.follow-up': followUp,
};
