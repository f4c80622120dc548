import { expect, test } from 'vitest';
import { internalMetrics } from '../../../src/features/playbook/public.ts';
import { compareGoal, poissonAtMost } from '../../../src/features/scorecards/goals.ts';
import { metrics } from '../../../src/features/scorecards/metrics/catalogue.ts';
import { fc } from '../core/properties.ts';
import { noAnswers } from './facts.ts';

const wins = { title: 'Wins', metric: 'sourced_deals', target: 4 } as const;
const rate = { title: 'Rate', metric: 'win_rate', target: 0.4 } as const;

test('a count is met when it is there, behind when the pace cannot explain it, and under way in between', () => {
  const at = (sourced: number, elapsed: number) =>
    compareGoal(wins, noAnswers({ won: sourced, sourced }), elapsed).standing;
  expect(at(4, 0.5)).toBe('met');
  expect(at(0, 0.5)).toBe('under_way');
  expect(at(0, 0.93)).toBe('behind');
  expect(at(3, 0.99)).toBe('under_way');
  expect(at(3, 1)).toBe('behind');
});

test('a pace is projected from five on, and only while the quarter runs', () => {
  const projection = (sourced: number, elapsed: number) =>
    compareGoal(wins, noAnswers({ won: sourced, sourced }), elapsed).projection;
  expect(projection(5, 0.5)).toBe(10);
  expect(projection(4, 0.5)).toBeNull();
  expect(projection(9, 1)).toBeNull();
});

test('a rate is never behind on a handful, nor on a point estimate alone', () => {
  const at = (won: number, lost: number) => compareGoal(rate, noAnswers({ won, lost }), 1).standing;
  expect(at(0, 0)).toBe('no_data');
  expect(at(0, 3)).toBe('too_few');
  expect(at(3, 7)).toBe('unclear');
  expect(at(2, 48)).toBe('behind');
  expect(at(30, 10)).toBe('met');
});

test('the Poisson tail is 0.2381 for 2 at a mean of 4, falls with the mean and grows with the count', () => {
  expect(poissonAtMost(2, 4)).toBeCloseTo(0.2381, 4);
  const mean = fc.double({ min: 0, max: 50, noNaN: true });
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 60 }), mean, mean, (count, a, b) => {
      const [low, high] = [Math.min(a, b), Math.max(a, b)];
      expect(poissonAtMost(count, low)).toBeGreaterThanOrEqual(poissonAtMost(count, high) - 1e-12);
      expect(poissonAtMost(count + 1, low)).toBeGreaterThanOrEqual(poissonAtMost(count, low) - 1e-12);
      expect(poissonAtMost(count, high)).toBeLessThanOrEqual(1);
    }),
  );
});

test('the playbook knows which numbers are the vendor’s alone', () => {
  expect(metrics.filter((metric) => metric.isInternal).map(({ key }) => key)).toEqual(internalMetrics);
});
