import { describe, expect, test } from 'vitest';
import { localDate } from '../../../src/core/calendar.ts';
import { proportion } from '../../../src/core/statistics.ts';
import { metricOf, metrics } from '../../../src/features/scorecards/metrics/catalogue.ts';
import type { PartnerFacts } from '../../../src/features/scorecards/metrics/metric.ts';
import { scorecard } from '../../../src/features/scorecards/rules.ts';
import { waitingFor } from '../../../src/features/scorecards/unmeasured.ts';
import { noAnswers } from './facts.ts';

const targets = metrics.map(({ key }) => ({ key, shownTo: 'vendor' as const, targets: {} }));
const waiting = (facts: PartnerFacts) =>
  Object.fromEntries(
    waitingFor(scorecard(facts, 'gold', targets, null), facts).map(({ source, lines }) => [
      source,
      lines.map(({ metric }) => metric.key),
    ]),
  );
const onboardingCost = {
  ...{ partnerId: 'p', kind: 'onboarding' as const, month: localDate('2026-02-01'), currency: 'EUR' },
  ...{ amountMinor: 100_000n, minutes: 60, entries: 1 },
};

describe('what is not measured yet', () => {
  test('stands under what it waits for; numbers of a pilot are no part of it where there is none', () => {
    const all = waiting(noAnswers());
    expect(all.costs).toEqual(['cac', 'cac_payback', 'activity_cost']);
    expect(all.usage).toEqual(['churn', 'lifetime_value']);
    expect(all.api).toEqual(['api_reliability']);
    expect(all.answers).toEqual(['csat', 'ces', 'nps']);
    expect(all.deals).toContain('win_rate');
    expect(Object.values(all).flat()).not.toContain('pilot_burn');
    expect(waiting(noAnswers({ pilotCap: { amountMinor: 1, currency: 'EUR' } })).costs).toContain(
      'pilot_burn',
    );
  });

  test('waits for deals once the costs are there, and for nothing once it is measured', () => {
    const spent = noAnswers({ costs: [onboardingCost] });
    expect(waiting(spent).deals).toContain('cac');
    expect(waiting(spent).costs ?? []).not.toContain('cac');
    expect(waiting(noAnswers({ csat: proportion(8, 9) })).answers).toEqual(['ces', 'nps']);
    expect(Object.values(waiting({ ...spent, customersWon: 6 })).flat()).not.toContain('cac');
    // Minutes of no full month yet; a ramp in another currency than the deals.
    const thisMonth = { ...onboardingCost, month: localDate('2026-03-01') };
    const minutes = { minuteMinor: 87.5, currency: 'EUR', freeMinutes: 600 };
    expect(
      waiting({ ...noAnswers({ costs: [thisMonth] }), activities: minutes, customersWon: 6 }).costs,
    ).toEqual(['activity_cost']);
    const ramp = { amount: { amountMinor: 100, currency: 'GBP' }, reachedIn: null };
    expect(
      waiting(noAnswers({ ramp, signedOn: localDate('2026-01-05'), kickoffOn: localDate('2026-01-05') }))
        .playbook,
    ).toContain('ramp_time');
  });
});

test('a pilot’s numbers are on the scorecard of who has one', () => {
  const keys = (facts: PartnerFacts) =>
    scorecard(facts, 'gold', [{ key: 'pilot_burn', shownTo: 'vendor', targets: {} }], null).map(
      ({ metric }) => metric,
    );
  expect(keys(noAnswers({ costs: [onboardingCost] }))).toEqual([]);
  expect(keys(noAnswers({ costs: [{ ...onboardingCost, kind: 'pilot' }] }))).toEqual([
    metricOf('pilot_burn'),
  ]);
});
