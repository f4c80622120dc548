import type { Check } from './check.ts';

export const datedAhead: Check = {
  key: 'dated_ahead',
  label: 'Deals dated in the future',
  why: 'They count from that day on.',
  remedy: 'Import them again with the right days.',
  of: 'deal',
  finds: (traits) => traits.kind === 'deal' && traits.isAhead,
};
