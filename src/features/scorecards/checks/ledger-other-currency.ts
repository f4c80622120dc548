import type { Check } from './check.ts';

export const ledgerOtherCurrency: Check = {
  key: 'ledger_other_currency',
  label: 'Costs and revenue in another currency than the partner’s',
  why: 'Customer cost, payback, lifetime value and the pilot leave them out, as currencies are never mixed.',
  remedy: 'If the currency is a mistake, send them again under their external_id with the right one.',
  of: 'ledger',
  finds: (traits) => traits.kind === 'ledger' && traits.fault === 'foreign',
};
