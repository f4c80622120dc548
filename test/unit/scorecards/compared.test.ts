import { describe, expect, test } from 'vitest';
import { proportion } from '../../../src/core/statistics.ts';
import { type MetricKey, type MetricTarget, metricUnits } from '../../../src/features/playbook/public.ts';
import { comparedMetrics } from '../../../src/features/scorecards/compared.ts';
import { overallWords } from '../../../src/features/scorecards/overall-words.ts';
import { fc } from '../core/properties.ts';

const of = (key: MetricKey, inDigest?: boolean): MetricTarget => ({
  ...{ key, shownTo: 'both', targets: {} },
  ...(inDigest !== undefined && { inDigest }),
});

describe('the numbers partners are compared by', () => {
  test('those the playbook marks, in its order, after the win rate that orders them', () => {
    const marked = [of('csat', true), of('lead_quality'), of('nps', true), of('win_rate'), of('churn', true)];
    expect(comparedMetrics(marked)).toEqual(['win_rate', 'csat', 'nps', 'churn']);
  });

  test('where none is marked the usual ones it has, then its others', () => {
    const all = (Object.keys(metricUnits) as MetricKey[]).map((key) => of(key));
    const usual = ['win_rate', 'late_steps', 'lead_quality', 'conversion', 'deal_velocity'];
    expect(comparedMetrics(all)).toEqual([...usual, 'contribution_margin', 'csat']);
    const few = [of('onboarding_progress'), of('nps'), of('csat'), of('churn'), of('late_steps', false)];
    expect(comparedMetrics(few)).toEqual(['win_rate', 'csat', 'nps', 'churn']);
    expect(comparedMetrics([])).toEqual(['win_rate']);
  });

  test('are each the playbook’s or the win rate, never twice, and at most seven', () => {
    const keys = fc.uniqueArray(fc.constantFrom(...(Object.keys(metricUnits) as MetricKey[])));
    const flags = fc.infiniteStream(fc.constantFrom(undefined, true, false));
    fc.assert(
      fc.property(keys, flags, (some, stream) => {
        const metrics = some.map((key) => of(key, stream.next().value));
        const compared = comparedMetrics(metrics);
        expect(new Set(compared).size).toBe(compared.length);
        expect(compared.length).toBeLessThanOrEqual(7);
        for (const key of compared.slice(1))
          expect(metrics.find((each) => each.key === key)?.inDigest).not.toBe(false);
      }),
    );
  });
});

describe('what stands beside a number over all partners', () => {
  const wordsOf = (reached: number, before: number | null, target?: number) =>
    overallWords(
      { activation_rate: proportion(reached, 20) },
      target === undefined ? {} : { activationRate: target },
      before === null ? null : { activation_rate: proportion(before, 20) },
    ).map(({ label, words }) => `${label}: ${words}`);

  test('its target with how it stands by its whole interval, and what it was', () => {
    expect(wordsOf(18, 17, 0.6)).toEqual([
      'Activation rate: 90 % (70–97); 18 of 20 partners were active in time; target 60 %, on target; was 85 %',
    ]);
    expect(wordsOf(2, null, 0.6)[0]).toMatch(/; target 60 %, below target$/);
    expect(wordsOf(11, null, 0.6)[0]).toMatch(/; target 60 %, could be either side of the target$/);
    expect(wordsOf(11, null)[0]).toMatch(/were active in time$/);
  });

  test('what is too little to judge is not judged, and a time that is not reached is not praised', () => {
    const wait = { numerator: 3, denominator: 9, n: 9, value: null, verdict: 'ok' } as const;
    const lastWords = (low: number | null) =>
      overallWords(
        { partner_churn: proportion(1, 2), overall_first_close: { ...wait, low, high: null } },
        { partnerChurn: 0.05, firstClose: 90 },
        { partner_churn: proportion(0, 2), overall_first_close: { ...wait, low, high: null } },
      ).map(({ words }) => words.split('; ').at(-1));
    expect(lastWords(null)).toEqual(['at most 90 days', 'at most 5 %']);
    expect(lastWords(120)).toEqual(['at most 90 days, above target', 'at most 5 %']);
  });
});
