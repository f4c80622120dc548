import { localDateOf } from '../../core/calendar.ts';
import { decimalOf } from '../../core/money.ts';
import type { Person } from '../../platform/store/generated/client.ts';
import type { Work } from '../../platform/work.ts';
import { loadPartners, loadPeople } from '../partners/public.ts';
import { calendarOf } from './announce.ts';
import { type BehindScope, dealsBehindIt, isLeads, leadsBehind } from './behind.ts';
import { lastDayBefore } from './registration/state.ts';
import { whyRouted } from './routing/route.ts';
import { attributionOf } from './rules/attribution.ts';
import { type Deal, dealShape, type Lead, leadShape, ownerOf } from './store.ts';

export interface ExportRequest {
  /** Whose rows; null for all partners. */
  readonly partnerIds: readonly string[] | null;
  /** Rows whose number is greater than this. */
  readonly after: number;
  readonly take: number;
  /** Whether what is the vendor's alone is in them. */
  readonly withInternal: boolean;
}

export const dealExportColumns = [
  'number',
  'external_id',
  'partner',
  'partner_id',
  'customer',
  'name',
  'amount',
  'currency',
  'registered_on',
  'closed_on',
  'stage',
  'loss_reason',
  'partner_cost',
  'registration',
  'protected_until',
  'attribution',
  'influence',
  'is_contested',
  'lead_number',
  'owner',
  'roles',
  'source',
  'updated_at',
] as const;

export const leadExportColumns = [
  'number',
  'external_id',
  'partner',
  'partner_id',
  'customer',
  'contact',
  'note',
  'submitted_on',
  'status',
  'reviewed_on',
  'decline_reason',
  'territory',
  'segment',
  'capability',
  'deal_number',
  'owner',
  'routed_because',
  'source',
  'updated_at',
] as const;

/** The vendor's alone: null unless asked for, and no columns of what anybody else is sent. */
export const internalExportColumns: ReadonlySet<string> = new Set([
  'partner_cost',
  'is_contested',
  'routed_because',
]);

type DealColumn = (typeof dealExportColumns)[number];
type LeadColumn = (typeof leadExportColumns)[number];
type Texts<Column extends string> = Readonly<Record<Column, string | null>>;
/** Amounts are decimal numbers in major units, days the programme's, and the last day of a protection is its end. */
export type DealExport = Texts<Exclude<DealColumn, 'number' | 'lead_number' | 'is_contested'>> & {
  readonly number: number;
  readonly lead_number: number | null;
  readonly is_contested: boolean | null;
};
/** `deal_number` is of the first deal it became; all of them name their lead. */
export type LeadExport = Texts<Exclude<LeadColumn, 'number' | 'deal_number'>> & {
  readonly number: number;
  readonly deal_number: number | null;
};

/** Deals by number, as columns of an import. */
export async function exportDeals(work: Work, request: ExportRequest): Promise<DealExport[]> {
  const deals = await work.tx.deal.findMany({ ...page(work, request), ...dealShape });
  return dealRows(work, deals, request.withInternal);
}

/** All the deals or leads behind a number, newest first: those that `dealsBehind` lists. */
export async function exportBehind(
  work: Work,
  request: BehindScope & Pick<ExportRequest, 'withInternal'>,
): Promise<
  | { readonly of: 'deals'; readonly rows: readonly DealExport[] }
  | { readonly of: 'leads'; readonly rows: readonly LeadExport[] }
> {
  const { behind } = request;
  if (isLeads(behind)) {
    const leads = await work.tx.lead.findMany({ ...leadsBehind(work, { ...request, behind }), ...leadShape });
    return { of: 'leads', rows: await leadRows(work, leads, request.withInternal) };
  }
  const deals = await work.tx.deal.findMany({ ...dealsBehindIt(work, { ...request, behind }), ...dealShape });
  return { of: 'deals', rows: await dealRows(work, deals, request.withInternal) };
}

async function dealRows(work: Work, deals: readonly Deal[], withInternal: boolean): Promise<DealExport[]> {
  const { timeZone } = await calendarOf(work);
  const partners = await partnersOf(work, deals);
  const people = await loadPeople(
    work,
    deals.flatMap((deal) => [ownerOf(deal), ...deal.roles.map(({ personId }) => personId)]),
  );
  return deals.map((deal) => {
    const { partnerId, currency, partnerCostMinor } = deal;
    return {
      number: deal.number,
      external_id: deal.externalId,
      partner: partners.get(partnerId)?.name ?? null,
      partner_id: partnerId,
      customer: deal.customer,
      name: deal.name,
      amount: decimalOf(deal),
      currency,
      registered_on: localDateOf(deal.registeredAt, timeZone),
      closed_on: deal.closedAt && localDateOf(deal.closedAt, timeZone),
      stage: deal.stage,
      loss_reason: deal.lossReason,
      partner_cost:
        withInternal && partnerCostMinor !== null
          ? decimalOf({ amountMinor: partnerCostMinor, currency })
          : null,
      registration: deal.registration,
      protected_until: deal.protectedUntil && lastDayBefore(deal.protectedUntil, timeZone),
      attribution: attributionOf(deal),
      influence: deal.influence,
      is_contested: withInternal ? deal.isContested : null,
      lead_number: deal.lead?.number ?? null,
      owner: nameIn(people, ownerOf(deal)),
      roles: roleWords(deal, people),
      ...originOf(deal),
    };
  });
}

/** Leads by number, as columns of an import. */
export async function exportLeads(work: Work, request: ExportRequest): Promise<LeadExport[]> {
  const leads = await work.tx.lead.findMany({ ...page(work, request), ...leadShape });
  return leadRows(work, leads, request.withInternal);
}

async function leadRows(work: Work, leads: readonly Lead[], withInternal: boolean): Promise<LeadExport[]> {
  const { timeZone } = await calendarOf(work);
  const partners = await partnersOf(work, leads);
  // As on its card: what was routed to nobody is the manager's.
  const holderOf = ({ ownerPersonId, partnerId }: Lead) =>
    ownerPersonId ?? partners.get(partnerId)?.managerPersonId ?? null;
  const people = await loadPeople(work, leads.map(holderOf));
  return leads.map((lead) => ({
    number: lead.number,
    external_id: lead.externalId,
    partner: partners.get(lead.partnerId)?.name ?? null,
    partner_id: lead.partnerId,
    customer: lead.customer,
    contact: lead.contact,
    note: lead.note,
    submitted_on: localDateOf(lead.createdAt, timeZone),
    status: lead.status,
    reviewed_on: lead.reviewedAt && localDateOf(lead.reviewedAt, timeZone),
    decline_reason: lead.declineReason,
    territory: lead.territory,
    segment: lead.segment,
    capability: lead.capability,
    deal_number: lead.deals[0]?.number ?? null,
    owner: nameIn(people, holderOf(lead)),
    routed_because: withInternal ? whyRouted(lead) || null : null,
    ...originOf(lead),
  }));
}

type People = ReadonlyMap<string, Person>;

const nameIn = (people: People, personId: string | null): string | null =>
  people.get(personId ?? '')?.name ?? null;

/** “architect: Lena Fischer; seller: Diego Santos”, by the roles' keys in the playbook. */
function roleWords({ roles }: Deal, people: People): string | null {
  const held = roles.flatMap(({ role, personId }) => {
    const name = nameIn(people, personId);
    return name === null ? [] : [`${role}: ${name}`];
  });
  return held.length === 0 ? null : held.sort().join('; ');
}

/** What has an id elsewhere came from there, by a file or over HTTP; as of when that is so, as an import reads it. */
function originOf({ externalId, sourceUpdatedAt }: Pick<Deal, 'externalId' | 'sourceUpdatedAt'>) {
  return {
    source: externalId === null ? 'slack' : 'elsewhere',
    updated_at: sourceUpdatedAt?.toISOString() ?? null,
  };
}

function partnersOf(work: Work, rows: readonly { readonly partnerId: string }[]) {
  return loadPartners(work, [...new Set(rows.map(({ partnerId }) => partnerId))]);
}

function page({ workspaceId }: Work, { partnerIds, after, take }: ExportRequest) {
  const whose = partnerIds === null ? {} : { partnerId: { in: [...partnerIds] } };
  return {
    where: { workspaceId, ...whose, number: { gt: after } },
    orderBy: { number: 'asc' },
    take,
  } as const;
}
