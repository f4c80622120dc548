import { type LocalDate, localDateOf } from '../../core/calendar.ts';
import type { Rendered } from '../../platform/delivery/message.ts';
import { touch } from '../../platform/delivery/post.ts';
import type { ActionItem, Person } from '../../platform/store/generated/client.ts';
import type { Work } from '../../platform/work.ts';
import { channelOf, loadPartner, loadPeople, programmeSettings } from '../partners/public.ts';
import { zoneOf } from './agenda.ts';
import { actionsOfCall, dueDay, findAction } from './store/actions.ts';
import { findCall } from './store/calls.ts';
import { decisionsOfCall } from './store/decisions.ts';
import { actionMessage, callSummary, type SummaryAction } from './views/summary.ts';

/** Brings the posted summary up to date, or posts it. */
export async function touchSummary(work: Work, partnerId: string, callId: string): Promise<void> {
  const channel = await channelOf(work, partnerId);
  await touch(work, { kind: 'calls.summary', subject: callId, to: { channel: channel.slackChannelId } });
}

export async function renderSummary(work: Work, callId: string): Promise<Rendered | null> {
  const call = await findCall(work, callId);
  if (!call || call.recordedAt === null) return null;
  const partner = await loadPartner(work, call.partnerId);
  const decisions = await decisionsOfCall(work, callId);
  const items = await actionsOfCall(work, callId);
  const people = await loadPeople(work, [
    call.recordedById,
    ...items.flatMap((item) => [item.ownerPersonId, item.doneById]),
  ]);
  const zone = zoneOf(call);
  return {
    audience: 'partner',
    message: callSummary({
      title: call.series.title,
      partnerName: partner.name,
      startsAt: call.startsAt,
      zone,
      isHeld: call.status === 'held',
      summary: call.summary,
      decisions: decisions.map((decision) => decision.text),
      actions: items.map((item) => summaryAction(item, people, zone)),
      recordedBy: (call.recordedById && people.get(call.recordedById)?.name) || 'somebody',
      today: localDateOf(work.now, zone),
      now: work.now,
    }),
  };
}

/** Brings an action item that was given outside a call up to date in the channel, or posts it. */
export async function touchAction(work: Work, item: ActionItem): Promise<void> {
  const channel = await channelOf(work, item.partnerId);
  await touch(work, { kind: 'calls.action', subject: item.id, to: { channel: channel.slackChannelId } });
}

export async function renderAction(work: Work, actionId: string): Promise<Rendered | null> {
  const item = await findAction(work, { id: actionId });
  if (!item) return null;
  const people = await loadPeople(work, [item.ownerPersonId, item.doneById, item.createdById]);
  const { timeZone } = await programmeSettings(work);
  const by = people.get(item.createdById)?.name ?? 'somebody';
  const line = summaryAction(item, people, timeZone);
  return { audience: 'partner', message: actionMessage(line, by, localDateOf(work.now, timeZone)) };
}

function summaryAction(item: ActionItem, people: ReadonlyMap<string, Person>, zone: string): SummaryAction {
  const doneOn: LocalDate | null = item.doneAt && localDateOf(item.doneAt, zone);
  return {
    id: item.id,
    number: item.number,
    text: item.text,
    ownerSlackId: people.get(item.ownerPersonId)?.slackUserId ?? '',
    dueOn: dueDay(item),
    doneOn,
    doneBy: (item.doneById && people.get(item.doneById)?.name) || null,
  };
}
