import { leftOut, projectedWins, winsProjection } from '../deal-money.ts';
import { exact, metric } from './metric.ts';

export const influencedRevenue = metric({
  key: 'influenced_revenue',
  label: 'Influenced revenue',
  definition:
    'Revenue of won deals the partner did not bring but had a logged part in; never added to sourced revenue.',
  formula:
    'amounts added up of won deals closed in the window, not sourced, whose form says what the partner did, in the partner’s own currency',
  unit: 'money',
  better: 'higher',
  needs: ['won', 'own', 'foreign', 'currency'],
  minimum: 1,
  parts: null,
  interval: 'none',
  behind: 'influenced_deals',
  estimate: ({ won, own, foreign, currency }) => {
    const notes = leftOut(foreign.influenced, foreign.currencies, 'influenced deal');
    const amount = Number(own.influenced.won.minor);
    const { n: _, ...sum } = exact(amount, 1, won > 0 ? amount : null);
    return { ...sum, n: own.influenced.won.count, currency, notes };
  },
  projection: winsProjection('influenced'),
  ahead: ({ own, foreign }) => projectedWins(own, 'influenced', 'minor', foreign.won + foreign.open),
});
