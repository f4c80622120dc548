import { defaultMinimum } from '../../../core/statistics.ts';
import { metric } from './metric.ts';

export const csat = metric({
  key: 'csat',
  label: 'Satisfaction',
  definition:
    'The share of survey responses that rated 4 or 5 out of 5 where somebody was asked how satisfied they are.',
  formula:
    'responses whose ratings come to 4 or more on average ÷ responses with a rating, in surveys closed in the window; answers to a question whose low end is the good one are turned round',
  unit: 'share',
  better: 'higher',
  needs: ['csat'],
  minimum: defaultMinimum,
  parts: ['responses of 4 or more', 'responses'],
  interval: 'wilson',
  estimate: (facts) => facts.csat,
});
