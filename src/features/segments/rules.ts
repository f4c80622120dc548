import type { Condition, Graded } from '../playbook/public.ts';
import { isFor } from '../playbook/public.ts';
import type { Judged } from '../scorecards/public.ts';

/** A tier as it is held against one partner: without criteria nobody is ever proposed for it. */
export interface JudgedTier {
  readonly key: string;
  readonly criteria: { readonly for: Condition; readonly facts: readonly Judged[] } | null;
}

export interface Proposal {
  readonly toTier: string;
  readonly evidence: readonly string[];
}

/**
 * The tier the facts speak for, when that is not the partner's own; tiers from the lowest to the highest. Up to the
 * highest whose criteria are all surely met. Down when the segment of the own tier is another or one of its numbers is
 * surely missed: to the next below that nothing speaks against. What can't be told, or is of too few, moves nobody.
 */
export function proposalFor(tiers: readonly JudgedTier[], partner: Graded): Proposal | null {
  const own = tiers.findIndex(({ key }) => key === partner.tier);
  if (own < 0) return null;
  const higher = tiers.slice(own + 1).findLast((tier) => isMet(tier, partner));
  if (higher) return { toTier: higher.key, evidence: evidenceOf(higher) };
  const current = tiers[own];
  if (!current || !isMissed(current, partner)) return null;
  const lower = tiers.slice(0, own).findLast((tier) => !isMissed(tier, partner));
  return lower ? { toTier: lower.key, evidence: missedOf(current, partner) } : null;
}

function isMet({ criteria }: JudgedTier, partner: Graded): boolean {
  if (!criteria || criteria.facts.length === 0) return false;
  return isFor(criteria.for, partner) && criteria.facts.every(({ verdict }) => verdict === 'met');
}

function isMissed({ criteria }: JudgedTier, partner: Graded): boolean {
  if (!criteria) return false;
  return !isFor(criteria.for, partner) || criteria.facts.some(({ verdict }) => verdict === 'missed');
}

function evidenceOf({ criteria }: JudgedTier): readonly string[] {
  return (criteria?.facts ?? []).map(({ evidence }) => evidence);
}

function missedOf({ criteria }: JudgedTier, partner: Graded): readonly string[] {
  const missed = (criteria?.facts ?? []).filter(({ verdict }) => verdict === 'missed');
  const segment =
    criteria && !isFor(criteria.for, partner) ? ['It is in another segment than its tier is for'] : [];
  return [...segment, ...missed.map(({ evidence }) => evidence)];
}
