import { defaultMinimum, type Estimate, ratio, wilsonInterval } from '../../../core/statistics.ts';
import { customersLost, marginOf, monthlyRevenue, noMargin } from '../customer-value.ts';
import { distinct } from '../ledger.ts';
import { metric, missing } from './metric.ts';

export const lifetimeValue = metric({
  key: 'lifetime_value',
  label: 'Lifetime value',
  definition: 'What a customer of this partner is worth over the time it stays.',
  formula:
    'mean monthly revenue of an active customer × margin ÷ monthly churn; undefined while no customer was lost',
  unit: 'money',
  better: 'higher',
  needs: ['usage', 'currency', 'today', 'economics'],
  minimum: defaultMinimum,
  parts: ['margin of a customer a month', 'monthly churn'],
  interval: 'carried',
  moneyParts: [true, false],
  counts: 'months of a customer, and deals',
  window: 'The last 3 full months',
  isInternal: true,
  withoutValue: 'undefined: no customer lost',
  awaits: 'no end to reckon with while every customer stays',
  estimate: (facts) => {
    const revenue = monthlyRevenue(facts);
    const margin = marginOf(facts);
    const churn = customersLost(facts);
    if (revenue.each === null) return { ...missing('', facts.currency), notes: revenue.notes };
    if (margin.value === null) return { ...missing('', facts.currency), notes: [noMargin] };
    if (churn.active === 0) return { ...missing('', facts.currency), notes: churn.notes };
    const n = Math.min(churn.active, facts.economics.deals);
    const monthly = revenue.each * margin.value;
    const rate = churn.lost / churn.active;
    const notes = distinct([...revenue.notes, ...churn.notes]);
    if (rate > 0)
      return {
        ...ratio(monthly, rate, n),
        ...bounds(revenue.each, margin, churn),
        currency: facts.currency,
        notes,
      };
    return { ...ratio(monthly, 1, n), denominator: 0, value: null, currency: facts.currency, notes };
  },
  ledger: () => ({ usage: ['revenue', 'customers', 'lost'] }),
});

/** As far as the intervals of margin and churn let it go, both at once; the revenue is taken as it was booked. */
function bounds(
  revenue: number,
  margin: Estimate,
  { lost, active }: { readonly lost: number; readonly active: number },
): Pick<Estimate, 'low' | 'high'> {
  const churn = wilsonInterval(lost, active);
  const corners = [margin.low ?? margin.value ?? 0, margin.high ?? margin.value ?? 0].flatMap((share) =>
    [churn.low, churn.high].map((rate) => (revenue * share) / rate),
  );
  return { low: Math.min(...corners), high: Math.max(...corners) };
}
