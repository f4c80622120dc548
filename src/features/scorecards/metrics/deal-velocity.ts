import { defaultMinimum } from '../../../core/statistics.ts';
import { survivalMedian } from '../../../core/survival.ts';
import { metric } from './metric.ts';

export const dealVelocity = metric({
  key: 'deal_velocity',
  label: 'Deal velocity',
  definition: 'Half of the deals close within this many days of being registered.',
  formula:
    'Kaplan–Meier median of days from registration to close, of deals registered in the window; open deals count for as long as they have been open',
  unit: 'days',
  better: 'lower',
  needs: ['durations'],
  minimum: defaultMinimum,
  parts: ['deals closed', 'deals registered'],
  interval: 'kaplan_meier',
  behind: 'registered_deals',
  estimate: ({ durations }) => survivalMedian(durations),
});
