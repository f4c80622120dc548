import type { Estimate } from '../../../core/statistics.ts';
import type { PartnerFacts } from '../metrics/metric.ts';
import { activationRate } from './activation-rate.ts';
import { type Overall, overallOf } from './overall.ts';
import { partnerChurn } from './partner-churn.ts';
import { timeToFirstClose } from './time-to-first-close.ts';
import { timeToFirstValue } from './time-to-first-value.ts';

/** Every number over all partners, in the order of the digest. */
export const overalls: readonly Overall[] = [
  timeToFirstClose,
  timeToFirstValue,
  activationRate,
  partnerChurn,
];

/** All of them of these partners, by their keys. */
export function overallEstimates(
  cards: readonly { readonly facts: PartnerFacts }[],
): Readonly<Record<string, Estimate>> {
  const facts = cards.map((card) => card.facts);
  return Object.fromEntries(overalls.map((overall) => [overall.key, overallOf(overall, facts)]));
}
