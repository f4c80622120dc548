import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareWordings, referenceOf, type Version } from '../../../src/features/health/wording/rules.ts';
import { findingWords } from '../../../src/features/health/wording/view.ts';
import type { JourneyWaits } from '../../../src/features/onboarding/public.ts';
import { type Playbook, parsePlaybook, type Step } from '../../../src/features/playbook/public.ts';

const source = readFileSync(new URL('../../../playbooks/partner-programme.yaml', import.meta.url), 'utf8');
const parsed = parsePlaybook(source, 'p.yaml');
if (!parsed.ok) throw new Error('the sample has faults');
const sample = parsed.playbook;
const key = 'name-the-team';

/** The sample with this step changed. */
const withStep = (change: Partial<Step>): Playbook => ({
  ...sample,
  gates: sample.gates.map((gate) => ({
    ...gate,
    steps: gate.steps.map((step) => (step.key === key ? { ...step, ...change } : step)),
  })),
});
const version = (number: number, playbook: Playbook = sample): Version => ({
  id: `v${number}`,
  number,
  playbook,
});
const clear = withStep({ title: 'Say who does what' });

/** One journey a wait, of partners with names of their own. */
const journeys = (
  playbookVersionId: string,
  waits: readonly number[],
  known: { readonly isDone?: boolean } = {},
): JourneyWaits[] =>
  waits.map((days, index) => ({
    ...{ partnerId: `${playbookVersionId}-${index}`, playbookVersionId, kickoffOn: '2026-01-05' },
    ...{ completedOn: null, leftOn: null },
    steps: [{ key, days, isDone: known.isDone ?? true, isBlocked: false, title: 'x', gateName: 'Kick-off' }],
  }));
const slow = [20, 21, 22, 23, 24, 25, 26, 27];
const quick = [1, 2, 2, 3, 3, 4, 4, 5];

describe('the wording of now against an earlier one', () => {
  test('did better where the intervals of both medians lie apart, and says by how much', () => {
    const [found, ...more] = compareWordings(
      [version(1), version(2, clear)],
      [...journeys('v1', slow), ...journeys('v2', quick)],
    );
    expect(more).toEqual([]);
    expect(found).toMatchObject({ key, verdict: 'better', others: [] });
    expect(found && referenceOf(found)).toBe('name-the-team:1:2');
    // Medians by hand: S is ½ after the fourth of eight, 23 and 3.
    expect(found?.earlier).toMatchObject({ versions: [1], done: 8, wait: { value: 23 } });
    expect(found?.now).toMatchObject({ versions: [2], done: 8, wait: { value: 3 } });
    expect(found?.changes).toEqual(['Step “Name your team” is now called “Say who does what”']);
    expect(found && findingWords(found)).toMatch(
      /^The new wording did better.* Version 2: 8 of 8 journeys that could begin it did it, half within 3 days \(\d–\d\)\. Version 1: .*half within 23 days/,
    );
  });

  test('did worse the other way round', () => {
    const [found] = compareWordings(
      [version(1), version(2, clear)],
      [...journeys('v1', quick), ...journeys('v2', slow)],
    );
    expect(found?.verdict).toBe('worse');
  });

  test('is not told apart where the intervals meet, nor from four journeys, nor where nobody had one of them', () => {
    const versions = [version(1), version(2, clear)];
    const of = (first: readonly number[], second: readonly number[]) =>
      compareWordings(versions, [...journeys('v1', first), ...journeys('v2', second)])[0]?.verdict;
    expect(of([1, 4, 9, 12, 30], [2, 3, 8, 11, 20])).toBe('unclear');
    expect(of(slow, [1, 1, 1, 1])).toBe('too_few');
    expect(of(slow, [])).toBe('too_few');
  });

  test('counts those not done yet for as long as they have waited: not done quickly is not quick', () => {
    const [found] = compareWordings(
      [version(1), version(2, clear)],
      [...journeys('v1', slow), ...journeys('v2', quick, { isDone: false })],
    );
    expect(found?.now).toMatchObject({ done: 0, wait: { value: null, verdict: 'ok' } });
    expect(found?.verdict).toBe('unclear');
  });

  test('says nothing of the wording where more than it changed, and what else did', () => {
    const [found] = compareWordings(
      [version(1), version(2, withStep({ title: 'Say who does what', due: 9 }))],
      [...journeys('v1', slow), ...journeys('v2', quick)],
    );
    expect(found?.verdict).toBe('mixed');
    expect(found?.others).toEqual(['Step “Name your team” is now due on working day 9 (was 2)']);
    expect(found?.changes).toEqual(['Step “Name your team” is now called “Say who does what”']);
  });

  test('what changed in a version nobody ran stands in nothing’s way', () => {
    const [found] = compareWordings(
      [version(1), version(2, withStep({ due: 9 })), version(3, clear)],
      [...journeys('v1', slow), ...journeys('v3', quick)],
    );
    expect(found).toMatchObject({ verdict: 'better', earlier: { versions: [1, 2] } });
  });

  test('versions that word it alike are taken together, also when a wording comes back', () => {
    const [found, ...more] = compareWordings(
      [version(1), version(2, clear), version(3)],
      [...journeys('v1', quick.slice(4)), ...journeys('v3', quick.slice(0, 4)), ...journeys('v2', slow)],
    );
    expect(more).toEqual([]);
    expect(found).toMatchObject({
      verdict: 'better',
      now: { versions: [1, 3], done: 8 },
      earlier: { versions: [2] },
    });
  });

  test('is nothing where only other parts of a step changed, or one version was ever published', () => {
    const all = [...journeys('v1', slow), ...journeys('v2', quick)];
    expect(compareWordings([version(1), version(2, withStep({ due: 9 }))], all)).toEqual([]);
    expect(compareWordings([version(1)], all)).toEqual([]);
    expect(compareWordings([], all)).toEqual([]);
  });

  test('a description, a criterion and what is asked for are wording too', () => {
    const evidence = { kind: 'text', prompt: 'Who, and for what?' } as const;
    for (const change of [{ description: 'Who?' }, { acceptance: ['All named.'] }, { evidence }]) {
      const [found] = compareWordings([version(1), version(2, withStep(change))], []);
      expect(found).toMatchObject({ others: [], verdict: 'too_few' });
      expect(found?.changes.length).toBeGreaterThan(0);
    }
  });

  test('depends on no order of the journeys, every journey is on one side, and what is sure is apart by its intervals', () => {
    const waits = fc.array(fc.nat(40), { maxLength: 15 });
    fc.assert(
      fc.property(waits, waits, fc.boolean(), (first, second, isDone) => {
        const all = [...journeys('v1', first), ...journeys('v2', second, { isDone })];
        const versions = [version(1), version(2, clear)];
        const [found] = compareWordings(versions, all);
        const [turned] = compareWordings(versions, all.toReversed());
        if (!found || !turned) throw new Error('nothing compared');
        const figures = ({ met: _, ...rest }: typeof found.now) => rest;
        expect(figures(turned.now)).toEqual(figures(found.now));
        expect(turned.verdict).toBe(found.verdict);
        expect(found.earlier.met.length).toBe(first.length);
        expect(found.now.met.length).toBe(second.length);
        const [faster, slower] =
          found.verdict === 'better' ? [found.now, found.earlier] : [found.earlier, found.now];
        if (found.verdict === 'better' || found.verdict === 'worse')
          expect(faster.wait.high as number).toBeLessThan(slower.wait.low as number);
        if (Math.min(first.length, second.length) < 5) expect(found.verdict).toBe('too_few');
      }),
      { seed: 3 },
    );
  });
});
