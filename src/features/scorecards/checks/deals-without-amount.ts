import type { Check } from './check.ts';

export const dealsWithoutAmount: Check = {
  key: 'deals_without_amount',
  label: 'Won deals without an amount',
  why: 'They count as won, but for nothing.',
  remedy: 'Say “deal reopen D-3” and then “deal won D-3 14,000 EUR”, or import them again.',
  of: 'deal',
  finds: (traits) => traits.kind === 'deal' && traits.stage === 'won' && !traits.hasAmount,
};
