import { audit } from '../../platform/audit.ts';
import { post } from '../../platform/delivery/post.ts';
import type { DueJob } from '../../platform/feature.ts';
import { schedule } from '../../platform/schedule/schedule.ts';
import type { Work } from '../../platform/work.ts';
import { channelOf, loadPartners, loadPeople } from '../partners/public.ts';
import { findCurrentPlaybook } from '../playbook/public.ts';
import { cardOf, ofPartner, openPairings, type Pairing, type Side, sideOf, sides } from './store.ts';
import { topicName } from './terms.ts';
import { couldNot, endedWords, toldManagerOfEnd } from './views.ts';

const overKind = 'mentoring.over';

interface End {
  readonly outcome: 'declined' | 'withdrawn' | 'ended' | 'over';
  /** The partner that ended it; null: the vendor, or time. Why is nobody else's. */
  readonly by: string | null;
  /** Whoever did, when that is somebody of `by` or of the vendor. */
  readonly actorPersonId?: string;
}

/**
 * Ends a pairing, once. Each side hears in words that name nobody: before it began they don't know each other, and
 * afterwards a word to one may outlive the other.
 */
export async function endPairing(work: Work, pairing: Pairing, end: End): Promise<void> {
  const { outcome, by } = end;
  const { count } = await work.tx.mentorship.updateMany({
    where: { id: pairing.id, workspaceId: work.workspaceId, endedAt: null },
    data: { endedAt: work.now, outcome },
  });
  if (count === 0) return;
  const topic = await topicOf(work, pairing);
  const partners = await loadPartners(
    work,
    sides.map((side) => cardOf(pairing, side).partnerId),
  );
  for (const side of sides) {
    const { id: cardId, partnerId, endedAt } = cardOf(pairing, side);
    const isOwn = partnerId === by;
    await audit(work, {
      actorPersonId: isOwn || by === null ? (end.actorPersonId ?? null) : null,
      verb: `mentoring.${outcome}`,
      partnerId,
      subject: `mentorship:${pairing.id}`,
      summary: summaryOf(topic, side, pairing.startedAt !== null, isOwn && outcome === 'declined'),
    });
    const isToBeTold = pairing.startedAt !== null || !isOwn;
    if (!isToBeTold || partners.get(partnerId)?.endedAt) continue;
    await post(work, {
      // Names the row of whoever reads it alone, so that it is not erased with the other side before it is sent.
      key: `mentoring.ended:${cardId}:${work.newId()}`,
      to: { channel: (await channelOf(work, partnerId)).slackChannelId },
      audience: 'partner',
      message: pairing.startedAt
        ? endedWords(topic, side, outcome === 'over')
        : couldNot(topic, side, endedAt === null),
    });
  }
  if (!pairing.startedAt && by !== null) await tellManager(work, pairing, topic, sideOf(pairing, by));
}

function summaryOf(topic: string, side: Side, hasBegun: boolean, isDecline: boolean): string {
  if (hasBegun) return `The mentoring about ${topic} ended`;
  if (isDecline) return `Said no to an introduction about ${topic}`;
  return side === 'mentor'
    ? `An introduction to help with ${topic} came to nothing`
    : `An introduction to a mentor about ${topic} came to nothing`;
}

export async function topicOf(work: Work, { topic }: Pick<Pairing, 'topic'>): Promise<string> {
  const terms = (await findCurrentPlaybook(work))?.playbook.mentoring;
  return terms ? topicName(terms, topic) : topic;
}

/** Whoever looks for a mentor looks for another; which side said no is for them alone. */
async function tellManager(work: Work, pairing: Pairing, topic: string, by: Side | null): Promise<void> {
  const { request, offer } = pairing;
  const partners = await loadPartners(work, [request.partnerId, offer.partnerId]);
  const learner = partners.get(request.partnerId);
  const mentor = partners.get(offer.partnerId);
  const manager = learner && (await loadPeople(work, [learner.managerPersonId])).get(learner.managerPersonId);
  if (!learner || !mentor || !manager || manager.deactivatedAt || learner.endedAt) return;
  await post(work, {
    key: `mentoring.failed:${pairing.requestId}:${pairing.offerId}`,
    to: { person: manager.slackUserId },
    audience: 'internal',
    message: toldManagerOfEnd({
      ...{ topic, learner: learner.name, mentor: mentor.name },
      by: by === 'mentor' ? mentor.name : learner.name,
      requestId: request.endedAt ? null : request.id,
    }),
  });
}

/** Whoever leaves offers and asks nothing any more, and nobody is kept waiting for them. */
export async function leaveMentoring(work: Work, partnerId: string): Promise<void> {
  await work.tx.mentorCard.updateMany({
    where: { workspaceId: work.workspaceId, partnerId, endedAt: null },
    data: { endedAt: work.now },
  });
  for (const pairing of await openPairings(work, ofPartner(partnerId)))
    await endPairing(work, pairing, { outcome: pairing.startedAt ? 'ended' : 'withdrawn', by: partnerId });
}

/** Somebody may not be named any more. What is left without anybody to name is withdrawn. */
export async function forgetMentorPerson(work: Work, personId: string): Promise<void> {
  const { tx, workspaceId } = work;
  const named = await tx.mentorCardPerson.findMany({ where: { workspaceId, personId } });
  await tx.mentorCardPerson.deleteMany({ where: { workspaceId, personId } });
  for (const { cardId } of named) {
    if ((await tx.mentorCardPerson.count({ where: { workspaceId, cardId } })) > 0) continue;
    await tx.mentorCard.updateMany({
      where: { id: cardId, workspaceId, endedAt: null },
      data: { endedAt: work.now },
    });
    const pairings = await openPairings(work, { OR: [{ requestId: cardId }, { offerId: cardId }] });
    for (const pairing of pairings) {
      const side = pairing.offerId === cardId ? 'mentor' : 'learner';
      await endPairing(work, pairing, {
        outcome: pairing.startedAt ? 'ended' : 'withdrawn',
        by: cardOf(pairing, side).partnerId,
      });
    }
  }
}

/** Sees to it that a mentoring ends when its weeks are over. */
export function scheduleOver(
  work: Work,
  { id, endsAt }: { readonly id: string; readonly endsAt: Date },
): Promise<void> {
  return schedule(work, { kind: overKind, key: id, dueAt: endsAt });
}

const over: DueJob = {
  says: 'The end of a mentoring between partners',
  async run(work, { key }) {
    for (const pairing of await openPairings(work, { id: key, startedAt: { not: null } })) {
      if (pairing.endsAt && pairing.endsAt > work.now) return pairing.endsAt;
      await endPairing(work, pairing, { outcome: 'over', by: null });
    }
    return undefined;
  },
};

export const jobs: Readonly<Record<string, DueJob>> = { [overKind]: over };
