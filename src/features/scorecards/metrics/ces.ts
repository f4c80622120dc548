import { defaultMinimum } from '../../../core/statistics.ts';
import { metric } from './metric.ts';

export const ces = metric({
  key: 'ces',
  label: 'Ease',
  definition: 'How easy people found it to get what they needed, from 1 (very hard) to 7 (very easy).',
  formula:
    'mean of the responses to ratings of effort from 1 to 7, in surveys closed in the window; answers to a question whose low end is the good one are turned round',
  unit: 'rating',
  better: 'higher',
  needs: ['ces'],
  minimum: defaultMinimum,
  parts: ['responses added up', 'responses'],
  interval: 'student',
  estimate: (facts) => facts.ces,
});
