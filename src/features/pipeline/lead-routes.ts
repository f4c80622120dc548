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
import { reopenReview, review, staleLead, submitLead } from './leads.ts';
import { showLeads } from './lists.ts';
import { pressedId, readLead, readReason } from './rules/forms.ts';
import { parseLead, readCommand } from './rules/typed.ts';
import { holdLead, type Lead } from './store.ts';
import { leadModal, reasonModal } from './views.ts';

const verbs = ['accept', 'decline', 'reopen'] as const;

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
  if (rest === '') return { modal: leadModal(partner) };
  const reading = readLead(parseLead(rest));
  if (!reading.ok) throw new Refusal('invalid', Object.values(reading.faults).join(' '));
  const lead = await submitLead(request, actor, { ...reading.value, partnerId: partner.id });
  return { message: thanks(lead) };
}

export async function submitLeadForm(request: ViewRequest): Promise<Reply> {
  const { partnerId } = z.object({ partnerId: z.uuid() }).parse(request.metadata);
  demand(request.actor, 'lead.submit', { partnerId });
  const { id } = await loadPartner(request, partnerId);
  const reading = readLead(request.inputs);
  if (!reading.ok) return { errors: reading.faults };
  const lead = await submitLead(request, request.actor, { ...reading.value, partnerId: id });
  return { message: thanks(lead) };
}

function thanks(lead: Lead) {
  return say(
    md`Thank you: L-${lead.number} ${lead.customer} is with the partner manager. You hear from me once it is reviewed.`,
  );
}

async function accept(request: Request, lead: Lead): Promise<Reply> {
  demand(request.actor, 'lead.review', { partnerId: lead.partnerId });
  const accepted = await review(request, request.actor, lead, null);
  return { message: say(md`Accepted L-${accepted.number} ${accepted.customer}.`) };
}

async function decline(request: Request, lead: Lead, reason: string): Promise<Reply> {
  demand(request.actor, 'lead.review', { partnerId: lead.partnerId });
  if (lead.status !== 'submitted') throw await staleLead(request, lead);
  if (reason === '') return { modal: declineModal(lead) };
  await review(request, request.actor, lead, readReason(reason));
  return { message: say(md`Declined L-${lead.number} ${lead.customer}. I pass on your reason.`) };
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

export async function submitDeclineForm(request: ViewRequest): Promise<Reply> {
  const { leadId } = z.object({ leadId: z.uuid() }).parse(request.metadata);
  const lead = await holdLead(request, request.actor, { id: leadId });
  return decline(request, lead, readReason(request.inputs.reason));
}
