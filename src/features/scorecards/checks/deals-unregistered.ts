import type { Check } from './check.ts';

export const dealsUnregistered: Check = {
  key: 'deals_unregistered',
  label: 'Won deals that came in without a registration',
  why: 'They count as won, but never as sourced.',
  // An import knows deals by their ids elsewhere alone, and one that was registered here has none.
  remedy:
    'A won deal can’t be registered afterwards, so these stay as they are. Register the next ones while they are open, “deal Acme 12,500 EUR”, and leave those out of the import: it would add them a second time.',
  of: 'deal',
  finds: (traits) => traits.kind === 'deal' && traits.stage === 'won' && traits.isUnregistered,
};
