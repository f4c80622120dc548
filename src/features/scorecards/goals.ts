import { defaultMinimum, type Estimate } from '../../core/statistics.ts';
import type { MetricKey } from '../playbook/public.ts';
import { metricOf } from './metrics/catalogue.ts';
import type { Metric, PartnerFacts } from './metrics/metric.ts';
import { standingOf } from './rules.ts';

/** How a goal stands in its period. `unclear`: the interval holds the target, so it could be either. */
export type GoalStanding = 'met' | 'behind' | 'under_way' | 'unclear' | 'too_few' | 'no_data';

export interface Goal {
  readonly title: string;
  readonly metric: MetricKey;
  readonly target: number;
}

/** A goal with what was measured. `projection`: where a count ends at the pace so far; null where none is honest. */
export interface ComparedGoal extends Goal {
  readonly estimate: Estimate;
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
  const measured = metric.estimate(facts);
  const estimate = isCount(metric) ? counted(measured) : measured;
  const count = isCount(metric) ? (estimate.value ?? 0) : null;
  const isRunning = elapsed > 0 && elapsed < 1;
  return {
    ...goal,
    estimate,
    projection: count !== null && isRunning && count >= defaultMinimum ? count / elapsed : null,
    standing:
      count !== null
        ? countStanding(count, goal.target, elapsed)
        : rateStanding(metric, estimate, goal.target, elapsed),
  };
}

/** Things that happen in a period and add up. */
function isCount(metric: Metric): boolean {
  return metric.unit === 'count' && metric.better === 'higher' && !metric.isMomentary;
}

/** Of what is counted, nothing yet is zero. */
function counted(estimate: Estimate): Estimate {
  return estimate.verdict === 'no_data'
    ? { ...estimate, numerator: 0, denominator: 1, n: 1, value: 0, verdict: 'ok' }
    : estimate;
}

function countStanding(count: number, target: number, elapsed: number): GoalStanding {
  if (count >= target) return 'met';
  if (elapsed >= 1) return 'behind';
  return poissonAtMost(count, target * elapsed) < 0.025 ? 'behind' : 'under_way';
}

function rateStanding(metric: Metric, estimate: Estimate, target: number, elapsed: number): GoalStanding {
  const standing = standingOf(metric, estimate, target);
  if (standing === 'under_way') return elapsed >= 1 ? 'behind' : 'under_way';
  if (standing === 'missed' || standing === 'no_target') return 'behind';
  return standing;
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
};

export function goalStandingWords(standing: GoalStanding): string {
  return words[standing];
}
