import { truncate } from '../../../core/text.ts';
import type { Message } from '../../../platform/delivery/message.ts';
import type { Modal } from '../../../platform/feature.ts';
import {
  actions,
  type Blocks,
  bold,
  button,
  context,
  header,
  type Md,
  md,
  message,
  quote,
  radioInput,
  section,
  textInput,
} from '../../../platform/slack/kit/index.ts';
import { longest } from '../rules/fields.ts';
import type { Deal } from '../store.ts';
import { dealTitle } from '../views/deal.ts';
import { type Consent, consents, type Told } from './rules.ts';

/** In the deal's thread, which both sides read. */
export function askPartner(deal: Deal, days: number): Message {
  return message(
    [
      section(
        md`You won D-${deal.number} ${dealTitle(deal)} within ${days} days of kickoff. What did the customer want, and what helped? Two sentences are enough, and you say who may read them.`,
      ),
      tellButton(deal, 'Tell the story'),
    ],
    `What won D-${deal.number}?`,
  );
}

/** Internal. */
export function askManager(deal: Deal, days: number, partnerName: string): Message {
  return message(
    [
      section(
        md`${partnerName} won D-${deal.number} ${dealTitle(deal)} within ${days} days of kickoff. I asked its people in the channel what helped. You can tell what you saw, too; who may read it is theirs to say.`,
      ),
      tellButton(deal, 'Tell the story'),
    ],
    `What won D-${deal.number}?`,
  );
}

function tellButton(deal: Pick<Deal, 'id' | 'number'>, label: string) {
  return actions(
    button('pipeline.tellWin', label, {
      value: deal.id,
      accessibilityLabel: `Tell what won deal D-${deal.number}`,
    }),
  );
}

export function storyModal(
  deal: Deal,
  partnerName: string,
  side: 'vendor' | 'partner',
  present: (Told & { readonly consent: Consent }) | null,
): Modal {
  const consent = present?.consent ?? 'between_us';
  return {
    callbackId: 'pipeline.saveWin',
    title: `How D-${deal.number} was won`,
    submit: 'Save',
    metadata: { dealId: deal.id },
    blocks: [
      section(dealTitle(deal)),
      textInput('wanted', 'What did the customer want?', {
        ...(present && { initial: present.wanted }),
        multiline: true,
        maxLength: longest.reason,
      }),
      textInput('helped', 'What helped to win it?', {
        ...(present && { initial: present.helped }),
        multiline: true,
        maxLength: longest.reason,
      }),
      side === 'partner'
        ? radioInput(
            'consent',
            'Where may it be used?',
            Object.entries(consents).map(([value, label]) => ({ label, value })),
            { initial: consent },
          )
        : context(
            md`${partnerName} says where it may be used. So far: ${consents[consent]}. If you change its words, its people are to say so again.`,
          ),
    ],
  };
}

export interface StoryShown extends Told {
  readonly number: number;
  readonly partnerName: string;
  /** Null where the customer is not to be named. */
  readonly customer: string | null;
  readonly consent: Consent;
  readonly usedFor: string | null;
}

/** Slack's blocks and letters in one message go no further. */
export const storiesAPage = 10;

export function storyList(shown: {
  readonly title: string;
  readonly stories: readonly StoryShown[];
  readonly total: number;
  /** From 0. */
  readonly page: number;
  /** The partner they are of, or `all`. */
  readonly scope: string;
  /** Won early, and nobody has told of them. */
  readonly untold: readonly Pick<Deal, 'id' | 'number' | 'customer' | 'name'>[];
  readonly hint: string;
}): Message {
  const { title, stories, total, page, scope, untold, hint } = shown;
  const first = page * storiesAPage + 1;
  const last = page * storiesAPage + stories.length;
  const turn = (label: string, to: number) => button('pipeline.turnWins', label, { value: `${scope}:${to}` });
  return message([
    header(truncate(`Early wins of ${title}`, 150)),
    ...(stories.length === 0 ? [section('No stories to read yet.')] : stories.flatMap(storyBlocks)),
    ...(total > stories.length
      ? [
          context(`${first} to ${last} of ${total}.`),
          actions(
            ...(page > 0 ? [turn('Newer', page - 1)] : []),
            ...(last < total ? [turn('Older', page + 1)] : []),
          ),
        ]
      : []),
    ...(untold.length > 0
      ? [
          section('Nobody has told yet how these were won:'),
          actions(
            ...untold.map((deal) =>
              button('pipeline.tellWin', truncate(`D-${deal.number} ${dealTitle(deal)}`, 60), {
                value: deal.id,
                accessibilityLabel: `Tell what won deal D-${deal.number}`,
              }),
            ),
          ),
        ]
      : []),
    context(hint),
  ]);
}

function storyBlocks(story: StoryShown): Blocks {
  const { number, partnerName, customer, wanted, helped, consent, usedFor } = story;
  const who: Md = customer === null ? md`A customer of ${partnerName}` : md`${customer}, with ${partnerName}`;
  return [
    section(md`${bold(`D-${number}`)}  ${who}`),
    section(quote(`Wanted: ${wanted}\nHelped: ${helped}`)),
    context(
      usedFor === null
        ? md`May be used: ${consents[consent]}`
        : md`May be used: ${consents[consent]}  ·  Used: ${usedFor}`,
    ),
  ];
}
