import type { Check } from './check.ts';

export const dealsWithoutLead: Check = {
  key: 'deals_without_lead',
  label: 'Won deals from elsewhere that name no lead',
  why: 'The conversion counts none of them for a lead, though leads came from elsewhere, too.',
  remedy:
    'Send them again with the lead they came from, as lead_external_id; or send that lead, where they name one that is missing.',
  of: 'deal',
  finds: (traits) => traits.kind === 'deal' && traits.stage === 'won' && traits.isUnlinked,
};
