import { attributedRevenue } from '../deal-money.ts';
import { metric } from './metric.ts';

export const sourcedRevenue = metric({
  key: 'sourced_revenue',
  label: 'Sourced revenue',
  definition:
    'Revenue of won deals the partner brought: registered, approved, nobody else in touch before, won while protected.',
  formula:
    'amounts added up of won deals closed in the window before their protection ended, contested ones left out, in the partner’s own currency',
  ...attributedRevenue('sourced'),
});
