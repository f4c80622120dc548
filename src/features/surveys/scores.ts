import { type Estimate, mean, type NpsEstimate, nps, proportion } from '../../core/statistics.ts';
import type { TimeWindow } from '../../core/time-window.ts';
import type { Survey } from '../../platform/store/generated/client.ts';
import type { Work } from '../../platform/work.ts';
import { loadPlaybook, measuredBy, type Question, towardsGood } from '../playbook/public.ts';
import { fewestUnnamed } from './rules/visibility.ts';

/**
 * What a partner's surveys say, over those that closed in a window. What one person answered to several questions of
 * one kind hangs together, so that it is one observation: their mean. What a question measures, and which of its ends is
 * the good one, is read from the version of the playbook its survey was opened with; answers to one whose low end is good
 * are turned round.
 */
export interface SurveyScores {
  /** Share of responses that come to 4 or more, on ratings of satisfaction, which go to 5. */
  readonly csat: Estimate;
  /** Mean of the same responses. */
  readonly rating: Estimate;
  /** Mean of responses on ratings of effort, which go to 7, the easiest. */
  readonly effort: Estimate;
  /** Of answers from 0 to 10; withheld where they are few or all alike. */
  readonly nps: NpsEstimate;
  /** People who answered ÷ people asked. */
  readonly responseRate: Estimate;
}

/**
 * The scores of partners over surveys that closed in the window; every partner asked for has an entry. Only
 * closed surveys count, so that no later answer can be told from the difference. Of surveys whose answers are
 * not shared by name, a question counts from four answers on. Three queries, whatever the number of partners.
 */
export async function surveyScores(
  work: Work,
  partnerIds: readonly string[],
  window: TimeWindow,
): Promise<ReadonlyMap<string, SurveyScores>> {
  const surveys = await closedIn(work, partnerIds, window);
  return scoresBy(work, surveys, partnerIds, ({ partnerId }) => partnerId);
}

/** A closed survey that somebody rated their satisfaction in. */
interface RatedSurvey {
  readonly title: string;
  readonly closedAt: Date;
  readonly csat: Estimate;
}

/** The surveys behind a partner's share of good ratings in a window, by the same rules; the newest first. */
export async function ratedSurveys(
  work: Work,
  partnerId: string,
  window: TimeWindow,
): Promise<readonly RatedSurvey[]> {
  const surveys = await closedIn(work, [partnerId], window);
  const scores = await scoresBy(
    work,
    surveys,
    surveys.map(({ id }) => id),
    ({ id }) => id,
  );
  const rated: RatedSurvey[] = [];
  for (const { id, key, closedAt, playbookVersionId } of surveys) {
    const { surveys: definitions } = await loadPlaybook(work, playbookVersionId);
    const csat = scores.get(id)?.csat;
    const title = definitions.find((each) => each.key === key)?.title ?? key;
    if (closedAt && csat && csat.n > 0) rated.push({ title, closedAt, csat });
  }
  return rated.sort((a, b) => b.closedAt.getTime() - a.closedAt.getTime());
}

function closedIn(work: Work, partnerIds: readonly string[], window: TimeWindow): Promise<Survey[]> {
  return work.tx.survey.findMany({
    where: {
      workspaceId: work.workspaceId,
      partnerId: { in: [...partnerIds] },
      closedAt: { gte: window.from, lt: window.to },
    },
  });
}

/** The scores of these surveys, gathered by what `groupOf` puts them under; every group has an entry. */
async function scoresBy(
  work: Work,
  surveys: readonly Survey[],
  groups: readonly string[],
  groupOf: (survey: Survey) => string,
): Promise<ReadonlyMap<string, SurveyScores>> {
  const { workspaceId } = work;
  const inThese = { workspaceId, surveyId: { in: surveys.map((survey) => survey.id) } };
  const invitations = await work.tx.surveyInvitation.findMany({ where: inThese });
  const responses = await work.tx.surveyResponse.findMany({
    where: inThese,
    select: { surveyId: true, respondentKey: true, question: true, answer: true },
  });
  const answersTo = new Map<string, { respondentKey: string; answer: unknown }[]>();
  for (const { surveyId, question, ...given } of responses) {
    const key = `${surveyId} ${question}`;
    const answers = answersTo.get(key);
    if (answers) answers.push(given);
    else answersTo.set(key, [given]);
  }
  const gathered = new Map(groups.map((group) => [group, emptyGathering()]));
  for (const survey of surveys) {
    const into = gathered.get(groupOf(survey));
    const playbook = await loadPlaybook(work, survey.playbookVersionId);
    const definition = playbook.surveys.find((each) => each.key === survey.key);
    if (!into || !definition) continue;
    for (const question of definition.questions) {
      const answers = answersTo.get(`${survey.id} ${question.key}`) ?? [];
      if (definition.visibility !== 'named' && answers.length < fewestUnnamed) continue;
      const scores = scoresOf(question, into);
      for (const { respondentKey, answer } of answers)
        if (typeof answer === 'number')
          add(
            scores,
            `${survey.id} ${respondentKey}`,
            question.kind === 'rating' ? towardsGood(question, answer) : answer,
          );
    }
  }
  const groupOfId = new Map(surveys.map((survey) => [survey.id, groupOf(survey)]));
  for (const { surveyId, answeredAt } of invitations) {
    const into = gathered.get(groupOfId.get(surveyId) ?? '');
    if (!into) continue;
    into.asked += 1;
    if (answeredAt) into.answered += 1;
  }
  return new Map([...gathered].map(([id, of]) => [id, scoresFrom(of)]));
}

/** What was answered, by response: one person in one survey. */
type Scores = Map<string, number[]>;

interface Gathering {
  readonly ratings: Scores;
  readonly efforts: Scores;
  readonly recommendations: Scores;
  asked: number;
  answered: number;
}

function emptyGathering(): Gathering {
  return { ratings: new Map(), efforts: new Map(), recommendations: new Map(), asked: 0, answered: 0 };
}

function add(scores: Scores | null, response: string, score: number): void {
  const own = scores?.get(response);
  if (own) own.push(score);
  else scores?.set(response, [score]);
}

/** Where a question's numbers go; null for those that count for nothing. Scales are never mixed. */
function scoresOf(question: Question, { ratings, efforts, recommendations }: Gathering): Scores | null {
  if (question.kind === 'nps') return recommendations;
  if (question.kind !== 'rating') return null;
  const measured = measuredBy(question);
  return measured === 'satisfaction' ? ratings : measured === 'effort' ? efforts : null;
}

function scoresFrom({ ratings, efforts, recommendations, asked, answered }: Gathering): SurveyScores {
  const rated = meansOf(ratings);
  return {
    csat: proportion(rated.filter((score) => score >= 4).length, rated.length),
    rating: mean(rated),
    effort: mean(meansOf(efforts)),
    nps: nps(meansOf(recommendations).map(Math.round)),
    responseRate: proportion(answered, asked),
  };
}

function meansOf(scores: Scores): number[] {
  return [...scores.values()].map((own) => own.reduce((sum, score) => sum + score, 0) / own.length);
}
