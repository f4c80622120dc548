import { z } from 'zod';
import { formatLocalDate, localDateOf } from '../../../core/calendar.ts';
import { Refusal } from '../../../core/refusal.ts';
import type { ActionRequest, Reply, Request, ViewRequest } from '../../../platform/feature.ts';
import { say } from '../../../platform/slack/kit/index.ts';
import { demand } from '../../../policy/policy.ts';
import { loadPartner, loadPeople } from '../../partners/public.ts';
import { zoneOf } from '../agenda.ts';
import { recordCall } from '../recording.ts';
import { actionRows, readRecord } from '../rules/read-record.ts';
import { loadCall, type ScheduledCall, unrecordedCalls } from '../store/calls.ts';
import { recordForm } from '../views/forms.ts';
import { momentIn } from '../views/moment.ts';

/** Rows for action items a form begins with. */
const firstRows = 2;

/** Opens the form for the partner's latest call that is not recorded. */
export async function recordNext(
  request: Request,
  partner: { readonly id: string; readonly name: string },
): Promise<Reply> {
  demand(request.actor, 'call.record', { partnerId: partner.id });
  const [call] = await unrecordedCalls(request, partner.id);
  if (!call) {
    throw new Refusal(
      'not_found',
      `No call with ${partner.name} is waiting to be recorded. A call can be recorded once it has begun.`,
    );
  }
  return { modal: await formFor(request, call, firstRows) };
}

async function formFor(request: Request, call: ScheduledCall, rows: number) {
  const partner = await loadPartner(request, call.partnerId);
  const { id, revision, startsAt } = call;
  const shown = { id, revision, startsAt, title: call.series.title, partnerName: partner.name };
  return recordForm({ ...shown, zone: zoneOf(call) }, rows, request.now);
}

/** The call, if the actor may record it and it is still to be recorded; else how it stands. */
async function recordable(request: Request, callId: string): Promise<ScheduledCall> {
  const call = await loadCall(request, callId);
  demand(request.actor, 'call.record', { partnerId: call.partnerId });
  const at = momentIn(call.startsAt, zoneOf(call), request.now);
  if (call.status === 'cancelled') throw new Refusal('stale', `The call on ${at} was cancelled.`);
  if (call.recordedAt !== null) {
    const by = (await loadPeople(request, [call.recordedById])).get(call.recordedById ?? '');
    const zone = request.actor.timeZone;
    const on = formatLocalDate(localDateOf(call.recordedAt, zone), localDateOf(request.now, zone));
    throw new Refusal(
      'stale',
      `Already recorded by ${by?.name ?? 'somebody'} on ${on}; what came of it is in the channel. Add what is missing with \`action\`.`,
    );
  }
  if (call.startsAt > request.now)
    throw new Refusal('invalid', `This call starts ${at}. Record it once it has begun.`);
  return call;
}

export async function openRecord(request: ActionRequest): Promise<Reply> {
  const [callId = ''] = request.value.split(':');
  return { modal: await formFor(request, await recordable(request, callId), firstRows) };
}

const metadata = z.object({ callId: z.string(), rows: z.number().int().min(1).max(actionRows) });

/** One more row for an action item; Slack keeps what is typed in the others. */
export async function addRow(request: ActionRequest): Promise<Reply> {
  const { callId, rows } = metadata.parse(request.view?.metadata);
  const call = await recordable(request, callId);
  return { update: await formFor(request, call, Math.min(rows + 1, actionRows)) };
}

export async function submitRecord(request: ViewRequest): Promise<Reply> {
  const { callId } = metadata.parse(request.metadata);
  const call = await recordable(request, callId);
  const read = readRecord(request.inputs, localDateOf(request.now, request.actor.timeZone));
  if ('faults' in read) return { errors: read.faults };
  await recordCall(request, request.actor, call, read.record);
  return { message: say('Recorded. The channel has the summary, and I follow up on the action items.') };
}
