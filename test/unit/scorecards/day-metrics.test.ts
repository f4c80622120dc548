import { describe, expect, test } from 'vitest';
import { noDeals } from '../../../src/features/pipeline/public.ts';
import { metrics } from '../../../src/features/scorecards/metrics/catalogue.ts';
import type { PartnerFacts } from '../../../src/features/scorecards/metrics/metric.ts';
import { overallOf } from '../../../src/features/scorecards/overall/overall.ts';
import { timeToFirstValue } from '../../../src/features/scorecards/overall/time-to-first-value.ts';
import { noAnswers } from './facts.ts';

const figure = (key: string, known: Partial<PartnerFacts>) => {
  const found = metrics.find((metric) => metric.key === key);
  if (!found) throw new Error(`no metric ${key}`);
  return found.estimate(noAnswers(known));
};

describe('first close and first value', () => {
  // Days by the calendar: 31 of December, 31 of January and 8 of February.
  test('are days of the calendar from signature and kickoff, whatever the clocks do between', () => {
    const first = { signedOn: '2025-12-01', kickoffOn: '2025-12-15', firstWonOn: '2026-02-09' } as const;
    expect(figure('time_to_first_close', first)).toMatchObject({ value: 70, n: 1 });
    expect(figure('time_to_first_close', { ...first, signedOn: null })).toMatchObject({ value: 56 });
    const live = { kickoffOn: '2026-03-28', firstValueOn: '2026-03-30' } as const;
    expect(figure('time_to_first_value', live)).toMatchObject({ value: 2, n: 1 });
  });

  test('are nothing yet while awaited, none on the same day, and no number where it came before', () => {
    const began = { signedOn: '2026-01-05', kickoffOn: '2026-01-05' } as const;
    for (const [key, fact] of [
      ['time_to_first_close', 'firstWonOn'],
      ['time_to_first_value', 'firstValueOn'],
    ] as const) {
      expect(figure(key, began)).toMatchObject({ value: null, n: 0, verdict: 'no_data' });
      expect(figure(key, { ...began, [fact]: '2026-01-05' })).toMatchObject({ value: 0, n: 1 });
      expect(figure(key, { ...began, [fact]: '2026-01-04' })).toMatchObject({ value: null, n: 0 });
    }
  });

  test('over all partners, who waits for a live customer is watched so far', () => {
    const partner = (firstValueOn: PartnerFacts['firstValueOn']) =>
      noAnswers({ kickoffOn: '2025-11-22', firstValueOn });
    const live = (['2025-12-02', '2025-12-12', '2025-12-22', '2026-01-01'] as const).map(partner);
    const waiting = [partner(null), partner(null), noAnswers()];
    // By hand, of six who began: 5/6 · 4/5 · 3/4 = 0.5 after day 30, so half within 30 days.
    expect(overallOf(timeToFirstValue, [...live, ...waiting])).toMatchObject({
      ...{ value: 30, numerator: 4, n: 6, verdict: 'ok' },
    });
  });
});

describe('deal size', () => {
  const won = (...euros: readonly number[]) => {
    const sum = (of: (minor: bigint) => bigint) =>
      euros.reduce((total, each) => total + of(BigInt(each) * 100n), 0n);
    return noAnswers({
      own: {
        ...noAnswers().own,
        won: { ...noDeals, count: euros.length, minor: sum((minor) => minor) },
        wonSquares: sum((minor) => minor * minor),
      },
    });
  };
  const sizeOf = (...euros: readonly number[]) => figure('deal_size', won(...euros));

  /**
   * Student, “The probable error of a mean”, Biometrika 6 (1908): the additional hours of sleep by the soporifics of his
   * table, 1.2, 2.4, 1.3, 1.3, 0.0, 1.0, 1.8, 0.8, 4.6 and 1.4: mean 1.58, 0.70 to 2.46 with 95 % (t of 9 degrees
   * 2.262, standard deviation 1.2300). In thousands of euros, ten deals.
   */
  test('is the mean with Student’s interval, as of his own table', () => {
    const size = sizeOf(1200, 2400, 1300, 1300, 0, 1000, 1800, 800, 4600, 1400);
    expect(size).toMatchObject({ value: 1_580_00, n: 10, verdict: 'ok' });
    expect(size.low).toBeCloseTo(700_12, -2);
    expect(size.high).toBeCloseTo(2_459_88, -2);
  });

  test('of none there is none, of four too few, and equal ones tell nothing of how others vary', () => {
    expect(sizeOf()).toMatchObject({ value: null, verdict: 'no_data' });
    expect(sizeOf(1, 2, 3, 4)).toMatchObject({ verdict: 'too_few' });
    expect(sizeOf(7, 7, 7, 7, 7)).toMatchObject({ value: 700, low: null, high: null });
  });
});
