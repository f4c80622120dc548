import { leftUnsourced, projectedWins, winsProjection } from '../deal-money.ts';
import { exact, metric } from './metric.ts';

export const sourcedDeals = metric({
  key: 'sourced_deals',
  label: 'Sourced deals',
  definition:
    'Won deals the partner brought: registered, approved, nobody else in touch before, won while protected.',
  formula: 'number of won deals closed in the window before their protection ended, contested ones left out',
  unit: 'count',
  better: 'higher',
  needs: ['won', 'sourced', 'unsourced', 'own', 'foreign'],
  minimum: 1,
  parts: null,
  interval: 'none',
  behind: 'sourced_deals',
  estimate: ({ won, sourced, unsourced }) => ({
    ...(won > 0 ? exact(sourced, 1, sourced) : exact(0, 0, null)),
    notes: leftUnsourced(unsourced),
  }),
  projection: winsProjection('sourced'),
  ahead: ({ own, foreign }) => projectedWins(own, 'sourced', 'count', foreign.won + foreign.open),
});
