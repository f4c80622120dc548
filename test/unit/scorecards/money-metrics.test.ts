import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mean, wilsonInterval } from '../../../src/core/statistics.ts';
import { noDeals } from '../../../src/features/pipeline/public.ts';
import { formatEstimate } from '../../../src/features/scorecards/figures.ts';
import { metricOf, metrics } from '../../../src/features/scorecards/metrics/catalogue.ts';
import type { PartnerFacts } from '../../../src/features/scorecards/metrics/metric.ts';
import { scorecard, standingOf } from '../../../src/features/scorecards/rules.ts';
import { anyFacts } from './any-facts.ts';
import { noAnswers } from './facts.ts';

const { own: noneOwn } = noAnswers();
const deals = (count: number, major: number) => ({ count, minor: BigInt(major) * 100n });
const closedIn = (days: number, count: number) =>
  Array.from({ length: count }, () => ({ days, event: true, entry: 0, currency: 'EUR' }));

describe('sales velocity', () => {
  const velocity = metricOf('sales_velocity');
  /** Open deals × mean won deal × win rate ÷ days, from the four numbers a published example gives. */
  const of = (open: number, mean: number, won: number, closed: number, days: number) =>
    velocity.estimate(
      noAnswers({
        own: {
          ...noneOwn,
          won: deals(won, mean * won),
          lost: deals(closed - won, 0),
          open: deals(open, 0),
        },
        durations: closedIn(days, closed),
      }),
    );

  test('agrees with the example of askedwell.com, “What is sales velocity?”: 50 × 25 % × $12,000 ÷ 90 ≈ $1,667 a day', () => {
    const estimate = of(50, 12_000, 5, 20, 90);
    expect(estimate.value).toBeCloseTo(166_667, -1);
    expect(formatEstimate(velocity, estimate)).toBe('€1,667 a day');
  });

  test('agrees with the example of pipelineroad.com, “Sales velocity”: 100 × 25 % × $30,000 ÷ 60 = $12,500 a day', () => {
    const estimate = of(100, 30_000, 10, 40, 60);
    expect(estimate.value).toBeCloseTo(1_250_000, 6);
    expect(formatEstimate(velocity, { ...estimate, currency: 'USD' })).toBe('US$12,500 a day');
  });

  test('with nothing open is nothing; with all lost nothing; before half have closed there is none; of four too few', () => {
    expect(of(0, 1000, 5, 10, 30).value).toBe(0);
    expect(of(3, 0, 0, 10, 30).value).toBe(0);
    const waiting = Array.from({ length: 20 }, () => ({ days: 10, event: false, entry: 0, currency: 'EUR' }));
    const slow = noAnswers({ own: { ...noneOwn, won: deals(5, 100) }, durations: waiting });
    expect(formatEstimate(velocity, velocity.estimate(slow))).toBe('not reached');
    expect(of(3, 1000, 2, 4, 30).verdict).toBe('too_few');
    expect(of(3, 0, 0, 0, 30).verdict).toBe('no_data');
  });

  test('says too few where its days rest on too few, and takes none of them from another currency', () => {
    const own = { ...noneOwn, won: deals(6, 600), lost: deals(0, 0), open: deals(2, 0) };
    // Six older deals, and one of this week that closed on its third day.
    const older = Array.from({ length: 6 }, () => ({ days: 80, event: true, entry: 70, currency: 'EUR' }));
    const early = { days: 3, event: true, entry: 0, currency: 'EUR' };
    const thin = velocity.estimate(noAnswers({ own, durations: [...older, early] }));
    expect(formatEstimate(velocity, thin)).toBe('too few (6)');
    const slow = Array.from({ length: 20 }, () => ({ days: 60, event: true, entry: 0, currency: 'USD' }));
    const mixed = velocity.estimate(noAnswers({ own, durations: [...closedIn(10, 6), ...slow] }));
    expect(mixed.denominator).toBe(10);
  });
});

describe('sourced and influenced revenue', () => {
  const facts = noAnswers({
    won: 6,
    own: {
      ...noneOwn,
      won: deals(6, 60_000),
      lost: deals(4, 40_000),
      sourced: { won: deals(4, 45_000), quick: deals(1, 5_000), open: deals(10, 100_000) },
      influenced: { won: deals(1, 8_000), quick: noDeals, open: deals(1, 10_000) },
    },
  });
  const revenue = metricOf('sourced_revenue');

  test('are two sums of money in the partner’s own currency', () => {
    expect(formatEstimate(revenue, revenue.estimate(facts))).toBe('€45,000');
    const influenced = metricOf('influenced_revenue');
    expect(formatEstimate(influenced, influenced.estimate(facts))).toBe('€8,000');
  });

  test('are projected as what was quick, once more, and the open deals by the win rate with its interval', () => {
    // By hand: 5,000 + 60 % of 100,000; Wilson’s of 6 of 10 for the bounds.
    const { low, high } = wilsonInterval(6, 10);
    const projection = revenue.ahead?.(facts);
    expect(projection?.value).toBeCloseTo(6_500_000, 6);
    expect(projection?.low).toBeCloseTo(500_000 + 10_000_000 * low, 6);
    expect(projection?.high).toBeCloseTo(500_000 + 10_000_000 * high, 6);
    expect(metricOf('sourced_deals').ahead?.(facts)?.value).toBeCloseTo(1 + 6);
  });

  test('are not projected from a win rate of too few, nor where another currency is about', () => {
    expect(revenue.ahead?.({ ...facts, own: { ...facts.own, lost: noDeals, won: deals(4, 1) } })).toBeNull();
    const mixed = { ...facts, foreign: { ...facts.foreign, currencies: ['USD'], open: 1 } };
    expect(revenue.ahead?.(mixed)).toBeNull();
  });

  test('say which currencies they leave out', () => {
    const mixed = {
      ...facts,
      foreign: {
        currencies: ['JPY', 'USD'],
        everWon: ['USD'],
        won: 3,
        open: 0,
        qualified: 0,
        sourced: 2,
        influenced: 0,
      },
    };
    expect(revenue.estimate(mixed)).toMatchObject({
      value: 4_500_000,
      notes: [
        { kind: 'left_out', words: '2 sourced deals in JPY and USD left out, as currencies are never added' },
      ],
    });
  });

  test('are compared with a target in the same currency, and with no other', () => {
    const against = (currency: string) =>
      scorecard(
        facts,
        'gold',
        [
          {
            key: 'sourced_revenue',
            shownTo: 'both',
            targets: { gold: { amountMinor: 5_000_000, currency } },
          },
        ],
        null,
      )[0];
    expect(against('EUR')).toMatchObject({ target: 5_000_000, standing: 'missed' });
    expect(against('USD')).toMatchObject({ target: null, standing: 'no_target' });
    expect(against('USD')?.estimate.notes?.[0]?.words).toBe(
      'the target is in USD, the number in EUR; they are not compared',
    );
  });

  test('are held against what was projected when the window began', () => {
    const before = (value: number, currency: string) => ({
      ...{ ...revenue.estimate(facts), currency, target: null, shownTo: null },
      ahead: { value, low: null, high: null },
    });
    const projected = (value: number, currency = 'EUR') =>
      scorecard(facts, 'gold', [{ key: 'sourced_revenue', shownTo: 'both', targets: {} }], null, {
        sourced_revenue: before(value, currency),
      })[0]?.projected;
    expect(projected(5_000_000)).toBe(5_000_000);
    expect(projected(5_000_000, 'USD')).toBeNull();
  });
});

test('the margin has its amount beside it, and says of how many deals the cost is not known', () => {
  const margin = metricOf('contribution_margin');
  const economics = {
    ...noAnswers().economics,
    ...{ revenueMinor: 60_000_00n, costMinor: 36_000_00n, deals: 6, withoutCost: 2 },
  };
  const estimate = margin.estimate(noAnswers({ economics }));
  expect(formatEstimate(margin, estimate)).toBe('40 %, €24,000');
  expect(estimate.notes).toEqual([
    { kind: 'left_out', words: '2 won deals whose cost is not known are left out' },
  ]);
});

test('ease is a mean of answers from 1 to 7 with its interval', () => {
  // By hand: 35 ÷ 6, and 2.571 (Student’s t of 5 degrees) × √(6.8333 ÷ 5 ÷ 6) = 1.227 on either side.
  const ces = metricOf('ces');
  expect(formatEstimate(ces, ces.estimate(noAnswers({ ces: mean([5, 6, 7, 4, 6, 7]) })))).toBe(
    '5.8 (4.6–7.1)',
  );
});

describe('every metric', () => {
  test('reads only the facts it says it needs, and not the order of their rows', () => {
    fc.assert(
      fc.property(anyFacts, anyFacts, (facts, others) => {
        for (const metric of metrics) {
          const needed = Object.fromEntries(
            metric.needs.map((need) => [need, facts[need]] as const),
          ) as Partial<PartnerFacts>;
          const elsewhere = { ...others, ...needed };
          expect(metric.estimate(elsewhere), metric.key).toEqual(metric.estimate(facts));
          expect(metric.ahead?.(elsewhere), metric.key).toEqual(metric.ahead?.(facts));
          const { value, n, numerator, denominator } = metric.estimate(facts);
          const turned = {
            ...facts,
            durations: facts.durations.toReversed(),
            usage: facts.usage.toReversed(),
            costs: facts.costs.toReversed(),
            risks: facts.risks.toReversed(),
          };
          expect(metric.estimate(turned), metric.key).toMatchObject({ value, n, numerator, denominator });
        }
      }),
      { seed: 11, numRuns: 300 },
    );
  });

  test('has a finite value, inside its interval, and is judged only from its minimum on', () => {
    const judged = new Set<string>();
    fc.assert(
      fc.property(anyFacts, (facts) => {
        for (const metric of metrics) {
          const { value, low, high, n, verdict } = metric.estimate(facts);
          if (value !== null) expect(Number.isFinite(value), metric.key).toBe(true);
          // Relative, as money is in the millions.
          const trifle = 1e-9 * Math.max(1, Math.abs(value ?? 0));
          if (value !== null && low !== null) expect(low, metric.key).toBeLessThanOrEqual(value + trifle);
          if (value !== null && high !== null)
            expect(high, metric.key).toBeGreaterThanOrEqual(value - trifle);
          if (metric.minimum > 1 && n < metric.minimum) expect(verdict, metric.key).not.toBe('ok');
          if (verdict === 'ok') judged.add(metric.key);
        }
      }),
      { seed: 12, numRuns: 1000 },
    );
    // Otherwise it says nothing of those that never come to a value.
    expect(metrics.map(({ key }) => key).filter((key) => !judged.has(key))).toEqual([]);
  });

  test('of money takes no amount of another currency: deals, costs and revenue in one change no value', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const elsewhere = { currency: 'GBP', amountMinor: 123_456n } as const;
        const more = {
          ...facts,
          usage: [
            ...facts.usage,
            ...facts.usage.filter(({ kind }) => kind === 'revenue').map((row) => ({ ...row, ...elsewhere })),
          ],
          costs: [...facts.costs, ...facts.costs.map((row) => ({ ...row, ...elsewhere, minutes: 0 }))],
        };
        for (const metric of metrics)
          expect(metric.estimate(more).value, metric.key).toBe(metric.estimate(facts).value);
      }),
      { seed: 13, numRuns: 300 },
    );
  });

  test('is not judged on stale or contradictory data', () => {
    for (const kind of ['stale', 'contradictory'] as const) {
      const estimate = {
        ...metricOf('win_rate').estimate(noAnswers({ won: 90 })),
        notes: [{ kind, words: 'x' }],
      };
      expect(standingOf(metricOf('win_rate'), estimate, 0.1)).toBe(kind);
    }
  });
});
