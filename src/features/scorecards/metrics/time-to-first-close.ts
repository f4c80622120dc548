import { daysBetween } from '../../../core/calendar.ts';
import { startOf } from '../../../core/partner-start.ts';
import { exact, metric } from './metric.ts';

export const timeToFirstClose = metric({
  key: 'time_to_first_close',
  label: 'First close',
  definition:
    'Days from the signature (from kickoff, where nobody noted when it was signed) to the first won deal.',
  formula: 'day of the first won deal − day of the signature; blank until there is one',
  unit: 'days',
  better: 'lower',
  needs: ['signedOn', 'kickoffOn', 'firstWonOn'],
  minimum: 1,
  parts: null,
  interval: 'none',
  behind: 'first_win',
  estimate: (facts) => {
    const startedOn = startOf(facts);
    const days =
      startedOn && facts.firstWonOn && facts.firstWonOn >= startedOn
        ? daysBetween(startedOn, facts.firstWonOn)
        : null;
    return exact(days ?? 0, days === null ? 0 : 1, days);
  },
});
