import { defaultMinimum } from '../../../core/statistics.ts';
import { survivalMedian } from '../../../core/survival.ts';
import { metric } from './metric.ts';

export const dealVelocity = metric({
  key: 'deal_velocity',
  label: 'Deal velocity',
  definition: 'Half of the deals close within this many days of being registered.',
  formula:
    'Kaplan–Meier median of days from registration to close, of deals that were open at some time in the window; open ones count for as long as they have been open, older ones from the age they had when it began',
  unit: 'days',
  better: 'lower',
  needs: ['durations'],
  minimum: defaultMinimum,
  parts: ['deals closed', 'deals open at some time'],
  interval: 'kaplan_meier',
  behind: 'watched_deals',
  awaits: 'waits until half of the deals are closed',
  estimate: ({ durations }) => survivalMedian(durations),
});
