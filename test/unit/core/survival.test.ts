import { describe, expect, test } from 'vitest';
import { kaplanMeier, type Observation, survivalMedian } from '../../../src/core/survival.ts';
import { fc } from './properties.ts';

const day = (days: number, event: boolean): Observation => ({ days, event });

/** Weeks in remission: E. J. Freireich et al., Blood 21 (1963), 699–716. A plus marks those still in remission. */
function weeks(text: string): Observation[] {
  return text.split(' ').map((word) => day(Number.parseInt(word, 10), !word.endsWith('+')));
}
const sixMercaptopurine = weeks('6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+');
const placebo = weeks('1 1 2 2 3 4 4 5 5 8 8 8 8 11 11 12 12 15 17 22 23');

describe('Kaplan–Meier on the 6-MP leukaemia trial', () => {
  test('survival and its standard error as published', () => {
    // D. Collett, Modelling Survival Data in Medical Research; the values of R's survfit.
    const published = [
      [6, 21, 3, 0.857, 0.0764],
      [7, 17, 1, 0.807, 0.0869],
      [10, 15, 1, 0.753, 0.0963],
      [13, 12, 1, 0.69, 0.1068],
      [16, 11, 1, 0.627, 0.1141],
      [22, 7, 1, 0.538, 0.1282],
      [23, 6, 1, 0.448, 0.1346],
    ];
    const { steps } = kaplanMeier(sixMercaptopurine);
    expect(
      steps.map(({ days, atRisk, events, survival, variance }) => [
        days,
        atRisk,
        events,
        Number(survival.toFixed(3)),
        Number(Math.sqrt(variance).toFixed(4)),
      ]),
    ).toEqual(published);
  });

  test('median 23 weeks against 8 on placebo', () => {
    expect(kaplanMeier(sixMercaptopurine)).toMatchObject({
      n: 21,
      events: 9,
      median: 23,
      medianLow: 13,
      medianHigh: null,
    });
    expect(kaplanMeier(placebo)).toMatchObject({
      n: 21,
      events: 21,
      median: 8,
      medianLow: 4,
      medianHigh: 11,
    });
    expect(kaplanMeier(placebo).steps.at(-1)).toMatchObject({ days: 23, survival: 0 });
  });
});

/** The product over the days of an event of 1 − d ÷ r, with r counted anew for each: the definition, word by word. */
function byDefinition(data: readonly Required<Observation>[], day: number): number {
  const days = [...new Set(data.filter(({ event }) => event).map((each) => each.days))];
  return days
    .filter((each) => each <= day)
    .reduce((survival, each) => {
      const atRisk = data.filter(({ entry, days: end }) => entry <= each && each <= end).length;
      return survival * (1 - data.filter(({ event, days: end }) => event && end === each).length / atRisk);
    }, 1);
}

describe('with delayed entry', () => {
  test('the risk sets are those of Klein and Moeschberger’s way of counting', () => {
    // By hand: at 5 at risk are A, B, C; at 8 B, C, D, E; at 12 C, D, E.
    const data = [
      { days: 5, event: true, entry: 0 },
      { days: 8, event: true, entry: 2 },
      { days: 12, event: true, entry: 5 },
      { days: 20, event: false, entry: 6 },
      { days: 15, event: false, entry: 8 },
    ];
    const steps = kaplanMeier(data).steps.map(({ days, atRisk, survival }) => [days, atRisk, survival]);
    expect(steps).toEqual([
      [5, 3, 2 / 3],
      [8, 4, (2 / 3) * (3 / 4)],
      [12, 3, (2 / 3) * (3 / 4) * (2 / 3)],
    ]);
    expect(kaplanMeier(data)).toMatchObject({ n: 5, fromFirst: 3, median: 8 });
  });

  test('the curve is the definition’s, and without it as before', () => {
    const truncated = fc.array(
      fc
        .record({ days: fc.integer({ min: 0, max: 40 }), event: fc.boolean(), entry: fc.nat(40) })
        .map((each) => ({ ...each, entry: Math.min(each.entry, each.days) })),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(truncated, (data) => {
        for (const { days, survival } of kaplanMeier(data).steps)
          expect(survival).toBeCloseTo(byDefinition(data, days), 10);
        const plain = data.map(({ days, event }) => ({ days, event }));
        expect(kaplanMeier(plain)).toEqual(kaplanMeier(plain.map((each) => ({ ...each, entry: 0 }))));
      }),
    );
  });

  test('a cycle longer than the window is found from the deals at risk in it', () => {
    // One deal a day, each closed on its 120th: seen through a window of 90 days.
    const from = 1000;
    const seen = Array.from({ length: 1100 }, (_, registered) => {
      const [end, to] = [registered + 120, from + 90];
      const entry = Math.max(0, from - registered);
      return {
        days: Math.min(end, to) - registered,
        event: end < to,
        entry,
        isSeen: end >= from && registered < to,
      };
    }).filter(({ isSeen }) => isSeen);
    expect(survivalMedian(seen)).toMatchObject({ value: 120, verdict: 'ok' });
    const fresh = seen.filter(({ entry }) => entry === 0);
    expect(survivalMedian(fresh).value).toBeNull();
  });

  test('one early event before enough were watched is too few, however many came later', () => {
    const later = Array.from({ length: 20 }, () => ({ days: 90, event: false, entry: 60 }));
    expect(survivalMedian([{ days: 3, event: true, entry: 0 }, ...later])).toMatchObject({
      n: 21,
      value: null,
      verdict: 'too_few',
    });
    expect(() => kaplanMeier([{ days: 3, event: true, entry: 4 }])).toThrow(RangeError);
  });
});

describe('the curve', () => {
  const observations = fc.array(fc.record({ days: fc.integer({ min: 0, max: 60 }), event: fc.boolean() }), {
    maxLength: 40,
  });

  test('falls from 1 to no less than 0, whatever the order of the data', () => {
    fc.assert(
      fc.property(observations, (data) => {
        const curve = kaplanMeier(data);
        expect(kaplanMeier([...data].reverse())).toEqual(curve);
        let last = 1;
        for (const { survival, variance } of curve.steps) {
          expect(survival < last && survival >= 0).toBe(true);
          expect(variance >= 0).toBe(true);
          last = survival;
        }
        if (curve.median !== null && curve.medianLow !== null)
          expect(curve.medianLow <= curve.median).toBe(true);
        if (curve.medianHigh !== null)
          expect(curve.median !== null && curve.median <= curve.medianHigh).toBe(true);
      }),
    );
  });

  test('without censoring it is the share not yet reached, with the binomial variance', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 40 }), (days) => {
        for (const step of kaplanMeier(days.map((each) => day(each, true))).steps) {
          const share = days.filter((each) => each > step.days).length / days.length;
          expect(step.survival).toBeCloseTo(share, 10);
          expect(step.variance).toBeCloseTo((share * (1 - share)) / days.length, 10);
        }
      }),
    );
  });

  test('reaches ½ exactly where fractions meet there', () => {
    expect(kaplanMeier([1, 2, 3, 4, 5, 6].map((days) => day(days, true))).median).toBe(3);
  });

  test('refuses durations that are none', () => {
    expect(() => kaplanMeier([day(-1, true)])).toThrow(RangeError);
    expect(() => kaplanMeier([day(Number.NaN, true)])).toThrow(RangeError);
  });
});

test('the median says when it is not reached, too thin, or empty', () => {
  expect(survivalMedian(sixMercaptopurine)).toEqual({
    numerator: 9,
    denominator: 21,
    n: 21,
    value: 23,
    low: 13,
    high: null,
    verdict: 'ok',
  });
  const waiting = Array.from({ length: 6 }, (_, index) => day(10 + index, index === 0));
  expect(survivalMedian(waiting)).toMatchObject({ numerator: 1, value: null, verdict: 'ok' });
  expect(survivalMedian(waiting.slice(0, 4))).toMatchObject({ value: null, verdict: 'too_few' });
  expect(survivalMedian([]).verdict).toBe('no_data');
});
