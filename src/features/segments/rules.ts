import { listing } from '../../core/text.ts';
import { type Condition, dimensionsOf, type Graded, isFor, type Playbook } from '../playbook/public.ts';
import type { Judged } from '../scorecards/public.ts';

/** A tier as it is held against one partner: without criteria nobody is ever proposed for it. */
export interface JudgedTier {
  readonly key: string;
  readonly criteria: {
    /** Whether the partner is one of those the tier is for. */
    readonly segments: readonly Judged[];
    readonly facts: readonly Judged[];
  } | null;
}

export interface Proposal {
  readonly toTier: string;
  readonly evidence: readonly string[];
}

/** Holds whom a tier is for against one partner, segment by segment: “Potential Steady, High asked”. */
export function judgeSegments(
  playbook: Pick<Playbook, 'tiers' | 'segments' | 'routing'>,
  condition: Condition,
  partner: Graded,
): Judged[] {
  const dimensions = [{ key: 'tier', name: 'Tier', values: playbook.tiers }, ...dimensionsOf(playbook)];
  return Object.entries(condition).map(([key, asked]) => {
    const { name = key, values = [] } = dimensions.find((each) => each.key === key) ?? {};
    const named = (isNamed: (value: string) => boolean, or: 'and' | 'or') =>
      listing(
        values.filter((value) => isNamed(value.key)).map((value) => value.name),
        or,
      );
    const own = named((value) => isFor({ [key]: [value] }, partner), 'and');
    return {
      verdict: isFor({ [key]: asked }, partner) ? 'met' : 'missed',
      evidence: `${name} ${own || 'not said'}, ${named((value) => asked.includes(value), 'or')} asked`,
    };
  });
}

/**
 * The tier the facts speak for, when that is not the partner's own; tiers from the lowest to the highest. Up to the
 * highest whose criteria are all surely met. Down when the segment of the own tier is another or one of its numbers is
 * surely missed: to the next below that nothing speaks against. What can't be told, or is of too few, moves nobody.
 */
export function proposalFor(tiers: readonly JudgedTier[], tier: string): Proposal | null {
  const own = tiers.findIndex(({ key }) => key === tier);
  if (own < 0) return null;
  const higher = tiers.slice(own + 1).findLast(isMet);
  if (higher) return { toTier: higher.key, evidence: evidenceOf(higher) };
  const current = tiers[own];
  if (!current || missedOf(current).length === 0) return null;
  const lower = tiers.slice(0, own).findLast((each) => missedOf(each).length === 0);
  return lower ? { toTier: lower.key, evidence: missedOf(current) } : null;
}

/** Nobody rises by their segment alone. */
function isMet({ criteria }: JudgedTier): boolean {
  if (!criteria || criteria.facts.length === 0) return false;
  return allOf(criteria).every(({ verdict }) => verdict === 'met');
}

function evidenceOf({ criteria }: JudgedTier): readonly string[] {
  return allOf(criteria).map(({ evidence }) => evidence);
}

function missedOf({ criteria }: JudgedTier): readonly string[] {
  return allOf(criteria)
    .filter(({ verdict }) => verdict === 'missed')
    .map(({ evidence }) => evidence);
}

function allOf(criteria: JudgedTier['criteria']): readonly Judged[] {
  return criteria ? [...criteria.segments, ...criteria.facts] : [];
}
