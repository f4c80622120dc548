import { slug } from '../../../core/text.ts';
import type { MetricKey } from '../../playbook/public.ts';
import { withDataNotes } from '../data-notes.ts';
import { activityCost } from './activity-cost.ts';
import { apiReliability } from './api-reliability.ts';
import { cac } from './cac.ts';
import { cacPayback } from './cac-payback.ts';
import { ces } from './ces.ts';
import { churn } from './churn.ts';
import { contributionMargin } from './contribution-margin.ts';
import { conversion } from './conversion.ts';
import { csat } from './csat.ts';
import { dealSize } from './deal-size.ts';
import { dealVelocity } from './deal-velocity.ts';
import { expectedMargin } from './expected-margin.ts';
import { influencedDeals } from './influenced-deals.ts';
import { influencedRevenue } from './influenced-revenue.ts';
import { lateSteps } from './late-steps.ts';
import { leadQuality } from './lead-quality.ts';
import { leadResponse } from './lead-response.ts';
import { lifetimeValue } from './lifetime-value.ts';
import type { Metric } from './metric.ts';
import { nps } from './nps.ts';
import { onboardingProgress } from './onboarding-progress.ts';
import { pilotBurn } from './pilot-burn.ts';
import { pilotPayback } from './pilot-payback.ts';
import { pilotRunway } from './pilot-runway.ts';
import { qualifiedPipeline } from './qualified-pipeline.ts';
import { rampTime } from './ramp-time.ts';
import { revenueShare } from './revenue-share.ts';
import { risk } from './risk.ts';
import { salesVelocity } from './sales-velocity.ts';
import { sourcedDeals } from './sourced-deals.ts';
import { sourcedRevenue } from './sourced-revenue.ts';
import { timeToFirstClose } from './time-to-first-close.ts';
import { timeToFirstValue } from './time-to-first-value.ts';
import { winRate } from './win-rate.ts';

const definitions: readonly Metric[] = [
  onboardingProgress,
  lateSteps,
  leadQuality,
  conversion,
  winRate,
  sourcedDeals,
  influencedDeals,
  sourcedRevenue,
  influencedRevenue,
  revenueShare,
  qualifiedPipeline,
  dealSize,
  dealVelocity,
  salesVelocity,
  timeToFirstClose,
  timeToFirstValue,
  rampTime,
  leadResponse,
  apiReliability,
  churn,
  contributionMargin,
  expectedMargin,
  cac,
  cacPayback,
  lifetimeValue,
  activityCost,
  pilotBurn,
  pilotRunway,
  pilotPayback,
  risk,
  csat,
  ces,
  nps,
];

/** Every metric a playbook can put on its scorecards. */
export const metrics: readonly Metric[] = definitions.map(withDataNotes);

const byKey = new Map(metrics.map((metric) => [metric.key, metric]));

export function metricOf(key: MetricKey): Metric {
  const metric = byKey.get(key);
  if (!metric) throw new Error(`no metric ${key} in the catalogue`);
  return metric;
}

/** The metric that a text begins with, by its key or its label as people type them, and what follows it. */
export function metricNamed(text: string): { readonly metric: Metric; readonly rest: string } | null {
  const found = namedIn(text, metrics);
  return found && { metric: found.named, rest: found.rest };
}

/** Of things with a key and a label, the one that a text begins with; the longest such name wins. */
export function namedIn<T extends { readonly key: string; readonly label: string }>(
  text: string,
  all: readonly T[],
): { readonly named: T; readonly rest: string } | null {
  const words = text.split(/\s+/).filter(Boolean);
  for (let count = words.length; count > 0; count -= 1) {
    const name = slug(words.slice(0, count).join(' '));
    const named = all.find((each) => name === slug(each.label) || name === slug(each.key));
    if (named) return { named, rest: words.slice(count).join(' ') };
  }
  return null;
}
