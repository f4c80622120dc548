import { defaultMinimum, proportion } from '../../../core/statistics.ts';
import { customersLost } from '../customer-value.ts';
import { metric } from './metric.ts';

export const churn = metric({
  key: 'churn',
  label: 'Churn',
  definition: 'The share of active customers that a month loses.',
  formula: 'customers lost in a month ÷ customers active when it began, added up over the last 3 full months',
  unit: 'share',
  better: 'lower',
  needs: ['usage', 'today'],
  minimum: defaultMinimum,
  parts: ['customers lost', 'months of a customer'],
  interval: 'wilson',
  decimals: 1,
  window: 'The last 3 full months',
  estimate: (facts) => {
    const { lost, active, notes } = customersLost(facts);
    return { ...proportion(lost, active), notes };
  },
  ledger: () => ({ usage: ['customers', 'lost'] }),
});
