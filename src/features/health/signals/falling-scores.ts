import { type Estimate, proportionDifference } from '../../../core/statistics.ts';
import type { SignalRule } from '../../playbook/public.ts';
import type { HealthFacts, RatedOn } from '../facts.ts';
import { dayCell, type Found, type Ground } from './found.ts';

/** Only when the whole interval of the difference lies below zero, and both periods have enough responses to be judged. */
export function fallingScores(
  rule: Extract<SignalRule, { kind: 'falling_scores' }>,
  { scores, today }: HealthFacts,
): Found | null {
  if (!scores) return null;
  const { before, now } = scores;
  const { verdict, high, low } = proportionDifference(before, now);
  if (verdict !== 'ok' || high === null || low === null || high >= 0) return null;
  return {
    severity: rule.serious !== undefined && high <= -rule.serious ? 'serious' : 'watch',
    since: today,
    evidence: `${shareOf(now)} of the last ${rule.days} days rated 4 or 5 of 5, after ${shareOf(before)} in the ${rule.days} days before: ${points(-high)} to ${points(-low)} points fewer, with 95 % confidence.`,
  };
}

function shareOf({ numerator, n }: Estimate): string {
  return `${numerator} of ${n} responses (${Math.round((100 * numerator) / n)} %)`;
}

function points(share: number): number {
  return Math.round(100 * share);
}

/** The surveys of both periods, the newest first. Who answered what is not in it. */
export function behindScores(
  { days, serious }: Extract<SignalRule, { kind: 'falling_scores' }>,
  { today }: HealthFacts,
  surveys: readonly RatedOn[],
): Ground {
  const worse =
    serious === undefined ? '' : ` Serious once that is surely ${points(serious)} points or more.`;
  const periods = { now: `Last ${days} days`, before: `The ${days} days before` };
  return {
    rule: `The share of responses that rate 4 or 5 of 5 fell from one ${days} days to the next by more than chance explains: the whole 95 % interval of the difference lies below zero. Only closed surveys count; answers not given by name count from four on.${worse}`,
    noun: 'surveys',
    columns: ['Survey', 'Closed', 'Period', 'Rated 4 or 5', 'Responses'],
    rows: surveys.map(({ title, closedOn, period, ratings }) => [
      title,
      dayCell(closedOn, today),
      periods[period],
      ratings.numerator,
      ratings.n,
    ]),
  };
}
