import { addDays, daysBetween } from '../../../core/calendar.ts';
import { startOf } from '../../../core/partner-start.ts';
import { monthStart, monthWords } from '../ledger.ts';
import { exact, metric, missing } from './metric.ts';

export const rampTime = metric({
  key: 'ramp_time',
  label: 'Ramp time',
  definition:
    'Days from the start to the end of the first month whose won deals came to what a partner up to speed brings.',
  formula:
    'last day of the first month that met the monthly revenue of the tier − day of the signature (of kickoff, where nobody noted it)',
  unit: 'days',
  better: 'lower',
  needs: ['signedOn', 'kickoffOn', 'ramp', 'currency'],
  minimum: 1,
  parts: null,
  interval: 'none',
  window: 'Since the start',
  awaits: 'waits for the first month up to speed',
  estimate: ({ signedOn, kickoffOn, ramp, currency }) => {
    const startedOn = startOf({ signedOn, kickoffOn });
    if (!ramp) return missing('the playbook names no monthly revenue for this tier');
    if (ramp.amount.currency !== currency)
      return missing(
        `the monthly revenue to meet is in ${ramp.amount.currency}, the deals are in ${currency}`,
      );
    if (!startedOn) return missing('neither signature nor kickoff is known');
    if (!ramp.reachedIn) return { ...exact(0, 1, 0), value: null };
    const days = daysBetween(startedOn, addDays(monthStart(ramp.reachedIn, 1), -1));
    return exact(days, 1, days);
  },
  inputs: ({ ramp }) => ({
    header: ['Met in'],
    rows: ramp?.reachedIn ? [[monthWords(ramp.reachedIn)]] : [],
  }),
});
