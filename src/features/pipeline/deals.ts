import type { Actor } from '../../core/actor.ts';
import { instantOf, type LocalDate, localDateOf } from '../../core/calendar.ts';
import { formatMoney, type Money } from '../../core/money.ts';
import { Refusal } from '../../core/refusal.ts';
import { firstName } from '../../core/text.ts';
import { audit } from '../../platform/audit.ts';
import { post } from '../../platform/delivery/post.ts';
import { bold, joinMd, md, say } from '../../platform/slack/kit/index.ts';
import { takeNumber } from '../../platform/store/numbers.ts';
import type { Work } from '../../platform/work.ts';
import { can } from '../../policy/policy.ts';
import { loadPeople, numbersChanged } from '../partners/public.ts';
import { announceDeal, announceLead, calendarOf, dealThread, refreshLead } from './announce.ts';
import { conflictsOf, fillCustomerKeys, takeTurns } from './claims.ts';
import { followRegistration } from './clocks.ts';
import { followHandoffsOf } from './handoffs/card.ts';
import { followProtection } from './registration/protection.ts';
import { protectionColumns, registrationTerms, showCard } from './registration/state.ts';
import { customerKey } from './rules/customer-key.ts';
import { closeDeal, type DealState, openDeal, reopenDeal } from './rules/lifecycle.ts';
import { beginRegistration, waitsForApproval } from './rules/registration.ts';
import { type Deal, type Lead, loadDeal, loadLead } from './store.ts';
import { dealAmount, dealTitle, stageWords } from './views/deal.ts';

export interface NewDeal {
  readonly partnerId: string;
  readonly customer: string;
  readonly name: string;
  readonly domain: string | null;
  readonly amount: Money;
  readonly lead: Lead | null;
  readonly registeredOn: LocalDate;
}

/**
 * Registers a deal by a person, and announces it in the partner's channel. Where the playbook has rules for it and
 * somebody else may have a claim, it waits for the manager, who gets a card.
 */
export async function registerDeal(work: Work, actor: Actor, details: NewDeal): Promise<Deal> {
  const { timeZone } = await calendarOf(work);
  const terms = await registrationTerms(work);
  if (terms) {
    await takeTurns(work, details);
    await fillCustomerKeys(work);
  }
  const isContested = terms !== null && (await conflictsOf(work, details, null)).length > 0;
  const byApprover = can(actor, 'deal.approve', { partnerId: details.partnerId });
  const begun = beginRegistration(terms, { isContested, byApprover }, localDateOf(work.now, timeZone));
  const number = await takeNumber(work, 'Deal');
  const startOfDay = instantOf(details.registeredOn, 0, timeZone);
  const { id } = await work.tx.deal.create({
    data: {
      id: work.newId(),
      workspaceId: work.workspaceId,
      partnerId: details.partnerId,
      number,
      leadId: details.lead?.id ?? null,
      customer: details.customer,
      customerKey: customerKey(details.customer),
      name: details.name,
      domain: details.domain,
      ...details.amount,
      ...openDeal,
      ...protectionColumns(begun, timeZone),
      decisionAskedAt: begun.registration === 'pending' ? work.now : null,
      isContested,
      registeredAt:
        details.registeredOn >= localDateOf(work.now, timeZone) || startOfDay > work.now
          ? work.now
          : startOfDay,
      registeredById: actor.personId,
    },
  });
  const deal = await loadDeal(work, id);
  await announceDeal(work, deal);
  if (waitsForApproval(deal)) await showCard(work, deal);
  await followRegistration(work, deal);
  await followProtection(work, deal);
  if (details.lead) await becomeDeal(work, actor, details.lead);
  await audit(work, {
    actorPersonId: actor.personId,
    verb: 'pipeline.registerDeal',
    partnerId: deal.partnerId,
    subject: `deal:${deal.id}`,
    summary: `${actor.name} registered deal D-${deal.number} with ${deal.customer} for ${dealAmount(deal)}`,
  });
  await numbersChanged(work, [deal.partnerId]);
  return deal;
}

/** A deal has come of a lead: the need is real, if nobody has said so yet. */
async function becomeDeal(work: Work, actor: Actor, { id }: Lead): Promise<void> {
  await work.tx.lead.updateMany({
    where: { id, workspaceId: work.workspaceId, qualifiedAt: null },
    data: { qualifiedAt: work.now, qualifiedById: actor.personId },
  });
  await announceLead(work, await loadLead(work, id));
}

/** Wins a deal, or loses it for a reason; `amount` is what it was closed for when that has changed. */
export async function close(
  work: Work,
  actor: Actor,
  deal: Deal,
  outcome: { readonly lossReason: string } | { readonly amount: Money | null },
): Promise<Deal> {
  if (!('lossReason' in outcome) && waitsForApproval(deal)) {
    throw new Refusal(
      'stale',
      `D-${deal.number} waits for the partner manager’s approval. It can be marked as won once it has it.`,
    );
  }
  const lossReason = 'lossReason' in outcome ? outcome.lossReason : null;
  const amount = 'amount' in outcome ? outcome.amount : null;
  const state = closeDeal(deal, lossReason, { byPersonId: actor.personId, at: work.now });
  if (!state) throw await staleDeal(work, deal);
  const closed = await save(work, deal, { ...state, ...amount });
  const channel = await announceDeal(work, closed);
  // Nothing is left to decide.
  if (deal.registration === 'pending' || deal.renewalAskedAt) await showCard(work, closed);
  await followHandoffsOf(work, { dealId: deal.id });
  if (deal.lead) await refreshLead(work, await loadLead(work, deal.lead.id));
  await post(work, {
    key: `pipeline.${closed.stage}:${deal.id}:${work.now.toISOString()}`,
    to: { channel },
    audience: 'partner',
    thread: dealThread(deal.id),
    message: say(await closingWords(work, closed, actor)),
  });
  const change = amount ? ` for ${formatMoney(amount)}` : '';
  await audit(work, {
    actorPersonId: actor.personId,
    verb: `pipeline.${closed.stage}`,
    partnerId: deal.partnerId,
    subject: `deal:${deal.id}`,
    summary: `${actor.name} marked deal D-${deal.number} as ${closed.stage}${change}${lossReason ? `: ${lossReason}` : ''}`,
  });
  await numbersChanged(work, [deal.partnerId]);
  if (closed.stage === 'won')
    await work.emit({ type: 'deal.won', partnerId: deal.partnerId, dealId: deal.id });
  return closed;
}

/** Opens a closed deal again, because it was closed by mistake. */
export async function reopen(work: Work, actor: Actor, deal: Deal): Promise<Deal> {
  const state = reopenDeal(deal);
  if (!state) throw new Refusal('stale', `D-${deal.number} is open already. Nothing was changed.`);
  // What was declined is to be decided again.
  const isPending = deal.registration === 'declined' || deal.registration === 'pending';
  const asked = { registration: 'pending', decisionAskedAt: work.now, decidedAt: null } as const;
  const opened = await save(work, deal, { ...state, ...(isPending && asked) });
  if (isPending) {
    await showCard(work, opened);
    await followRegistration(work, opened);
  } else await followProtection(work, opened);
  if (deal.renewalAskedAt) await showCard(work, opened);
  await followHandoffsOf(work, { dealId: deal.id });
  if (deal.lead) await refreshLead(work, await loadLead(work, deal.lead.id));
  const channel = await announceDeal(work, opened);
  await post(work, {
    key: `pipeline.reopened:${deal.id}:${work.now.toISOString()}`,
    to: { channel },
    audience: 'partner',
    thread: dealThread(deal.id),
    message: say(md`${actor.name} opened this deal again: it had been marked as ${deal.stage} by mistake.`),
  });
  await audit(work, {
    actorPersonId: actor.personId,
    verb: 'pipeline.reopenDeal',
    partnerId: deal.partnerId,
    subject: `deal:${deal.id}`,
    summary: `${actor.name} opened deal D-${deal.number} again, which had been marked as ${deal.stage}`,
  });
  await numbersChanged(work, [deal.partnerId]);
  return opened;
}

/** Keeps what a deal costs the vendor (null: not known). Said to nobody else, and internal in the history. */
export async function saveCost(work: Work, actor: Actor, deal: Deal, cost: Money | null): Promise<void> {
  await work.tx.deal.update({
    where: { id: deal.id, workspaceId: work.workspaceId },
    data: { partnerCostMinor: cost?.amountMinor ?? null },
  });
  await audit(work, {
    actorPersonId: actor.personId,
    verb: 'pipeline.cost',
    partnerId: deal.partnerId,
    subject: `deal:${deal.id}`,
    summary: `${actor.name} set the cost of deal D-${deal.number} to ${cost ? formatMoney(cost) : 'not known'}`,
    isInternal: true,
  });
}

/** What someone is told who wants to close a deal that is closed. */
export async function staleDeal(work: Work, deal: Deal): Promise<Refusal> {
  const closer = (await loadPeople(work, [deal.closedById])).get(deal.closedById ?? '');
  const state = stageWords(deal, closer?.name ?? null, await calendarOf(work));
  const words = state.charAt(0).toLowerCase() + state.slice(1);
  return new Refusal('stale', `D-${deal.number} is closed already: ${words}. Nothing was changed.`);
}

async function save(
  work: Work,
  deal: Deal,
  state: DealState & Partial<Money> & Partial<Pick<Deal, 'registration' | 'decisionAskedAt' | 'decidedAt'>>,
): Promise<Deal> {
  await work.tx.deal.update({ where: { id: deal.id, workspaceId: work.workspaceId }, data: state });
  return loadDeal(work, deal.id);
}

async function closingWords(work: Work, deal: Deal, actor: Actor) {
  if (deal.stage === 'lost')
    return md`${bold(dealTitle(deal))} (D-${deal.number}) is lost, says ${actor.name}: ${deal.lossReason ?? ''}`;
  return wonWords(work, deal);
}

export async function wonWords(work: Work, deal: Deal) {
  const what = md`${bold(dealTitle(deal))} (D-${deal.number})`;
  const owner = (await loadPeople(work, [deal.registeredById])).get(deal.registeredById ?? '');
  const thanks = owner ? md` Well done, ${firstName(owner.name)}!` : md` Well done!`;
  // Another program may not have said for how much.
  const amount = deal.amountMinor === 0n ? '' : md` for ${bold(dealAmount(deal))}`;
  return joinMd([md`:tada: ${what} is won${amount}.`, thanks], '');
}
