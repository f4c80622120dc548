import { defaultMinimum, ratio } from '../../../core/statistics.ts';
import { acquisition, marginOf, monthlyRevenue, noMargin } from '../customer-value.ts';
import { metric, missing } from './metric.ts';

export const cacPayback = metric({
  key: 'cac_payback',
  label: 'CAC payback',
  definition: 'Months until a customer has paid back what it cost to win.',
  formula: 'cost of a customer ÷ (monthly revenue of an active customer × margin)',
  unit: 'months',
  better: 'lower',
  needs: ['costs', 'customersWon', 'currency', 'usage', 'today', 'economics'],
  minimum: defaultMinimum,
  parts: ['cost of a customer', 'margin of a customer a month'],
  interval: 'sum',
  moneyParts: [true, true],
  counts: 'customers and deals',
  window: 'Costs and customers since the first cost, revenue of the last 3 full months',
  isInternal: true,
  withoutValue: 'never, at this margin',
  awaits: 'waits for a margin that pays it back',
  estimate: (facts) => {
    const cost = acquisition(facts);
    const revenue = monthlyRevenue(facts);
    const margin = marginOf(facts);
    if (cost.each === null) return missing('the cost of a customer is not known', facts.currency);
    if (revenue.each === null) return { ...missing('', facts.currency), notes: revenue.notes };
    if (margin.value === null) return { ...missing('', facts.currency), notes: [noMargin] };
    const n = Math.min(cost.customers, facts.economics.deals);
    const monthly = revenue.each * margin.value;
    const estimate = ratio(cost.each, monthly, n);
    const notes = [...cost.notes, ...revenue.notes];
    if (monthly > 0) return { ...estimate, currency: facts.currency, notes };
    return { ...ratio(cost.each, 1, n), denominator: monthly, value: null, currency: facts.currency, notes };
  },
  ledger: () => ({ costs: ['onboarding', 'support'], usage: ['revenue', 'customers'] }),
});
