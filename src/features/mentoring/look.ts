import { formatLocalDate, localDateOf } from '../../core/calendar.ts';
import { listing, pluralise } from '../../core/text.ts';
import { answerPrivately } from '../../platform/delivery/answer-privately.ts';
import type { CommandRequest, Reply } from '../../platform/feature.ts';
import { can, canSomewhere, demand } from '../../policy/policy.ts';
import { loadPartners, programmeSettings } from '../partners/public.ts';
import type { MentoringTerms } from '../playbook/public.ts';
import { openForm, withdraw } from './cards.ts';
import { allMessage, type OwnPairing, ownMessage } from './look-views.ts';
import { findFor, suggestTo } from './match.ts';
import {
  type Card,
  type CardKind,
  cardOf,
  hasAccepted,
  namedPeople,
  ofPartner,
  openCards,
  openPairings,
  otherSide,
  type Pairing,
  sideOf,
  sides,
} from './store.ts';
import { mentoringTerms, topicName } from './terms.ts';

/** `mentor`: one's own, or for managers all; `mentor offer`, `ask`, `withdraw`; for managers `find` and `suggest`. */
export async function runMentor(request: CommandRequest): Promise<Reply> {
  const { actor, text } = request;
  const [, verb = '', rest = ''] = /^(\S*)\s*(.*)$/s.exec(text) ?? [];
  const { terms } = await mentoringTerms(request);
  switch (verb.toLowerCase()) {
    case 'offer':
      return openForm(request, 'offer');
    case 'ask':
      return openForm(request, 'request');
    case 'find':
      return findFor(request, rest);
    case 'suggest':
      return suggestTo(request, rest);
    case 'withdraw':
      return withdrawOnly(request, terms);
  }
  return actor.side === 'vendor' ? showAll(request, terms) : showOwn(request, terms);
}

/** Takes back the one thing there is to take back; of two, buttons ask which. */
async function withdrawOnly(request: CommandRequest, terms: MentoringTerms): Promise<Reply> {
  const { actor } = request;
  demand(actor, 'mentor.agree', { partnerId: actor.partnerId });
  const [card, ...others] = await openCards(request, { partnerId: actor.partnerId ?? request.workspaceId });
  return card && others.length === 0 ? withdraw(request, card.id) : showOwn(request, terms);
}

const about = (terms: MentoringTerms, card: Card): string =>
  listing(card.topics.map((topic) => topicName(terms, topic)));

async function showOwn(request: CommandRequest, terms: MentoringTerms): Promise<Reply> {
  const { actor } = request;
  demand(actor, 'mentor.view', { partnerId: actor.partnerId });
  const partnerId = actor.partnerId ?? request.workspaceId;
  const cards = await openCards(request, { partnerId });
  const pairings = await openPairings(request, ofPartner(partnerId));
  const peopleOf = await namedPeople(request, [
    ...cards,
    ...pairings.flatMap(({ offer, request: asked }) => [offer, asked]),
  ]);
  const names = (card: Card) => peopleOf(card).map(({ name }) => name);
  const shown = (kind: CardKind) => {
    const card = cards.find((each) => each.kind === kind);
    return card ? { id: card.id, about: about(terms, card), people: names(card) } : null;
  };
  const others = await loadPartners(
    request,
    pairings.flatMap((pairing) => sides.map((side) => cardOf(pairing, side).partnerId)),
  );
  const today = await todayOf(request);
  return {
    message: ownMessage({
      cards: { offer: shown('offer'), request: shown('request') },
      mayAgree: can(actor, 'mentor.agree', { partnerId }),
      pairings: pairings.flatMap((pairing): OwnPairing[] => {
        const side = sideOf(pairing, partnerId);
        if (!side) return [];
        const card = cardOf(pairing, otherSide(side));
        const other = { name: others.get(card.partnerId)?.name ?? '', people: names(card) };
        const until = pairing.startedAt && pairing.endsAt && today(pairing.endsAt);
        return [
          {
            ...{ id: pairing.id, topic: topicName(terms, pairing.topic), side },
            hasAccepted: hasAccepted(pairing, side),
            other: until ? { ...other, until } : null,
          },
        ];
      }),
    }),
  };
}

/** Says a day of the programme's clock in words. */
async function todayOf(request: CommandRequest): Promise<(instant: Date) => string> {
  const { timeZone } = await programmeSettings(request);
  const today = localDateOf(request.now, timeZone);
  return (instant) => formatLocalDate(localDateOf(instant, timeZone), today);
}

async function showAll(request: CommandRequest, terms: MentoringTerms): Promise<Reply> {
  const { actor } = request;
  if (!canSomewhere(actor, 'mentor.match')) demand(actor, 'mentor.match', { partnerId: null });
  const cards = await openCards(request);
  const pairings = await openPairings(request);
  const partners = await loadPartners(request, [
    ...cards.map(({ partnerId }) => partnerId),
    ...pairings.flatMap((pairing) => sides.map((side) => cardOf(pairing, side).partnerId)),
  ]);
  const nameOf = ({ partnerId }: Card) => partners.get(partnerId)?.name ?? '';
  const mayMatch = ({ partnerId }: Card) => can(actor, 'mentor.match', { partnerId });
  const day = await todayOf(request);
  const helping = (card: Card) => pairings.filter(({ offer }) => offer.partnerId === card.partnerId).length;
  const isAsked = (card: Card) => pairings.some(({ requestId }) => requestId === card.id);
  return answerPrivately(
    request,
    { fact: 'mentoring.all', what: 'Who helps whom' },
    allMessage({
      requests: cards
        .filter((card) => card.kind === 'request' && !isAsked(card))
        .map((card) => ({
          ...{ id: card.id, name: nameOf(card), about: about(terms, card), mayMatch: mayMatch(card) },
        })),
      pairings: pairings.map((pairing) => ({
        ...{ id: pairing.id, topic: topicName(terms, pairing.topic) },
        words: pairingWords(pairing, nameOf, topicName(terms, pairing.topic), day),
        hasBegun: pairing.startedAt !== null,
        mayEnd: sides.some((side) => mayMatch(cardOf(pairing, side))),
      })),
      offers: cards
        .filter(({ kind }) => kind === 'offer')
        .map((card) => ({
          ...{ name: nameOf(card), about: about(terms, card) },
          helping:
            helping(card) === 0
              ? 'helps nobody yet'
              : `helps ${pluralise(helping(card), 'partner')} of at most ${terms.perMentor}`,
        })),
    }),
  );
}

function pairingWords(
  pairing: Pairing,
  nameOf: (card: Card) => string,
  topic: string,
  day: (instant: Date) => string,
): string {
  const [mentor, learner] = [nameOf(pairing.offer), nameOf(pairing.request)];
  if (pairing.endsAt) return `${mentor} helps ${learner} with ${topic} until ${day(pairing.endsAt)}.`;
  const waited = sides
    .filter((side) => !hasAccepted(pairing, side))
    .map((side) => nameOf(cardOf(pairing, side)));
  return `${mentor} is to help ${learner} with ${topic}; waits for ${listing(waited)}.`;
}
