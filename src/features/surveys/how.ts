import { z } from 'zod';
import { formatInstant } from '../../core/calendar.ts';
import { Refusal } from '../../core/refusal.ts';
import { answerPrivately } from '../../platform/delivery/answer-privately.ts';
import type { ActionRequest, Reply } from '../../platform/feature.ts';
import { when } from '../../platform/slack/kit/index.ts';
import { can, demand } from '../../policy/policy.ts';
import { sendFiles, tableInFiles } from '../ingest/public.ts';
import { answeredCount, closing } from './facts.ts';
import { behindResult, howMessage } from './how-view.ts';
import { notYet, readerFor } from './reading.ts';
import { resultsFor } from './results.ts';
import { mayReadResults } from './rules/visibility.ts';
import { givenAnswers, loadSurvey } from './store.ts';

const reference = z.tuple([z.uuid(), z.string().max(100), z.coerce.number().int().min(0).max(100_000)]);

/** How what a question's answers come to is worked out: `<survey>:<question>:<page>`. */
export async function pressHow(request: ActionRequest): Promise<Reply> {
  const { state, result, reader, page } = await findResult(request);
  const { survey, definition, partner, invited } = state;
  const opened = when(survey.openedAt, formatInstant(survey.openedAt, partner.timeZone, request.now));
  const message = howMessage({
    surveyId: survey.id,
    definition,
    partnerName: partner.name,
    result,
    answered: answeredCount(state),
    invited: invited.length,
    opened,
    closes: closing(state, request.now),
    isClosed: survey.closedAt !== null,
    page,
    mayExport: can(request.actor, 'figures.export', { partnerId: partner.id }),
  });
  // What managers alone read is not shown in a channel the partner reads, not even to one of them.
  return definition.visibility === 'managers' && reader === 'managers'
    ? answerPrivately(request, { fact: 'surveys.how', what: 'Who said what' }, message)
    : { message };
}

/** All that stands behind it, as far as this person may see it, in a file for them alone. */
export async function pressHowExport(request: ActionRequest): Promise<Reply> {
  const { state, result } = await findResult(request);
  demand(request.actor, 'figures.export', { partnerId: state.partner.id });
  const behind = behindResult(result);
  if (!behind) throw new Refusal('not_allowed', 'What people wrote here is not shown, so there is no file.');
  const what = `the answers to “${result.question.text}”`;
  return sendFiles(request, tableInFiles({ ...behind, name: 'answers', what }));
}

/** Looked up anew at each press: what may be seen can have changed since the button was sent. */
async function findResult(request: ActionRequest) {
  const [surveyId, key, page] = reference.safeParse(request.value.split(':')).data ?? ['', '', 0];
  const state = await loadSurvey(request, surveyId, request.actor);
  const { survey, definition } = state;
  const reader = readerFor(request.actor, state);
  if (!mayReadResults(definition.visibility, reader, survey.closedAt !== null))
    throw new Refusal('not_allowed', notYet(definition));
  const results = resultsFor(definition, await givenAnswers(request, survey.id), reader);
  const result = results.find(({ question }) => question.key === key);
  if (!result)
    throw new Refusal(
      'not_found',
      `I can’t find that question. Run \`survey results ${survey.number}\` for those there are.`,
    );
  return { state, reader, result, page };
}
