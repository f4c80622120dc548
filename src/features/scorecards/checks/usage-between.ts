import type { Check } from './check.ts';

export const usageBetween: Check = {
  key: 'usage_between',
  label: 'Months without usage between two that have it',
  why: 'Churn, CAC payback and lifetime value leave them out.',
  remedy: 'Send what is missing of that month; 0 where it was none.',
  of: 'ledger',
  finds: (traits) => traits.kind === 'ledger' && traits.fault === 'between',
};
