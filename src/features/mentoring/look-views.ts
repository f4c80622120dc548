import { listing } from '../../core/text.ts';
import type { Message } from '../../platform/delivery/message.ts';
import {
  actions,
  type Blocks,
  bold,
  button,
  context,
  header,
  md,
  message,
  section,
} from '../../platform/slack/kit/index.ts';
import type { CardKind, Side } from './store.ts';
import { answerButtons, endButton, findButton, withdrawButton } from './views.ts';

interface ShownCard {
  readonly id: string;
  readonly about: string;
  readonly people: readonly string[];
}

/** A pairing as one side may see it. */
export interface OwnPairing {
  readonly id: string;
  readonly topic: string;
  readonly side: Side;
  readonly hasAccepted: boolean;
  /** The other side, once both said yes. */
  readonly other: {
    readonly name: string;
    readonly people: readonly string[];
    readonly until: string;
  } | null;
}

/** A partner's own mentoring. */
export function ownMessage(shown: {
  readonly cards: Readonly<Record<CardKind, ShownCard | null>>;
  readonly pairings: readonly OwnPairing[];
  readonly mayAgree: boolean;
}): Message {
  const { cards, pairings, mayAgree } = shown;
  return message([
    header('Mentoring between partners'),
    ...cardBlocks('offer', cards.offer, mayAgree),
    ...cardBlocks('request', cards.request, mayAgree),
    ...pairings.flatMap((pairing) => pairingBlocks(pairing, mayAgree)),
    ...(mayAgree ? [] : [context('Whoever leads on your side offers, asks and agrees.')]),
  ]);
}

const words = {
  offer: {
    has: 'You offer help with',
    hasNot: 'You don’t offer other partners help yet.',
    begin: 'Offer to help others',
    takeBack: 'Take the offer back',
  },
  request: {
    has: 'You look for a mentor about',
    hasNot: 'You don’t look for a mentor at the moment.',
    begin: 'Ask for a mentor',
    takeBack: 'Stop looking',
  },
} as const;

function cardBlocks(kind: CardKind, card: ShownCard | null, mayAgree: boolean): Blocks {
  const { has, hasNot, begin, takeBack } = words[kind];
  const buttons = card
    ? [
        button('mentoring.form', 'Change', { value: kind, accessibilityLabel: `Change: ${has} …` }),
        button('mentoring.withdraw', takeBack, { value: card.id }),
      ]
    : [button('mentoring.form', begin, { value: kind })];
  return [
    section(card ? md`${has} ${bold(card.about)}. May be named: ${listing(card.people)}.` : hasNot),
    ...(mayAgree ? [actions(...buttons)] : []),
  ];
}

function pairingBlocks(pairing: OwnPairing, mayAgree: boolean): Blocks {
  const { id, topic, side, hasAccepted, other } = pairing;
  if (!other)
    return [
      section(
        side === 'mentor'
          ? md`A partner would like help with ${bold(topic)}, as you offered.`
          : md`A mentor has been found for you about ${bold(topic)}.`,
      ),
      ...(hasAccepted
        ? [context('You said yes. As soon as the other side does, you hear who it is.')]
        : mayAgree
          ? [answerButtons(id, topic)]
          : []),
    ];
  const people = listing(other.people) || 'their alliance lead';
  return [
    section(
      side === 'mentor'
        ? md`You help ${bold(other.name)} with ${bold(topic)} until ${other.until}. Talk to ${people}.`
        : md`${bold(other.name)} helps you with ${bold(topic)} until ${other.until}. Talk to ${people}.`,
    ),
    ...(mayAgree ? [actions(endButton(id, topic))] : []),
  ];
}

const mostShown = 15;

/** Internal: all of the programme's mentoring. */
export function allMessage(shown: {
  readonly requests: readonly {
    readonly id: string;
    readonly name: string;
    readonly about: string;
    readonly mayMatch: boolean;
  }[];
  readonly offers: readonly { readonly name: string; readonly about: string; readonly helping: string }[];
  readonly pairings: readonly {
    readonly id: string;
    readonly topic: string;
    readonly words: string;
    readonly hasBegun: boolean;
    readonly mayEnd: boolean;
  }[];
}): Message {
  const { requests, offers, pairings } = shown;
  const none = requests.length + offers.length + pairings.length === 0;
  return message([
    header('Mentoring between partners (internal)'),
    ...(none
      ? [section('Nobody offers help or asks for it yet. “mentor suggest” tells a partner of it.')]
      : []),
    ...requests
      .slice(0, mostShown)
      .map(({ id, name, about, mayMatch }) =>
        section(
          md`${bold(name)} looks for a mentor about ${about}.`,
          mayMatch ? findButton(id, name) : undefined,
        ),
      ),
    ...pairings
      .slice(0, mostShown)
      .map(({ id, topic, words: said, hasBegun, mayEnd }) =>
        section(said, mayEnd ? (hasBegun ? endButton : withdrawButton)(id, topic) : undefined),
      ),
    ...offers
      .slice(0, mostShown)
      .map(({ name, about, helping }) => section(md`${bold(name)} offers help with ${about}; ${helping}.`)),
    ...restOf(requests.length, pairings.length, offers.length),
  ]);
}

function restOf(...counts: readonly number[]): Blocks {
  const rest = counts.reduce((sum, count) => sum + Math.max(0, count - mostShown), 0);
  return rest > 0 ? [context(`And ${rest} more, newer ones.`)] : [];
}
