import { z } from 'zod';
import type { Actor } from '../../core/actor.ts';
import { Refusal } from '../../core/refusal.ts';
import type { Partner, Person, Survey } from '../../platform/store/generated/client.ts';
import type { Work } from '../../platform/work.ts';
import { demand } from '../../policy/policy.ts';
import { loadPartner, loadPeople } from '../partners/public.ts';
import { loadPlaybook, type SurveyDefinition } from '../playbook/public.ts';
import type { Answer } from './asked.ts';
import type { GivenAnswer } from './results.ts';
import { respondentKey } from './rules/respondent.ts';

/** A survey with what it asks and whom. */
export interface SurveyState {
  readonly survey: Survey;
  readonly definition: SurveyDefinition;
  readonly partner: Partner;
  /** By name; people who have left are still listed. */
  readonly invited: readonly { readonly person: Person; readonly answeredAt: Date | null }[];
}

const gone = 'I can’t find that survey. Run `survey` to see those that are here.';
const uuid = z.uuid();

/** The survey with this id; null when there is none in this workspace, or the playbook no longer says what it asks. */
export async function findSurvey(work: Work, surveyId: string): Promise<SurveyState | null> {
  if (!uuid.safeParse(surveyId).success) return null;
  const { workspaceId } = work;
  const survey = await work.tx.survey.findFirst({ where: { id: surveyId, workspaceId } });
  if (!survey) return null;
  const playbook = await loadPlaybook(work, survey.playbookVersionId);
  const definition = playbook.surveys.find((each) => each.key === survey.key);
  if (!definition) throw new Error(`version ${survey.playbookVersionId} has no survey ${survey.key}`);
  const invitations = await work.tx.surveyInvitation.findMany({ where: { workspaceId, surveyId } });
  const people = await loadPeople(
    work,
    invitations.map((invitation) => invitation.personId),
  );
  const invited = invitations
    .flatMap(({ personId, answeredAt }) => {
      const person = people.get(personId);
      return person ? [{ person, answeredAt }] : [];
    })
    .sort((a, b) => a.person.name.localeCompare(b.person.name, 'en'));
  return { survey, definition, partner: await loadPartner(work, survey.partnerId), invited };
}

/** The survey for someone who wants to answer it; says to that person alone why they can’t. */
export async function loadSurveyToAnswer(work: Work, surveyId: string, actor: Actor): Promise<SurveyState> {
  const state = await findSurvey(work, surveyId);
  if (!state) throw new Refusal('not_found', gone);
  const { survey, invited } = state;
  demand(actor, 'survey.answer', {
    partnerId: survey.partnerId,
    ownerPersonIds: invited.map(({ person }) => person.id),
  });
  if (!invited.some(({ person }) => person.id === actor.personId)) {
    const names = invited.map(({ person }) => person.name).join(', ');
    throw new Refusal(
      'not_allowed',
      `This survey asks ${names}, so nothing was noted. Your view is welcome all the same: tell your partner manager.`,
    );
  }
  return state;
}

/** The survey with this id; to people of another partner it does not exist. */
export async function loadSurvey(work: Work, surveyId: string, actor: Actor): Promise<SurveyState> {
  const state = await findSurvey(work, surveyId);
  if (!state || (actor.side !== 'vendor' && state.survey.partnerId !== actor.partnerId))
    throw new Refusal('not_found', gone);
  return state;
}

/** The survey with this number; to people of another partner it does not exist. */
export async function loadSurveyByNumber(work: Work, number: number, actor: Actor): Promise<SurveyState> {
  const { workspaceId } = work;
  const row = await work.tx.survey.findUnique({ where: { workspaceId_number: { workspaceId, number } } });
  const state =
    row && (actor.side === 'vendor' || row.partnerId === actor.partnerId)
      ? await findSurvey(work, row.id)
      : null;
  if (!state)
    throw new Refusal(
      'not_found',
      `There is no survey ${number}. Run \`survey\` to see those that are here.`,
    );
  return state;
}

/** A person's own answers so far, by question. */
export async function answersOf(
  work: Work,
  survey: Survey,
  personId: string,
): Promise<ReadonlyMap<string, Answer>> {
  const rows = await work.tx.surveyResponse.findMany({
    where: {
      workspaceId: work.workspaceId,
      surveyId: survey.id,
      respondentKey: respondentKey(survey.salt, personId),
    },
  });
  return new Map(rows.map((row) => [row.question, storedAnswer.parse(row.answer)]));
}

const storedAnswer = z.union([z.number(), z.string(), z.array(z.string())]);

/** Everybody's answers, with names where the survey has them. */
export async function givenAnswers(work: Work, surveyId: string): Promise<GivenAnswer[]> {
  const rows = await work.tx.surveyResponse.findMany({ where: { workspaceId: work.workspaceId, surveyId } });
  const people = await loadPeople(
    work,
    rows.map((row) => row.personId),
  );
  return rows.map((row) => ({
    question: row.question,
    answer: storedAnswer.parse(row.answer),
    name: row.personId ? (people.get(row.personId)?.name ?? null) : null,
  }));
}

/**
 * Replaces a person's answers to the given questions; a null answer takes the earlier one back. In anonymous
 * surveys neither the person nor the time is kept with the answer.
 */
export async function saveAnswers(
  work: Work,
  { survey, definition }: SurveyState,
  personId: string,
  answers: ReadonlyMap<string, Answer | null>,
): Promise<void> {
  const { workspaceId } = work;
  const isAnonymous = definition.visibility === 'anonymous';
  const key = respondentKey(survey.salt, personId);
  await work.tx.surveyResponse.deleteMany({
    where: { workspaceId, surveyId: survey.id, respondentKey: key, question: { in: [...answers.keys()] } },
  });
  await work.tx.surveyResponse.createMany({
    data: [...answers].flatMap(([question, answer]) =>
      answer === null
        ? []
        : [
            {
              id: work.newId(),
              workspaceId,
              surveyId: survey.id,
              respondentKey: key,
              personId: isAnonymous ? null : personId,
              question,
              answer: typeof answer === 'object' ? [...answer] : answer,
              answeredAt: isAnonymous ? survey.openedAt : work.now,
            },
          ],
    ),
  });
}

/**
 * Holds the survey until the transaction ends, so that nobody answers while it closes and one person's two
 * answers take turns. To be called before the survey is read.
 */
export async function lockSurvey(work: Work, surveyId: string): Promise<void> {
  if (!uuid.safeParse(surveyId).success) throw new Refusal('not_found', gone);
  await work.tx.$queryRaw`
    SELECT "id" FROM "Survey"
    WHERE "id" = ${surveyId}::uuid AND "workspaceId" = ${work.workspaceId}::uuid FOR UPDATE`;
}

/** Of two who open a survey for the same occasion at once, the second waits and sees the first's. */
export async function holdOccasion(
  { tx, workspaceId }: Work,
  { partnerId, key, occasion }: { partnerId: string; key: string; occasion: string },
): Promise<void> {
  const name = `survey ${workspaceId} ${partnerId} ${key} ${occasion}`;
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${name}, 0))`;
}

/** The ids of surveys that wait for a person's answer, those that close first leading. */
export async function waitingFor(work: Work, personId: string): Promise<string[]> {
  const rows = await work.tx.surveyInvitation.findMany({
    where: {
      workspaceId: work.workspaceId,
      personId,
      answeredAt: null,
      survey: { closedAt: null, closesAt: { gt: work.now } },
    },
    orderBy: { survey: { closesAt: 'asc' } },
  });
  return rows.map((row) => row.surveyId);
}

/** A partner's surveys, the newest first. */
export async function recentSurveys(work: Work, partnerId: string, limit: number): Promise<Survey[]> {
  return work.tx.survey.findMany({
    where: { workspaceId: work.workspaceId, partnerId },
    orderBy: { number: 'desc' },
    take: limit,
  });
}
