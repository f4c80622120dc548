import type { Check } from './check.ts';

export const dealsWithoutCost: Check = {
  key: 'deals_without_cost',
  label: 'Won deals without a cost',
  why: 'The margin leaves them out.',
  remedy: 'Say “deal cost D-3” with the number of each.',
  of: 'deal',
  missing: 'cost',
  finds: (traits) => traits.kind === 'deal' && traits.stage === 'won' && !traits.hasCost,
};
