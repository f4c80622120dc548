import { parseRecurrence, type Recurrence } from '../../../core/recurrence.ts';
import { Refusal } from '../../../core/refusal.ts';
import type { AgendaItem, Call, CallSeries, Person } from '../../../platform/store/generated/client.ts';
import type { Work } from '../../../platform/work.ts';
import { seatHolders } from '../../onboarding/public.ts';
import { loadPartner, loadPeople, peopleWithRole } from '../../partners/public.ts';

/** An occurrence with its series. */
export type ScheduledCall = Call & { readonly series: CallSeries };

/** A call that has not been seen to for this long is no longer asked about or recorded. */
const longestLookBackMs = 60 * 24 * 3_600_000;

export async function loadCall(work: Work, callId: string): Promise<ScheduledCall> {
  const call = await findCall(work, callId);
  if (call) return call;
  throw new Refusal('not_found', 'That call isn’t here any more. Type `calls` to see what is planned.');
}

/** Null when there is none in this workspace, and for what is no id at all. */
export async function findCall(work: Work, callId: string): Promise<ScheduledCall | null> {
  if (!/^[0-9a-f-]{36}$/i.test(callId)) return null;
  return work.tx.call.findFirst({
    where: { id: callId, workspaceId: work.workspaceId },
    include: { series: true },
  });
}

/** Calls of these partners that are planned and have not begun, the soonest first. */
export function upcomingCalls(work: Work, partnerIds: readonly string[]): Promise<ScheduledCall[]> {
  return work.tx.call.findMany({
    where: {
      workspaceId: work.workspaceId,
      partnerId: { in: [...partnerIds] },
      status: 'planned',
      startsAt: { gt: work.now },
    },
    include: { series: true },
    orderBy: [{ startsAt: 'asc' }, { id: 'asc' }],
  });
}

/** The partner's next call; a Refusal when none is planned. */
export async function nextCallOf(work: Work, partnerId: string): Promise<ScheduledCall> {
  const [next] = await upcomingCalls(work, [partnerId]);
  if (next) return next;
  throw new Refusal('not_found', 'No call is planned. A partner manager can plan some with `calls plan`.');
}

/** Calls that have begun and that nobody has recorded, the latest first. */
export function unrecordedCalls(work: Work, partnerId: string): Promise<ScheduledCall[]> {
  return work.tx.call.findMany({
    where: {
      workspaceId: work.workspaceId,
      partnerId,
      status: 'planned',
      startsAt: { lte: work.now, gt: new Date(work.now.getTime() - longestLookBackMs) },
    },
    include: { series: true },
    orderBy: { startsAt: 'desc' },
  });
}

export function runningSeries(work: Work, partnerId: string): Promise<CallSeries[]> {
  return work.tx.callSeries.findMany({
    where: { workspaceId: work.workspaceId, partnerId, endedAt: null },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  });
}

export function recurrenceOfSeries(series: CallSeries): Recurrence {
  return parseRecurrence(series.recurrence);
}

export function agendaItemsOf(work: Work, callId: string): Promise<AgendaItem[]> {
  return work.tx.agendaItem.findMany({
    where: { workspaceId: work.workspaceId, callId },
    orderBy: [{ addedAt: 'asc' }, { id: 'asc' }],
  });
}

/**
 * Who is asked to a call: the holders of the series' seats; for a series without seats, or whose seats nobody
 * holds, the partner's manager and everybody with a role at the partner. Nobody who has left.
 */
export async function attendeesOf(work: Work, series: CallSeries): Promise<Person[]> {
  const { partnerId } = series;
  const seats = (await seatHolders(work, [partnerId])).get(partnerId) ?? new Map<string, string>();
  const wanted = series.seats.length === 0 ? [...seats.keys()] : series.seats;
  const seated = await loadPeople(
    work,
    wanted.map((seat) => seats.get(seat) ?? null),
  );
  const present = [...seated.values()].filter((person) => isPresent(person, partnerId));
  if (present.length > 0) return present;
  const partner = await loadPartner(work, partnerId);
  const manager = await loadPeople(work, [partner.managerPersonId]);
  const roles = ['lead', 'sales', 'technical', 'support', 'marketing'] as const;
  const others = await peopleWithRole(work, partnerId, 'partner', roles);
  return [...manager.values(), ...others].filter((person) => isPresent(person, partnerId));
}

function isPresent(person: Person, partnerId: string): boolean {
  return person.deactivatedAt === null && (person.side === 'vendor' || person.partnerId === partnerId);
}
