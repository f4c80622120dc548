import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatEstimate } from '../../../src/features/scorecards/figures.ts';
import { metricOf } from '../../../src/features/scorecards/metrics/catalogue.ts';
import { standingOf } from '../../../src/features/scorecards/rules.ts';
import { noAnswers } from './facts.ts';

const none = noAnswers();
const deals = (count: number, major: number) => ({ count, minor: BigInt(major) * 100n });

describe('qualified pipeline', () => {
  const pipeline = metricOf('qualified_pipeline');
  const of = (open: ReturnType<typeof deals>, qualified: ReturnType<typeof deals>, others = none.foreign) =>
    pipeline.estimate(noAnswers({ own: { ...none.own, open, qualified }, foreign: others }));

  test('is what the open deals come to that wait for no approval, and says what it leaves out', () => {
    // €30,000 and €45,000 let in; €20,000 waits.
    const figure = of(deals(3, 95_000), deals(2, 75_000));
    expect(formatEstimate(pipeline, figure)).toBe('€75,000');
    expect(figure.n).toBe(2);
    expect(figure.notes).toEqual([{ kind: 'left_out', words: '1 open deal left out, waiting for approval' }]);
    expect(standingOf(pipeline, figure, 7_500_000)).toBe('met');
    expect(standingOf(pipeline, figure, 7_500_001)).toBe('missed');
  });

  test('adds no currencies, and counts as waiting none of those it leaves out for theirs', () => {
    const others = { ...none.foreign, currencies: ['USD'], open: 2, qualified: 1 };
    expect(of(deals(1, 10_000), deals(1, 10_000), others)).toMatchObject({
      value: 1_000_000,
      notes: [
        { words: '1 open deal in USD left out, as currencies are never added' },
        { words: '1 open deal left out, waiting for approval' },
      ],
    });
  });

  test('is nothing where all deals are closed, and not known where there never was one', () => {
    const closed = noAnswers({ won: 1 });
    expect(pipeline.estimate(closed)).toMatchObject({ value: 0, verdict: 'ok' });
    expect(pipeline.estimate(none).verdict).toBe('no_data');
  });

  test('says nothing of won deals without an amount: there is none among the open ones', () => {
    const facts = noAnswers({ won: 2, faults: { withoutAmount: 2, beforeRegistered: 0, withoutLead: 0 } });
    expect(pipeline.estimate(facts).notes).toEqual([]);
  });
});

describe('share of revenue', () => {
  const share = metricOf('revenue_share');
  /** Of deals of all partners: what each came to, in major units, and whether this partner sourced it. */
  const of = (all: readonly { readonly major: number; readonly isOwn: boolean }[]) => {
    const sum = (some: typeof all) =>
      deals(
        some.length,
        some.reduce((total, each) => total + each.major, 0),
      );
    const squares = (some: typeof all) =>
      some.reduce((total, { major }) => total + (BigInt(major) * 100n) ** 2n, 0n);
    const own = all.filter(({ isOwn }) => isOwn);
    return share.estimate(
      noAnswers({
        own: {
          ...none.own,
          sourced: { ...none.own.sourced, won: sum(own) },
          sourcedSquares: squares(own),
        },
        programme: { won: sum(all), squares: squares(all), foreign: 0, currencies: [] },
      }),
    );
  };
  const deal = (major: number, isOwn = false) => ({ major, isOwn });

  test('agrees with what is worked out by hand', () => {
    // 30 of 100. Residuals y − 0.3x: 14, 7, −9, −6, −6: Σ² = 398; √(5 ÷ 4 × 398) ÷ 100 = 0.22305; × 2.776 = 0.6192.
    const figure = of([deal(20, true), deal(10, true), deal(30), deal(20), deal(20)]);
    expect(figure.value).toBeCloseTo(0.3, 12);
    expect(figure).toMatchObject({ numerator: 3000, denominator: 10_000, n: 5, low: 0 });
    expect(figure.high).toBeCloseTo(0.3 + 0.61918, 4);
    expect(formatEstimate(share, figure)).toBe('30 % (0–91.9), €30');
  });

  test('is judged by its whole interval, from five won deals of all partners on', () => {
    const few = of([deal(50, true), deal(50), deal(50), deal(50)]);
    expect(formatEstimate(share, few)).toBe('too few (4)');
    const many = of(Array.from({ length: 400 }, (_, index) => deal(50, index % 4 === 0)));
    expect(many.value).toBeCloseTo(0.25, 12);
    expect(standingOf(share, many, 0.2)).toBe('met');
    expect(standingOf(share, many, 0.24)).toBe('unclear');
    expect(standingOf(share, many, 0.4)).toBe('missed');
  });

  test('of a partner that sourced nothing is nothing, shown and not judged', () => {
    const figure = of(Array.from({ length: 9 }, () => deal(10)));
    expect(figure).toMatchObject({ value: 0, low: null, high: null });
    expect(standingOf(share, figure, 0.1)).toBe('unclear');
  });

  test('shares of partners add up to no more than the whole, and each lies within its interval and within 0 and 1', () => {
    const anyDeal = fc.record({ major: fc.integer({ min: 1, max: 10 ** 6 }), by: fc.option(fc.nat(3)) });
    fc.assert(
      fc.property(fc.array(anyDeal, { minLength: 1, maxLength: 30 }), (all) => {
        const figures = [0, 1, 2, 3].map((partner) =>
          of(all.map(({ major, by }) => ({ major, isOwn: by === partner }))),
        );
        const total = figures.reduce((sum, { value }) => sum + (value ?? 0), 0);
        const sourced = all.filter(({ by }) => by !== null).reduce((sum, { major }) => sum + major, 0);
        expect(total).toBeCloseTo(sourced / all.reduce((sum, { major }) => sum + major, 0), 9);
        for (const { value, low, high } of figures) {
          expect(low ?? 0).toBeGreaterThanOrEqual(0);
          expect(high ?? 1).toBeLessThanOrEqual(1);
          if (value !== null && low !== null) expect(low).toBeLessThanOrEqual(value + 1e-9);
          if (value !== null && high !== null) expect(high).toBeGreaterThanOrEqual(value - 1e-9);
        }
      }),
      { seed: 5 },
    );
  });

  test('stays with the vendor: it tells of the others', () => {
    expect(share.isInternal).toBe(true);
  });
});
