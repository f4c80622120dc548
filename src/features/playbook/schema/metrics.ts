import { z } from 'zod';
import { leftToReferences, list, mapping, target } from './fields.ts';
import { seatReference } from './seats.ts';
import { condition } from './segments.ts';

export type { Target } from './fields.ts';

/**
 * The unit of a metric and its target. `share` is between 0 and 1, written as a percentage; `rating` is a mean of
 * answers on a scale; money, and money a day or a month, is an amount with its currency.
 */
export type MetricUnit =
  | 'share'
  | 'days'
  | 'months'
  | 'count'
  | 'points'
  | 'rating'
  | 'money'
  | 'money_a_day'
  | 'money_a_month';

export function isMoney(unit: MetricUnit): boolean {
  return unit.startsWith('money');
}

/** The metrics a scorecard can show, with the unit and the better direction of their targets. */
export const metricUnits = {
  onboarding_progress: { unit: 'share', better: 'higher' },
  late_steps: { unit: 'count', better: 'lower' },
  lead_quality: { unit: 'share', better: 'higher' },
  conversion: { unit: 'share', better: 'higher' },
  win_rate: { unit: 'share', better: 'higher' },
  sourced_deals: { unit: 'count', better: 'higher' },
  influenced_deals: { unit: 'count', better: 'higher' },
  sourced_revenue: { unit: 'money', better: 'higher' },
  influenced_revenue: { unit: 'money', better: 'higher' },
  revenue_share: { unit: 'share', better: 'higher' },
  qualified_pipeline: { unit: 'money', better: 'higher' },
  sales_velocity: { unit: 'money_a_day', better: 'higher' },
  deal_size: { unit: 'money', better: 'higher' },
  deal_velocity: { unit: 'days', better: 'lower' },
  contribution_margin: { unit: 'share', better: 'higher' },
  expected_margin: { unit: 'money', better: 'higher' },
  time_to_first_close: { unit: 'days', better: 'lower' },
  time_to_first_value: { unit: 'days', better: 'lower' },
  ramp_time: { unit: 'days', better: 'lower' },
  lead_response: { unit: 'share', better: 'higher' },
  api_reliability: { unit: 'share', better: 'higher' },
  churn: { unit: 'share', better: 'lower' },
  cac: { unit: 'money', better: 'lower' },
  cac_payback: { unit: 'months', better: 'lower' },
  lifetime_value: { unit: 'money', better: 'higher' },
  activity_cost: { unit: 'money', better: 'lower' },
  pilot_burn: { unit: 'money_a_month', better: 'lower' },
  pilot_runway: { unit: 'months', better: 'higher' },
  pilot_payback: { unit: 'months', better: 'lower' },
  risk: { unit: 'rating', better: 'lower' },
  csat: { unit: 'share', better: 'higher' },
  ces: { unit: 'rating', better: 'higher' },
  nps: { unit: 'points', better: 'higher' },
} as const satisfies Record<string, { unit: MetricUnit; better: 'higher' | 'lower' }>;

export type MetricKey = keyof typeof metricUnits;
export const metricKeys = Object.keys(metricUnits) as readonly MetricKey[];

/** Never shown to a partner, whatever a playbook says of them. */
export const internalMetrics: readonly MetricKey[] = [
  'revenue_share',
  'contribution_margin',
  'expected_margin',
  'cac',
  'cac_payback',
  'lifetime_value',
  'activity_cost',
  'pilot_burn',
  'pilot_runway',
  'pilot_payback',
  'risk',
];

/** The most numbers of the digest’s comparison, the win rate that orders it among them. */
export const mostCompared = 7;

/** A reference to a metric. That there is such a metric is checked in references.ts. */
export const metricKey = z.string({ error: 'the key of a metric' }).transform((value, context): MetricKey => {
  const known = metricKeys.find((candidate) => candidate === value);
  if (known) return known;
  context.issues.push({ code: 'custom', message: leftToReferences, input: value });
  return z.NEVER;
});

/** A metric on the scorecard, with what each tier aims for. */
export const metric = mapping('a metric with key, shownTo and targets', {
  key: metricKey,
  shownTo: z.enum(['both', 'vendor'], { error: 'who sees it: both or vendor' }),
  /** A column of the digest’s comparison; false: never one. Where none is true, it has the usual ones. */
  inDigest: z.boolean({ error: 'true or false' }).optional(),
  /** Who answers for it, on the vendor’s side. Left out: the partner’s manager, unsaid. */
  owner: seatReference('the seat that answers for it such as vendor.manager').optional(),
  /** By tier key; a tier without a target is shown without one. */
  targets: z
    .record(z.string(), target, { error: 'a mapping of tier keys to targets' })
    .readonly()
    .default({}),
  /** Before the tier's: the first that is for the partner holds. Partners never see whom they are for. */
  segmentTargets: list(
    'a list of targets, each with for and target',
    mapping('a target with for and target', { for: condition, target }),
  ).optional(),
  /** By the partner's name, where something else than its tier's target was agreed on. Other partners never see it. */
  partnerTargets: z
    .record(z.string(), target, { error: 'a mapping of partners’ names to targets' })
    .readonly()
    .optional(),
});
export type MetricTarget = z.output<typeof metric>;
