import { formatInstant } from '../../core/calendar.ts';
import { listing } from '../../core/text.ts';
import { audit } from '../../platform/audit.ts';
import { post, touch } from '../../platform/delivery/post.ts';
import { schedule } from '../../platform/schedule/schedule.ts';
import { md, say } from '../../platform/slack/kit/index.ts';
import type { Partner, Survey } from '../../platform/store/generated/client.ts';
import { takeNumber } from '../../platform/store/numbers.ts';
import type { Work } from '../../platform/work.ts';
import { channelOf, loadPeople, programmeSettings } from '../partners/public.ts';
import type { CurrentPlaybook, SurveyDefinition } from '../playbook/public.ts';
import { invitationThread } from './occasion.ts';
import { daysLater, reminderTimes } from './rules/timing.ts';
import { peopleOnSeats } from './seats.ts';
import { holdOccasion } from './store.ts';

export interface Opening {
  readonly current: CurrentPlaybook;
  readonly definition: SurveyDefinition;
  readonly partner: Partner;
  readonly dealId: string | null;
  /** Names the fact that opens it, so that it opens once: `deal:<id>`, `2026-11`. */
  readonly occasion: string;
  /** Null when it opens by itself. */
  readonly openedById: string | null;
}

/** A survey that opened, or why none did: this occasion has had its own, or there is nobody on its seats. */
export type Opened = Survey | 'opened_before' | 'nobody_to_ask';

/**
 * Opens a survey: invites the people on its seats, shows it in the channel, plans its reminders and its end.
 * When there is nobody to ask, the partner manager is told.
 */
export async function openSurvey(work: Work, opening: Opening): Promise<Opened> {
  const { definition, partner, occasion, dealId, current, openedById } = opening;
  const { workspaceId } = work;
  const identity = { workspaceId, partnerId: partner.id, key: definition.key, occasion };
  await holdOccasion(work, identity);
  const number = await takeNumber(work, 'Survey');
  const earlier = await work.tx.survey.findUnique({
    where: { workspaceId_partnerId_key_occasion: identity },
  });
  if (earlier) return 'opened_before';
  const people = await peopleOnSeats(work, partner.id, definition.audience);
  if (people.length === 0) {
    await sayNobodyIsAsked(work, opening);
    return 'nobody_to_ask';
  }
  const survey = await work.tx.survey.create({
    data: {
      id: work.newId(),
      ...identity,
      number,
      dealId,
      playbookVersionId: current.version.id,
      salt: definition.visibility === 'anonymous' ? work.newId() : null,
      openedAt: work.now,
      closesAt: daysLater(work.now, definition.closesAfterDays, partner.timeZone),
    },
  });
  await work.tx.surveyInvitation.createMany({
    data: people.map((person) => ({ surveyId: survey.id, personId: person.id, workspaceId })),
  });
  const { holidays } = await programmeSettings(work);
  await schedule(
    work,
    { kind: 'surveys.close', key: survey.id, dueAt: survey.closesAt },
    ...people.flatMap((person) =>
      reminderTimes({
        openedAt: survey.openedAt,
        closesAt: survey.closesAt,
        remindAfterDays: definition.remindAfterDays,
        timeZone: person.timeZone,
        holidays,
      }).map((dueAt) => ({
        kind: 'surveys.remind',
        key: `${survey.id}:${person.id}:${dueAt.toISOString()}`,
        dueAt,
        data: { surveyId: survey.id, personId: person.id },
      })),
    ),
  );
  await showSurvey(work, survey);
  const names = listing(people.map((person) => person.name).sort());
  await audit(work, {
    actorPersonId: openedById,
    verb: 'surveys.open',
    partnerId: partner.id,
    subject: `survey:${survey.id}`,
    summary: `Survey ${number} “${definition.title}” opened for ${names}`,
  });
  await work.emit({ type: 'work.changed', personIds: people.map((person) => person.id) });
  return survey;
}

/** Draws the survey's message with what is true now. */
export async function showSurvey(work: Work, survey: Survey): Promise<void> {
  const thread = invitationThread(survey);
  const channel = await channelOf(work, survey.partnerId);
  await touch(work, {
    kind: 'surveys.invitation',
    subject: survey.id,
    to: { channel: channel.slackChannelId },
    ...(thread && { thread }),
  });
}

async function sayNobodyIsAsked(work: Work, { definition, partner, occasion }: Opening): Promise<void> {
  const manager = (await loadPeople(work, [partner.managerPersonId])).get(partner.managerPersonId);
  if (!manager) return;
  const at = formatInstant(work.now, partner.timeZone, work.now);
  await post(work, {
    key: `surveys.nobody:${partner.id}:${definition.key}:${occasion}`,
    to: { person: manager.slackUserId },
    audience: 'internal',
    message: say(
      md`The survey “${definition.title}” was due for ${partner.name} (${at}), but nobody is on the seats it asks, so I did not open it. Fill the seats ${listing(definition.audience)} in their onboarding, and the next one will reach them.`,
    ),
  });
}
