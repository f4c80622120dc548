import { defaultMinimum, proportion } from '../../../core/statistics.ts';
import { pluralise } from '../../../core/text.ts';
import { metric, missing } from './metric.ts';

export const leadResponse = metric({
  key: 'lead_response',
  label: 'Leads in time',
  definition: 'The share of leads that were answered within the working hours promised.',
  formula:
    'leads answered in time ÷ (answered in time + too late, answered or not), of leads submitted in the window; only open hours count',
  unit: 'share',
  better: 'higher',
  needs: ['responses'],
  minimum: defaultMinimum,
  parts: ['leads answered in time', 'leads whose time was up or that were answered'],
  interval: 'wilson',
  behind: 'submitted_leads',
  estimate: ({ responses }) => {
    if (!responses) return missing('the playbook promises no time for answers');
    const { met, breached, running, dueSoon, withinHours } = responses;
    const open = running + dueSoon;
    const soon = dueSoon > 0 ? ` (${dueSoon} due soon)` : '';
    const words = `${pluralise(open, 'lead')} still within the ${withinHours} working hours left out${soon}`;
    return { ...proportion(met, met + breached), notes: open > 0 ? [{ kind: 'left_out', words }] : [] };
  },
});
