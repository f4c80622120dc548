import { exact, type Metric } from './metric.ts';

export const influencedDeals: Metric = {
  key: 'influenced_deals',
  label: 'Influenced deals',
  definition: 'Won deals the partner did not bring but had a logged part in.',
  formula: 'number of won deals closed in the window, not sourced, whose form says what the partner did',
  unit: 'count',
  better: 'higher',
  parts: null,
  interval: 'none',
  behind: 'influenced_deals',
  estimate: ({ won, influenced }) => (won > 0 ? exact(influenced, 1, influenced) : exact(0, 0, null)),
};
