import type { Check } from './check.ts';

export const dealsUnregistered: Check = {
  key: 'deals_unregistered',
  label: 'Won deals that came in without a registration',
  why: 'They count as won, but never as sourced.',
  remedy: 'Register the next ones with “deal” before they are won: an import registers nothing.',
  of: 'deal',
  finds: (traits) => traits.kind === 'deal' && traits.stage === 'won' && traits.isUnregistered,
};
