import type { Check } from './check.ts';

export const callsUncounted: Check = {
  key: 'calls_uncounted',
  label: 'API calls not counted for more than 35 days',
  why: 'API reliability is of long ago, and not judged against a target.',
  remedy: 'Look whether the system that counts them still sends its counts, and send those since.',
  of: 'ledger',
  finds: (traits) => traits.kind === 'ledger' && traits.fault === 'uncounted',
};
