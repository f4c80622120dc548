import { expect, test } from 'vitest';
import { localDate } from '../../../src/core/calendar.ts';
import { proportion } from '../../../src/core/statistics.ts';
import type { PartnerCard } from '../../../src/features/scorecards/facts.ts';
import type { PartnerFacts } from '../../../src/features/scorecards/metrics/metric.ts';
import { scorecard } from '../../../src/features/scorecards/rules.ts';
import { scorecardMessage } from '../../../src/features/scorecards/views.ts';
import type { Partner } from '../../../src/platform/store/generated/client.ts';
import { noAnswers } from './facts.ts';

const euros = (units: number) => ({ amountMinor: units * 100, currency: 'EUR' });
const targets = [
  { key: 'csat', shownTo: 'both', targets: { gold: 0.8 } },
  { key: 'sourced_revenue', shownTo: 'both', targets: { gold: euros(120_000) } },
  { key: 'influenced_revenue', shownTo: 'both', targets: { gold: euros(60_000) } },
  { key: 'churn', shownTo: 'vendor', targets: { gold: 0.02 } },
  { key: 'cac', shownTo: 'vendor', targets: { gold: euros(8_000) } },
  { key: 'activity_cost', shownTo: 'vendor', targets: { gold: euros(8_000) } },
] as const;

/** A scorecard of a partner that deals in pounds. */
function shown(known: Partial<PartnerFacts>) {
  const facts = noAnswers({ currency: 'GBP', ...known });
  const partner = { id: 'c1d6d5a4-0000-4000-8000-000000000000', name: 'Harrow & Finch' } as Partner;
  const card: PartnerCard = {
    ...{ partner, name: partner.name, tier: 'gold', facts, blocked: 0, gate: null },
    ...{ playbookVersionId: null, weeks: [] },
  };
  const lines = scorecard(facts, 'gold', targets, null);
  return scorecardMessage(card, lines, 'Scorecard', []);
}

test('what is not measured yet is one line with the way to supply it, and no row of dashes', () => {
  const { text: words, blocks } = shown({ csat: proportion(9, 10) });
  expect(words).toContain('Satisfaction | 90 %');
  expect(words).toMatch(
    /Not measured yet\W+Sourced revenue, Influenced revenue, Churn, Cost of a customer and Activity cost\./,
  );
  expect(JSON.stringify(blocks)).toContain('scorecard missing Harrow & Finch');
  expect(words).not.toMatch(/Churn \||nobody has said|no full month/);
});

test('a note that holds of several numbers is said once, and a target is in its own money', () => {
  const cost = {
    ...{ partnerId: 'p', kind: 'support' as const, month: localDate('2026-02-01'), currency: 'GBP' },
    ...{ amountMinor: 100_000n, minutes: 600, entries: 1 },
  };
  const { text: words } = shown({
    ...{ won: 5, customersWon: 5, costs: [cost] },
    activities: { minuteMinor: 87.5, currency: 'EUR', freeMinutes: null },
  });
  expect(words.match(/the target is in EUR, the number in GBP/g)).toHaveLength(1);
  expect(words).toContain('Sourced revenue, Influenced revenue and Cost of a customer: the target');
  expect(words).toMatch(/Activity cost \| €525.*\| at most €8,000 \|/);
});
