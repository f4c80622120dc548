import type { Check } from './check.ts';

export const customersRepeated: Check = {
  key: 'customers_repeated',
  label: 'Numbers of customers reported more than once for a month',
  why: 'Churn, CAC payback and lifetime value leave that month out.',
  remedy: 'Send the one that is wrong again under its external_id, with the month it is of.',
  of: 'ledger',
  finds: (traits) => traits.kind === 'ledger' && traits.fault === 'repeated',
};
