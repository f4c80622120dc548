import { z } from 'zod';
import { localDateOf } from '../../core/calendar.ts';
import { Refusal } from '../../core/refusal.ts';
import { audit } from '../../platform/audit.ts';
import { answerPrivately } from '../../platform/delivery/answer-privately.ts';
import { isPosted, post } from '../../platform/delivery/post.ts';
import type { ActionRequest, CommandRequest, Reply, Request } from '../../platform/feature.ts';
import { md, say } from '../../platform/slack/kit/index.ts';
import type { Partner } from '../../platform/store/generated/client.ts';
import { demand } from '../../policy/policy.ts';
import { journeyProgress } from '../onboarding/public.ts';
import {
  channelOf,
  choosePartner,
  loadPartner,
  loadPartners,
  ownWorkspace,
  programmeSettings,
} from '../partners/public.ts';
import type { Playbook } from '../playbook/public.ts';
import { judgeOffers, type Offered } from './rules.ts';
import { type Card, gone, holdCards, namedPeople, openCards, openPairings } from './store.ts';
import { mentoringTerms, topicName } from './terms.ts';
import { askedWords, candidatesMessage, suggestion } from './views.ts';

/** `mentor find [partner]`: who could help it, for whoever manages it. */
export async function findFor(request: CommandRequest, text: string): Promise<Reply> {
  demandOfVendor(request);
  const { partner } = await choosePartner(request, text);
  demand(request.actor, 'mentor.match', { partnerId: partner.id });
  const [asked] = await openCards(request, { partnerId: partner.id, kind: 'request' });
  if (!asked)
    throw new Refusal(
      'not_found',
      `${partner.name} hasn’t asked for a mentor. “mentor suggest ${partner.name}” tells its people that they can.`,
    );
  return showCandidates(request, asked, partner);
}

/** Not even the name of another partner is looked up for a partner’s people. */
function demandOfVendor({ actor }: Request): void {
  if (actor.side !== 'vendor') demand(actor, 'mentor.match', { partnerId: actor.partnerId });
}

export async function pressFind(request: ActionRequest): Promise<Reply> {
  const { asked, partner } = await matchable(request, request.value);
  return showCandidates(request, asked, partner);
}

const idOr = (value: string, none: string) => z.uuid().catch(none).parse(value);

/** An open request, for whoever manages the partner that asks. */
async function matchable(request: Request, id: string): Promise<{ asked: Card; partner: Partner }> {
  demandOfVendor(request);
  const [asked] = await openCards(request, { id: idOr(id, request.workspaceId), kind: 'request' });
  if (!asked) throw gone();
  demand(request.actor, 'mentor.match', { partnerId: asked.partnerId });
  return { asked, partner: await loadPartner(request, asked.partnerId) };
}

async function showCandidates(request: Request, asked: Card, partner: Partner): Promise<Reply> {
  const { playbook, terms } = await mentoringTerms(request);
  const judged = await judgedFor(request, asked, partner, playbook, terms.perMentor);
  const nameOf = await namedPeople(request, [asked, ...judged.map(({ offer }) => offer.card)]);
  const isWaiting = (await openPairings(request, { requestId: asked.id })).length > 0;
  return answerPrivately(
    request,
    { fact: 'mentoring.candidates', what: 'Who could help' },
    candidatesMessage({
      partnerName: partner.name,
      topic: topicName(terms, topicOf(asked)),
      isWaiting,
      asked: { id: asked.id, words: asked.words, people: nameOf(asked).map(({ name }) => name) },
      candidates: judged.map(({ offer, fits, why }) => ({
        ...{ offerId: offer.card.id, name: offer.name, words: offer.card.words, fits, why },
        people: nameOf(offer.card).map(({ name }) => name),
      })),
    }),
  );
}

const topicOf = (asked: Card): string => asked.topics[0] ?? '';

interface Candidate extends Offered {
  readonly card: Card;
  readonly name: string;
}

async function judgedFor(
  request: Request,
  asked: Card,
  partner: Partner,
  playbook: Playbook,
  perMentor: number,
): Promise<ReturnType<typeof judgeOffers<Candidate>>> {
  const cards = await openCards(request, { kind: 'offer' });
  const partners = await loadPartners(
    request,
    cards.map(({ partnerId }) => partnerId),
  );
  const { timeZone } = await programmeSettings(request);
  const progress = await journeyProgress(request, [...partners.keys()], localDateOf(request.now, timeZone));
  const pairings = await openPairings(request, { offer: { partnerId: { in: [...partners.keys()] } } });
  const tried = await request.tx.mentorship.findMany({
    where: { workspaceId: request.workspaceId, requestId: asked.id },
    select: { offerId: true },
  });
  const nameOf = await namedPeople(request, cards);
  const rankOf = (tier: string) => playbook.tiers.findIndex(({ key }) => key === tier);
  const offers = cards.flatMap((card): Candidate[] => {
    const mentor = partners.get(card.partnerId);
    if (!mentor || mentor.endedAt) return [];
    return [
      {
        ...{ card, partnerId: mentor.id, name: mentor.name, topics: card.topics, rank: rankOf(mentor.tier) },
        tierName: playbook.tiers.find(({ key }) => key === mentor.tier)?.name ?? mentor.tier,
        isOnboarded: progress.get(mentor.id)?.status === 'completed',
        helping: pairings.filter(({ offer }) => offer.partnerId === mentor.id).length,
        hasPeople: nameOf(card).length > 0,
        wasTried: tried.some(({ offerId }) => offerId === card.id),
      },
    ];
  });
  return judgeOffers(
    { partnerId: partner.id, topic: topicOf(asked), rank: rankOf(partner.tier) },
    offers,
    perMentor,
  );
}

/** The manager decides that the two may be shown to each other. Both are asked, and neither hears yet who the other is. */
export async function pressPropose(request: ActionRequest): Promise<Reply> {
  const { actor, tx, workspaceId, now, newId } = request;
  const [requestId = '', offerId = ''] = request.value.split(':');
  const first = await matchable(request, requestId);
  const [offer] = await openCards(request, { id: idOr(offerId, workspaceId), kind: 'offer' });
  if (!offer) throw gone();
  await holdCards(request, first.partner.id, offer.partnerId);
  const { asked, partner } = await matchable(request, requestId);
  if ((await openPairings(request, { requestId: asked.id })).length > 0)
    throw new Refusal('stale', `A mentor for ${partner.name} is being asked already.`);
  const { playbook, terms } = await mentoringTerms(request);
  const judged = await judgedFor(request, asked, partner, playbook, terms.perMentor);
  const candidate = judged.find((each) => each.offer.card.id === offer.id);
  if (!candidate) throw gone();
  if (!candidate.fits)
    throw new Refusal('stale', `${candidate.offer.name} doesn’t fit any more: ${candidate.why.join('; ')}.`);
  const id = newId();
  const topic = topicOf(asked);
  const decision = { approvedById: actor.personId, approvedAt: now };
  await tx.mentorship.create({
    data: { id, workspaceId, requestId: asked.id, offerId: offer.id, topic, ...decision },
  });
  const { name: vendorName } = await ownWorkspace(request);
  for (const [side, card] of [
    ['mentor', offer],
    ['learner', asked],
  ] as const) {
    await post(request, {
      key: `mentoring.asked:${asked.id}:${offer.id}:${side}`,
      to: { channel: (await channelOf(request, card.partnerId)).slackChannelId },
      audience: 'partner',
      message: askedWords({ id, side, topic: topicName(terms, topic), vendorName }),
    });
    await audit(request, {
      actorPersonId: actor.personId,
      verb: 'mentoring.propose',
      partnerId: card.partnerId,
      subject: `mentorship:${id}`,
      summary: `proposed ${side === 'mentor' ? 'it as a mentor' : 'a mentor'} about ${topicName(terms, topic)}`,
      isInternal: true,
    });
  }
  return {
    message: say(
      md`Both are asked in their own channels, without a name. I tell you what they say; ${partner.name} and ${candidate.offer.name} hear of each other when both have said yes.`,
    ),
  };
}

/** Tells a partner’s people that they can ask for a mentor. */
export async function suggestTo(request: CommandRequest, text: string): Promise<Reply> {
  demandOfVendor(request);
  await mentoringTerms(request);
  const { partner } = await choosePartner(request, text);
  demand(request.actor, 'mentor.match', { partnerId: partner.id });
  if (partner.endedAt) throw new Refusal('stale', `The partnership with ${partner.name} has ended.`);
  const { timeZone } = await programmeSettings(request);
  const key = `mentoring.suggested:${partner.id}:${localDateOf(request.now, timeZone)}`;
  if (await isPosted(request, key))
    return {
      message: say(
        md`${partner.name} heard today already that it can ask for a mentor. I say it once a day at most.`,
      ),
    };
  await post(request, {
    key,
    to: { channel: (await channelOf(request, partner.id)).slackChannelId },
    audience: 'partner',
    message: suggestion(request.actor.name),
  });
  return { message: say(md`I told ${partner.name} in its channel that it can ask for a mentor.`) };
}
