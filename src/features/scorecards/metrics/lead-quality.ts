import { defaultMinimum, proportion } from '../../../core/statistics.ts';
import { metric } from './metric.ts';

export const leadQuality = metric({
  key: 'lead_quality',
  label: 'Lead quality',
  definition: 'The share of reviewed leads that were accepted.',
  formula: 'accepted leads ÷ reviewed leads; leads not yet reviewed are told beside it',
  unit: 'share',
  better: 'higher',
  needs: ['leads'],
  minimum: defaultMinimum,
  parts: ['accepted leads', 'reviewed leads'],
  interval: 'wilson',
  behind: 'reviewed_leads',
  estimate: ({ leads }) => ({ ...proportion(leads.accepted, leads.reviewed), aside: leads.unreviewed }),
});
