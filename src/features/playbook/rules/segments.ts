import { listing } from '../../../core/text.ts';
import type { Playbook } from '../schema/playbook.ts';
import type { Condition, Dimension } from '../schema/segments.ts';

/** What of a partner conditions are held against. A segment is a dimension and a value: `potential:high`. */
export interface Graded {
  readonly tier: string;
  readonly segments: readonly string[];
}

type WithDimensions = Pick<Playbook, 'segments' | 'routing'>;

/** Every dimension partners are told apart by: what leads are routed by first, then those of `segments`. */
export function dimensionsOf({ segments, routing }: WithDimensions): readonly Dimension[] {
  const routed = [
    { key: 'territory', name: 'Territory', values: routing?.territories ?? [] },
    { key: 'segment', name: 'Segment', values: routing?.segments ?? [] },
    { key: 'capability', name: 'Capability', values: routing?.capabilities ?? [] },
  ];
  return [
    ...routed.filter(({ values }) => values.length > 0).map((each) => ({ ...each, several: true })),
    ...segments,
  ];
}

/** Whether something is for this partner. */
export function isFor(condition: Condition, { tier, segments }: Graded): boolean {
  return Object.entries(condition).every(([name, keys]) =>
    keys.some((key) => (name === 'tier' ? key === tier : segments.includes(`${name}:${key}`))),
  );
}

/** The one value a partner has in a dimension; null when it has none, or several. */
export function onlyValue({ segments }: Pick<Graded, 'segments'>, dimension: string): string | null {
  const values = segments.filter((each) => each.startsWith(`${dimension}:`));
  return values.length === 1 ? (values[0]?.slice(dimension.length + 1) ?? null) : null;
}

/** A partner’s segments in words, by dimension: [“Potential”, “High”]. What the playbook does not know is left out. */
export function segmentWords(
  playbook: WithDimensions,
  segments: readonly string[],
): readonly (readonly [dimension: string, values: string])[] {
  return dimensionsOf(playbook).flatMap(({ key, name, values }) => {
    const own = values.filter((value) => segments.includes(`${key}:${value.key}`));
    return own.length === 0 ? [] : [[name, listing(own.map((value) => value.name))] as const];
  });
}

/** Whom something is for: “Silver or Gold partners”, “Gold partners, Potential: High”, “all partners”. */
export function conditionInWords(
  playbook: WithDimensions & Pick<Playbook, 'tiers'>,
  condition: Condition,
): string {
  const dimensions = dimensionsOf(playbook);
  const nameIn = (list: readonly { readonly key: string; readonly name: string }[], key: string) =>
    list.find((each) => each.key === key)?.name ?? key;
  const { tier, ...rest } = condition;
  const tiers = listing(
    (tier ?? []).map((key) => nameIn(playbook.tiers, key)),
    'or',
  );
  const segments = Object.entries(rest).map(([name, keys]) => {
    const values = dimensions.find(({ key }) => key === name)?.values ?? [];
    const named = listing(
      keys.map((key) => nameIn(values, key)),
      'or',
    );
    return `${nameIn(dimensions, name)}: ${named}`;
  });
  return [tiers === '' ? 'all partners' : `${tiers} partners`, ...segments].join(', ');
}
