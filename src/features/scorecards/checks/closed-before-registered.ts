import type { Check } from './check.ts';

export const closedBeforeRegistered: Check = {
  key: 'closed_before_registered',
  label: 'Deals closed before they were registered',
  why: 'Deal velocity counts them as closed on the first day.',
  remedy: 'Import them again with the right days.',
  of: 'deal',
  finds: (traits) => traits.kind === 'deal' && traits.isClosedBeforeRegistered,
};
