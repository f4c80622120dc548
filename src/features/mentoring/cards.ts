import { z } from 'zod';
import { Refusal } from '../../core/refusal.ts';
import { listing } from '../../core/text.ts';
import { audit } from '../../platform/audit.ts';
import { post } from '../../platform/delivery/post.ts';
import type { ActionRequest, Reply, Request, ViewRequest } from '../../platform/feature.ts';
import { say } from '../../platform/slack/kit/index.ts';
import type { Partner, Person } from '../../platform/store/generated/client.ts';
import { demand } from '../../policy/policy.ts';
import { loadPartner, loadPeople, ownWorkspace } from '../partners/public.ts';
import { endPairing } from './close.ts';
import { type Card, type CardKind, gone, holdCards, openCards, openPairings } from './store.ts';
import { mentoringTerms, topicName } from './terms.ts';
import { cardForm, longestWords, toldManager } from './views.ts';

const kindOf = z.enum(['offer', 'request']);

export function pressForm(request: ActionRequest): Promise<Reply> {
  return openForm(request, kindOf.catch('offer').parse(request.value));
}

/** The form in which a partner's lead says what it offers or asks, and who may be named. */
export async function openForm(request: Request, kind: CardKind): Promise<Reply> {
  const partner = await ownPartner(request);
  const { terms } = await mentoringTerms(request);
  const [present] = await openCards(request, { partnerId: partner.id, kind });
  const people = await colleagues(request, partner.id);
  const { name } = await ownWorkspace(request);
  return {
    modal: cardForm({ kind, terms, people, present, vendorName: name, self: request.actor.personId }),
  };
}

/** The partner whose lead acts. The vendor's people agree to nothing in a partner's name. */
async function ownPartner(request: Request): Promise<Partner> {
  const { actor } = request;
  demand(actor, 'mentor.agree', { partnerId: actor.partnerId });
  const partner = await loadPartner(request, actor.partnerId ?? request.workspaceId);
  if (partner.endedAt) throw new Refusal('stale', 'The partnership has ended, and mentoring with it.');
  return partner;
}

/** Who of a partner could be named, by name. */
function colleagues(request: Request, partnerId: string): Promise<Person[]> {
  return request.tx.person.findMany({
    where: { workspaceId: request.workspaceId, partnerId, side: 'partner', deactivatedAt: null },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    take: 100,
  });
}

const several = z.union([z.string().transform((each) => [each]), z.array(z.string())]).catch([]);

export async function submitCard(request: ViewRequest): Promise<Reply> {
  const { actor, inputs, tx, workspaceId, now } = request;
  const { kind } = z.object({ kind: kindOf }).parse(request.metadata);
  const partner = await ownPartner(request);
  const { terms } = await mentoringTerms(request);
  const topics = several.parse(inputs.topics).filter((each) => terms.topics.some(({ key }) => key === each));
  const chosen = several.parse(inputs.people);
  const people = (await colleagues(request, partner.id)).filter(({ id }) => chosen.includes(id));
  const words = z.string().catch('').parse(inputs.words).trim().slice(0, longestWords);
  if (topics.length === 0 || (kind === 'request' && topics.length > 1))
    return { errors: { topics: 'Please choose what it is about.' } };
  if (words === '') return { errors: { words: 'Please say it in a sentence.' } };
  if (people.length === 0) return { errors: { people: 'Please choose somebody of yours.' } };
  await holdCards(request, partner.id);
  const [present] = await openCards(request, { partnerId: partner.id, kind });
  const said = { topics: [...new Set(topics)], words, saidById: actor.personId, saidAt: now };
  const id = present?.id ?? request.newId();
  if (present) await tx.mentorCard.update({ where: { id, workspaceId }, data: said });
  else await tx.mentorCard.create({ data: { ...said, id, workspaceId, partnerId: partner.id, kind } });
  await tx.mentorCardPerson.deleteMany({ where: { workspaceId, cardId: id } });
  await tx.mentorCardPerson.createMany({
    data: people.map((person) => ({ cardId: id, personId: person.id, workspaceId })),
  });
  // Both sides agree to a topic: nobody is introduced about one that is not asked or offered any more.
  await endWaiting(request, { id, kind, partnerId: partner.id }, said.topics);
  const about = listing(said.topics.map((each) => topicName(terms, each)));
  const names = listing(people.map(({ name }) => name));
  await audit(request, {
    actorPersonId: actor.personId,
    verb: `mentoring.${kind}`,
    partnerId: partner.id,
    subject: `mentorCard:${id}`,
    summary: `${kind === 'offer' ? 'offered other partners help with' : 'asked for a mentor about'} ${about}; may be named: ${names}`,
  });
  await tellManager(request, partner, { id, kind, about, words, isNew: !present });
  return {
    message: say(
      kind === 'offer'
        ? `Thank you! You offer help with ${about}. Only your partner manager knows of it. When a partner asks and you fit, I ask you again. “mentor withdraw” takes it back.`
        : `Your partner manager looks for a partner that has been through it and offered to help. I ask you again before anybody hears of you. “mentor withdraw” takes it back.`,
    ),
  };
}

async function tellManager(
  request: Request,
  partner: Partner,
  card: Pick<Card, 'id' | 'words'> & {
    readonly kind: CardKind;
    readonly about: string;
    readonly isNew: boolean;
  },
): Promise<void> {
  const manager = (await loadPeople(request, [partner.managerPersonId])).get(partner.managerPersonId);
  if (!manager || manager.deactivatedAt || !card.isNew) return;
  await post(request, {
    key: `mentoring.said:${card.id}`,
    to: { person: manager.slackUserId },
    audience: 'internal',
    message: toldManager(partner.name, card),
  });
}

export async function pressWithdraw(request: ActionRequest): Promise<Reply> {
  return withdraw(request, z.uuid().catch(request.workspaceId).parse(request.value));
}

/** Takes back what a partner offered or asked; what nobody has agreed to yet comes to nothing, what has begun goes on. */
export async function withdraw(request: Request, cardId: string): Promise<Reply> {
  const { actor } = request;
  const partner = await ownPartner(request);
  await holdCards(request, partner.id);
  const [card] = await openCards(request, { id: cardId, partnerId: partner.id });
  if (!card) throw gone();
  await closeCard(request, card);
  const isOffer = card.kind === 'offer';
  await audit(request, {
    actorPersonId: actor.personId,
    verb: 'mentoring.withdraw',
    partnerId: partner.id,
    subject: `mentorCard:${card.id}`,
    summary: `took back ${isOffer ? 'the offer to help other partners' : 'the wish for a mentor'}`,
  });
  return {
    message: say(
      isOffer
        ? 'You don’t offer help any more. Whom you help already stays with you until it ends: “mentor” shows that.'
        : 'You don’t look for a mentor any more.',
    ),
  };
}

async function closeCard(request: Request, card: Card): Promise<void> {
  const { tx, workspaceId, now } = request;
  await tx.mentorCard.update({ where: { id: card.id, workspaceId }, data: { endedAt: now } });
  await endWaiting(request, card, []);
}

/** What has not begun comes to nothing, but for what is about one of these topics still. */
async function endWaiting(
  request: Request,
  { id, kind, partnerId }: Pick<Card, 'id' | 'kind' | 'partnerId'>,
  topics: readonly string[],
): Promise<void> {
  const mine = kind === 'offer' ? { offerId: id } : { requestId: id };
  for (const pairing of await openPairings(request, { ...mine, startedAt: null }))
    if (!topics.includes(pairing.topic))
      await endPairing(request, pairing, { outcome: 'withdrawn', by: partnerId });
}
