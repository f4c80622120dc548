import { z } from 'zod';
import { formatMoney } from '../../core/money.ts';
import { Refusal } from '../../core/refusal.ts';
import type {
  ActionRequest,
  CommandRequest,
  Modal,
  Reply,
  Request,
  ViewRequest,
} from '../../platform/feature.ts';
import { md, say } from '../../platform/slack/kit/index.ts';
import type { Partner } from '../../platform/store/generated/client.ts';
import { demand } from '../../policy/policy.ts';
import { choosePartner, loadPartner, loadPeople } from '../partners/public.ts';
import { calendarOf } from './announce.ts';
import { close, registerDeal, reopen, saveCost, staleDeal } from './deals.ts';
import { edit } from './editing.ts';
import { showDeals } from './lists.ts';
import { approve, declineDeal, renew } from './registration/routes.ts';
import { untilWords } from './registration/state.ts';
import { laterToday, parseMoneyIn } from './rules/fields.ts';
import { pressedId, readCost, readDeal, readReason } from './rules/forms.ts';
import { waitsForApproval } from './rules/registration.ts';
import { parseDeal, readCommand, type TypedDeal } from './rules/typed.ts';
import { type Deal, holdDeal, holdLead, type Lead, leadsWithoutDeal, loadLead } from './store.ts';
import { timelineOf } from './timeline.ts';
import { dealAmount, dealTitle } from './views/deal.ts';
import { costModal, dealModal, reasonModal } from './views/forms.ts';

const verbs = ['won', 'lost', 'reopen', 'cost', 'approve', 'decline', 'renew', 'edit', 'timeline'] as const;

export async function runDeal(request: CommandRequest): Promise<Reply> {
  const command = readCommand(request.text, verbs, 'deal');
  if (command.kind === 'list') return showDeals(request, command.rest);
  if (command.kind === 'new') return registerTyped(request);
  const deal = await holdDeal(request, request.actor, { number: command.number });
  switch (command.verb) {
    case 'won':
      return win(request, deal, command.rest);
    case 'lost':
      return lose(request, deal, command.rest);
    case 'reopen': {
      demand(request.actor, 'partner.manage', { partnerId: deal.partnerId });
      await reopen(request, request.actor, deal);
      return { message: say(md`D-${deal.number} ${dealTitle(deal)} is open again.`) };
    }
    case 'approve':
      return approve(request, deal, command.rest);
    case 'decline':
      return declineDeal(request, deal, command.rest);
    case 'renew':
      return renew(request, deal);
    case 'edit':
      return edit(request, deal);
    case 'timeline':
      return timelineOf(request, deal);
    case 'cost': {
      demand(request.actor, 'scorecard.internal', { partnerId: deal.partnerId });
      return { modal: costModal(deal) };
    }
  }
}

/** `deal Acme 12,500 EUR "Platform rollout"` registers at once; with less than that the form opens, filled in as far as it goes. */
async function registerTyped(request: CommandRequest): Promise<Reply> {
  const { actor } = request;
  const early = parseDeal(request.text, 'USD').leadNumber;
  const lead = early === null ? null : await holdLead(request, actor, { number: early });
  const chosen = lead
    ? { partner: await loadPartner(request, lead.partnerId), rest: request.text }
    : await choosePartner(request, request.text);
  const { partner } = chosen;
  demand(actor, 'deal.register', { partnerId: partner.id });
  const typed = parseDeal(chosen.rest, partner.currency);
  if (typeof typed.amount === 'string') throw new Refusal('invalid', typed.amount);
  const customer = typed.customer || lead?.customer || '';
  const today = laterToday(request.now, actor.timeZone, (await calendarOf(request)).timeZone);
  if (typed.amount === null || customer === '') {
    return { modal: await openForm(request, partner, { ...typed, customer }, lead, today) };
  }
  const reading = readDeal({ customer, name: typed.name, amount: '0' }, partner.currency, today);
  if (!reading.ok) throw new Refusal('invalid', Object.values(reading.faults).join(' '));
  const origin = lead ?? (await leadOf(request, partner.id, customer));
  const deal = await registerDeal(request, actor, {
    ...reading.value,
    amount: typed.amount,
    partnerId: partner.id,
    lead: origin,
  });
  const from = origin ? ` It comes from lead L-${origin.number}.` : '';
  return registered(request, deal, partner, from);
}

/** What whoever registered a deal is told. Who else may have a claim is not said here. */
async function registered(request: Request, deal: Deal, partner: Partner, from: string): Promise<Reply> {
  const { managerPersonId } = partner;
  const manager = (await loadPeople(request, [managerPersonId])).get(managerPersonId);
  const who = manager?.name ?? 'the partner manager';
  const because = deal.isContested ? ', because somebody may be in touch with this customer already' : '';
  const next = waitsForApproval(deal)
    ? ` It waits for approval by ${who}${because}. You hear from me.`
    : deal.protectedUntil
      ? ` It is${(await untilWords(request, deal)).slice(1)}.`
      : '';
  return {
    message: say(
      md`Registered D-${deal.number}: ${dealTitle(deal)}, ${dealAmount(deal)}, for ${partner.name}.${from}${next}`,
    ),
  };
}

async function openForm(
  request: Request,
  partner: Partner,
  typed: TypedDeal,
  lead: Lead | null,
  today: string,
): Promise<Modal> {
  const leads = await leadsWithoutDeal(request, partner.id);
  return dealModal(partner, leads, today, {
    customer: typed.customer,
    name: typed.name,
    amount: typed.amount === null || typeof typed.amount === 'string' ? '' : formatMoney(typed.amount),
    leadId: lead?.id ?? null,
  });
}

/** The only lead of that customer which no deal has come of, so that a typed deal counts as its conversion. */
async function leadOf(request: Request, partnerId: string, customer: string): Promise<Lead | null> {
  const same = (await leadsWithoutDeal(request, partnerId)).filter(
    (lead) => lead.customer.toLowerCase() === customer.toLowerCase(),
  );
  return same.length === 1 ? (same[0] ?? null) : null;
}

const partnerMetadata = z.object({ partnerId: z.uuid() });
const dealMetadata = z.object({ dealId: z.uuid() });

export async function submitDealForm(request: ViewRequest): Promise<Reply> {
  const { actor } = request;
  const { partnerId } = partnerMetadata.parse(request.metadata);
  demand(actor, 'deal.register', { partnerId });
  const partner = await loadPartner(request, partnerId);
  const today = laterToday(request.now, actor.timeZone, (await calendarOf(request)).timeZone);
  const reading = readDeal(request.inputs, partner.currency, today);
  if (!reading.ok) return { errors: reading.faults };
  const { leadId, ...fields } = reading.value;
  const lead = leadId === null ? null : await loadLead(request, leadId);
  if (lead && lead.partnerId !== partnerId) {
    throw new Refusal('not_found', 'That lead isn’t here. Choose one from the list.', 'lead');
  }
  const deal = await registerDeal(request, actor, { ...fields, partnerId, lead });
  return registered(request, deal, partner, '');
}

async function win(request: Request, deal: Deal, typedAmount: string): Promise<Reply> {
  demand(request.actor, 'deal.close', { partnerId: deal.partnerId });
  const amount = typedAmount === '' ? null : parseMoneyIn(typedAmount, deal.currency);
  const won = await close(request, request.actor, deal, { amount });
  return {
    message: say(md`D-${won.number} ${dealTitle(won)} is won for ${dealAmount(won)}. Congratulations!`),
  };
}

async function lose(request: Request, deal: Deal, reason: string): Promise<Reply> {
  demand(request.actor, 'deal.close', { partnerId: deal.partnerId });
  if (deal.stage !== 'open') throw await staleDeal(request, deal);
  if (reason === '') return { modal: lostModal(deal) };
  await close(request, request.actor, deal, { lossReason: readReason(reason) });
  return {
    message: say(md`D-${deal.number} ${dealTitle(deal)} is marked as lost. Thank you for saying why.`),
  };
}

function lostModal(deal: Deal): Modal {
  return reasonModal({
    callbackId: 'pipeline.loseDeal',
    title: `D-${deal.number} is lost`,
    submit: 'Mark as lost',
    label: 'Why was it lost?',
    about: md`${dealTitle(deal)}, ${dealAmount(deal)}. Both sides see the reason.`,
    metadata: { dealId: deal.id },
  });
}

export async function pressWon(request: ActionRequest): Promise<Reply> {
  const deal = await holdDeal(request, request.actor, { id: pressedId(request) });
  await win(request, deal, '');
  // The deal's own message and the line in its thread say it to everybody, the presser included.
  return {};
}

export async function pressLost(request: ActionRequest): Promise<Reply> {
  return lose(request, await holdDeal(request, request.actor, { id: pressedId(request) }), '');
}

export async function submitLostForm(request: ViewRequest): Promise<Reply> {
  const { dealId } = dealMetadata.parse(request.metadata);
  const deal = await holdDeal(request, request.actor, { id: dealId });
  await lose(request, deal, readReason(request.inputs.reason));
  return {};
}

export async function submitCostForm(request: ViewRequest): Promise<Reply> {
  const { actor } = request;
  const { dealId } = dealMetadata.parse(request.metadata);
  const deal = await holdDeal(request, actor, { id: dealId });
  demand(actor, 'scorecard.internal', { partnerId: deal.partnerId });
  await saveCost(request, actor, deal, readCost(request.inputs.cost, deal.currency));
  return { message: say(md`Saved what D-${deal.number} costs. Only managers and finance can see it.`) };
}
