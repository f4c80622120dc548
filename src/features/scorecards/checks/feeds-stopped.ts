import type { Check } from './check.ts';

export const feedsStopped: Check = {
  key: 'feeds_stopped',
  label: 'Costs or usage no longer reported',
  why: 'The numbers made of them are of months long past, and not judged against a target.',
  remedy: 'Look whether the system that sends them still does, and send the months since.',
  of: 'ledger',
  finds: (traits) => traits.kind === 'ledger' && traits.fault === 'stopped',
};
