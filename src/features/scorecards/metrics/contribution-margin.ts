import { ratio } from '../../../core/statistics.ts';
import type { Metric } from './metric.ts';

export const contributionMargin: Metric = {
  key: 'contribution_margin',
  label: 'Margin',
  definition: 'What is left of the revenue of won deals after the variable cost of this partner.',
  formula:
    '(revenue − variable partner cost) ÷ revenue, of won deals in the partner’s own currency whose cost is known',
  unit: 'share',
  better: 'higher',
  parts: ['revenue less cost', 'revenue'],
  interval: 'sum',
  behind: 'won_deals',
  isInternal: true,
  estimate: ({ economics: { revenueMinor, costMinor, deals } }) =>
    ratio(revenueMinor - costMinor, revenueMinor, deals),
};
