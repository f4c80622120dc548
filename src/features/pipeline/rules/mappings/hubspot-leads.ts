import type { Mapping } from './mapping.ts';

/**
 * Contacts with a lead status, as HubSpot exports them (“Lead Status”, “Create Date”; the company as in hubspot-deals.ts)
 * and as the CRM API has them (`hs_lead_status`). The stages are the eight it begins with: New, Open, In Progress, Open
 * Deal, Unqualified, Attempted to Contact, Connected, Bad Timing (knowledge.hubspot.com, “HubSpot's default contact
 * properties”).
 */
export const hubspotLeads: Mapping = {
  system: 'HubSpot',
  kind: 'leads',
  headers: [['record_id', 'lead_status', 'create_date']],
  names: {
    external_id: ['record_id', 'hs_object_id', 'contact_id', 'vid', 'objectid', 'id'],
    customer: [
      'company_name',
      'company',
      'associated_company',
      'associated_company_primary',
      'primary_company',
    ],
    contact: ['email'],
    note: ['message'],
    deal_external_id: ['deal_external_id', 'associated_deal_ids'],
    submitted_on: ['create_date', 'createdate', 'createdat'],
    status: ['lead_status', 'hs_lead_status'],
    last_changed_on: ['last_modified_date', 'lastmodifieddate', 'hs_lastmodifieddate', 'updatedat'],
    updated_at: ['last_modified_date', 'lastmodifieddate', 'hs_lastmodifieddate', 'updatedat'],
  },
  stageColumn: 'status',
  stages: {
    new: 'submitted',
    open: 'submitted',
    attempted_to_contact: 'submitted',
    connected: 'submitted',
    in_progress: 'accepted',
    open_deal: 'accepted',
    unqualified: 'declined',
    bad_timing: 'declined',
  },
};
