import { Refusal } from '../../core/refusal.ts';
import type { Person, Prisma } from '../../platform/store/generated/client.ts';
import type { Work } from '../../platform/work.ts';
import { loadPeople } from '../partners/public.ts';

const withPeople = { people: true } as const;
const withCards = { request: { include: withPeople }, offer: { include: withPeople } } as const;

export type Card = Prisma.MentorCardGetPayload<{ include: typeof withPeople }>;
export type Pairing = Prisma.MentorshipGetPayload<{ include: typeof withCards }>;
export type CardKind = 'offer' | 'request';
export type Side = 'mentor' | 'learner';

export const sides: readonly Side[] = ['mentor', 'learner'];

/** The card a side of a pairing agreed with. */
export const cardOf = (pairing: Pairing, side: Side): Card =>
  side === 'mentor' ? pairing.offer : pairing.request;

export const hasAccepted = (pairing: Pairing, side: Side): boolean =>
  (side === 'mentor' ? pairing.mentorAcceptedAt : pairing.learnerAcceptedAt) !== null;

/** On which side of a pairing a partner is; null when on neither. */
export const sideOf = (pairing: Pairing, partnerId: string | null): Side | null =>
  sides.find((side) => cardOf(pairing, side).partnerId === partnerId) ?? null;

export const otherSide = (side: Side): Side => (side === 'mentor' ? 'learner' : 'mentor');

/** Open cards, the oldest first. */
export function openCards(work: Work, where: Prisma.MentorCardWhereInput = {}): Promise<Card[]> {
  return work.tx.mentorCard.findMany({
    where: { ...where, workspaceId: work.workspaceId, endedAt: null },
    include: withPeople,
    orderBy: [{ saidAt: 'asc' }, { id: 'asc' }],
  });
}

/** Pairings that go on or wait for an answer, the oldest first. */
export function openPairings(work: Work, where: Prisma.MentorshipWhereInput = {}): Promise<Pairing[]> {
  return work.tx.mentorship.findMany({
    where: { ...where, workspaceId: work.workspaceId, endedAt: null },
    include: withCards,
    orderBy: [{ approvedAt: 'asc' }, { id: 'asc' }],
  });
}

/** Those of them a partner is part of, on either side. */
export const ofPartner = (partnerId: string): Prisma.MentorshipWhereInput => ({
  OR: [{ request: { partnerId } }, { offer: { partnerId } }],
});

/** A pairing that goes on, which nobody else changes until this work is done; a Refusal when there is none. */
export async function holdPairing(work: Work, id: string): Promise<Pairing> {
  const [found] = await openPairings(work, { id });
  if (!found) throw gone();
  await holdCards(work, ...sides.map((side) => cardOf(found, side).partnerId));
  const [pairing] = await openPairings(work, { id });
  if (!pairing) throw gone();
  return pairing;
}

/** What is not there, or not theirs, is answered alike. */
export const gone = (): Refusal =>
  new Refusal('stale', 'That isn’t open any more. Say “mentor” to see how it stands.');

/** Nobody else changes what these partners offer, ask or agree to until this work is done. */
export async function holdCards(work: Work, ...partnerIds: readonly string[]): Promise<void> {
  for (const id of [...partnerIds].sort())
    await work.tx.$queryRaw`SELECT 1 FROM "Partner" WHERE "id" = ${id}::uuid FOR NO KEY UPDATE`;
}

/** Who of a card may be named and is still there, by name. */
export async function namedPeople(work: Work, cards: readonly Card[]): Promise<(card: Card) => Person[]> {
  const people = await loadPeople(
    work,
    cards.flatMap((card) => card.people.map(({ personId }) => personId)),
  );
  return (card) =>
    card.people
      .flatMap(({ personId }) => people.get(personId) ?? [])
      .filter((person) => !person.deactivatedAt && person.partnerId === card.partnerId)
      .sort((a, b) => a.name.localeCompare(b.name));
}
