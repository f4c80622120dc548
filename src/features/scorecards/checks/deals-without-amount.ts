import type { Check } from './check.ts';

export const dealsWithoutAmount: Check = {
  key: 'deals_without_amount',
  label: 'Open and won deals without an amount',
  why: 'They count, but for nothing: in the pipeline, in revenue, in the mean deal.',
  remedy: 'Say “deal edit D-3” (one that is won, “deal reopen D-3” first), or import them again.',
  of: 'deal',
  missing: 'amount',
  finds: (traits) => traits.kind === 'deal' && traits.stage !== 'lost' && !traits.hasAmount,
};
