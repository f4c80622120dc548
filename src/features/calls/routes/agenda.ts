import { z } from 'zod';
import { Refusal } from '../../../core/refusal.ts';
import { pluralise } from '../../../core/text.ts';
import { audit } from '../../../platform/audit.ts';
import type {
  ActionRequest,
  CommandRequest,
  Reply,
  Request,
  ViewRequest,
} from '../../../platform/feature.ts';
import { button, say } from '../../../platform/slack/kit/index.ts';
import { demand } from '../../../policy/policy.ts';
import { choosePartner } from '../../partners/public.ts';
import { loadAgenda, touchAgenda, zoneOf } from '../agenda.ts';
import { textOf } from '../rules/read-record.ts';
import { loadCall, nextCallOf, type ScheduledCall } from '../store/calls.ts';
import { agendaMessage } from '../views/agenda.ts';
import { itemForm, longestItem } from '../views/forms.ts';
import { momentIn } from '../views/moment.ts';
import { formCall } from './calls.ts';

const mostItems = 30;

/** `agenda` shows the next call's agenda; `agenda <text>` adds to it. */
export async function runAgenda(request: CommandRequest): Promise<Reply> {
  const { partner, rest } = await choosePartner(request, request.text);
  const resource = { partnerId: partner.id };
  demand(request.actor, rest === '' ? 'call.view' : 'call.contribute', resource);
  const call = await nextCallOf(request, partner.id);
  if (rest === '') return { message: agendaMessage(await loadAgenda(request, call)) };
  return addItem(request, call, rest);
}

export async function showAgenda(request: ActionRequest): Promise<Reply> {
  const call = await loadCall(request, request.value);
  demand(request.actor, 'call.view', { partnerId: call.partnerId });
  refuseOver(request, call);
  return { message: agendaMessage(await loadAgenda(request, call)) };
}

export async function openItem(request: ActionRequest): Promise<Reply> {
  const call = await loadCall(request, request.value);
  demand(request.actor, 'call.contribute', { partnerId: call.partnerId });
  refuseOver(request, call);
  return { modal: itemForm(await formCall(request, call), request.now) };
}

const metadata = z.object({ callId: z.string() });

export async function submitItem(request: ViewRequest): Promise<Reply> {
  const call = await loadCall(request, metadata.parse(request.metadata).callId);
  demand(request.actor, 'call.contribute', { partnerId: call.partnerId });
  const text = textOf(request.inputs.item);
  if (text === '') return { errors: { item: 'Say what it is about.' } };
  return addItem(request, call, text, 'item');
}

function refuseOver(request: Request, call: ScheduledCall): void {
  const at = momentIn(call.startsAt, zoneOf(call), request.now);
  if (call.status === 'cancelled') {
    throw new Refusal('stale', `${call.series.title} on ${at} is cancelled. Type \`calls\` to see the next.`);
  }
  if (call.status !== 'planned' || call.startsAt <= request.now) {
    throw new Refusal(
      'stale',
      `${call.series.title} on ${at} has begun or is over. Type \`calls\` to see the next.`,
    );
  }
}

async function addItem(request: Request, call: ScheduledCall, words: string, field?: string): Promise<Reply> {
  const { actor, workspaceId, now } = request;
  refuseOver(request, call);
  const text = words.replace(/\s+/g, ' ').trim();
  if (text.length > longestItem) {
    throw new Refusal(
      'invalid',
      `That has ${text.length} characters; an agenda item takes at most ${longestItem}. Nothing was added.`,
      field,
    );
  }
  const count = await request.tx.agendaItem.count({ where: { workspaceId, callId: call.id } });
  if (count >= mostItems) {
    throw new Refusal(
      'invalid',
      `This agenda has ${pluralise(count, 'item')} already; no call gets through more.`,
      field,
    );
  }
  await request.tx.agendaItem.create({
    data: {
      id: request.newId(),
      workspaceId,
      callId: call.id,
      text,
      addedById: actor.personId,
      addedAt: now,
    },
  });
  await touchAgenda(request, call);
  await audit(request, {
    actorPersonId: actor.personId,
    verb: 'calls.add-item',
    partnerId: call.partnerId,
    subject: `call:${call.id}`,
    summary: `${actor.name} put “${text}” on the agenda of ${call.series.title}`,
  });
  const at = momentIn(call.startsAt, zoneOf(call), now);
  return {
    message: say(
      `“${text}” is on the agenda of ${call.series.title}, ${at}.`,
      button('calls.agenda', 'See the agenda', { value: call.id }),
    ),
  };
}
