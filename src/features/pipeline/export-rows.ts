import { localDateOf } from '../../core/calendar.ts';
import { decimalOf } from '../../core/money.ts';
import type { Deal, Lead } from '../../platform/store/generated/client.ts';
import type { Work } from '../../platform/work.ts';
import { loadPartners } from '../partners/public.ts';
import { calendarOf } from './announce.ts';
import { type BehindScope, dealsBehindIt, isLeads, leadsBehind } from './behind.ts';

export interface ExportRequest {
  /** Whose rows; null for all partners. */
  readonly partnerIds: readonly string[] | null;
  /** Rows whose number is greater than this. */
  readonly after: number;
  readonly take: number;
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
] as const;

type Text = string | null;
/** Amounts are decimal numbers in major units, days the programme's. `partner_cost` is internal: null unless asked for. */
export type DealExport = Readonly<Record<Exclude<(typeof dealExportColumns)[number], 'number'>, Text>> & {
  readonly number: number;
};
export type LeadExport = Readonly<Record<Exclude<(typeof leadExportColumns)[number], 'number'>, Text>> & {
  readonly number: number;
};

/** Deals by number, as columns of an import. */
export async function exportDeals(
  work: Work,
  request: ExportRequest & { readonly withCost: boolean },
): Promise<DealExport[]> {
  return dealRows(work, await work.tx.deal.findMany(page(work, request)), request.withCost);
}

/** All the deals or leads behind a number, newest first: those that `dealsBehind` lists. */
export async function exportBehind(
  work: Work,
  request: BehindScope & { readonly withCost: boolean },
): Promise<
  | { readonly of: 'deals'; readonly rows: readonly DealExport[] }
  | { readonly of: 'leads'; readonly rows: readonly LeadExport[] }
> {
  const { behind } = request;
  if (isLeads(behind)) {
    const leads = await work.tx.lead.findMany(leadsBehind(work, { ...request, behind }));
    return { of: 'leads', rows: await leadRows(work, leads) };
  }
  const deals = await work.tx.deal.findMany(dealsBehindIt(work, { ...request, behind }));
  return { of: 'deals', rows: await dealRows(work, deals, request.withCost) };
}

async function dealRows(work: Work, deals: readonly Deal[], withCost: boolean): Promise<DealExport[]> {
  const { timeZone } = await calendarOf(work);
  const partners = await partnersOf(work, deals);
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
        withCost && partnerCostMinor !== null ? decimalOf({ amountMinor: partnerCostMinor, currency }) : null,
    };
  });
}

/** Leads by number, as columns of an import. */
export async function exportLeads(work: Work, request: ExportRequest): Promise<LeadExport[]> {
  return leadRows(work, await work.tx.lead.findMany(page(work, request)));
}

async function leadRows(work: Work, leads: readonly Lead[]): Promise<LeadExport[]> {
  const { timeZone } = await calendarOf(work);
  const partners = await partnersOf(work, leads);
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
  }));
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
