import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { proportion } from '../../../src/core/statistics.ts';
import { metricOf } from '../../../src/features/scorecards/metrics/catalogue.ts';
import { exact, type Figure } from '../../../src/features/scorecards/metrics/metric.ts';
import { moveOf } from '../../../src/features/scorecards/news.ts';

const quality = metricOf('lead_quality');
const late = metricOf('late_steps');
const cost = metricOf('cac');
const count = (value: number): Figure => exact(value, 1, value);
const euros = (minor: number, currency = 'EUR'): Figure => ({ ...exact(minor, 1, minor), currency });

describe('what moved', () => {
  test('a share, when its interval left the other', () => {
    expect(moveOf(quality, proportion(10, 40), proportion(32, 40))).toBe('better');
    expect(moveOf(quality, proportion(32, 40), proportion(10, 40))).toBe('worse');
    // 50 % to 80 %, of ten each: 24–76 and 49–94 have a third in common.
    expect(moveOf(quality, proportion(5, 10), proportion(8, 10))).toBeNull();
  });

  test('an amount, a time or a count by a third, a share that is no sample by five points', () => {
    expect(moveOf(cost, euros(100_00), euros(149_00))).toBeNull();
    expect(moveOf(cost, euros(100_00), euros(150_00))).toBe('worse');
    expect(moveOf(cost, euros(150_00), euros(100_00))).toBe('better');
    expect(moveOf(cost, euros(0), euros(1_00))).toBe('worse');
    expect(moveOf(late, count(10), count(12))).toBeNull();
    expect(moveOf(late, count(1), count(3))).toBe('worse');
    const done = metricOf('onboarding_progress');
    expect(moveOf(done, exact(40, 100, 0.4), exact(36, 100, 0.36))).toBeNull();
    expect(moveOf(done, exact(40, 100, 0.4), exact(35, 100, 0.35))).toBe('worse');
    // A margin is sampled: without an interval nothing tells a fall from chance.
    const margin = metricOf('contribution_margin');
    expect(moveOf(margin, exact(40, 100, 0.4), exact(20, 100, 0.2))).toBeNull();
  });

  test('what a window brought, only by more deals than chance makes', () => {
    const deals = metricOf('sourced_deals');
    const revenue = metricOf('sourced_revenue');
    const won = (n: number): Figure => ({ ...euros(n * 20_000_00), n });
    // One deal left the window, another came: no partner is better or worse for that.
    expect(moveOf(deals, count(3), count(2))).toBeNull();
    expect(moveOf(deals, count(4), count(8))).toBeNull();
    expect(moveOf(deals, count(3), count(12))).toBe('better');
    expect(moveOf(revenue, won(1), won(2))).toBeNull();
    expect(moveOf(revenue, won(12), won(3))).toBe('worse');
  });

  test('what open deals are made of, without a judgement: they leave it won as well as lost', () => {
    const pipeline = metricOf('qualified_pipeline');
    expect(moveOf(pipeline, euros(200_000_00), euros(0))).toBe('less');
    expect(moveOf(pipeline, euros(0), euros(200_000_00))).toBe('more');
    expect(moveOf(pipeline, euros(200_000_00), euros(190_000_00))).toBeNull();
    expect(moveOf(metricOf('sales_velocity'), euros(300_00), euros(100_00))).toBe('less');
    const margin = (value: number) => ({ ...euros(value), low: value * 0.9, high: value * 1.1 });
    expect(moveOf(metricOf('expected_margin'), margin(300_00), margin(100_00))).toBe('less');
  });

  test('nothing where either is too few to judge, or in another currency', () => {
    expect(moveOf(quality, proportion(0, 4), proportion(40, 40))).toBeNull();
    expect(moveOf(quality, proportion(0, 0), proportion(40, 40))).toBeNull();
    expect(moveOf(cost, euros(100_00), euros(900_00, 'USD'))).toBeNull();
  });

  test('nothing where a bound that decides is not known', () => {
    const velocity = metricOf('deal_velocity');
    const days = (value: number, low: number | null, high: number | null): Figure => ({
      ...exact(value, 9, value),
      ...{ low, high },
    });
    expect(moveOf(velocity, days(30, 20, 40), days(80, 60, null))).toBe('worse');
    expect(moveOf(velocity, days(30, 20, null), days(80, 60, 90))).toBeNull();
  });
});

describe('for any two numbers', () => {
  const shares = fc
    .tuple(fc.nat(200), fc.nat(200))
    .map(([a, b]) => proportion(Math.min(a, b), Math.max(a, b)));
  const opposite = { better: 'worse', worse: 'better', more: 'less', less: 'more' } as const;
  const turned = (move: ReturnType<typeof moveOf>) => (move === null ? null : opposite[move]);

  test('what stays the same is no news, and back again is the opposite', () => {
    fc.assert(
      fc.property(shares, shares, (a, b) => {
        expect(moveOf(quality, a, a)).toBeNull();
        expect(moveOf(quality, b, a)).toBe(turned(moveOf(quality, a, b)));
      }),
    );
    fc.assert(
      fc.property(fc.nat(10_000_000), fc.nat(10_000_000), (a, b) => {
        expect(moveOf(cost, euros(a), euros(a))).toBeNull();
        expect(moveOf(cost, euros(b), euros(a))).toBe(turned(moveOf(cost, euros(a), euros(b))));
      }),
    );
  });

  test('a share is no news while one value could have been both', () => {
    fc.assert(
      fc.property(shares, shares, (a, b) => {
        if (a.low === null || a.high === null || b.low === null || b.high === null) return;
        const overlaps = Math.max(a.low, b.low) <= Math.min(a.high, b.high);
        if (overlaps) expect(moveOf(quality, a, b)).toBeNull();
        else if (a.verdict === 'ok' && b.verdict === 'ok') expect(moveOf(quality, a, b)).not.toBeNull();
      }),
    );
  });

  test('an amount is news from a third of the larger on, in whatever unit it is written', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.constantFrom(1, 10, 100),
        (a, b, factor) => {
          const move = moveOf(cost, euros(a * factor), euros(b * factor));
          expect(move).toBe(moveOf(cost, euros(a), euros(b)));
          expect(move !== null).toBe(3 * Math.abs(a - b) >= Math.max(a, b) && a !== b);
        },
      ),
    );
  });
});
