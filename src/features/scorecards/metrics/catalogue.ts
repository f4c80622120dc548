import { slug } from '../../../core/text.ts';
import type { MetricKey } from '../../playbook/public.ts';
import { ces } from './ces.ts';
import { contributionMargin } from './contribution-margin.ts';
import { conversion } from './conversion.ts';
import { csat } from './csat.ts';
import { dealVelocity } from './deal-velocity.ts';
import { influencedDeals } from './influenced-deals.ts';
import { influencedRevenue } from './influenced-revenue.ts';
import { lateSteps } from './late-steps.ts';
import { leadQuality } from './lead-quality.ts';
import type { Metric } from './metric.ts';
import { nps } from './nps.ts';
import { onboardingProgress } from './onboarding-progress.ts';
import { salesVelocity } from './sales-velocity.ts';
import { sourcedDeals } from './sourced-deals.ts';
import { sourcedRevenue } from './sourced-revenue.ts';
import { timeToFirstClose } from './time-to-first-close.ts';
import { timeToFirstValue } from './time-to-first-value.ts';
import { winRate } from './win-rate.ts';

/** Every metric a playbook can put on its scorecards. */
export const metrics: readonly Metric[] = [
  onboardingProgress,
  lateSteps,
  leadQuality,
  conversion,
  winRate,
  sourcedDeals,
  influencedDeals,
  sourcedRevenue,
  influencedRevenue,
  dealVelocity,
  salesVelocity,
  timeToFirstClose,
  timeToFirstValue,
  contributionMargin,
  csat,
  ces,
  nps,
];

const byKey = new Map(metrics.map((metric) => [metric.key, metric]));

export function metricOf(key: MetricKey): Metric {
  const metric = byKey.get(key);
  if (!metric) throw new Error(`no metric ${key} in the catalogue`);
  return metric;
}

/** The metric that a text begins with, by its key or its label as people type them, and what follows it. */
export function metricNamed(text: string): { readonly metric: Metric; readonly rest: string } | null {
  const words = text.split(/\s+/).filter(Boolean);
  for (let count = words.length; count > 0; count -= 1) {
    const name = slug(words.slice(0, count).join(' '));
    const metric = metrics.find((each) => name === slug(each.label) || name === slug(each.key));
    if (metric) return { metric, rest: words.slice(count).join(' ') };
  }
  return null;
}
