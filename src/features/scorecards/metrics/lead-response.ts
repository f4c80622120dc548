import { defaultMinimum, proportion } from '../../../core/statistics.ts';
import { pluralise } from '../../../core/text.ts';
import { metric, missing, type Note } from './metric.ts';

export const leadResponse = metric({
  key: 'lead_response',
  label: 'Leads in time',
  definition: 'The share of leads that were answered within the working hours promised.',
  formula:
    'leads answered in time ÷ (answered in time + too late, answered or not), of leads submitted in the window; only open hours count, those of the lead’s region where the playbook has one',
  unit: 'share',
  better: 'higher',
  needs: ['responses'],
  minimum: defaultMinimum,
  parts: ['leads answered in time', 'leads whose time was up or that were answered'],
  interval: 'wilson',
  behind: 'submitted_leads',
  estimate: ({ responses }) => {
    if (!responses) return missing('the playbook promises no time for answers');
    const { met, breached, running, dueSoon, byDay, withinHours } = responses;
    const open = running + dueSoon;
    const soon = dueSoon > 0 ? ` (${dueSoon} due soon)` : '';
    const waiting = `${pluralise(open, 'lead')} still within the ${withinHours} working hours left out${soon}`;
    const timeless = `${pluralise(byDay, 'lead')} left out that came from elsewhere with the day, but no time`;
    const notes: Note[] = [
      ...(open > 0 ? [{ kind: 'left_out', words: waiting } as const] : []),
      ...(byDay > 0 ? [{ kind: 'left_out', words: timeless } as const] : []),
    ];
    return { ...proportion(met, met + breached), notes };
  },
});
