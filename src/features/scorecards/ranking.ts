import { empiricalBayesShrinkage } from '../../core/statistics.ts';
import type { PartnerFacts } from './metrics/metric.ts';

interface Ranked {
  readonly name: string;
  readonly tier: string;
  readonly facts: PartnerFacts;
}

/**
 * Each partner's win rate, drawn toward its tier's mean where there are few deals; null before the first one was
 * closed. Shrinkage: see core/statistics.
 */
export function drawnWinRates<T extends Ranked>(partners: readonly T[]): ReadonlyMap<T, number | null> {
  const rates = new Map<T, number | null>();
  for (const tier of new Set(partners.map((partner) => partner.tier))) {
    const members = partners.filter((partner) => partner.tier === tier);
    const shrunk = empiricalBayesShrinkage(
      members.map(({ facts }) => ({ successes: facts.won, n: facts.won + facts.lost })),
    );
    members.forEach((member, index) => {
      const hasClosed = member.facts.won + member.facts.lost > 0;
      rates.set(member, hasClosed ? (shrunk?.values[index] ?? 0) : null);
    });
  }
  return rates;
}

/**
 * The order of partners in a comparison: by win rate, drawn toward the tier's mean where there are few deals, so
 * that one lucky win does not lead the list; equal ones by name. Who closed no deal yet comes last: there is
 * nothing to rank.
 */
export function rank<T extends Ranked>(partners: readonly T[]): T[] {
  const rates = drawnWinRates(partners);
  const rateOf = (partner: T) => rates.get(partner) ?? -1;
  return [...partners].sort((a, b) => rateOf(b) - rateOf(a) || a.name.localeCompare(b.name));
}
