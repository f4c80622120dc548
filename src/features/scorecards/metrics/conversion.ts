import { defaultMinimum, proportion } from '../../../core/statistics.ts';
import { metric } from './metric.ts';

export const conversion = metric({
  key: 'conversion',
  label: 'Conversion',
  definition: 'The share of leads that became a won deal within 60 days, each lead watched for equally long.',
  formula: 'leads with a deal won by day 60 ÷ leads that turned 60 days old in the window',
  unit: 'share',
  better: 'higher',
  needs: ['cohort'],
  minimum: defaultMinimum,
  parts: ['leads that became a won deal', 'leads that turned 60 days old'],
  interval: 'wilson',
  behind: 'aged_leads',
  estimate: ({ cohort }) => proportion(cohort.won, cohort.leads),
});
