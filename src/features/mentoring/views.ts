import { listing } from '../../core/text.ts';
import type { Message } from '../../platform/delivery/message.ts';
import type { Modal } from '../../platform/feature.ts';
import {
  actions,
  type Blocks,
  bold,
  button,
  choicesInput,
  context,
  header,
  md,
  message,
  quote,
  radioInput,
  say,
  section,
  textInput,
} from '../../platform/slack/kit/index.ts';
import type { Person } from '../../platform/store/generated/client.ts';
import type { MentoringTerms } from '../playbook/public.ts';
import type { Card, CardKind, Side } from './store.ts';

export const longestWords = 300;

/** What a partner agrees to when it sends the form stands above it. */
export function cardForm(form: {
  readonly kind: CardKind;
  readonly terms: MentoringTerms;
  readonly people: readonly Person[];
  readonly present: Card | undefined;
  readonly vendorName: string;
  readonly self: string;
}): Modal {
  const { kind, terms, people, present, vendorName, self } = form;
  const isOffer = kind === 'offer';
  const topics = terms.topics.map(({ key, name }) => ({ label: name, value: key }));
  return {
    callbackId: 'mentoring.save',
    title: isOffer ? 'Offer to help others' : 'Ask for a mentor',
    submit: isOffer ? 'Offer it' : 'Ask',
    metadata: { kind },
    blocks: [
      context(
        md`For now only ${vendorName} sees this. ${isOffer ? 'When another partner asks' : 'When another partner has offered to help'} and ${vendorName} finds that you fit, I ask you again. Only when ${vendorName}, they and you have all said yes do they see your company’s name, whom you name here, the topic and what you write. You can take it back at any time.`,
      ),
      isOffer
        ? choicesInput('topics', 'What can you help with?', topics, { initial: present?.topics ?? [] })
        : radioInput(
            'topics',
            'What would you like help with?',
            topics,
            present?.topics[0] === undefined ? {} : { initial: present.topics[0] },
          ),
      textInput('words', isOffer ? 'What have you been through?' : 'What are you after?', {
        multiline: true,
        maxLength: longestWords,
        ...(present && { initial: present.words }),
      }),
      choicesInput(
        'people',
        'Who of you may be named?',
        people.map(({ id, name }) => ({ label: name, value: id })),
        { initial: present ? present.people.map(({ personId }) => personId) : [self] },
      ),
    ],
  };
}

/** Internal. */
export function toldManager(
  partnerName: string,
  card: Pick<Card, 'id' | 'words'> & { readonly kind: CardKind; readonly about: string },
): Message {
  if (card.kind === 'offer')
    return message([
      section(md`${bold(partnerName)} offers other partners help with ${card.about}.`),
      section(quote(card.words)),
    ]);
  return message([
    section(md`${bold(partnerName)} asks for a mentor about ${card.about}.`),
    section(quote(card.words)),
    actions(findButton(card.id, partnerName)),
  ]);
}

export function findButton(requestId: string, partnerName: string) {
  return button('mentoring.find', 'Find a mentor', {
    value: requestId,
    accessibilityLabel: `Find a mentor for ${partnerName}`,
  });
}

/** Internal: who could help, and who not now. */
export function candidatesMessage(shown: {
  readonly partnerName: string;
  readonly topic: string;
  /** Somebody is being asked already. */
  readonly isWaiting: boolean;
  readonly asked: { readonly id: string; readonly words: string; readonly people: readonly string[] };
  readonly candidates: readonly {
    readonly offerId: string;
    readonly name: string;
    readonly words: string;
    readonly people: readonly string[];
    readonly fits: boolean;
    readonly why: readonly string[];
  }[];
}): Message {
  const { partnerName, topic, isWaiting, asked, candidates } = shown;
  const fitting = candidates.filter(({ fits }) => fits).slice(0, 10);
  const others = candidates.filter(({ fits }) => !fits).slice(0, 10);
  return message([
    header(`A mentor for ${partnerName}`),
    section(md`About ${bold(topic)}, for ${listing(asked.people)}.`),
    section(quote(asked.words)),
    ...(isWaiting ? [section('Somebody is being asked already; I tell you what they say.')] : []),
    ...(fitting.length === 0 ? [section('Nobody fits at the moment.')] : []),
    ...fitting.flatMap(
      ({ offerId, name, words, people, why }): Blocks => [
        section(
          md`${bold(name)}, with ${listing(people)}: ${why.join('; ')}.`,
          isWaiting
            ? undefined
            : button('mentoring.propose', 'Propose', {
                value: `${asked.id}:${offerId}`,
                accessibilityLabel: `Propose ${name} as a mentor for ${partnerName}`,
              }),
        ),
        section(quote(words)),
      ],
    ),
    ...others.map(({ name, why }) => context(md`Not now: ${name}, because ${listing(why)}.`)),
    context(
      '“Propose” is your decision that the two may know of each other. Both are asked first, without a name.',
    ),
  ]);
}

/** In a partner's own channel; it names nobody. */
export function askedWords(asked: {
  readonly id: string;
  readonly side: Side;
  readonly topic: string;
  readonly vendorName: string;
}): Message {
  const { id, side, topic, vendorName } = asked;
  return message([
    section(
      side === 'mentor'
        ? md`A partner would like help with ${bold(topic)}, as you offered. ${vendorName} thinks you are the right ones. May I introduce you?`
        : md`${vendorName} has found a mentor for you about ${bold(topic)}: a partner that has been through it. May I introduce you?`,
    ),
    answerButtons(id, topic),
    context('For whoever leads on your side. Nobody is named until both say yes.'),
  ]);
}

export function answerButtons(id: string, topic: string) {
  return actions(
    button('mentoring.accept', 'Yes, introduce us', {
      value: id,
      style: 'primary',
      accessibilityLabel: `Yes, introduce us about ${topic}`,
    }),
    button('mentoring.decline', 'Not this time', {
      value: id,
      accessibilityLabel: `No introduction about ${topic} this time`,
    }),
  );
}

interface Known {
  readonly name: string;
  readonly people: readonly string[];
  readonly words: string;
}

const peopleOf = ({ people }: Known): string => listing(people) || 'their alliance lead';

/** In a partner's own channel, when both have said yes. */
export function introduction(shown: {
  readonly side: Side;
  readonly topic: string;
  readonly until: string;
  readonly pairingId: string;
  readonly other: Known;
  readonly managerName: string;
}): Message {
  const { side, topic, until, pairingId, other, managerName } = shown;
  return message([
    section(
      side === 'mentor'
        ? md`You both said yes: you help ${bold(other.name)} with ${bold(topic)}. Talk to ${peopleOf(other)}.`
        : md`You both said yes: ${bold(other.name)} helps you with ${bold(topic)}. Talk to ${peopleOf(other)}.`,
    ),
    section(quote(other.words)),
    section(
      md`${managerName} puts you in touch. It goes on until ${until}, and either of you can end it earlier.`,
    ),
    actions(endButton(pairingId, topic)),
  ]);
}

/** Of what has begun. */
export function endButton(pairingId: string, topic: string) {
  return button('mentoring.end', 'End it', {
    value: pairingId,
    accessibilityLabel: `End the mentoring about ${topic}`,
    confirm: {
      title: 'End the mentoring?',
      text: `Both sides hear that the mentoring about ${topic} is over, and not why.`,
      confirm: 'End it',
    },
  });
}

/** Of what waits for an answer. Internal. */
export function withdrawButton(pairingId: string, topic: string) {
  return button('mentoring.end', 'Withdraw it', {
    value: pairingId,
    accessibilityLabel: `Withdraw the introduction about ${topic}`,
    confirm: {
      title: 'Withdraw the introduction?',
      text: `Both sides hear that the introduction about ${topic} could not be made this time, and not why.`,
      confirm: 'Withdraw it',
    },
  });
}

/** Internal. */
export function toldManagerOfStart(shown: {
  readonly topic: string;
  readonly until: string;
  readonly mentor: Known;
  readonly learner: Known;
}): Message {
  const { topic, until, mentor, learner } = shown;
  return say(
    md`Both said yes: ${bold(mentor.name)} (${peopleOf(mentor)}) helps ${bold(learner.name)} (${peopleOf(learner)}) with ${topic} until ${until}. Please put them in touch: they share no channel.`,
  );
}

/** Names nobody, and doesn't say why. */
export function couldNot(topic: string, side: Side, isStillOpen: boolean): Message {
  const goesOn =
    side === 'mentor'
      ? 'Your offer stands. Thank you for it!'
      : 'Your partner manager looks for somebody else.';
  return say(
    md`The introduction about ${bold(topic)} could not be made this time.${isStillOpen ? ` ${goesOn}` : ''}`,
  );
}

/** Names nobody, so that it can outlive the other side. */
export function endedWords(topic: string, side: Side, isOver: boolean): Message {
  const what = isOver ? 'has run its weeks' : 'has ended';
  return side === 'mentor'
    ? say(
        md`Your mentoring of another partner about ${bold(topic)} ${what}. Thank you! “mentor” shows what goes on.`,
      )
    : say(
        md`Your mentoring about ${bold(topic)} ${what}. I hope it helped.`,
        button('mentoring.form', 'Ask for a mentor again', { value: 'request' }),
      );
}

/** Internal. */
export function toldManagerOfEnd(shown: {
  readonly topic: string;
  readonly learner: string;
  readonly mentor: string;
  readonly by: string;
  /** Where another can be looked for. */
  readonly requestId: string | null;
}): Message {
  const { topic, learner, mentor, by, requestId } = shown;
  return say(
    md`${bold(mentor)} doesn’t become the mentor of ${bold(learner)} about ${topic}: ${by} isn’t available for it any more. Neither hears who or why.`,
    ...(requestId ? [findButton(requestId, learner)] : []),
  );
}

/** In a partner's own channel. */
export function suggestion(managerName: string): Message {
  return message([
    section(
      md`${managerName} suggests a mentor: a partner that has been through it and offered to help. You say what about and who of you may be named; nobody hears of you before you say yes a second time.`,
      button('mentoring.form', 'Ask for a mentor', { value: 'request' }),
    ),
    context('For whoever leads on your side.'),
  ]);
}
