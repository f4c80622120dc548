import { defaultMinimum } from '../../../core/statistics.ts';
import { metric } from './metric.ts';

export const nps = metric({
  key: 'nps',
  label: 'NPS',
  definition: 'How likely people are to recommend working together, from −100 to 100.',
  formula: '100 × (promoters 9–10 − detractors 0–6) ÷ answers; withheld when few answered or all agree',
  unit: 'points',
  better: 'higher',
  needs: ['nps'],
  minimum: defaultMinimum,
  parts: ['promoters less detractors', 'answers'],
  interval: 'normal',
  estimate: (facts) => facts.nps,
});
