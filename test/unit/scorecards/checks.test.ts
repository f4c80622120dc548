import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TraitCount, Traits } from '../../../src/features/pipeline/public.ts';
import { checks, gapsAmong } from '../../../src/features/scorecards/checks/catalogue.ts';

const sound = {
  kind: 'deal',
  stage: 'won',
  hasAmount: true,
  hasCost: true,
  isInOwnCurrency: true,
  isClosedBeforeRegistered: false,
  isAhead: false,
  isUnregistered: false,
  isUnlinked: false,
} as const;
const foundIn = (traits: Traits) => checks.filter((check) => check.finds(traits)).map(({ key }) => key);

describe('the catalogue of checks', () => {
  test('lists each file of its folder', () => {
    const folder = new URL('../../../src/features/scorecards/checks/', import.meta.url);
    const files = readdirSync(folder).filter((name) => !['catalogue.ts', 'check.ts'].includes(name));
    expect(checks).toHaveLength(files.length);
    for (const { key } of checks) expect(files).toContain(`${key.replaceAll('_', '-')}.ts`);
  });

  test('finds each fault, and nothing in sound rows', () => {
    expect(foundIn(sound)).toEqual([]);
    expect(foundIn({ ...sound, hasCost: false })).toEqual(['deals_without_cost']);
    expect(foundIn({ ...sound, stage: 'open', hasCost: false })).toEqual([]);
    expect(foundIn({ ...sound, isUnlinked: true })).toEqual(['deals_without_lead']);
    expect(foundIn({ ...sound, stage: 'lost', isUnlinked: true })).toEqual([]);
    expect(foundIn({ ...sound, stage: 'open', hasAmount: false })).toEqual(['deals_without_amount']);
    expect(foundIn({ ...sound, stage: 'lost', hasAmount: false })).toEqual([]);
    expect(foundIn({ ...sound, isUnregistered: true })).toEqual(['deals_unregistered']);
    expect(foundIn({ ...sound, stage: 'open', isUnregistered: true })).toEqual([]);
    expect(foundIn({ ...sound, stage: 'lost', hasCost: false })).toEqual([]);
    expect(foundIn({ ...sound, hasAmount: false })).toEqual(['deals_without_amount']);
    expect(foundIn({ ...sound, isClosedBeforeRegistered: true })).toEqual(['closed_before_registered']);
    expect(foundIn({ ...sound, isInOwnCurrency: false })).toEqual(['other_currency']);
    expect(foundIn({ ...sound, stage: 'open', isAhead: true })).toEqual(['dated_ahead']);
    expect(foundIn({ kind: 'lead', waitingDays: 14 })).toEqual([]);
    expect(foundIn({ kind: 'lead', waitingDays: 15 })).toEqual(['leads_waiting']);
  });
});

test('gaps add up over any split of the rows, and a sound partner changes nothing', () => {
  const traits: fc.Arbitrary<Traits> = fc.oneof(
    fc.record({
      kind: fc.constant('deal' as const),
      stage: fc.constantFrom('open', 'won', 'lost'),
      hasAmount: fc.boolean(),
      hasCost: fc.boolean(),
      isInOwnCurrency: fc.boolean(),
      isClosedBeforeRegistered: fc.boolean(),
      isAhead: fc.boolean(),
      isUnregistered: fc.boolean(),
      isUnlinked: fc.boolean(),
    }),
    fc.record({ kind: fc.constant('lead' as const), waitingDays: fc.nat(40) }),
  );
  const count: fc.Arbitrary<TraitCount> = fc.record({
    partnerId: fc.constantFrom('a', 'b', 'c'),
    traits,
    count: fc.integer({ min: 1, max: 50 }),
  });
  const byCheck = (counts: readonly TraitCount[]) =>
    new Map(gapsAmong(counts).map((gap) => [gap.check.key, gap.count]));
  fc.assert(
    fc.property(fc.array(count, { maxLength: 30 }), fc.nat(30), (counts, at) => {
      const [first, second] = [byCheck(counts.slice(0, at)), byCheck(counts.slice(at))];
      for (const { key } of checks) {
        expect(byCheck(counts).get(key) ?? 0).toBe((first.get(key) ?? 0) + (second.get(key) ?? 0));
      }
      const withSound = [...counts, { partnerId: 'd', traits: sound, count: 9 }];
      expect(gapsAmong([...withSound].reverse())).toEqual(gapsAmong(counts));
    }),
  );
});
