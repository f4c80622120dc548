import { daysBetween } from '../../../core/calendar.ts';
import { exact, type Metric } from './metric.ts';

export const timeToFirstClose: Metric = {
  key: 'time_to_first_close',
  label: 'First close',
  definition: 'Days from kickoff to the first won deal.',
  formula: 'day of the first won deal − kickoff; blank until there is one',
  unit: 'days',
  better: 'lower',
  estimate: ({ kickoffOn, firstWonOn }) => {
    const days =
      kickoffOn && firstWonOn && firstWonOn >= kickoffOn ? daysBetween(kickoffOn, firstWonOn) : null;
    return exact(days ?? 0, days === null ? 0 : 1, days);
  },
};
