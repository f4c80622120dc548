/** What a key can be made for. One key sends or reads, never both. */
export const scopes = {
  'deals:write': 'Send deals',
  'leads:write': 'Send leads',
  'costs:write': 'Send costs',
  'usage:write': 'Send monthly revenue and usage',
  'api-calls:write': 'Send counts of API calls',
  'deals:read': 'Read deals',
  'leads:read': 'Read leads',
  'scorecards:read': 'Read scorecards',
  'costs:read': 'Read costs (needs the last one, too)',
  'usage:read': 'Read monthly usage',
  'api-calls:read': 'Read counts of API calls',
  'internal:read': 'Read costs, margins and revenue along with them',
} as const;

export type Scope = keyof typeof scopes;

export const allScopes = Object.keys(scopes).filter((name): name is Scope => name in scopes);
