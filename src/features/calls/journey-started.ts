import { localDateOfUtc } from '../../core/calendar.ts';
import type { ProgrammeEventOf } from '../../core/programme-event.ts';
import { describeRecurrence } from '../../core/recurrence-words.ts';
import { audit } from '../../platform/audit.ts';
import { post } from '../../platform/delivery/post.ts';
import type { Work } from '../../platform/work.ts';
import { channelOf, loadPartner } from '../partners/public.ts';
import { loadPlaybook, recurrenceOf } from '../playbook/public.ts';
import { planSeries } from './planning.ts';
import { afterKickoff } from './rules/slots.ts';
import { runningSeries } from './store/calls.ts';
import { type PlannedSeries, plannedNotice } from './views/notices.ts';

/** Plans the playbook's calls when a journey starts; those that run already from an earlier journey go on. */
export async function planJourneyCalls(
  work: Work,
  { partnerId, journeyId, startedById }: ProgrammeEventOf<'journey.started'>,
): Promise<void> {
  const journey = await work.tx.journey.findFirstOrThrow({
    where: { id: journeyId, workspaceId: work.workspaceId },
  });
  const { calls } = await loadPlaybook(work, journey.playbookVersionId);
  const running = new Set((await runningSeries(work, partnerId)).map((series) => series.callKey));
  const kickoffOn = localDateOfUtc(journey.kickoffOn);
  const planned: PlannedSeries[] = [];
  for (const definition of calls.filter((call) => !running.has(call.key))) {
    const { title, durationMinutes } = definition;
    const recurrence = afterKickoff(recurrenceOf(definition, kickoffOn), kickoffOn);
    const { first } = await planSeries(work, {
      partnerId,
      callKey: definition.key,
      title,
      recurrence,
      durationMinutes,
      link: null,
      seats: definition.attendees,
      standingItems: definition.agenda,
      reminderMinutes: definition.reminders,
      createdById: startedById,
    });
    const rhythm = describeRecurrence(recurrence);
    planned.push({ title, rhythm, durationMinutes, first, zone: recurrence.timeZone });
  }
  if (planned.length === 0) return;
  const partner = await loadPartner(work, partnerId);
  const channel = await channelOf(work, partnerId);
  await post(work, {
    key: `calls.planned:${journeyId}`,
    to: { channel: channel.slackChannelId },
    audience: 'partner',
    message: plannedNotice(partner.name, planned, work.now),
  });
  await audit(work, {
    actorPersonId: startedById,
    verb: 'calls.plan',
    partnerId,
    subject: `journey:${journeyId}`,
    summary: `The playbook’s calls were planned: ${planned.map(({ title, rhythm }) => `${title}, ${rhythm}`).join('; ')}`,
  });
}
