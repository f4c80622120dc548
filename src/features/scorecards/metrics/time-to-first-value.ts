import { daysBetween } from '../../../core/calendar.ts';
import { exact, metric } from './metric.ts';

export const timeToFirstValue = metric({
  key: 'time_to_first_value',
  label: 'First value',
  definition: 'Days from kickoff to the end of onboarding, when the first customer is live.',
  formula: 'day onboarding was completed − kickoff; blank until then',
  unit: 'days',
  better: 'lower',
  needs: ['kickoffOn', 'completedOn'],
  minimum: 1,
  parts: null,
  interval: 'none',
  estimate: ({ kickoffOn, completedOn }) => {
    const days = kickoffOn && completedOn ? daysBetween(kickoffOn, completedOn) : null;
    return exact(days ?? 0, days === null ? 0 : 1, days);
  },
});
