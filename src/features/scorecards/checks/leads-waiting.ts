import type { Check } from './check.ts';

const mostDays = 14;

export const leadsWaiting: Check = {
  key: 'leads_waiting',
  label: 'Leads unreviewed for more than 14 days',
  why: 'Lead quality leaves them out, and the partner hears nothing.',
  remedy: 'Accept or decline them: “lead accept L-3”.',
  of: 'lead',
  finds: (traits) => traits.kind === 'lead' && traits.waitingDays > mostDays,
};
