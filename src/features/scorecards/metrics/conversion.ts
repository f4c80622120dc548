import { proportion } from '../../../core/statistics.ts';
import type { Metric } from './metric.ts';

export const conversion: Metric = {
  key: 'conversion',
  label: 'Conversion',
  definition: 'The share of leads that became a won deal within 60 days, each lead watched for equally long.',
  formula: 'leads with a deal won by day 60 ÷ leads that turned 60 days old in the window',
  unit: 'share',
  better: 'higher',
  parts: ['leads that became a won deal', 'leads that turned 60 days old'],
  interval: 'wilson',
  behind: 'aged_leads',
  estimate: ({ cohort }) => proportion(cohort.won, cohort.leads),
};
