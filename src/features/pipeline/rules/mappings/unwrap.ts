import { type Mapping, plainName } from './mapping.ts';

/**
 * A record as a CRM sends it, by plain names; or why it is none. What HubSpot's apps subscribe to are lists of events with
 * `subscriptionType`, `objectId` and at most one property (developers.hubspot.com, “Webhooks API”), what Salesforce's
 * change data capture publishes has a `ChangeEventHeader` and the changed fields (Change Data Capture Developer Guide).
 */
export function unwrapRecord(
  { system }: Pick<Mapping, 'system'>,
  record: Readonly<Record<string, unknown>>,
):
  | { readonly record: Readonly<Record<string, string>> }
  | { readonly fault: readonly [field: string, words: string] } {
  if ('subscriptionType' in record)
    return {
      fault: [
        'subscriptionType',
        'That is an event, with one property at most. Send whole records, with the webhook action of a workflow.',
      ],
    };
  if ('ChangeEventHeader' in record)
    return {
      fault: [
        'ChangeEventHeader',
        'That is a change event with the changed fields alone. Send whole records.',
      ],
    };
  const { properties, attributes: _, associations, ...rest } = record;
  const outer = flat(rest);
  if (system !== 'HubSpot') return { record: outer };
  return { record: { ...outer, ...associated(associations), ...(isFields(properties) && flat(properties)) } };
}

/**
 * What a record is associated with, under the names that an export of HubSpot has for it. The API answers
 * `{contacts: {results: [{id, type}]}}` where it was asked for associations, an id once for each type it has
 * (developers.hubspot.com, CRM API, Deals), and older webhooks have `{associatedVids: [id]}`.
 */
function associated(associations: unknown): Record<string, string> {
  if (!isFields(associations)) return {};
  const idsOf = (name: string, older: string) => {
    const { [name]: found, [older]: ids } = associations;
    const results = isFields(found) && Array.isArray(found.results) ? found.results : [];
    return [...results.map((each) => isFields(each) && each.id), ...(Array.isArray(ids) ? ids : [])]
      .filter((id) => typeof id === 'string' || typeof id === 'number')
      .join(';');
  };
  return {
    associated_contact_ids: idsOf('contacts', 'associatedVids'),
    associated_deal_ids: idsOf('deals', 'associatedDealIds'),
  };
}

/** `{Account: {Name}}` becomes account_name; `{dealname: {value}}`, as older webhooks have it, dealname. */
function flat(fields: Readonly<Record<string, unknown>>): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (isScalar(value)) found[plainName(name)] = String(value);
    else if (isFields(value) && isScalar(value.value)) found[plainName(name)] = String(value.value);
    else if (isFields(value)) {
      for (const [inner, each] of Object.entries(value))
        if (isScalar(each)) found[plainName(`${name} ${inner}`)] = String(each);
    }
  }
  return found;
}

function isScalar(value: unknown): value is string | number | boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}

function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
