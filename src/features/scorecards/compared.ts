import { type MetricKey, type MetricTarget, mostCompared } from '../playbook/public.ts';

const usual: readonly MetricKey[] = [
  ...(['win_rate', 'late_steps', 'lead_quality', 'conversion'] as const),
  ...(['deal_velocity', 'contribution_margin', 'csat'] as const),
];

/**
 * The numbers a digest compares partners by: those the playbook marks, in its order; where it marks none, the usual ones
 * it has and then its others. The win rate comes first, whatever it marks: it orders them.
 */
export function comparedMetrics(metrics: readonly MetricTarget[]): readonly MetricKey[] {
  const marked = metrics.filter(({ inDigest }) => inDigest).map(({ key }) => key);
  const free = metrics.filter(({ inDigest }) => inDigest !== false).map(({ key }) => key);
  // How far onboarding is has a column of its own.
  const others = free.filter((key) => key !== 'onboarding_progress');
  const chosen = marked.length > 0 ? marked : [...usual.filter((key) => free.includes(key)), ...others];
  return [...new Set<MetricKey>(['win_rate', ...chosen])].slice(0, mostCompared);
}
