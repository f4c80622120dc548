import { z } from 'zod';
import { nextWorkingMoment } from '../../core/business-time.ts';
import { localDateOf } from '../../core/calendar.ts';
import { audit } from '../../platform/audit.ts';
import { post } from '../../platform/delivery/post.ts';
import type { DueItem, Postponed } from '../../platform/feature.ts';
import { scheduleRecurring, unschedule } from '../../platform/schedule/schedule.ts';
import { tooLate } from '../../platform/schedule/too-late.ts';
import { md, say } from '../../platform/slack/kit/index.ts';
import type { Work } from '../../platform/work.ts';
import { channelOf, loadPartner, loadPeople, programmeSettings } from '../partners/public.ts';
import { findCurrentPlaybook } from '../playbook/public.ts';
import { answeredCount, closing, resultsAs } from './facts.ts';
import { resultsThread, subjectWords } from './occasion.ts';
import { openSurvey, showSurvey } from './opening.ts';
import { isReminderDue, monthDue, nextMonthly } from './rules/timing.ts';
import { findSurvey, givenAnswers, lockSurvey, type SurveyState } from './store.ts';
import { reminder } from './views.ts';

const reminded = z.object({ surveyId: z.string(), personId: z.string() });

/** Reminds one person, in their working hours, if they have still not answered. */
export async function remind(work: Work, item: DueItem): Promise<Postponed | undefined> {
  const { surveyId, personId } = reminded.parse(item.data);
  const state = await findSurvey(work, surveyId);
  const invitation = state?.invited.find(({ person }) => person.id === personId);
  if (!state || !invitation || !isReminderDue(state.survey, invitation, item.dueAt)) return undefined;
  if (isOfThePast(state)) return undefined;
  const { person } = invitation;
  if (person.deactivatedAt) return undefined;
  const { holidays } = await programmeSettings(work);
  const moment = nextWorkingMoment(work.now, person.timeZone, undefined, holidays);
  if (!isReminderDue(state.survey, invitation, moment)) return void (await tooLate(work, item));
  // Found late, outside this person's working hours: kept for their next morning.
  if (moment > work.now) return { postponedTo: moment };
  await post(work, {
    key: `surveys.reminder:${surveyId}:${personId}:${localDateOf(work.now, person.timeZone)}`,
    to: { person: person.slackUserId },
    audience: 'partner',
    message: reminder(
      surveyId,
      state.definition,
      await subjectWords(work, state.survey),
      closing(state, work.now),
    ),
    staleAt: state.survey.closesAt,
    urgency: 'bulk',
  });
  return undefined;
}

/** After a partner left only the survey opened at its leaving is still of use. */
function isOfThePast({ survey, partner }: SurveyState): boolean {
  return partner.endedAt !== null && survey.openedAt < partner.endedAt;
}

/** A partner has left: what it was being asked is over. Who wants to know the results asks for them. */
export async function closeAll(work: Work, partnerId: string): Promise<void> {
  const { tx, workspaceId } = work;
  const open = await tx.survey.findMany({
    where: { workspaceId, partnerId, closedAt: null },
    orderBy: { number: 'asc' },
  });
  for (const survey of open) {
    await closeNow(work, survey.id);
    await unschedule(work, 'surveys.close', survey.id);
  }
}

/** Closes a survey, once: nothing can be answered after it, and its results are posted. */
export async function close(work: Work, item: DueItem): Promise<undefined> {
  await closeNow(work, item.key);
}

async function closeNow(work: Work, surveyId: string): Promise<void> {
  await lockSurvey(work, surveyId);
  const open = await findSurvey(work, surveyId);
  if (!open || open.survey.closedAt !== null) return;
  const survey = await work.tx.survey.update({
    where: { id: open.survey.id, workspaceId: work.workspaceId },
    // With the salt goes the only way from a person to their answers.
    data: { closedAt: work.now, salt: null },
  });
  const state: SurveyState = { ...open, survey };
  await unschedule(work, 'surveys.remind', `${survey.id}:`);
  await showSurvey(work, survey);
  if (!isOfThePast(state)) await postResults(work, state);
  await audit(work, {
    actorPersonId: null,
    verb: 'surveys.close',
    partnerId: survey.partnerId,
    subject: `survey:${survey.id}`,
    summary: `Survey ${survey.number} “${state.definition.title}” closed: ${answeredCount(state)} of ${state.invited.length} answered`,
  });
  await work.emit({ type: 'work.changed', personIds: state.invited.map(({ person }) => person.id) });
}

/** In the thread what everybody may see, to the partner manager what managers may. */
async function postResults(work: Work, state: SurveyState): Promise<void> {
  const { survey, definition, partner } = state;
  const thread = resultsThread(survey);
  const { slackChannelId } = await channelOf(work, partner.id);
  const inThread = { to: { channel: slackChannelId }, thread } as const;
  const given = await givenAnswers(work, survey.id);
  if (given.length === 0) {
    await post(work, {
      ...inThread,
      key: `surveys.results:${survey.id}`,
      audience: 'partner',
      message: say(md`“${definition.title}” has closed. Nobody answered this time, so there are no results.`),
    });
    return;
  }
  await post(work, {
    ...inThread,
    key: `surveys.results:${survey.id}`,
    audience: 'partner',
    message: await resultsAs(work, state, 'everyone'),
  });
  const manager = (await loadPeople(work, [partner.managerPersonId])).get(partner.managerPersonId);
  if (!manager) return;
  await post(work, {
    key: `surveys.results:${survey.id}:managers`,
    to: { person: manager.slackUserId },
    audience: 'internal',
    message: await resultsAs(work, state, 'managers'),
  });
}

const pulsed = z.object({ partnerId: z.string(), surveyKey: z.string() });

/** Opens a monthly survey and names its next time; ends when the partner has left or the playbook drops the survey. */
export async function openMonthly(work: Work, item: DueItem): Promise<Date | undefined> {
  const { partnerId, surveyKey } = pulsed.parse(item.data);
  const current = await findCurrentPlaybook(work);
  const definition = current?.playbook.surveys.find((each) => each.key === surveyKey);
  if (!current || definition?.trigger.on !== 'monthly') return undefined;
  const partner = await loadPartner(work, partnerId);
  if (partner.endedAt) return undefined;
  const plan = { trigger: definition.trigger, ...(await programmeSettings(work)) };
  const occasion = monthDue(plan, definition.closesAfterDays, work.now);
  if (occasion)
    await openSurvey(work, { current, definition, partner, dealId: null, occasion, openedById: null });
  return nextMonthly(plan, work.now) ?? undefined;
}

/** From a journey's start on, its partner is asked every month. */
export async function planMonthly(work: Work, partnerId: string): Promise<void> {
  const current = await findCurrentPlaybook(work);
  const settings = await programmeSettings(work);
  const items = (current?.playbook.surveys ?? []).flatMap(({ key, trigger }) => {
    if (trigger.on !== 'monthly') return [];
    const dueAt = nextMonthly({ trigger, ...settings }, work.now);
    const data = { partnerId, surveyKey: key };
    return dueAt ? [{ kind: 'surveys.monthly', key: `${partnerId}:${key}`, dueAt, data }] : [];
  });
  await scheduleRecurring(work, ...items);
}
