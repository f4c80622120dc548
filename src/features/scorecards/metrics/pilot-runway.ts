import { hasPilot, noPilot, pilotOf } from '../pilots.ts';
import { exact, metric, missing } from './metric.ts';

export const pilotRunway = metric({
  key: 'pilot_runway',
  label: 'Pilot runway',
  definition: 'How many months the pilot can go on until it has spent what it may.',
  formula: '(cap − net spend booked so far, the running month with it) ÷ burn; 0 once it is spent',
  unit: 'months',
  better: 'higher',
  needs: ['costs', 'usage', 'currency', 'today', 'pilotCap'],
  minimum: 1,
  parts: ['left of the cap', 'burn a month'],
  interval: 'sum',
  moneyParts: [true, true],
  window: 'Since the pilot began',
  isInternal: true,
  applies: hasPilot,
  withoutValue: 'no end: it spends nothing',
  awaits: 'no end to reckon with while it spends nothing',
  estimate: (facts) => {
    const { currency, pilotCap } = facts;
    const pilot = pilotOf(facts);
    if (!pilot) return missing(noPilot, currency);
    if (!pilotCap) return missing('the playbook names no cap for this pilot', currency);
    if (pilotCap.currency !== currency)
      return missing(`the cap is in ${pilotCap.currency}, the costs are in ${currency}`, currency);
    const left = Math.max(0, pilotCap.amountMinor - pilot.booked);
    const { burn, notes } = pilot;
    // That the cap is spent is booked; when it will be is an extrapolation.
    if (left === 0) return { ...exact(left, burn, 0), n: pilot.months, currency, notes, isBooked: true };
    if (burn > 0) return { ...exact(left, burn, left / burn), n: pilot.months, currency, notes };
    return { ...exact(left, burn, 0), n: pilot.months, value: null, currency, notes };
  },
  ledger: () => ({ costs: ['pilot'], usage: ['revenue'] }),
});
