import { shortId } from '../salesforce-id.ts';
import type { Mapping } from './mapping.ts';

/**
 * Leads as a Salesforce report or the Data Loader exports them, and as a record in JSON: developer.salesforce.com,
 * Salesforce Field Reference and Object Reference, Lead. A report says “Company / Account” and “Create Date” where
 * opportunities have “Account Name” and “Created Date”. One that was converted says so (`IsConverted`, in a report
 * “Converted”), on which day, and which opportunity it became, if any (`ConvertedOpportunityId`).
 */
export const salesforceLeads: Mapping = {
  system: 'Salesforce',
  kind: 'leads',
  headers: [
    ['lead_id', 'lead_status'],
    ['id', 'company', 'status', 'createddate'],
  ],
  names: {
    external_id: ['lead_id', 'id'],
    customer: ['company_account', 'company'],
    contact: ['name', 'full_name', 'email'],
    note: ['description'],
    submitted_on: ['create_date', 'created_date', 'createddate'],
    status: ['lead_status', 'status'],
    reviewed_on: ['converted_date', 'converteddate'],
    deal_external_id: [
      'convertedopportunityid',
      'converted_opportunity_id',
      'convertedopportunity_id',
      'opportunity_id',
    ],
    last_changed_on: ['last_modified_date', 'lastmodifieddate'],
    partner: ['partner_account_name', 'partneraccount_name', 'partner'],
    updated_at: ['systemmodstamp', 'system_modstamp', 'last_modified_date', 'lastmodifieddate'],
  },
  ids: shortId,
  stageColumn: 'status',
  accepted: ['isconverted', 'converted'],
  // The standard picklist, in its older and its newer words.
  stages: {
    open_not_contacted: 'submitted',
    working_contacted: 'submitted',
    new: 'submitted',
    contacted: 'submitted',
    nurturing: 'submitted',
    working: 'submitted',
    qualified: 'accepted',
    converted: 'accepted',
    closed_converted: 'accepted',
    closed_not_converted: 'declined',
    unqualified: 'declined',
  },
};
