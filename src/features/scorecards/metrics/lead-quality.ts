import { proportion } from '../../../core/statistics.ts';
import type { Metric } from './metric.ts';

export const leadQuality: Metric = {
  key: 'lead_quality',
  label: 'Lead quality',
  definition: 'The share of reviewed leads that were accepted.',
  formula: 'accepted leads ÷ reviewed leads; leads not yet reviewed are not counted',
  unit: 'share',
  better: 'higher',
  parts: ['accepted leads', 'reviewed leads'],
  interval: 'wilson',
  behind: 'reviewed_leads',
  estimate: ({ leads }) => proportion(leads.accepted, leads.reviewed),
};
