import { defaultMinimum } from '../../core/statistics.ts';
import type { MetricKey, Target } from '../playbook/public.ts';
import { formatEstimate, formatValue } from './figures.ts';
import { metricOf } from './metrics/catalogue.ts';
import type { Figure, Metric, PartnerFacts } from './metrics/metric.ts';
import { type Standing, standingOf, targetIn } from './rules.ts';

/** How a goal stands in its period. `no_target`: its money is in another currency than the partner's deals. */
export type GoalStanding = Exclude<Standing, 'missed'> | 'behind';

export interface Goal {
  readonly title: string;
  readonly metric: MetricKey;
  readonly target: Target;
}

/** A goal with what was measured. `projection`: where a count ends at the pace so far; null where none is honest. */
export interface ComparedGoal extends Goal {
  readonly estimate: Figure;
  readonly projection: number | null;
  readonly standing: GoalStanding;
}

/**
 * A goal against the facts of its period. `elapsed` is the share of the period that is over, 0 to 1. What grows is not
 * behind for not being there yet: while the period runs, a count is behind only when so few would happen less than
 * once in forty times at a steady pace that reaches the target (Poisson, lower tail); it is projected from five on.
 */
export function compareGoal(goal: Goal, facts: PartnerFacts, elapsed: number): ComparedGoal {
  const metric = metricOf(goal.metric);
  const { target } = targetIn(facts.currency, goal.target);
  const measured = metric.estimate(facts);
  const estimate = addsUp(metric) ? counted(measured, facts.currency) : measured;
  const value = metric.unit === 'count' && addsUp(metric) ? estimate.value : null;
  const isRunning = elapsed > 0 && elapsed < 1;
  return {
    ...goal,
    estimate,
    projection: value !== null && isRunning && value >= defaultMinimum ? value / elapsed : null,
    standing:
      value !== null && target !== null
        ? countStanding(value, target, elapsed)
        : otherStanding(metric, estimate, target, elapsed),
  };
}

/** Deals and money that happen in a period and add up, and the pipeline that they build up to its end. */
export function addsUp(metric: Metric): boolean {
  const isSum = metric.unit === 'count' || metric.unit === 'money';
  return isSum && metric.interval === 'none' && metric.better === 'higher' && !metric.isMomentary;
}

/** Of what adds up, nothing yet is zero; unless something is known to be missing. */
function counted(figure: Figure, currency: string): Figure {
  if (figure.verdict !== 'no_data' || figure.notes?.some(({ kind }) => kind === 'missing')) return figure;
  return { ...figure, numerator: 0, denominator: 1, n: 1, value: 0, verdict: 'ok', currency };
}

function countStanding(count: number, target: number, elapsed: number): GoalStanding {
  if (count >= target) return 'met';
  if (elapsed >= 1) return 'behind';
  return poissonAtMost(count, target * elapsed) < 0.025 ? 'behind' : 'under_way';
}

function otherStanding(
  metric: Metric,
  estimate: Figure,
  target: number | null,
  elapsed: number,
): GoalStanding {
  const standing = standingOf(metric, estimate, target);
  const isGrowing = standing === 'under_way' || (standing === 'missed' && addsUp(metric));
  if (isGrowing && elapsed < 1) return 'under_way';
  return isGrowing || standing === 'missed' ? 'behind' : standing;
}

/** The probability that a Poisson count with this mean is `count` or less. */
export function poissonAtMost(count: number, mean: number): number {
  let term = Math.exp(-mean);
  let sum = term;
  for (let k = 1; k <= count; k += 1) {
    term *= mean / k;
    sum += term;
  }
  return Math.min(1, sum);
}

const words: Readonly<Record<GoalStanding, string>> = {
  met: 'met',
  behind: 'behind',
  under_way: 'under way',
  unclear: 'could be either side of the target',
  too_few: 'too few to judge',
  no_data: 'no data yet',
  no_target: 'in another currency, not compared',
  stale: 'its data is too old to judge',
  contradictory: 'its data contradicts itself',
};

export function goalStandingWords(standing: GoalStanding): string {
  return words[standing];
}

/** A compared goal as a row of words. */
export function goalCells(goal: ComparedGoal): {
  readonly target: string;
  readonly actual: string;
  readonly projection: string;
} {
  const metric = metricOf(goal.metric);
  return {
    target:
      typeof goal.target === 'number'
        ? formatValue(metric, goal.target)
        : formatValue(metric, goal.target.amountMinor, goal.target.currency),
    actual: formatEstimate(metric, goal.estimate),
    projection: goal.projection === null ? '–' : `about ${formatValue(metric, goal.projection)}`,
  };
}
