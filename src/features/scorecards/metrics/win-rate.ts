import { defaultMinimum, proportion } from '../../../core/statistics.ts';
import { metric } from './metric.ts';

export const winRate = metric({
  key: 'win_rate',
  label: 'Win rate',
  definition: 'The share of closed deals that were won.',
  formula: 'won ÷ (won + lost), of deals closed in the window',
  unit: 'share',
  better: 'higher',
  needs: ['won', 'lost'],
  minimum: defaultMinimum,
  parts: ['deals won', 'deals closed'],
  interval: 'wilson',
  behind: 'closed_deals',
  estimate: ({ won, lost }) => proportion(won, won + lost),
});
