import type { Mapping } from './mapping.ts';

/**
 * Deals as HubSpot exports them and as a workflow's webhook or the CRM API has them. An export is headed by the labels
 * of properties, “Record ID”, “Deal Name”, “Deal Stage”, “Is Closed Won” (knowledge.hubspot.com, “HubSpot's default deal
 * properties”), and the company by “Associated Company”, since 2023 “Associated Company (Primary)”; only its ids are in
 * “Associated Company IDs”. No page of HubSpot's lists the headers of a file: these were compared with public programs
 * that read such files. So does what it is associated with: “Associated Contact IDs” has semicolons between them, and is there
 * where the export is one with associations. A workflow's webhook posts what the object's API answers, by internal names: `hs_object_id`,
 * `dealstage` (developers.hubspot.com, “Webhook information” of workflows). There the company is an association, and
 * needs a property of that name.
 */
export const hubspotDeals: Mapping = {
  system: 'HubSpot',
  kind: 'deals',
  headers: [
    ['record_id', 'deal_name', 'deal_stage'],
    ['deal_id', 'deal_name', 'deal_stage'],
  ],
  names: {
    external_id: ['record_id', 'hs_object_id', 'deal_id', 'dealid', 'objectid', 'id'],
    customer: ['associated_company', 'associated_company_primary', 'primary_associated_company', 'company'],
    name: ['deal_name', 'dealname'],
    amount: ['amount'],
    currency: ['currency', 'deal_currency_code'],
    registered_on: ['create_date', 'createdate', 'hs_createdate', 'createdat'],
    closed_on: ['close_date', 'closedate'],
    stage: ['deal_stage', 'dealstage'],
    loss_reason: ['closed_lost_reason'],
    lead_external_id: ['lead_external_id', 'associated_contact_ids'],
    updated_at: ['last_modified_date', 'hs_lastmodifieddate', 'updatedat'],
  },
  stageColumn: 'stage',
  // The stages of the pipeline every account begins with.
  stages: {
    appointmentscheduled: 'open',
    appointment_scheduled: 'open',
    qualifiedtobuy: 'open',
    qualified_to_buy: 'open',
    presentationscheduled: 'open',
    presentation_scheduled: 'open',
    decisionmakerboughtin: 'open',
    decision_maker_bought_in: 'open',
    contractsent: 'open',
    contract_sent: 'open',
    closedwon: 'won',
    closed_won: 'won',
    closedlost: 'lost',
    closed_lost: 'lost',
  },
  ended: {
    won: ['hs_is_closed_won', 'is_closed_won'],
    closed: ['hs_is_closed', 'is_closed', 'is_deal_closed'],
  },
};
