import type { Check } from './check.ts';

export const dealsUnregistered: Check = {
  key: 'deals_unregistered',
  label: 'Won deals that came in without a registration',
  why: 'They count as won, but never as sourced.',
  remedy:
    'A won deal can’t be registered afterwards, so these stay as they are. Register the next ones while they are open, “deal Acme 12,500 EUR”, and say so in the import, in a column registered_as with the number, D-7: without it they come in a second time.',
  of: 'deal',
  finds: (traits) => traits.kind === 'deal' && traits.stage === 'won' && traits.isUnregistered,
};
