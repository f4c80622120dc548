import { addDays, instantOf, localDateOf, utcMidnightOf } from '../core/calendar.ts';
import { followProtection, keepReached } from '../features/pipeline/public.ts';
import { type CurrentPlaybook, findCurrentPlaybook } from '../features/playbook/public.ts';
import type { Person } from '../platform/store/generated/client.ts';
import type { Work } from '../platform/work.ts';
import { insertRows, type TrailEntry } from './seed-insert.ts';
import type { Setting } from './seed-journey.ts';
import { type PastDeal, sellingHistory } from './seed-pipeline.ts';
import type { Sale, SaleAsLead, SaleWithDeal } from './seed-sale.ts';
import { trailOfDeal, trailOfLead } from './seed-sales-trail.ts';

/** A deal of the past with the row it became. */
export interface SeededDeal extends PastDeal {
  readonly id: string;
}

/** Who of the vendor looks after the leads of which territory. */
type LeadTakers = Readonly<Record<string, Person>>;

/** What happened longer ago is kept as it came out, without each step on the way: as after an import. */
const trailDays = 120;
const dayMs = 86_400_000;
/** An accepted lead that came to nothing for so long is nobody's work any more: whoever takes leads has room for a newcomer's. */
const restingAfterDays = 10;

interface SeededSales {
  /** By partner. */
  readonly deals: ReadonlyMap<string, readonly SeededDeal[]>;
  /** For the timelines. */
  readonly trail: readonly TrailEntry[];
}

/** Leads and deals of all partners, numbered in the order in which they came in, with who had them and what became of them. */
export async function seedSales(
  work: Work,
  settings: readonly Setting[],
  takers: LeadTakers,
): Promise<SeededSales> {
  const sales: Sale[] = settings.flatMap((setting) => {
    const { further, today } = setting;
    const history = further.selling ? sellingHistory(further, further.selling, today) : [];
    return history.map((past) => ({ setting, past, leadId: work.newId(), dealId: work.newId() }));
  });
  const since = new Date(work.now.getTime() - trailDays * dayMs);
  await saveTakers(work, takers);
  const leads = asLeads(sales, takers);
  await saveLeads(work, leads);
  await saveRoutings(
    work,
    leads.filter(({ past }) => past.createdAt > since),
  );
  const deals = sales
    .flatMap((sale) => (sale.past.deal ? [{ ...sale, deal: sale.past.deal }] : []))
    .sort((a, b) => a.deal.registeredAt.getTime() - b.deal.registeredAt.getTime())
    .map((sale, index) => ({ ...sale, number: index + 1 }));
  const rows = deals.map((sale) => dealRow(work, sale));
  await insertRows(work, 'Deal', rows);
  const milestones = (await findCurrentPlaybook(work))?.playbook.milestones ?? [];
  await keepReached(
    work,
    milestones,
    settings.map(({ partner }) => partner),
  );
  await followProtection(work, ...rows.filter((row) => row.stage === 'open'));
  const dealsOf = new Map(
    settings.map(({ partner }) => [
      partner.id,
      deals
        .filter(({ setting }) => setting.partner.id === partner.id)
        .map(({ dealId, deal }) => ({ ...deal, id: dealId })),
    ]),
  );
  const trail = [...leads.flatMap(trailOfLead), ...deals.flatMap(trailOfDeal)].filter(({ at }) => at > since);
  return { deals: dealsOf, trail };
}

async function saveTakers(work: Work, takers: LeadTakers): Promise<void> {
  const territories = new Map<string, string[]>();
  for (const [territory, { id }] of Object.entries(takers))
    territories.set(id, [...(territories.get(id) ?? []), territory]);
  await work.tx.leadTaker.createMany({
    data: [...territories].map(([personId, own]) => ({
      ...{ personId, workspaceId: work.workspaceId, territories: own },
      ...{ segments: ['public', 'industry', 'real-estate'], capabilities: ['integration', 'heating'] },
    })),
  });
}

/** Whom a lead is with, where nobody noted a name. */
const contacts = [
  'Head of facilities',
  'Energy manager',
  'Technical director',
  'Property manager',
  'Head of procurement',
];

function asLeads(sales: readonly Sale[], takers: LeadTakers): SaleAsLead[] {
  const inOrder = sales.toSorted((a, b) => a.past.createdAt.getTime() - b.past.createdAt.getTime());
  return inOrder.map((sale, index) => {
    const { further, current } = sale.setting;
    const territory = further.selling?.territory;
    return {
      ...sale,
      number: index + 1,
      taker: takers[territory ?? ''] ?? null,
      why: `covers ${territoryName(current.playbook, territory)}`,
    };
  });
}

async function saveLeads(work: Work, leads: readonly SaleAsLead[]): Promise<void> {
  const { workspaceId } = work;
  const restingBefore = work.now.getTime() - restingAfterDays * dayMs;
  await insertRows(
    work,
    'Lead',
    leads.map(({ setting, past, leadId, number, taker }) => {
      const { deal, ...lead } = past;
      const territory = setting.further.selling?.territory ?? null;
      const isResting = past.status === 'accepted' && !deal && past.createdAt.getTime() < restingBefore;
      return {
        ...{ id: leadId, workspaceId, partnerId: setting.partner.id, number },
        ...{ ...lead, territory, ownerPersonId: isResting ? null : (taker?.id ?? null) },
        contact: contacts[(number - 1) % contacts.length],
        unroutedWhy: taker ? null : 'nobody covers its territory',
        submittedById: setting.lead.id,
        reviewedById: lead.reviewedAt && (taker ?? setting.manager).id,
        ...(deal && { qualifiedAt: deal.registeredAt, qualifiedById: setting.lead.id }),
      };
    }),
  );
}

async function saveRoutings(work: Work, leads: readonly SaleAsLead[]): Promise<void> {
  await insertRows(
    work,
    'LeadRouting',
    leads.flatMap(({ leadId, past, taker, why }) =>
      taker
        ? [
            {
              ...{ id: work.newId(), workspaceId: work.workspaceId, leadId, personId: taker.id },
              ...{ at: past.createdAt, why: [why] },
            },
          ]
        : [],
    ),
  );
}

type Playbook = CurrentPlaybook['playbook'];

function territoryName({ routing }: Playbook, key: string | null | undefined): string {
  return routing?.territories.find((territory) => territory.key === key)?.name ?? 'it';
}

function dealRow(work: Work, { setting, past, leadId, dealId, deal, number }: SaleWithDeal) {
  const { partner, lead, today, current } = setting;
  const { isProtected: _, moves, ...columns } = deal;
  const isOpen = deal.stage === 'open';
  const stages = current.playbook.deals?.stages ?? [];
  return {
    ...{ id: dealId, workspaceId: work.workspaceId, partnerId: partner.id, number, leadId },
    ...{ customer: past.customer, ...columns, currency: partner.currency },
    ...{ registeredById: lead.id, closedById: deal.closedAt && lead.id },
    ...protectionOf(work, setting, deal),
    ...(isOpen && {
      phase: stages[Math.min(moves.length, stages.length - 1)]?.key ?? null,
      expectedCloseOn: utcMidnightOf(addDays(today, 10 + ((number * 7) % 40))),
      ownerPersonId: lead.id,
    }),
  };
}

/** Renewed as often as the rules allow and it takes. */
function protectionOf(work: Work, { partner, current }: Setting, deal: PastDeal) {
  const rules = current.playbook.registration;
  if (!rules || !deal.isProtected) return { registration: 'none', protectedUntil: null, renewals: 0 };
  const { timeZone } = partner;
  const registeredOn = localDateOf(deal.registeredAt, timeZone);
  // Of an open one nothing is due at the first start: not even the word before its end.
  const needed = deal.closedAt ?? new Date(work.now.getTime() + (rules.remindDaysBefore + 2) * dayMs);
  const endAfter = (renewals: number) =>
    instantOf(
      addDays(registeredOn, rules.protectionDays + rules.renewalDays * renewals + 1),
      0,
      current.playbook.programme.timeZone,
    );
  let renewals = 0;
  while (renewals < rules.mostRenewals && endAfter(renewals) <= needed) renewals += 1;
  const protectedUntil = endAfter(renewals);
  const isOver = deal.stage === 'open' && protectedUntil <= work.now;
  return { registration: isOver ? 'lapsed' : 'approved', protectedUntil, renewals };
}
