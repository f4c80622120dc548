import { projectedWins, winsProjection } from '../deal-money.ts';
import { exact, metric } from './metric.ts';

export const influencedDeals = metric({
  key: 'influenced_deals',
  label: 'Influenced deals',
  definition: 'Won deals the partner did not bring but had a logged part in.',
  formula: 'number of won deals closed in the window, not sourced, whose form says what the partner did',
  unit: 'count',
  better: 'higher',
  needs: ['won', 'influenced', 'own', 'foreign'],
  minimum: 1,
  parts: null,
  interval: 'none',
  behind: 'influenced_deals',
  estimate: ({ won, influenced }) => (won > 0 ? exact(influenced, 1, influenced) : exact(0, 0, null)),
  projection: winsProjection('influenced'),
  ahead: ({ own, foreign }) => projectedWins(own, 'influenced', 'count', foreign.won + foreign.open),
});
