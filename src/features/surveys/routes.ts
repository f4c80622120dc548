import { z } from 'zod';
import { Refusal } from '../../core/refusal.ts';
import { listing } from '../../core/text.ts';
import { audit } from '../../platform/audit.ts';
import type { ActionRequest, Reply, Request, ViewRequest } from '../../platform/feature.ts';
import { unschedule } from '../../platform/schedule/schedule.ts';
import type { Work } from '../../platform/work.ts';
import type { Answer } from './asked.ts';
import { closing } from './facts.ts';
import { subjectWords } from './occasion.ts';
import { showSurvey } from './opening.ts';
import { ask } from './questions/catalogue.ts';
import { isComplete, missingQuestions, quickQuestion } from './rules/answering.ts';
import { answersOf, loadSurveyToAnswer, lockSurvey, type SurveyState, saveAnswers } from './store.ts';
import { answerModal, inputName, noted, thanks } from './views.ts';

/** The Answer button, wherever it stands: the form, filled with what the person answered before. */
export async function openForm(request: ActionRequest): Promise<Reply> {
  return formFor(request, await loadSurveyToAnswer(request, request.value, request.actor));
}

export async function formFor(request: Request, state: SurveyState): Promise<Reply> {
  refuseWhenClosed(request, state);
  const { survey, definition } = state;
  const earlier = await answersOf(request, survey, request.actor.personId);
  return { modal: answerModal(survey.id, definition, await subjectWords(request, survey), earlier) };
}

/** An answer pressed in the message itself; the value names the survey and the choice. */
export async function answerQuickly(request: ActionRequest): Promise<Reply> {
  const { actor, value } = request;
  const [surveyId = '', given = ''] = value.split(' ');
  await lockSurvey(request, surveyId);
  const state = await loadSurveyToAnswer(request, surveyId, actor);
  refuseWhenClosed(request, state);
  const question = quickQuestion(state.definition);
  const reading = question && ask(question).read(given);
  if (!question || !reading || 'fault' in reading || reading.answer === null)
    throw new Refusal('stale', 'That answer can’t be chosen any more. Press Answer for the form.');
  await keepAnswers(request, state, new Map([[question.key, reading.answer]]));
  const answered = await answersOf(request, state.survey, actor.personId);
  const missing = missingQuestions(state.definition, new Set(answered.keys()));
  const words = ask(question).words(reading.answer);
  return { message: noted(surveyId, question.text, words, missing.length) };
}

const metadata = z.object({ surveyId: z.string() });

/** The form, sent: every question is read, and nothing is kept while one is wrong. */
export async function submitForm(request: ViewRequest): Promise<Reply> {
  const { surveyId } = metadata.parse(request.metadata);
  await lockSurvey(request, surveyId);
  const state = await loadSurveyToAnswer(request, surveyId, request.actor);
  refuseWhenClosed(request, state);
  const answers = new Map<string, Answer | null>();
  const errors: Record<string, string> = {};
  for (const question of state.definition.questions) {
    const name = inputName(question);
    const reading = ask(question).read(request.inputs[name] ?? null);
    if ('fault' in reading) errors[name] = reading.fault;
    else answers.set(question.key, reading.answer);
  }
  if (Object.keys(errors).length > 0) return { errors };
  if ([...answers.values()].every((answer) => answer === null)) {
    const [first] = state.definition.questions;
    return first ? { errors: { [inputName(first)]: 'Answer at least one question.' } } : {};
  }
  const isChange = await keepAnswers(request, state, answers);
  return { message: thanks(state.definition, closing(state, request.now), isChange) };
}

/** Saves answers and brings up to date what depends on them. Returns whether the person had answered before. */
async function keepAnswers(
  request: Request,
  state: SurveyState,
  answers: ReadonlyMap<string, Answer | null>,
): Promise<boolean> {
  const { survey, definition } = state;
  const { personId, name } = request.actor;
  const isChange = state.invited.some(({ person, answeredAt }) => person.id === personId && answeredAt);
  await saveAnswers(request, state, personId, answers);
  const all = await answersOf(request, survey, personId);
  const isDone = isComplete(definition, new Set(all.keys()));
  const did = isChange ? 'changed an answer to' : isDone ? 'answered' : 'began to answer';
  await audit(request, {
    actorPersonId: personId,
    verb: 'surveys.answer',
    partnerId: survey.partnerId,
    subject: `survey:${survey.id}`,
    summary: `${name} ${did} survey ${survey.number} “${definition.title}”`,
  });
  if (isChange || !isDone) return isChange;
  await request.tx.surveyInvitation.updateMany({
    where: { workspaceId: request.workspaceId, surveyId: survey.id, personId },
    data: { answeredAt: request.now },
  });
  await unschedule(request, 'surveys.remind', `${survey.id}:${personId}:`);
  await showSurvey(request, survey);
  await request.emit({ type: 'work.changed', personIds: [personId] });
  return false;
}

/** A press on an old message, or a form left open too long. */
function refuseWhenClosed(work: Work, { survey, definition, invited }: SurveyState): void {
  if (survey.closedAt === null && work.now < survey.closesAt) return;
  const names = invited.filter(({ answeredAt }) => answeredAt !== null).map(({ person }) => person.name);
  const who = names.length === 0 ? 'Nobody had answered.' : `${listing(names)} had answered.`;
  throw new Refusal(
    'stale',
    `“${definition.title}” is closed, so nothing was changed. ${who} Run \`survey results ${survey.number}\` for the results.`,
  );
}
