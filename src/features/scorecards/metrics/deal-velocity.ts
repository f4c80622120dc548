import { survivalMedian } from '../../../core/survival.ts';
import type { Metric } from './metric.ts';

export const dealVelocity: Metric = {
  key: 'deal_velocity',
  label: 'Deal velocity',
  definition: 'Half of the deals close within this many days of being registered.',
  formula:
    'Kaplan–Meier median of days from registration to close; open deals count for as long as they have been open',
  unit: 'days',
  better: 'lower',
  estimate: ({ durations }) => survivalMedian(durations),
};
