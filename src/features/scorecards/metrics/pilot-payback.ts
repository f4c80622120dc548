import { hasPilot, noPilot, paybackMonth, pilotOf } from '../pilots.ts';
import { exact, metric, missing } from './metric.ts';

export const pilotPayback = metric({
  key: 'pilot_payback',
  label: 'Pilot payback',
  definition: 'After how many months the pilot had earned what it cost.',
  formula:
    'first month in which the margin so far (revenue − variable cost) comes to the cost of the pilot so far',
  unit: 'months',
  better: 'lower',
  needs: ['costs', 'usage', 'currency', 'today'],
  minimum: 1,
  parts: null,
  interval: 'none',
  window: 'Since the pilot began',
  isInternal: true,
  applies: hasPilot,
  withoutValue: 'not paid back yet',
  awaits: 'waits for the month that pays it back',
  estimate: (facts) => {
    const pilot = pilotOf(facts);
    if (!pilot) return missing(noPilot);
    const month = paybackMonth(pilot.monthly);
    return { ...exact(month ?? 0, 1, 0), n: pilot.months, value: month, notes: pilot.notes };
  },
  ledger: () => ({ costs: ['pilot', 'variable'], usage: ['revenue'] }),
});
