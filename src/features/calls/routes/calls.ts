import { z } from 'zod';
import { localDateOf } from '../../../core/calendar.ts';
import { describeRecurrence } from '../../../core/recurrence-words.ts';
import { Refusal } from '../../../core/refusal.ts';
import { audit } from '../../../platform/audit.ts';
import { post } from '../../../platform/delivery/post.ts';
import type {
  ActionRequest,
  CommandRequest,
  Reply,
  Request,
  ViewRequest,
} from '../../../platform/feature.ts';
import { say } from '../../../platform/slack/kit/index.ts';
import type { Work } from '../../../platform/work.ts';
import { can, demand } from '../../../policy/policy.ts';
import { channelOf, choosePartner, loadPartner } from '../../partners/public.ts';
import { zoneOf } from '../agenda.ts';
import { cancelCall, moveCall } from '../changes.ts';
import { planSeries, usualReminders } from '../planning.ts';
import { readMoment, readPlan } from '../rules/read-plan.ts';
import { textOf } from '../rules/read-record.ts';
import {
  loadCall,
  nextCallOf,
  recurrenceOfSeries,
  runningSeries,
  type ScheduledCall,
  upcomingCalls,
} from '../store/calls.ts';
import { cancelForm, type FormCall, longestReason, moveForm, planForm } from '../views/forms.ts';
import { callList } from '../views/lists.ts';
import { momentIn } from '../views/moment.ts';
import { plannedNotice } from '../views/notices.ts';
import { recordNext } from './record.ts';

/** `calls`, and what follows it. */
export async function runCalls(request: CommandRequest): Promise<Reply> {
  const [, verb = '', rest = ''] = /^(plan|move|cancel|record)?\b\s*(.*)$/is.exec(request.text) ?? [];
  const { partner, rest: left } = await choosePartner(request, verb === '' ? request.text : rest);
  const resource = { partnerId: partner.id };
  switch (verb.toLowerCase()) {
    case 'plan':
      demand(request.actor, 'call.manage', resource);
      return { modal: planForm(partner) };
    case 'move':
      demand(request.actor, 'call.manage', resource);
      return { modal: moveForm(await formCall(request, await nextCallOf(request, partner.id)), request.now) };
    case 'cancel':
      demand(request.actor, 'call.manage', resource);
      return {
        modal: cancelForm(await formCall(request, await nextCallOf(request, partner.id)), request.now),
      };
    case 'record':
      return recordNext(request, partner);
    default:
      demand(request.actor, 'call.view', resource);
      if (left !== '') {
        throw new Refusal(
          'invalid',
          `I don’t know “calls ${left.slice(0, 40)}”. Try \`calls\`, \`calls plan\`, \`calls move\`, \`calls cancel\` or \`calls record\`.`,
        );
      }
      return listCalls(request, partner);
  }
}

async function listCalls(
  request: Request,
  partner: { readonly id: string; readonly name: string },
): Promise<Reply> {
  const calls = await upcomingCalls(request, [partner.id]);
  const series = await runningSeries(request, partner.id);
  return {
    message: callList({
      partnerName: partner.name,
      rhythms: series.map((each) => `${each.title}: ${describeRecurrence(recurrenceOfSeries(each))}`),
      calls: calls.map((call) => ({
        id: call.id,
        revision: call.revision,
        title: call.series.title,
        startsAt: call.startsAt,
        zone: zoneOf(call),
        durationMinutes: call.series.durationMinutes,
        link: call.series.link,
        isMoved: call.startsAt.getTime() !== call.originalAt.getTime(),
      })),
      canManage: can(request.actor, 'call.manage', { partnerId: partner.id }),
      now: request.now,
    }),
  };
}

/** What the forms about a call show of it. */
export async function formCall(work: Work, call: ScheduledCall): Promise<FormCall> {
  const partner = await loadPartner(work, call.partnerId);
  const { id, revision, startsAt } = call;
  return { id, revision, startsAt, title: call.series.title, partnerName: partner.name, zone: zoneOf(call) };
}

/** Refuses to change what is over, or what is not any more as the person saw it, and says how it stands. */
function refuseStale(work: Work, call: ScheduledCall, seenRevision: number): void {
  const { title } = call.series;
  const at = momentIn(call.startsAt, zoneOf(call), work.now);
  if (call.status === 'cancelled')
    throw new Refusal('stale', `${title} on ${at} has been cancelled already.`);
  if (call.status !== 'planned' || call.startsAt <= work.now) {
    throw new Refusal('stale', `${title} on ${at} has begun or is over, so it can’t be changed any more.`);
  }
  if (call.revision !== seenRevision) {
    throw new Refusal(
      'stale',
      `${title} has been moved meanwhile: it now starts ${at}. Type \`calls\` to change that.`,
    );
  }
}

async function pressed(request: ActionRequest): Promise<ScheduledCall> {
  const [callId = '', revision = ''] = request.value.split(':');
  const call = await loadCall(request, callId);
  demand(request.actor, 'call.manage', { partnerId: call.partnerId });
  refuseStale(request, call, Number(revision));
  return call;
}

export async function openMove(request: ActionRequest): Promise<Reply> {
  return { modal: moveForm(await formCall(request, await pressed(request)), request.now) };
}

export async function openCancel(request: ActionRequest): Promise<Reply> {
  return { modal: cancelForm(await formCall(request, await pressed(request)), request.now) };
}

const callReference = z.object({ callId: z.string(), revision: z.number().int() });

async function submitted(request: ViewRequest): Promise<ScheduledCall> {
  const { callId, revision } = callReference.parse(request.metadata);
  const call = await loadCall(request, callId);
  demand(request.actor, 'call.manage', { partnerId: call.partnerId });
  refuseStale(request, call, revision);
  return call;
}

export async function submitMove(request: ViewRequest): Promise<Reply> {
  const call = await submitted(request);
  const zone = zoneOf(call);
  const read = readMoment(request.inputs, zone, request.now);
  if ('faults' in read) return { errors: read.faults };
  const reason = textOf(request.inputs.reason).slice(0, longestReason) || null;
  const moved = await moveCall(request, request.actor, call, read.startsAt, reason);
  return {
    message: say(`Moved: ${call.series.title} now starts ${momentIn(moved.startsAt, zone, request.now)}.`),
  };
}

export async function submitCancel(request: ViewRequest): Promise<Reply> {
  const call = await submitted(request);
  const reason = textOf(request.inputs.reason).slice(0, longestReason);
  if (reason === '') return { errors: { reason: 'Say why, in a few words.' } };
  const scope = request.inputs.scope === 'series' ? 'series' : 'call';
  await cancelCall(request, request.actor, call, reason, scope);
  const what = scope === 'series' ? 'It and all that follow are cancelled' : 'It is cancelled';
  return { message: say(`${what}, and the channel knows.`) };
}

const partnerReference = z.object({ partnerId: z.uuid() });

export async function submitPlan(request: ViewRequest): Promise<Reply> {
  const { partnerId } = partnerReference.parse(request.metadata);
  const { actor, now } = request;
  demand(actor, 'call.manage', { partnerId });
  const partner = await loadPartner(request, partnerId);
  const read = readPlan(request.inputs, localDateOf(now, partner.timeZone));
  if ('faults' in read) return { errors: read.faults };
  const { plan } = read;
  const channel = await channelOf(request, partnerId);
  const { series, first } = await planSeries(request, {
    ...plan,
    partnerId,
    callKey: null,
    seats: [],
    standingItems: [],
    reminderMinutes: usualReminders,
    createdById: actor.personId,
  });
  const rhythm = describeRecurrence(plan.recurrence);
  const zone = plan.recurrence.timeZone;
  await post(request, {
    key: `calls.planned:${series.id}`,
    to: { channel: channel.slackChannelId },
    audience: 'partner',
    message: plannedNotice(partner.name, [{ ...plan, rhythm, first, zone }], now),
  });
  await audit(request, {
    actorPersonId: actor.personId,
    verb: 'calls.plan',
    partnerId,
    subject: `callSeries:${series.id}`,
    summary: `${actor.name} planned ${plan.title}: ${rhythm}`,
  });
  const start = first === null ? '' : ` The first is on ${momentIn(first, zone, now)}.`;
  return { message: say(`Planned: ${plan.title}, ${rhythm}.${start}`) };
}
