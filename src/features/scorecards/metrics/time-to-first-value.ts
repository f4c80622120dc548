import { daysBetween } from '../../../core/calendar.ts';
import { exact, metric } from './metric.ts';

export const timeToFirstValue = metric({
  key: 'time_to_first_value',
  label: 'First value',
  definition:
    'Days from kickoff to the first live customer: the event that the playbook names for it, else the end of onboarding.',
  formula: 'day of that event − kickoff; blank until then',
  unit: 'days',
  better: 'lower',
  needs: ['kickoffOn', 'firstValueOn'],
  minimum: 1,
  parts: null,
  interval: 'none',
  estimate: ({ kickoffOn, firstValueOn }) => {
    const isAfter = kickoffOn && firstValueOn && firstValueOn >= kickoffOn;
    const days = isAfter ? daysBetween(kickoffOn, firstValueOn) : null;
    return exact(days ?? 0, days === null ? 0 : 1, days);
  },
});
