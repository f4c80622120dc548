import type { Actor } from '../../core/actor.ts';
import { Refusal } from '../../core/refusal.ts';
import type { Prisma } from '../../platform/store/generated/client.ts';
import type { Work } from '../../platform/work.ts';
import type { Resource } from '../../policy/policy.ts';

export const dealShape = { include: { lead: true, roles: true } } as const;
export const leadShape = {
  include: { deals: { orderBy: { number: 'asc' } }, routings: { orderBy: { at: 'asc' } } },
} as const;
/** A deal with the lead it came from, and who does what in it. */
export type Deal = Prisma.DealGetPayload<typeof dealShape>;
/** A lead with the deals that came of it, and whom it was with. */
export type Lead = Prisma.LeadGetPayload<typeof leadShape>;

/** Whose a deal is: who was named, or whoever registered it. */
export const ownerOf = ({
  ownerPersonId,
  registeredById,
}: Pick<Deal, 'ownerPersonId' | 'registeredById'>): string | null => ownerPersonId ?? registeredById;

/** The deal with this id; a Refusal when there is none in this workspace. */
export async function loadDeal(work: Work, dealId: string): Promise<Deal> {
  const deal = await work.tx.deal.findFirst({
    where: { id: dealId, workspaceId: work.workspaceId },
    ...dealShape,
  });
  if (deal) return deal;
  throw new Refusal(
    'not_found',
    'That deal isn’t here any more. Say “deal list” to see the deals there are.',
  );
}

export async function loadLead(work: Work, leadId: string): Promise<Lead> {
  const lead = await work.tx.lead.findFirst({
    where: { id: leadId, workspaceId: work.workspaceId },
    ...leadShape,
  });
  if (lead) return lead;
  throw new Refusal(
    'not_found',
    'That lead isn’t here any more. Say “lead list” to see the leads there are.',
  );
}

/** Leads by id, by number. */
export function loadLeads(work: Work, leadIds: readonly string[]): Promise<Lead[]> {
  return work.tx.lead.findMany({
    where: { workspaceId: work.workspaceId, id: { in: [...leadIds] } },
    orderBy: { number: 'asc' },
    ...leadShape,
  });
}

/** What the policy is asked before a lead is reviewed: whoever it was routed to may, whatever their role. */
export function reviewOf(
  lead: Pick<Lead, 'partnerId' | 'ownerPersonId'>,
): readonly ['lead.review' | 'lead.take', Resource] {
  const { partnerId, ownerPersonId } = lead;
  return [ownerPersonId ? 'lead.take' : 'lead.review', { partnerId, ownerPersonIds: [ownerPersonId] }];
}

/** What people name a row by: the number they say, or the id a button carries. */
export type RowName = { readonly number: number } | { readonly id: string };

/**
 * The deal so named, held until the transaction ends, so that two people changing it take turns. To a partner's
 * person another partner's deal is as unknown as one that never was.
 */
export async function holdDeal(work: Work, actor: Actor, name: RowName): Promise<Deal> {
  const found = await work.tx.deal.findFirst({
    where: { workspaceId: work.workspaceId, ...name, ...visibleTo(actor) },
    select: { id: true },
  });
  if (!found) {
    const which = 'number' in name ? `There is no deal D-${name.number} here.` : 'That deal isn’t here.';
    throw new Refusal('not_found', `${which} Say “deal list” to see yours.`);
  }
  await work.tx.$queryRaw`SELECT 1 FROM "Deal" WHERE "id" = ${found.id}::uuid FOR UPDATE`;
  return loadDeal(work, found.id);
}

/** The lead so named, as `holdDeal` does with deals. */
export async function holdLead(work: Work, actor: Actor, name: RowName): Promise<Lead> {
  const found = await work.tx.lead.findFirst({
    where: { workspaceId: work.workspaceId, ...name, ...visibleTo(actor) },
    select: { id: true },
  });
  if (!found) {
    const which = 'number' in name ? `There is no lead L-${name.number} here.` : 'That lead isn’t here.';
    throw new Refusal('not_found', `${which} Say “lead list” to see yours.`);
  }
  await work.tx.$queryRaw`SELECT 1 FROM "Lead" WHERE "id" = ${found.id}::uuid FOR UPDATE`;
  return loadLead(work, found.id);
}

/** A partner's people see their own partner's rows only. */
function visibleTo(actor: Actor): { partnerId?: string } {
  if (actor.side === 'vendor') return {};
  if (actor.partnerId) return { partnerId: actor.partnerId };
  throw new Refusal(
    'not_allowed',
    'You aren’t on a partner’s team here yet. Ask your partner manager to add you.',
  );
}

/** Leads of a partner that no deal has come of yet and that were not declined, newest first. */
export function leadsWithoutDeal(work: Work, partnerId: string): Promise<Lead[]> {
  return work.tx.lead.findMany({
    where: {
      workspaceId: work.workspaceId,
      partnerId,
      status: { not: 'declined' },
      deals: { none: {} },
    },
    orderBy: { number: 'desc' },
    take: 100,
    ...leadShape,
  });
}

/** Leads that wait for a person's review, the oldest first: those they were given, and those nobody was. */
export function leadsToReview(work: Work, personId: string, take: number): Promise<Lead[]> {
  return work.tx.lead.findMany({
    where: {
      workspaceId: work.workspaceId,
      status: 'submitted',
      OR: [{ ownerPersonId: personId }, { ownerPersonId: null }],
    },
    orderBy: { number: 'asc' },
    take,
    ...leadShape,
  });
}

/** Deals whose registration or renewal waits for a decision, the oldest first. */
export function dealsToApprove(work: Work, take: number): Promise<Deal[]> {
  return work.tx.deal.findMany({
    where: {
      workspaceId: work.workspaceId,
      stage: 'open',
      OR: [{ registration: 'pending' }, { renewalAskedAt: { not: null } }],
    },
    orderBy: { number: 'asc' },
    take,
    ...dealShape,
  });
}

/** The newest leads, of one partner or of all; those that wait for review first. */
export function listLeads(work: Work, partnerId: string | null, take: number): Promise<Lead[]> {
  return work.tx.lead.findMany({
    where: { workspaceId: work.workspaceId, ...(partnerId && { partnerId }) },
    orderBy: [{ reviewedAt: { sort: 'desc', nulls: 'first' } }, { number: 'desc' }],
    take,
    ...leadShape,
  });
}

/** The newest deals, open ones first, of one partner or of all. */
export function listDeals(
  work: Work,
  partnerId: string | null,
  filter: 'all' | 'open',
  take: number,
): Promise<Deal[]> {
  return work.tx.deal.findMany({
    where: {
      workspaceId: work.workspaceId,
      ...(partnerId && { partnerId }),
      ...(filter === 'open' && { stage: 'open' }),
    },
    orderBy: [{ closedAt: { sort: 'desc', nulls: 'first' } }, { number: 'desc' }],
    take,
    ...dealShape,
  });
}

export interface StageTotal {
  readonly stage: string;
  readonly currency: string;
  readonly count: number;
  readonly amountMinor: bigint;
}

/** Counts and amounts by stage and currency: all open deals, and those closed since an instant. */
export function stageTotals(work: Work, partnerId: string | null, closedSince: Date): Promise<StageTotal[]> {
  return totalsOf(work, {
    workspaceId: work.workspaceId,
    ...(partnerId && { partnerId }),
    OR: [{ closedAt: null }, { closedAt: { gte: closedSince } }],
  });
}

/** Counts and amounts of these deals by stage and currency. */
export async function totalsOf(work: Work, where: Prisma.DealWhereInput): Promise<StageTotal[]> {
  const rows = await work.tx.deal.groupBy({
    by: ['stage', 'currency'],
    where,
    _count: true,
    _sum: { amountMinor: true },
    orderBy: [{ stage: 'asc' }, { currency: 'asc' }],
  });
  return rows.map(({ stage, currency, _count, _sum }) => ({
    stage,
    currency,
    count: _count,
    amountMinor: _sum.amountMinor ?? 0n,
  }));
}
