import type { Money } from '../../core/money.ts';
import type { TimeWindow } from '../../core/time-window.ts';
import type { Prisma } from '../../platform/store/generated/client.ts';
import type { Work } from '../../platform/work.ts';
import { type StageTotal, totalsOf } from './store.ts';

/**
 * Which rows a number of `pipelineFacts` is made of: leads reviewed in the window, leads submitted in it, leads that came to the age of
 * conversion in it, deals closed in it, deals open at some time in it, deals open now, those of them that wait for
 * nobody's approval, deals won in it, those of them that are sourced or influenced, or the first deal ever won.
 */
export type Behind =
  | 'reviewed_leads'
  | 'submitted_leads'
  | 'aged_leads'
  | 'closed_deals'
  | 'watched_deals'
  | 'open_deals'
  | 'qualified_deals'
  | 'won_deals'
  | 'sourced_deals'
  | 'influenced_deals'
  | 'first_win';

/** A lead or a deal as far as a number is concerned. `costMinor` is internal: never part of anything a partner sees. */
export interface BehindRow {
  /** What people call it: `D-17`, `L-3`. */
  readonly ref: string;
  readonly partnerId: string;
  readonly customer: string;
  /** Submitted or registered. */
  readonly beganAt: Date;
  /** Reviewed, closed, or (of a lead that is to become a deal) won; null while that is awaited. */
  readonly endedAt: Date | null;
  readonly outcome: 'accepted' | 'declined' | 'won' | 'lost' | 'open';
  /** Of deals. */
  readonly amount: Money | null;
  readonly costMinor: bigint | null;
}

export interface BehindScope {
  /** Null for all partners. */
  readonly partnerId: string | null;
  readonly behind: Behind;
  readonly window: TimeWindow;
  readonly asOf: Date;
  readonly conversionAgeDays: number;
}

export interface BehindRequest extends BehindScope {
  readonly skip: number;
  readonly take: number;
}

/** The rows behind a number, newest first, and how many there are: the same conditions as those of `pipelineFacts`. */
export async function dealsBehind(
  work: Work,
  request: BehindRequest,
): Promise<{ readonly total: number; readonly rows: readonly BehindRow[] }> {
  const { behind } = request;
  return isLeads(behind) ? leadsOf(work, { ...request, behind }) : dealsOf(work, { ...request, behind });
}

interface OfLeads {
  readonly behind: LeadsBehind;
}
interface OfDeals {
  readonly behind: DealsBehind;
}
type LeadsBehind = 'reviewed_leads' | 'submitted_leads' | 'aged_leads';

export function isLeads(behind: Behind): behind is LeadsBehind {
  return behind === 'reviewed_leads' || behind === 'submitted_leads' || behind === 'aged_leads';
}

function answerOf({ status, reviewedAt }: { status: string; reviewedAt: Date | null }): BehindRow['outcome'] {
  if (!reviewedAt) return 'open';
  return status === 'accepted' ? 'accepted' : 'declined';
}

/** Their amounts added up, by stage and currency; of leads none. */
export async function totalsBehind(work: Work, scope: BehindScope): Promise<readonly StageTotal[]> {
  const { behind } = scope;
  return isLeads(behind) ? [] : totalsOf(work, dealsBehindIt(work, { ...scope, behind }).where);
}

type DealsBehind = Exclude<Behind, LeadsBehind>;

/** The leads behind a number, newest first. */
export function leadsBehind({ workspaceId }: Work, request: BehindScope & OfLeads) {
  const { behind, partnerId, asOf, window } = request;
  const age = ageMs(request);
  const within = { gte: window.from, lt: earlier(window.to, asOf) };
  const shifted = { gte: new Date(within.gte.getTime() - age), lt: new Date(within.lt.getTime() - age) };
  const conditions: Readonly<Record<LeadsBehind, Prisma.LeadWhereInput>> = {
    reviewed_leads: { reviewedAt: within },
    submitted_leads: { createdAt: within },
    aged_leads: { createdAt: shifted },
  };
  return {
    where: { workspaceId, ...whose(partnerId), AND: [{ createdAt: { lt: asOf } }, conditions[behind]] },
    orderBy: [{ createdAt: 'desc' }, { number: 'desc' }],
  } satisfies Prisma.LeadFindManyArgs;
}

function ageMs({ conversionAgeDays }: BehindScope): number {
  return conversionAgeDays * 86_400_000;
}

async function leadsOf(work: Work, request: BehindRequest & OfLeads) {
  const { where, orderBy } = leadsBehind(work, request);
  const { skip, take } = request;
  const age = ageMs(request);
  const isCohort = request.behind === 'aged_leads';
  const total = await work.tx.lead.count({ where });
  const leads = await work.tx.lead.findMany({
    ...{ where, orderBy, skip, take },
    include: { deals: { where: { stage: 'won' }, orderBy: { closedAt: 'asc' }, take: 1 } },
  });
  const rows = leads.map((lead): BehindRow => {
    const wonAt = lead.deals[0]?.closedAt ?? null;
    const isWon = wonAt !== null && wonAt.getTime() < lead.createdAt.getTime() + age;
    return {
      ref: `L-${lead.number}`,
      partnerId: lead.partnerId,
      customer: lead.customer,
      beganAt: lead.createdAt,
      endedAt: isCohort ? (isWon ? wonAt : null) : lead.reviewedAt,
      outcome: isCohort ? (isWon ? 'won' : 'open') : answerOf(lead),
      amount: null,
      costMinor: null,
    };
  });
  return { total, rows };
}

/** Those of closed deals that are sourced, as rules/attribution.ts: contested ones are nobody's own. */
export function sourcedOnes({ tx }: Work) {
  const { closedAt } = tx.deal.fields;
  return {
    isContested: false,
    OR: [{ protectedUntil: { gt: closedAt } }, { renewalAskedAt: { lte: closedAt } }],
  } satisfies Prisma.DealWhereInput;
}

/** The deals behind a number, newest first; of the first win, that one alone. */
export function dealsBehindIt(work: Work, request: BehindScope & OfDeals) {
  const { behind, partnerId, asOf, window } = request;
  const within = { gte: window.from, lt: earlier(window.to, asOf) };
  const { closedAt } = work.tx.deal.fields;
  // Not the denial of the above: nothing is later than no protection at all.
  const isUnprotected = [
    { OR: [{ protectedUntil: null }, { protectedUntil: { lte: closedAt } }] },
    { OR: [{ renewalAskedAt: null }, { renewalAskedAt: { gt: closedAt } }] },
  ];
  const isOpen = { OR: [{ closedAt: null }, { closedAt: { gte: asOf } }] };
  const isNotSourced = [{ isContested: true }, { AND: isUnprotected }];
  const conditions: Readonly<Record<DealsBehind, Prisma.DealWhereInput>> = {
    closed_deals: { stage: { in: ['won', 'lost'] }, closedAt: within },
    won_deals: { stage: 'won', closedAt: within },
    sourced_deals: { stage: 'won', closedAt: within, ...sourcedOnes(work) },
    influenced_deals: { stage: 'won', closedAt: within, influence: { not: null }, OR: isNotSourced },
    watched_deals: {
      stage: { not: 'declined' },
      registeredAt: { lt: within.lt },
      OR: [{ closedAt: null }, { closedAt: { gte: within.gte } }],
    },
    open_deals: { stage: { not: 'declined' }, ...isOpen },
    qualified_deals: {
      stage: { not: 'declined' },
      AND: [
        isOpen,
        { OR: [{ decisionAskedAt: null }, { decisionAskedAt: { gte: asOf } }, { decidedAt: { lt: asOf } }] },
      ],
    },
    first_win: { stage: 'won', closedAt: { lt: asOf } },
  };
  const isFirst = behind === 'first_win';
  return {
    where: {
      workspaceId: work.workspaceId,
      ...whose(partnerId),
      AND: [{ registeredAt: { lt: asOf } }, conditions[behind]],
    },
    orderBy: isFirst
      ? [{ closedAt: 'asc' }, { number: 'asc' }]
      : [{ closedAt: { sort: 'desc', nulls: 'first' } }, { number: 'desc' }],
    ...(isFirst && { take: 1 }),
  } satisfies Prisma.DealFindManyArgs;
}

async function dealsOf(work: Work, request: BehindRequest & OfDeals) {
  const { asOf, skip, take } = request;
  const found = dealsBehindIt(work, request);
  const isFirst = request.behind === 'first_win';
  const total = isFirst ? 1 : await work.tx.deal.count({ where: found.where });
  const deals = await work.tx.deal.findMany({ skip: isFirst ? 0 : skip, take, ...found });
  const rows = deals.map((deal): BehindRow => {
    const isClosed = deal.closedAt !== null && deal.closedAt < asOf;
    return {
      ref: `D-${deal.number}`,
      partnerId: deal.partnerId,
      customer: deal.customer,
      beganAt: deal.registeredAt,
      endedAt: isClosed ? deal.closedAt : null,
      outcome: isClosed ? (deal.stage === 'won' ? 'won' : 'lost') : 'open',
      amount: { amountMinor: deal.amountMinor, currency: deal.currency },
      costMinor: deal.partnerCostMinor,
    };
  });
  return { total: isFirst ? rows.length : total, rows };
}

function whose(partnerId: string | null): { readonly partnerId?: string } {
  return partnerId === null ? {} : { partnerId };
}

function earlier(a: Date, b: Date): Date {
  return a < b ? a : b;
}
