import type { LocalDate } from '../../core/calendar.ts';
import type { ProgrammeEventOf } from '../../core/programme-event.ts';
import type { TimeWindow } from '../../core/time-window.ts';
import { schedule } from '../../platform/schedule/schedule.ts';
import type { Work } from '../../platform/work.ts';
import { touchAgenda } from './agenda.ts';
import { dueDay, openActionItems } from './store/actions.ts';
import { findCall, upcomingCalls } from './store/calls.ts';

export { addAction } from './follow-ups.ts';
export { ownerOf } from './recording.ts';

/** What other features may ask about calls. Each answers for all partners or people in one query. */

export interface NextCall {
  readonly callId: string;
  readonly title: string;
  readonly startsAt: Date;
}

/** The next planned call of each partner that has one. */
export async function nextCalls(
  work: Work,
  partnerIds: readonly string[],
): Promise<ReadonlyMap<string, NextCall>> {
  const next = new Map<string, NextCall>();
  for (const call of await upcomingCalls(work, partnerIds)) {
    if (next.has(call.partnerId)) continue;
    next.set(call.partnerId, { callId: call.id, title: call.series.title, startsAt: call.startsAt });
  }
  return next;
}

export interface OpenAction {
  readonly id: string;
  readonly number: number;
  readonly partnerId: string;
  readonly text: string;
  readonly ownerPersonId: string;
  readonly dueOn: LocalDate;
}

/** Open action items by owner, the most urgent first. */
export async function openActionsOf(
  work: Work,
  personIds: readonly string[],
): Promise<ReadonlyMap<string, readonly OpenAction[]>> {
  const byOwner = new Map<string, OpenAction[]>(personIds.map((id) => [id, []]));
  for (const item of await openActionItems(work, { ownerIds: personIds })) {
    byOwner.get(item.ownerPersonId)?.push(openAction(item));
  }
  return byOwner;
}

/** A partner's open action items, the most urgent first. */
export async function openActions(work: Work, partnerId: string): Promise<readonly OpenAction[]> {
  return (await openActionItems(work, { partnerIds: [partnerId] })).map(openAction);
}

/** Open action items of these partners that both sides may see, the most urgent first. */
export async function openActionsAt(
  work: Work,
  partnerIds: readonly string[],
): Promise<readonly OpenAction[]> {
  return (await openActionItems(work, { partnerIds })).map(openAction);
}

/** How many action items that both sides may see these partners' calls and people closed in a window. */
export async function actionsDoneIn(
  work: Work,
  partnerIds: readonly string[],
  window: TimeWindow,
): Promise<ReadonlyMap<string, number>> {
  const counts = await work.tx.actionItem.groupBy({
    by: ['partnerId'],
    where: {
      workspaceId: work.workspaceId,
      partnerId: { in: [...partnerIds] },
      isInternal: false,
      doneAt: { gte: window.from, lt: window.to },
    },
    _count: true,
  });
  return new Map(counts.map(({ partnerId, _count }) => [partnerId, _count]));
}

/** What was decided with a partner, as both sides can read it in the log. */
export interface TakenDecision {
  readonly partnerId: string;
  readonly text: string;
}

/** Decisions recorded in a window, the latest first. */
export function decisionsIn(
  work: Work,
  partnerIds: readonly string[],
  window: TimeWindow,
): Promise<readonly TakenDecision[]> {
  return work.tx.decision.findMany({
    where: {
      workspaceId: work.workspaceId,
      partnerId: { in: [...partnerIds] },
      recordedAt: { gte: window.from, lt: window.to },
    },
    orderBy: [{ recordedAt: 'desc' }, { position: 'asc' }],
    select: { partnerId: true, text: true },
  });
}

/** Action items of a partner that were done since an instant, the internal ones left out. */
export async function actionsDoneSince(
  work: Work,
  partnerId: string,
  since: Date,
): Promise<readonly (OpenAction & { readonly doneAt: Date; readonly doneById: string | null })[]> {
  const items = await work.tx.actionItem.findMany({
    where: { workspaceId: work.workspaceId, partnerId, isInternal: false, doneAt: { gt: since } },
    orderBy: { number: 'asc' },
  });
  return items.flatMap((item) =>
    item.doneAt ? [{ ...openAction(item), doneAt: item.doneAt, doneById: item.doneById }] : [],
  );
}

/** Plans a job of another feature so many minutes before a call, at once where that is past; planning again moves it. */
export async function scheduleBeforeCall(
  work: Work,
  { partnerId, callId, startsAt }: ProgrammeEventOf<'call.scheduled'>,
  kind: string,
  minutes: number,
): Promise<void> {
  const dueAt = new Date(Math.max(startsAt.getTime() - minutes * 60_000, work.now.getTime()));
  await schedule(work, { kind, key: callId, dueAt, data: { partnerId } });
}

/** A planned call that has not begun; null when it was cancelled, recorded, or is over. */
export async function callAhead(
  work: Work,
  callId: string,
): Promise<(NextCall & { readonly callKey: string | null }) | null> {
  const call = await findCall(work, callId);
  if (call?.status !== 'planned' || call.startsAt <= work.now) return null;
  const { callKey, title } = call.series;
  return { callId: call.id, title, startsAt: call.startsAt, callKey };
}

/** Puts something on a call's agenda, beside what people add; once. */
export async function putOnAgenda(
  work: Work,
  item: { readonly callId: string; readonly text: string; readonly addedById: string },
): Promise<void> {
  const { workspaceId } = work;
  if ((await work.tx.agendaItem.count({ where: { ...item, workspaceId } })) > 0) return;
  await work.tx.agendaItem.create({
    data: { ...item, id: work.newId(), workspaceId, addedAt: work.now },
  });
  const call = await findCall(work, item.callId);
  if (call) await touchAgenda(work, call);
}

/** An action item, open or done. */
export interface KnownAction {
  readonly number: number;
  readonly text: string;
  readonly ownerPersonId: string;
  readonly dueOn: LocalDate;
  readonly isDone: boolean;
}

/** Action items by id, the internal ones too; for the vendor's eyes. */
export async function actionsById(
  work: Work,
  ids: readonly string[],
): Promise<ReadonlyMap<string, KnownAction>> {
  const items = await work.tx.actionItem.findMany({
    where: { workspaceId: work.workspaceId, id: { in: [...ids] } },
    orderBy: { number: 'asc' },
  });
  return new Map(
    items.map((item) => [
      item.id,
      {
        number: item.number,
        text: item.text,
        ownerPersonId: item.ownerPersonId,
        dueOn: dueDay(item),
        isDone: item.doneAt !== null,
      },
    ]),
  );
}

function openAction(item: Awaited<ReturnType<typeof openActionItems>>[number]): OpenAction {
  const { id, number, partnerId, text, ownerPersonId } = item;
  return { id, number, partnerId, text, ownerPersonId, dueOn: dueDay(item) };
}

/** A call as somebody recorded it. */
export interface RecordedCall {
  readonly partnerId: string;
  readonly title: string;
  readonly startsAt: Date;
  readonly isHeld: boolean;
}

/** Calls of these partners that were to start since an instant and were recorded as held or not, the latest first. */
export async function recordedCalls(
  work: Work,
  partnerIds: readonly string[],
  since: Date,
): Promise<readonly RecordedCall[]> {
  const calls = await work.tx.call.findMany({
    where: {
      workspaceId: work.workspaceId,
      partnerId: { in: [...partnerIds] },
      status: { in: ['held', 'missed'] },
      startsAt: { gte: since, lte: work.now },
    },
    include: { series: true },
    orderBy: [{ startsAt: 'desc' }, { id: 'asc' }],
  });
  return calls.map(({ partnerId, startsAt, status, series }) => ({
    partnerId,
    title: series.title,
    startsAt,
    isHeld: status === 'held',
  }));
}

export { type HandedOver, handOverActions } from './hand-over.ts';
export { takeUpCalls } from './planning.ts';
