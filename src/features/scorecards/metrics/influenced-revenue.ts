import { attributedRevenue } from '../deal-money.ts';
import { metric } from './metric.ts';

export const influencedRevenue = metric({
  key: 'influenced_revenue',
  label: 'Influenced revenue',
  definition:
    'Revenue of won deals the partner did not bring but had a logged part in; never added to sourced revenue.',
  formula:
    'amounts added up of won deals closed in the window, not sourced, whose form says what the partner did, in the partner’s own currency',
  ...attributedRevenue('influenced'),
});
