import type { Actor } from '../../../core/actor.ts';
import { addDays, instantOf, type LocalDate, localDateOf } from '../../../core/calendar.ts';
import { audit } from '../../../platform/audit.ts';
import type { Message } from '../../../platform/delivery/message.ts';
import { post, touch } from '../../../platform/delivery/post.ts';
import type { Prisma } from '../../../platform/store/generated/client.ts';
import type { Work } from '../../../platform/work.ts';
import { loadPartner, loadPeople } from '../../partners/public.ts';
import { findCurrentPlaybook, type RegistrationTerms } from '../../playbook/public.ts';
import { announceDeal, calendarOf } from '../announce.ts';
import type { Begun, Registered } from '../rules/registration.ts';
import { type Deal, loadDeal } from '../store.ts';
import { dayOf } from '../views/day.ts';

/** The playbook’s rules for registrations now; null where it has none. They hold for every partner. */
export async function registrationTerms(work: Work): Promise<RegistrationTerms | null> {
  return (await findCurrentPlaybook(work))?.playbook.registration ?? null;
}

/** The deal as the rules see it, its protection as days by the programme’s clocks. */
export function registeredOf(deal: Deal, timeZone: string): Registered {
  const { stage, registration, renewals, protectedUntil, renewalAskedAt } = deal;
  return {
    ...{ stage, registration, renewals },
    protectedOn: protectedUntil && lastDayBefore(protectedUntil, timeZone),
    isRenewalAsked: renewalAskedAt !== null,
  };
}

/** The last whole day before an instant. */
export function lastDayBefore(instant: Date, timeZone: string): LocalDate {
  return localDateOf(new Date(instant.getTime() - 1), timeZone);
}

/** As the row keeps it: the first instant after the last protected day. */
export function protectionColumns({ registration, protectedOn }: Begun, timeZone: string) {
  return { registration, protectedUntil: protectedOn && instantOf(addDays(protectedOn, 1), 0, timeZone) };
}

/** Shows the manager what is to be decided of a deal, or what has come of it. */
export async function showCard(work: Work, deal: Deal): Promise<void> {
  const { managerPersonId } = await loadPartner(work, deal.partnerId);
  const manager = (await loadPeople(work, [managerPersonId])).get(managerPersonId);
  const to = manager && { person: manager.slackUserId };
  if (to) await touch(work, { kind: 'pipeline.registration', subject: deal.id, to });
  await work.emit({ type: 'work.changed', personIds: [managerPersonId] });
}

/** Brings the deal’s message and the manager’s card up to date. */
export async function show(work: Work, deal: Deal): Promise<void> {
  await announceDeal(work, deal);
  await showCard(work, deal);
}

/** “, protected until Mon 12 Apr”, or nothing. */
export async function untilWords(work: Work, deal: Deal): Promise<string> {
  if (!deal.protectedUntil) return '';
  return `, protected until ${dayOf(new Date(deal.protectedUntil.getTime() - 1), await calendarOf(work))}`;
}

/** Changes a deal’s row and reads it again. */
export async function change(work: Work, deal: Deal, data: Prisma.DealUncheckedUpdateInput): Promise<Deal> {
  await work.tx.deal.update({ where: { id: deal.id, workspaceId: work.workspaceId }, data });
  return loadDeal(work, deal.id);
}

/** A line of the timeline: “Maya Chen approved deal D-3”. */
export async function remember(
  work: Work,
  actor: Actor,
  deal: Deal,
  verb: string,
  did: string,
): Promise<void> {
  await audit(work, {
    actorPersonId: actor.personId,
    verb: `pipeline.${verb}`,
    partnerId: deal.partnerId,
    subject: `deal:${deal.id}`,
    summary: `${actor.name} ${did}`,
  });
}

/** Tells whoever registered the deal, unless they did it themselves. */
export async function tellOwner(
  work: Work,
  actor: Actor,
  deal: Deal,
  news: { readonly key: string; readonly message: Message },
): Promise<void> {
  const owner = (await loadPeople(work, [deal.registeredById])).get(deal.registeredById ?? '');
  if (!owner || owner.id === actor.personId || owner.deactivatedAt) return;
  await post(work, {
    key: `pipeline.${news.key}:${deal.id}:${work.now.toISOString()}`,
    to: { person: owner.slackUserId },
    audience: 'partner',
    message: news.message,
  });
}
