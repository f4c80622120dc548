import { defaultMinimum } from '../../../core/statistics.ts';
import { metric } from './metric.ts';

export const csat = metric({
  key: 'csat',
  label: 'Satisfaction',
  definition: 'The share of survey ratings that were 4 or 5 out of 5.',
  formula: 'ratings of 4 and 5 ÷ all ratings, in surveys closed in the window',
  unit: 'share',
  better: 'higher',
  needs: ['csat'],
  minimum: defaultMinimum,
  parts: ['ratings of 4 or 5', 'ratings'],
  interval: 'wilson',
  estimate: (facts) => facts.csat,
});
