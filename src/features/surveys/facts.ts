import { formatInstant } from '../../core/calendar.ts';
import type { Message, Rendered } from '../../platform/delivery/message.ts';
import { type Md, when } from '../../platform/slack/kit/index.ts';
import type { Work } from '../../platform/work.ts';
import { askHow } from './how-view.ts';
import { subjectWords } from './occasion.ts';
import { resultsMessage } from './result-views.ts';
import { resultsFor } from './results.ts';
import { quickQuestion } from './rules/answering.ts';
import type { Reader } from './rules/visibility.ts';
import { findSurvey, givenAnswers, type SurveyState } from './store.ts';
import { invitation, type ListedSurvey } from './views.ts';

/** When a survey closes or has closed, in each reader's own time. */
export function closing({ survey, partner }: SurveyState, now: Date): Md {
  const instant = survey.closedAt ?? survey.closesAt;
  return when(instant, formatInstant(instant, partner.timeZone, now));
}

/** The survey's message in the channel as it is now. */
export async function renderInvitation(work: Work, surveyId: string): Promise<Rendered | null> {
  const state = await findSurvey(work, surveyId);
  if (!state) return null;
  const { survey, definition, invited } = state;
  return {
    audience: 'partner',
    message: invitation({
      surveyId,
      number: survey.number,
      definition,
      about: await subjectWords(work, survey),
      closes: closing(state, work.now),
      isClosed: survey.closedAt !== null,
      quick: quickQuestion(definition),
      invited: invited.map(({ person, answeredAt }) => ({
        name: person.name,
        slackUserId: person.slackUserId,
        hasAnswered: answeredAt !== null,
      })),
    }),
  };
}

/** A survey's results as a reader may see them. */
export async function resultsAs(work: Work, state: SurveyState, reader: Reader): Promise<Message> {
  const { survey, definition, partner, invited } = state;
  const results = resultsFor(definition, await givenAnswers(work, survey.id), reader);
  const facts = {
    definition,
    partnerName: partner.name,
    about: await subjectWords(work, survey),
    answered: answeredCount(state),
    invited: invited.length,
    isClosed: survey.closedAt !== null,
    results,
  };
  return resultsMessage(facts, askHow(survey.id, results));
}

export function answeredCount({ invited }: SurveyState): number {
  return invited.filter(({ answeredAt }) => answeredAt !== null).length;
}

export async function listed(work: Work, state: SurveyState, personId: string): Promise<ListedSurvey> {
  const { survey, definition, invited } = state;
  const isClosed = survey.closedAt !== null;
  return {
    surveyId: survey.id,
    number: survey.number,
    title: definition.title,
    about: await subjectWords(work, survey),
    answered: answeredCount(state),
    invited: invited.length,
    closes: closing(state, work.now),
    isClosed,
    isWaiting: !isClosed && invited.some((each) => each.person.id === personId && each.answeredAt === null),
  };
}
