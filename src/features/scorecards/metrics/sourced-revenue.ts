import { attributedRevenue, leftUnsourced } from '../deal-money.ts';
import { metric } from './metric.ts';

const revenue = attributedRevenue('sourced');

export const sourcedRevenue = metric({
  key: 'sourced_revenue',
  label: 'Sourced revenue',
  definition:
    'Revenue of won deals the partner brought: registered, approved, nobody else in touch before, won while protected.',
  formula:
    'amounts added up of won deals closed in the window before their protection ended, contested ones left out, in the partner’s own currency',
  ...revenue,
  needs: [...revenue.needs, 'unsourced'],
  estimate: (facts) => {
    const figure = revenue.estimate(facts);
    return { ...figure, notes: [...(figure.notes ?? []), ...leftUnsourced(facts.unsourced)] };
  },
});
