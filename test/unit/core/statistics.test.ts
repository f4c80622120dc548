import { describe, expect, test } from 'vitest';
import {
  empiricalBayesShrinkage,
  mean,
  nps,
  proportion,
  proportionDifference,
  ratio,
  ratioOfSums,
  wilsonInterval,
} from '../../../src/core/statistics.ts';
import { fc } from './properties.ts';

const trial = fc
  .integer({ min: 1, max: 200 })
  .chain((n) => fc.record({ successes: fc.integer({ min: 0, max: n }), n: fc.constant(n) }));

describe('Wilson interval', () => {
  test('3 of 4 is 30–95 %, 0 of 5 is 0–43 %', () => {
    const percent = ({ low, high }: { low: number; high: number }) =>
      [low, high].map((p) => Math.round(p * 100));
    expect(percent(wilsonInterval(3, 4))).toEqual([30, 95]);
    expect(percent(wilsonInterval(0, 5))).toEqual([0, 43]);
    expect(wilsonInterval(0, 0)).toEqual({ low: 0, high: 1 });
    expect(() => wilsonInterval(5, 4)).toThrow(RangeError);
  });

  test('81 of 263 is 0.2553 to 0.3662 (R. G. Newcombe, Statistics in Medicine 17, 1998, table I)', () => {
    const { low, high } = wilsonInterval(81, 263);
    expect(low).toBeCloseTo(0.2553, 4);
    expect(high).toBeCloseTo(0.3662, 4);
  });

  test('holds the proportion, stays within 0 and 1, mirrors, and narrows with more of the same', () => {
    fc.assert(
      fc.property(trial, ({ successes, n }) => {
        const { low, high } = wilsonInterval(successes, n);
        expect(low >= 0 && low <= successes / n && successes / n <= high && high <= 1).toBe(true);
        expect(wilsonInterval(n - successes, n).low).toBeCloseTo(1 - high, 10);
        const more = wilsonInterval(successes * 4, n * 4);
        expect(more.high - more.low).toBeLessThan(high - low);
      }),
    );
  });
});

describe('estimates', () => {
  test('carry what they are made of and whether they may be judged', () => {
    expect(proportion(0, 0)).toEqual({
      numerator: 0,
      denominator: 0,
      n: 0,
      value: null,
      low: null,
      high: null,
      verdict: 'no_data',
    });
    expect(proportion(3, 4)).toMatchObject({
      numerator: 3,
      denominator: 4,
      n: 4,
      value: 0.75,
      verdict: 'too_few',
    });
    expect(proportion(3, 5).verdict).toBe('ok');
    expect(proportion(3, 5, 10).verdict).toBe('too_few');
    expect(ratio(250n, 1_000n, 6)).toMatchObject({
      numerator: 250,
      denominator: 1000,
      value: 0.25,
      verdict: 'ok',
    });
    expect(ratio(5, 0, 6)).toMatchObject({ value: null, verdict: 'no_data' });
    expect(ratio(-50, 100, 2)).toMatchObject({ value: -0.5, verdict: 'too_few' });
  });

  test('the mean comes with Student’s interval', () => {
    // Student's sleep data (1908), the ten differences: mean 1.58, 95 % from 0.70 to 2.46.
    const { value, low, high } = mean([1.2, 2.4, 1.3, 1.3, 0, 1, 1.8, 0.8, 4.6, 1.4]);
    expect(value).toBeCloseTo(1.58, 10);
    expect(low).toBeCloseTo(0.7, 2);
    expect(high).toBeCloseTo(2.46, 2);
    expect(mean([]).verdict).toBe('no_data');
    expect(mean([4])).toMatchObject({ value: 4, low: null, high: null, verdict: 'too_few' });
    // Past the table of t: with 60 degrees of freedom t is 2.000.
    const many = mean(Array.from({ length: 61 }, (_, index) => index));
    expect(((many.high ?? 0) - 30) / Math.sqrt((61 * 62) / 12 / 61)).toBeCloseTo(2, 2);
  });

  test('a quotient of sums has Student’s interval by the residuals of its pairs, worked out one by one', () => {
    const amount = fc.integer({ min: 1, max: 1_000_000 });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: -1_000_000, max: 1_000_000 }), amount), {
          minLength: 2,
          maxLength: 30,
        }),
        (pairs) => {
          const sum = (of: (above: number, below: number) => number) =>
            pairs.reduce((total, [above, below]) => total + BigInt(of(above, below)), 0n);
          const n = pairs.length;
          const { value, low, high } = ratioOfSums({
            n,
            above: sum((above) => above),
            below: sum((_, below) => below),
            aboveSquares: sum((above) => above * above),
            belowSquares: sum((_, below) => below * below),
            products: sum((above, below) => above * below),
          });
          const r = Number(sum((above) => above)) / Number(sum((_, below) => below));
          expect(value).toBeCloseTo(r, 10);
          if (low === null || high === null) return;
          // The mean of the residuals, each as a share of the mean below the line, with the interval of a mean.
          const size = Number(sum((_, below) => below)) / n;
          const residuals = mean(pairs.map(([above, below]) => (above - r * below) / size));
          expect((high - low) / 2).toBeCloseTo((residuals.high ?? 0) - (residuals.value ?? 0), 6);
          expect((high + low) / 2).toBeCloseTo(r, 10);
        },
      ),
    );
  });

  test('a quotient of sums claims no interval of one pair, nor where all pairs agree, however large', () => {
    const same = (n: number, unit: bigint) => ({
      ...{ n, above: 3n * unit * BigInt(n), below: 7n * unit * BigInt(n) },
      ...{ aboveSquares: 9n * unit ** 2n * BigInt(n), belowSquares: 49n * unit ** 2n * BigInt(n) },
      products: 21n * unit ** 2n * BigInt(n),
    });
    for (const sums of [same(1, 5n), same(8, 5n), same(8, 10n ** 15n)])
      expect(ratioOfSums(sums)).toMatchObject({ value: 3 / 7, low: null, high: null });
    expect(ratioOfSums(same(0, 1n)).verdict).toBe('no_data');
  });
});

describe('the difference of two proportions', () => {
  // R. G. Newcombe, Statistics in Medicine 17 (1998), 873–890, table II, method 10; there first less second.
  test.each([
    [56, 70, 48, 80, 0.0524, 0.3339],
    [9, 10, 3, 10, 0.1705, 0.809],
    [6, 7, 2, 7, 0.0582, 0.80625],
    [5, 56, 0, 29, -0.0381, 0.1926],
    [0, 10, 0, 20, -0.1611, 0.2775],
    [10, 10, 0, 10, 0.6075, 1],
  ])('%i/%i less %i/%i lies between %f and %f', (a, m, b, n, low, high) => {
    const found = proportionDifference({ numerator: b, n }, { numerator: a, n: m });
    expect(found.low).toBeCloseTo(low, 4);
    expect(found.high).toBeCloseTo(high, 4);
    expect(found.value).toBeCloseTo(a / m - b / n, 12);
  });

  test('is not judged when one side is thin, and unknown when one is empty', () => {
    expect(proportionDifference({ numerator: 9, n: 10 }, { numerator: 0, n: 4 }).verdict).toBe('too_few');
    expect(proportionDifference({ numerator: 0, n: 0 }, { numerator: 5, n: 9 })).toMatchObject({
      value: null,
      low: null,
      high: null,
      verdict: 'no_data',
    });
  });

  test('turned around is the same with the other sign', () => {
    const sample = fc
      .integer({ min: 1, max: 60 })
      .chain((n) => fc.integer({ min: 0, max: n }).map((numerator) => ({ numerator, n })));
    fc.assert(
      fc.property(sample, sample, (one, other) => {
        const [there, back] = [proportionDifference(one, other), proportionDifference(other, one)];
        expect(there.low).toBeCloseTo(-(back.high ?? Number.NaN), 10);
        expect(there.high).toBeCloseTo(-(back.low ?? Number.NaN), 10);
      }),
    );
  });
});

describe('net promoter score', () => {
  test('is 100 (p − d) with the variance of the difference', () => {
    const score = nps([10, 9, 9, 8, 7, 6, 3, 10, 9, 5]);
    expect(score).toMatchObject({
      promoters: 5,
      detractors: 3,
      numerator: 2,
      denominator: 10,
      verdict: 'ok',
    });
    expect(score.value).toBeCloseTo(20, 10);
    expect(score.variance).toBeCloseTo((10_000 * (0.5 + 0.3 - 0.04)) / 10, 8);
  });

  test('its variance is that of answers scored 100, 0 and −100, divided by n', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 10 }), { minLength: 1, maxLength: 60 }), (scores) => {
        const points = scores.map((score): number => (score >= 9 ? 100 : score <= 6 ? -100 : 0));
        const average = points.reduce((sum, point) => sum + point, 0) / points.length;
        const variance = points.reduce((sum, point) => sum + (point - average) ** 2, 0) / points.length;
        const score = nps(scores, 1);
        expect(score.variance).toBeCloseTo(variance / points.length, 6);
        if (score.value !== null) {
          expect(score.value).toBeCloseTo(average, 8);
          expect((score.low ?? 0) >= -100 && (score.high ?? 0) <= 100).toBe(true);
        }
      }),
    );
  });

  test('is withheld when few answered or all agree', () => {
    expect(nps([])).toMatchObject({ value: null, variance: null, verdict: 'no_data' });
    expect(nps([10, 3, 8, 9])).toMatchObject({ value: null, verdict: 'too_few' });
    expect(nps([10, 9, 10, 9, 10, 10])).toMatchObject({ value: null, promoters: 6, verdict: 'too_few' });
    expect(nps([8, 7, 8, 7, 8])).toMatchObject({ value: null, verdict: 'too_few' });
    expect(() => nps([11])).toThrow(RangeError);
    expect(() => nps([7.5])).toThrow(RangeError);
  });
});

describe('shrinkage toward the group’s mean', () => {
  test('a worked case', () => {
    // p̂ = ½; S = 10 (0.4² + 0.4²) = 3.2; γ = (3.2 − ¼) ÷ (¼ (20 − 10 − 1)) > 1, so nothing is drawn in.
    expect(
      empiricalBayesShrinkage([
        { successes: 9, n: 10 },
        { successes: 1, n: 10 },
      ]),
    ).toEqual({
      mean: 0.5,
      priorStrength: 0,
      values: [0.9, 0.1],
    });
    // p̂ = ½; S = 1.8; γ = (1.8 − ½) ÷ (¼ (30 − 10 − 2)) = 1.3 ÷ 4.5; M = 3.2 ÷ 1.3; (8 + M/2) ÷ (10 + M).
    const three = empiricalBayesShrinkage([
      { successes: 8, n: 10 },
      { successes: 2, n: 10 },
      { successes: 5, n: 10 },
    ]);
    expect(three?.priorStrength).toBeCloseTo(3.2 / 1.3, 10);
    expect(three?.values[0]).toBeCloseTo((8 + 1.6 / 1.3) / (10 + 3.2 / 1.3), 10);
    expect(three?.values[2]).toBeCloseTo(0.5, 10);
  });

  test('is the posterior mean of a beta prior, by integrating it numerically', () => {
    const members = [
      { successes: 3, n: 4 },
      { successes: 12, n: 30 },
      { successes: 1, n: 9 },
      { successes: 40, n: 50 },
    ];
    const shrunk = empiricalBayesShrinkage(members);
    const { mean: p, priorStrength: m } = shrunk ?? { mean: 0, priorStrength: 0 };
    expect(m).toBeGreaterThan(0);
    members.forEach(({ successes, n }, index) => {
      let [weighted, total] = [0, 0];
      for (let step = 0; step < 200_000; step += 1) {
        const at = (step + 0.5) / 200_000;
        const density = Math.exp(
          (successes + m * p - 1) * Math.log(at) + (n - successes + m * (1 - p) - 1) * Math.log(1 - at),
        );
        weighted += at * density;
        total += density;
      }
      expect(shrunk?.values[index]).toBeCloseTo(weighted / total, 5);
    });
  });

  test('finds the spread that members were drawn with, and comes nearer to them than their own shares do', () => {
    // Shares of Beta(6, 4), whose strength is 10; a generator of its own (D. H. Lehmer’s, 1951), as no test is by chance.
    let state = 7;
    const uniform = () => {
      state = (state * 48_271) % 2_147_483_647;
      return state / 2_147_483_647;
    };
    const gamma = (shape: number) =>
      Array.from({ length: shape }, () => -Math.log(uniform())).reduce((sum, each) => sum + each, 0);
    const drawn = Array.from({ length: 4_000 }, (_, index) => {
      const [a, b] = [gamma(6), gamma(4)];
      const n = 5 + (index % 20);
      const share = a / (a + b);
      const successes = Array.from({ length: n }, uniform).filter((each) => each < share).length;
      return { share, successes, n };
    });
    const shrunk = empiricalBayesShrinkage(drawn);
    expect(shrunk?.mean).toBeCloseTo(0.6, 1);
    expect(shrunk?.priorStrength).toBeGreaterThan(9);
    expect(shrunk?.priorStrength).toBeLessThan(11);
    const error = (of: (index: number) => number) =>
      drawn.reduce((sum, { share }, index) => sum + (of(index) - share) ** 2, 0);
    const own = error((index) => (drawn[index]?.successes ?? 0) / (drawn[index]?.n ?? 1));
    expect(error((index) => shrunk?.values[index] ?? 0)).toBeLessThan(0.7 * own);
  });

  test('no one tried: no answer; one untried: the mean; alike: all the mean', () => {
    expect(empiricalBayesShrinkage([])).toBeNull();
    expect(empiricalBayesShrinkage([{ successes: 0, n: 0 }])).toBeNull();
    const alike = empiricalBayesShrinkage([
      { successes: 2, n: 4 },
      { successes: 5, n: 10 },
      { successes: 0, n: 0 },
    ]);
    expect(alike).toEqual({ mean: 0.5, priorStrength: Number.POSITIVE_INFINITY, values: [0.5, 0.5, 0.5] });
    expect(
      empiricalBayesShrinkage([
        { successes: 4, n: 4 },
        { successes: 1, n: 1 },
      ])?.values,
    ).toEqual([1, 1]);
    expect(() => empiricalBayesShrinkage([{ successes: 2, n: 1 }])).toThrow(RangeError);
  });

  test('every value lies between its own proportion and the mean, and more trials are drawn in less', () => {
    fc.assert(
      fc.property(fc.array(trial, { minLength: 1, maxLength: 20 }), (members) => {
        const shrunk = empiricalBayesShrinkage(members);
        if (shrunk === null) throw new Error('someone has tried');
        const pulls = members.map(({ successes, n }, index) => {
          const raw = successes / n;
          const value = shrunk.values[index] ?? Number.NaN;
          expect(value).toBeGreaterThanOrEqual(Math.min(raw, shrunk.mean) - 1e-12);
          expect(value).toBeLessThanOrEqual(Math.max(raw, shrunk.mean) + 1e-12);
          const distance = raw - shrunk.mean;
          return { n, kept: Math.abs(distance) < 1e-9 ? null : (value - shrunk.mean) / distance };
        });
        const told = pulls.filter(({ kept }) => kept !== null).sort((a, b) => a.n - b.n);
        told.slice(1).forEach(({ kept }, index) => {
          expect(kept ?? 0).toBeGreaterThanOrEqual((told[index]?.kept ?? 0) - 1e-9);
        });
      }),
    );
  });
});
