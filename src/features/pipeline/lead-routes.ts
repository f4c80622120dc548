import { z } from 'zod';
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
import { demand } from '../../policy/policy.ts';
import { choosePartner, loadPartner } from '../partners/public.ts';
import { namesOf } from './announce.ts';
import { qualify, reopenReview, review, staleLead, submitLead } from './leads.ts';
import { showLeads } from './lists.ts';
import { passOn, routingRules } from './routing/route.ts';
import { pressedId, readLead, readReason } from './rules/forms.ts';
import { parseLead, readCommand } from './rules/typed.ts';
import { holdLead, type Lead, reviewOf } from './store.ts';
import { timelineOfLead } from './timeline.ts';
import { leadModal, reasonModal } from './views/forms.ts';

const verbs = ['accept', 'decline', 'pass', 'qualify', 'reopen', 'timeline'] as const;

export async function runLead(request: CommandRequest): Promise<Reply> {
  const { actor } = request;
  const command = readCommand(request.text, verbs, 'lead');
  if (command.kind === 'list') return showLeads(request, command.rest);
  if (command.kind === 'new') return submitTyped(request);
  const lead = await holdLead(request, actor, { number: command.number });
  switch (command.verb) {
    case 'accept':
      return accept(request, lead);
    case 'decline':
      return decline(request, lead, command.rest);
    case 'pass':
      return pass(request, lead, command.rest);
    case 'qualify':
      return qualified(request, lead);
    case 'timeline':
      return timelineOfLead(request, lead);
    case 'reopen': {
      demand(actor, 'partner.manage', { partnerId: lead.partnerId });
      await reopenReview(request, actor, lead);
      return { message: say(md`L-${lead.number} ${lead.customer} waits for review again.`) };
    }
  }
}

/** `lead Acme GmbH, Jane Doe, wants a pilot` submits at once; without words the form opens. */
async function submitTyped(request: CommandRequest): Promise<Reply> {
  const { actor } = request;
  const { partner, rest } = await choosePartner(request, request.text);
  demand(actor, 'lead.submit', { partnerId: partner.id });
  if (rest === '') return { modal: leadModal(partner, await routingRules(request)) };
  const reading = readLead(parseLead(rest));
  if (!reading.ok) throw new Refusal('invalid', Object.values(reading.faults).join(' '));
  const lead = await submitLead(request, actor, { ...reading.value, partnerId: partner.id });
  return { message: await thanks(request, lead) };
}

export async function submitLeadForm(request: ViewRequest): Promise<Reply> {
  const { partnerId } = z.object({ partnerId: z.uuid() }).parse(request.metadata);
  demand(request.actor, 'lead.submit', { partnerId });
  const { id } = await loadPartner(request, partnerId);
  const reading = readLead(request.inputs);
  if (!reading.ok) return { errors: reading.faults };
  const lead = await submitLead(request, request.actor, { ...reading.value, partnerId: id });
  return { message: await thanks(request, lead) };
}

async function thanks(request: Request, lead: Lead) {
  const { reviewer } = await namesOf(request, lead);
  return say(
    md`Thank you: L-${lead.number} ${lead.customer} is with ${reviewer}. You hear from me once it is reviewed.`,
  );
}

async function accept(request: Request, lead: Lead): Promise<Reply> {
  demand(request.actor, ...reviewOf(lead));
  const accepted = await review(request, request.actor, lead, null);
  return { message: say(md`Accepted L-${accepted.number} ${accepted.customer}.`) };
}

async function decline(request: Request, lead: Lead, reason: string): Promise<Reply> {
  demand(request.actor, ...reviewOf(lead));
  if (lead.status !== 'submitted') throw await staleLead(request, lead);
  if (reason === '') return { modal: declineModal(lead) };
  await review(request, request.actor, lead, readReason(reason));
  return { message: say(md`Declined L-${lead.number} ${lead.customer}. I pass on your reason.`) };
}

/** Passes a lead on to the next who may have it; without a reason the form asks for one. */
async function pass(request: Request, lead: Lead, reason: string): Promise<Reply> {
  demand(request.actor, ...reviewOf(lead));
  if (lead.status !== 'submitted') throw await staleLead(request, lead);
  if (reason === '') return { modal: passModal(lead) };
  const routed = await passOn(request, request.actor, lead, readReason(reason));
  const { reviewer } = await namesOf(request, routed);
  return { message: say(md`L-${lead.number} ${lead.customer} is with ${reviewer} now.`) };
}

async function qualified(request: Request, lead: Lead): Promise<Reply> {
  demand(request.actor, ...reviewOf(lead));
  await qualify(request, request.actor, lead);
  return { message: say(md`L-${lead.number} ${lead.customer} is qualified.`) };
}

function passModal(lead: Lead): Modal {
  return reasonModal({
    callbackId: 'pipeline.savePassOn',
    title: `Pass L-${lead.number} on`,
    submit: 'Pass on',
    label: 'Why not you?',
    about: md`${lead.customer}. It goes to the next who can take it; the partner does not see the reason.`,
    metadata: { leadId: lead.id },
  });
}

function declineModal(lead: Lead): Modal {
  return reasonModal({
    callbackId: 'pipeline.saveDecline',
    title: `Decline L-${lead.number}`,
    submit: 'Decline',
    label: 'Why?',
    about: md`${lead.customer}. The partner sees the reason.`,
    metadata: { leadId: lead.id },
  });
}

export async function pressAccept(request: ActionRequest): Promise<Reply> {
  return accept(request, await holdLead(request, request.actor, { id: pressedId(request) }));
}

export async function pressDecline(request: ActionRequest): Promise<Reply> {
  return decline(request, await holdLead(request, request.actor, { id: pressedId(request) }), '');
}

export async function pressPassOn(request: ActionRequest): Promise<Reply> {
  return pass(request, await holdLead(request, request.actor, { id: pressedId(request) }), '');
}

export async function pressQualify(request: ActionRequest): Promise<Reply> {
  return qualified(request, await holdLead(request, request.actor, { id: pressedId(request) }));
}

export async function submitPassOnForm(request: ViewRequest): Promise<Reply> {
  const { leadId } = z.object({ leadId: z.uuid() }).parse(request.metadata);
  const lead = await holdLead(request, request.actor, { id: leadId });
  return pass(request, lead, readReason(request.inputs.reason));
}

export async function submitDeclineForm(request: ViewRequest): Promise<Reply> {
  const { leadId } = z.object({ leadId: z.uuid() }).parse(request.metadata);
  const lead = await holdLead(request, request.actor, { id: leadId });
  return decline(request, lead, readReason(request.inputs.reason));
}
