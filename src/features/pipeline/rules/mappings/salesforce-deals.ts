import { shortId } from '../salesforce-id.ts';
import type { Mapping } from './mapping.ts';

/**
 * Opportunities as a Salesforce report exports them, as the Data Loader does, and as a record in JSON has them (`Id`,
 * `StageName`, `Account: {Name}`). Field names with their labels, which head a report (“Close Date”, “Closed”, “Won”,
 * “Created Date”, “Last Modified Date”): developer.salesforce.com, Salesforce Field Reference, Opportunity; names in
 * JSON: Object Reference, Opportunity. A report says “Opportunity Name” and “Opportunity ID” for Name and ID, and puts
 * “Amount Currency” beside “Amount” where there are several currencies (help.salesforce.com, “Opportunity Fields”).
 */
export const salesforceDeals: Mapping = {
  system: 'Salesforce',
  kind: 'deals',
  headers: [
    ['opportunity_id', 'stage'],
    ['opportunity_name', 'account_name', 'stage'],
    ['id', 'stagename'],
  ],
  names: {
    external_id: ['opportunity_id', 'id'],
    customer: ['account_name', 'accountname'],
    name: ['opportunity_name', 'name'],
    amount: ['amount'],
    currency: ['currencyisocode', 'amount_currency', 'opportunity_currency'],
    registered_on: ['created_date', 'createddate'],
    closed_on: ['close_date', 'closedate'],
    stage: ['stage', 'stagename'],
    loss_reason: ['loss_reason', 'loss_reason_c'],
    lead_external_id: ['lead_external_id', 'lead_external_id_c', 'lead_id', 'convertedleadid'],
    partner: ['partner_account_name', 'partneraccount_name', 'partner'],
    updated_at: ['systemmodstamp', 'system_modstamp', 'last_modified_date', 'lastmodifieddate'],
  },
  ids: shortId,
  stageColumn: 'stage',
  // The standard picklist.
  stages: {
    prospecting: 'open',
    qualification: 'open',
    needs_analysis: 'open',
    value_proposition: 'open',
    id_decision_makers: 'open',
    perception_analysis: 'open',
    proposal_price_quote: 'open',
    negotiation_review: 'open',
    closed_won: 'won',
    closed_lost: 'lost',
  },
  ended: { won: ['iswon', 'won'], closed: ['isclosed', 'closed'] },
};
