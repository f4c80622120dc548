import type { Column } from './csv.ts';

const column = <Name extends string>(name: Name, aliases: string, required = false) => ({
  name,
  aliases: aliases.split(' ').filter((alias) => alias !== ''),
  required,
});

/** The columns of `import -- deals`; docs/import.md explains them to people. */
export const dealColumns = [
  column('external_id', 'id deal_id opportunity_id record_id', true),
  column('partner', 'partner_name reseller partner_account'),
  column('customer', 'account account_name company company_name customer_name end_customer', true),
  column('name', 'deal_name opportunity_name deal title'),
  column('amount', 'deal_amount deal_value value', true),
  column('currency', 'currency_code amount_currency currencyisocode'),
  column('registered_on', 'registered registered_at create_date created_date created created_at', true),
  column('closed_on', 'closed close_date closed_date closed_at'),
  column('stage', 'deal_stage status stagename', true),
  column('loss_reason', 'lost_reason closed_lost_reason'),
  column('partner_cost', 'cost'),
  column('lead_external_id', 'lead_id lead'),
  column('registered_as', 'tandem_number'),
  column('updated_at', 'last_modified_date lastmodifieddate last_modified modified_at'),
] as const satisfies readonly Column[];

/** What a lead says of itself, in the playbook's words; other systems' fields of these names say it in their own. */
export const routingColumns: readonly string[] = ['territory', 'segment', 'capability'];

/** The columns of `import -- leads`. */
export const leadColumns = [
  column('external_id', 'id lead_id record_id', true),
  column('partner', 'partner_name reseller partner_account'),
  column('customer', 'account account_name company company_name customer_name', true),
  column('contact', 'contact_name person full_name'),
  column('note', 'notes description'),
  column('territory', ''),
  column('segment', ''),
  column('capability', ''),
  column('submitted_on', 'submitted submitted_at create_date created_date created created_at', true),
  column('status', 'lead_status stage', true),
  column('reviewed_on', 'reviewed reviewed_at'),
  column('last_changed_on', ''),
  column('decline_reason', 'declined_reason reason'),
  column('deal_external_id', 'deal_id opportunity_id converted_opportunity_id'),
  column('updated_at', 'last_modified_date lastmodifieddate last_modified modified_at'),
] as const satisfies readonly Column[];

export type DealColumn = (typeof dealColumns)[number]['name'];
export type LeadColumn = (typeof leadColumns)[number]['name'];
