import { hasPilot, noPilot, pilotOf } from '../pilots.ts';
import { exact, metric, missing } from './metric.ts';

export const pilotBurn = metric({
  key: 'pilot_burn',
  label: 'Pilot burn',
  definition: 'What the pilot spends a month, less what it earns.',
  formula:
    '(cost of the pilot − revenue) ÷ months, from its first month with a cost to the last month that is over',
  unit: 'money_a_month',
  better: 'lower',
  needs: ['costs', 'usage', 'currency', 'today'],
  minimum: 1,
  parts: ['net spend', 'months'],
  interval: 'none',
  moneyParts: [true, false],
  window: 'Since the pilot began',
  isInternal: true,
  applies: hasPilot,
  estimate: (facts) => {
    const pilot = pilotOf(facts);
    if (!pilot) return missing(noPilot, facts.currency);
    const { net, months, burn, notes } = pilot;
    return { ...exact(net, months, burn), currency: facts.currency, notes };
  },
  ledger: () => ({ costs: ['pilot'], usage: ['revenue'] }),
});
