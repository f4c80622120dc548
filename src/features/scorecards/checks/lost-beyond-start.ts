import type { Check } from './check.ts';

export const lostBeyond: Check = {
  key: 'lost_beyond_start',
  label: 'Months that lost more customers than they began with',
  why: 'Churn and lifetime value leave them out.',
  remedy:
    'Send the wrong number again under its external_id: that of the customers lost, or that of the active ones of the month before.',
  of: 'ledger',
  finds: (traits) => traits.kind === 'ledger' && traits.fault === 'beyond',
};
