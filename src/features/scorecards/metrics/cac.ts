import { defaultMinimum, ratio } from '../../../core/statistics.ts';
import { acquisition } from '../customer-value.ts';
import { metric, missing } from './metric.ts';

export const cac = metric({
  key: 'cac',
  label: 'Cost of a customer',
  definition: 'What it cost to win one customer with this partner.',
  formula:
    '(cost of onboarding + cost of support) ÷ different customers first won, both since the month of the first such cost',
  unit: 'money',
  better: 'lower',
  needs: ['costs', 'customersWon', 'currency'],
  minimum: defaultMinimum,
  parts: ['onboarding and support cost', 'customers won'],
  interval: 'sum',
  moneyParts: [true, false],
  counts: 'customers',
  window: 'Since the first such cost',
  isInternal: true,
  estimate: (facts) => {
    const { minor, entries, customers, notes } = acquisition(facts);
    if (entries === 0)
      return missing(
        'no cost of onboarding or support is recorded in the partner’s currency',
        facts.currency,
      );
    if (customers === 0) return missing('no customer has been won since the first such cost', facts.currency);
    return { ...ratio(minor, customers, customers), currency: facts.currency, notes };
  },
  ledger: () => ({ costs: ['onboarding', 'support'] }),
});
