import { leftOut, projectedWins, winsProjection } from '../deal-money.ts';
import { exact, metric } from './metric.ts';

export const sourcedRevenue = metric({
  key: 'sourced_revenue',
  label: 'Sourced revenue',
  definition:
    'Revenue of won deals the partner brought: registered, approved, nobody else in touch before, won while protected.',
  formula:
    'amounts added up of won deals closed in the window before their protection ended, contested ones left out, in the partner’s own currency',
  unit: 'money',
  better: 'higher',
  needs: ['won', 'own', 'foreign', 'currency'],
  minimum: 1,
  parts: null,
  interval: 'none',
  behind: 'sourced_deals',
  estimate: ({ won, own, foreign, currency }) => {
    const notes = leftOut(foreign.sourced, foreign.currencies, 'sourced deal');
    const amount = Number(own.sourced.won.minor);
    const { n: _, ...sum } = exact(amount, 1, won > 0 ? amount : null);
    return { ...sum, n: own.sourced.won.count, currency, notes };
  },
  projection: winsProjection('sourced'),
  ahead: ({ own, foreign }) => projectedWins(own, 'sourced', 'minor', foreign.won + foreign.open),
});
