import type { Check } from './check.ts';

export const otherCurrency: Check = {
  key: 'other_currency',
  label: 'Deals in another currency than the partner’s',
  why: 'Revenue, pipeline, margin and deal size leave them out, as currencies are never mixed.',
  remedy: 'If the currency is a mistake, import them again with the right one.',
  of: 'deal',
  finds: (traits) => traits.kind === 'deal' && !traits.isInOwnCurrency,
};
