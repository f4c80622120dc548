import { z } from 'zod';
import { addWorkingDays } from '../../core/business-time.ts';
import { addDays, formatLocalDate, instantOf, localDateOf } from '../../core/calendar.ts';
import { Refusal } from '../../core/refusal.ts';
import { audit } from '../../platform/audit.ts';
import { post } from '../../platform/delivery/post.ts';
import type { ActionRequest, Reply, Request } from '../../platform/feature.ts';
import { say } from '../../platform/slack/kit/index.ts';
import { can, demand } from '../../policy/policy.ts';
import { channelOf, loadPartners, loadPeople, programmeSettings } from '../partners/public.ts';
import { endPairing, scheduleOver, topicOf } from './close.ts';
import {
  cardOf,
  gone,
  hasAccepted,
  holdPairing,
  namedPeople,
  otherSide,
  type Pairing,
  type Side,
  sideOf,
  sides,
} from './store.ts';
import { mentoringTerms } from './terms.ts';
import { introduction, toldManagerOfStart } from './views.ts';

const endMinute = 10 * 60;

const idIn = (request: ActionRequest) => z.uuid().catch(request.workspaceId).parse(request.value);

/** A pairing that still waits, and on which side the actor may answer for their partner. */
async function answerable(request: ActionRequest): Promise<{ pairing: Pairing; side: Side }> {
  const { actor } = request;
  demand(actor, 'mentor.agree', { partnerId: actor.partnerId });
  const pairing = await holdPairing(request, idIn(request));
  const side = sideOf(pairing, actor.partnerId);
  if (!side || pairing.startedAt) throw gone();
  return { pairing, side };
}

/** One side says yes; with both, and only then, each hears who the other is. */
export async function pressAccept(request: ActionRequest): Promise<Reply> {
  const { actor, tx, workspaceId, now } = request;
  const { pairing, side } = await answerable(request);
  if (hasAccepted(pairing, side)) throw new Refusal('stale', 'Your side has said yes already.');
  await tx.mentorship.update({
    where: { id: pairing.id, workspaceId },
    data:
      side === 'mentor'
        ? { mentorAcceptedById: actor.personId, mentorAcceptedAt: now }
        : { learnerAcceptedById: actor.personId, learnerAcceptedAt: now },
  });
  const topic = await topicOf(request, pairing);
  await audit(request, {
    actorPersonId: actor.personId,
    verb: 'mentoring.accept',
    partnerId: actor.partnerId,
    subject: `mentorship:${pairing.id}`,
    summary: `agreed to be introduced about ${topic}`,
  });
  if (!hasAccepted(pairing, otherSide(side)))
    return { message: say('Thank you! As soon as the other side says yes too, you hear here who it is.') };
  await start(request, pairing, topic);
  return { message: say('Thank you! Both sides have said yes: the introduction is in your channel.') };
}

async function start(request: Request, pairing: Pairing, topic: string): Promise<void> {
  const { tx, workspaceId, now } = request;
  const { terms } = await mentoringTerms(request);
  const { timeZone, holidays } = await programmeSettings(request);
  const today = localDateOf(now, timeZone);
  const lastDay = addWorkingDays(addDays(today, terms.weeks * 7), 0, holidays);
  const endsAt = instantOf(lastDay, endMinute, timeZone);
  await tx.mentorship.update({ where: { id: pairing.id, workspaceId }, data: { startedAt: now, endsAt } });
  await tx.mentorCard.update({ where: { id: pairing.requestId, workspaceId }, data: { endedAt: now } });
  await scheduleOver(request, { id: pairing.id, endsAt });
  const partners = await loadPartners(
    request,
    sides.map((side) => cardOf(pairing, side).partnerId),
  );
  const managerIds = [...partners.values()].map(({ managerPersonId }) => managerPersonId);
  const managers = await loadPeople(request, managerIds);
  const peopleOf = await namedPeople(request, [pairing.offer, pairing.request]);
  const known = (side: Side) => {
    const card = cardOf(pairing, side);
    const partner = partners.get(card.partnerId);
    return {
      name: partner?.name ?? '',
      people: peopleOf(card).map(({ name }) => name),
      words: card.words,
      managerName: managers.get(partner?.managerPersonId ?? '')?.name ?? 'Your partner manager',
    };
  };
  const until = formatLocalDate(lastDay, today);
  for (const side of sides) {
    const { partnerId } = cardOf(pairing, side);
    await post(request, {
      key: `mentoring.started:${pairing.requestId}:${pairing.offerId}:${side}`,
      to: { channel: (await channelOf(request, partnerId)).slackChannelId },
      audience: 'partner',
      message: introduction({
        ...{ side, topic, until, pairingId: pairing.id },
        other: known(otherSide(side)),
        managerName: known(side).managerName,
      }),
    });
    await audit(request, {
      actorPersonId: null,
      verb: 'mentoring.start',
      partnerId,
      subject: `mentorship:${pairing.id}`,
      summary: `A mentoring about ${topic} began: ${side === 'mentor' ? 'it helps another partner' : 'another partner helps it'}`,
    });
  }
  await post(
    request,
    ...[...managers.values()]
      .filter(({ deactivatedAt }) => !deactivatedAt)
      .map((manager) => ({
        key: `mentoring.started:${pairing.requestId}:${pairing.offerId}:manager:${manager.id}`,
        to: { person: manager.slackUserId },
        audience: 'internal' as const,
        message: toldManagerOfStart({ topic, mentor: known('mentor'), learner: known('learner'), until }),
      })),
  );
}

/** One side says no. The other hears that it did not come about, and neither who nor why. */
export async function pressDecline(request: ActionRequest): Promise<Reply> {
  const { actor } = request;
  const { pairing } = await answerable(request);
  await endPairing(request, pairing, {
    outcome: 'declined',
    by: actor.partnerId,
    actorPersonId: actor.personId,
  });
  return {
    message: say(
      'That’s fine. The other side hears only that it didn’t come about, not from whom. Say “mentor” to change what you offer or ask.',
    ),
  };
}

/** Either side, or whoever brings partners together, ends what has begun. */
export async function pressEnd(request: ActionRequest): Promise<Reply> {
  const { actor } = request;
  if (actor.side === 'partner') demand(actor, 'mentor.agree', { partnerId: actor.partnerId });
  const pairing = await holdPairing(request, idIn(request));
  if (actor.side === 'vendor') {
    const isTheirs = sides.some((side) =>
      can(actor, 'mentor.match', { partnerId: cardOf(pairing, side).partnerId }),
    );
    if (!isTheirs) demand(actor, 'mentor.match', { partnerId: pairing.request.partnerId });
  } else if (!sideOf(pairing, actor.partnerId) || !pairing.startedAt) throw gone();
  await endPairing(request, pairing, {
    outcome: pairing.startedAt ? 'ended' : 'withdrawn',
    by: actor.side === 'partner' ? actor.partnerId : null,
    actorPersonId: actor.personId,
  });
  return {
    message: say(
      pairing.startedAt
        ? 'Ended. Both sides hear that it is over.'
        : 'Withdrawn. Both sides hear that the introduction could not be made this time.',
    ),
  };
}
