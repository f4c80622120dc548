import { exact, type Metric } from './metric.ts';

export const sourcedDeals: Metric = {
  key: 'sourced_deals',
  label: 'Sourced deals',
  definition:
    'Won deals the partner brought: registered, approved, nobody else in touch before, won while protected.',
  formula: 'number of won deals closed in the window before their protection ended, contested ones left out',
  unit: 'count',
  better: 'higher',
  parts: null,
  interval: 'none',
  behind: 'sourced_deals',
  estimate: ({ won, sourced }) => (won > 0 ? exact(sourced, 1, sourced) : exact(0, 0, null)),
};
