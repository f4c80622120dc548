import type { ActionsBlockElement } from '@slack/types';
import { contentHash } from '../../core/hash.ts';
import { listing, pluralise } from '../../core/text.ts';
import type { Message } from '../../platform/delivery/message.ts';
import type { Modal } from '../../platform/feature.ts';
import {
  actions,
  bold,
  button,
  choiceInput,
  context,
  fields,
  header,
  joinMd,
  type Md,
  md,
  menu,
  message,
  say,
  section,
  table,
  textInput,
} from '../../platform/slack/kit/index.ts';
import type { Partner, TierProposal } from '../../platform/store/generated/client.ts';
import { dimensionsOf, type Graded, type Playbook, segmentInputs, segmentWords } from '../playbook/public.ts';
import { howMenu, metricLabel } from '../scorecards/public.ts';
import type { Regraded } from './regrade.ts';

const mostListed = 100;

/** Partners side by side, those of the highest tier first. Internal. */
export function segmentsMessage(playbook: Playbook, partners: readonly Partner[], filter: string): Message {
  const rank = (tier: string) => playbook.tiers.findIndex(({ key }) => key === tier);
  const ordered = partners.toSorted((a, b) => rank(b.tier) - rank(a.tier) || a.name.localeCompare(b.name));
  const shown = ordered.slice(0, mostListed);
  const of = filter === '' ? '' : ` for “${filter}”`;
  if (shown.length === 0) return say(`None of your partners is there${of}. \`segments\` shows them all.`);
  const segments = new Map(shown.map((each) => [each.id, new Map(segmentWords(playbook, each.segments))]));
  // A column that is the same dash from top to bottom says nothing.
  const names = dimensionsOf(playbook)
    .map(({ name }) => name)
    .filter((name) => shown.some(({ id }) => segments.get(id)?.has(name)));
  return message([
    header('Tiers and segments'),
    table(
      `Partners by tier and segment${of}`,
      ['Partner', 'Tier', ...names],
      shown.map(({ id, name, tier }) => [
        name,
        tierName(playbook, tier),
        ...names.map((each) => segments.get(id)?.get(each) ?? '–'),
      ]),
    ),
    ...(shown.length < ordered.length ? [context(`The first ${shown.length} of ${ordered.length}.`)] : []),
    actions(
      menu(
        'segments.open',
        'Change a partner',
        shown.map(({ id, name }) => ({ label: name, value: id })),
      ),
    ),
    context(
      'Narrow it with words: `segments gold`, `segments potential high`. Partners see their tier, never their segments.',
    ),
  ]);
}

/** One partner. Internal. */
export function partnerSegments(
  playbook: Playbook,
  partner: Partner,
  proposal: TierProposal | undefined,
): Message {
  return message([
    header(`${partner.name}: tier and segments`),
    ...(proposal ? (proposalMessage(playbook, partner, proposal).blocks ?? []) : []),
    fields(
      ['Tier', tierName(playbook, partner.tier)],
      ...dimensionsOf(playbook).map(({ name }): readonly [string, string] => [
        name,
        new Map(segmentWords(playbook, partner.segments)).get(name) ?? 'not said',
      ]),
    ),
    ...(partner.endedAt ? [] : [actions(button('segments.open', 'Change', { value: partner.id }))]),
    context('The partner sees its tier, never its segments.'),
  ]);
}

export function tierName(playbook: Playbook, tier: string): string {
  return playbook.tiers.find(({ key }) => key === tier)?.name ?? tier;
}

export function segmentsModal(playbook: Playbook, partner: Partner): Modal {
  return {
    callbackId: 'segments.change',
    title: 'Tier and segments',
    submit: 'Save',
    metadata: { partnerId: partner.id, was: gradedKey(partner) },
    blocks: [
      context(
        md`Of ${partner.name}. Steps that come with them are added to a running onboarding; none is taken away by itself.`,
      ),
      choiceInput(
        'tier',
        'Tier',
        playbook.tiers.map(({ key, name, description }) => ({ label: name, value: key, description })),
        { initial: partner.tier },
      ),
      ...segmentInputs(playbook, partner.segments),
      textInput('why', 'Why', {
        optional: true,
        maxLength: 300,
        hint: 'Kept on the partner’s history, for your side alone.',
      }),
    ],
  };
}

/** Puts a change of tier to whoever decides it. Internal. */
export function proposalMessage(
  playbook: Playbook,
  partner: Partner,
  proposal: Pick<TierProposal, 'id' | 'fromTier' | 'toTier' | 'evidence'>,
): Message {
  const to = tierName(playbook, proposal.toTier);
  const from = tierName(playbook, proposal.fromTier);
  return message([
    section(
      joinMd(
        [
          md`What is known of ${bold(partner.name)} speaks for another tier: ${bold(to)} instead of ${from}. It stays as it is until you decide.`,
          ...proposal.evidence.map((each) => md`• ${each}`),
        ],
        '\n',
      ),
    ),
    actions(
      button('segments.accept', `Make it ${to}`, { value: proposal.id, style: 'primary' }),
      button('segments.keep', `Keep ${from}`, { value: proposal.id }),
      ...askNumbers(playbook, partner, proposal),
    ),
    context(
      'Each number counts with its whole 95 % interval. Only you and those who manage the partner see this.',
    ),
  ]);
}

/** Asks how the numbers came about that the criteria of the two tiers are about. */
function askNumbers(
  { tiers }: Playbook,
  partner: Partner,
  { fromTier, toTier }: Pick<TierProposal, 'fromTier' | 'toTier'>,
): readonly ActionsBlockElement[] {
  const asked = new Set(
    tiers
      .filter(({ key }) => key === fromTier || key === toTier)
      .flatMap(({ criteria }) => criteria?.when ?? [])
      .flatMap(({ metric }) => metric ?? []),
  );
  if (asked.size === 0) return [];
  return [
    howMenu(
      partner.id,
      [...asked].map((key) => ({ metric: { key, label: metricLabel(key) } })),
    ),
  ];
}

export function keepModal(playbook: Playbook, partner: Partner, proposal: TierProposal): Modal {
  return {
    callbackId: 'segments.keep',
    title: 'Keep the tier',
    submit: 'Keep it',
    metadata: { proposalId: proposal.id },
    blocks: [
      context(
        `${partner.name} stays ${tierName(playbook, proposal.fromTier)}. The same change is not proposed again for 90 days.`,
      ),
      textInput('reason', 'Why', {
        multiline: true,
        maxLength: 300,
        hint: 'Kept on the partner’s history, for your side alone.',
      }),
    ],
  };
}

/** Tells one place in tiers and segments from another, in little room: a form carries it. */
export function gradedKey({ tier, segments }: Graded): string {
  return contentHash([tier, ...segments.toSorted()]);
}

/** Where a partner belongs, in words. Internal. */
export function gradedWords(playbook: Playbook, { tier, segments }: Graded): string {
  const words = segmentWords(playbook, segments).map(([name, values]) => `${name}: ${values}`);
  return `${tierName(playbook, tier)}${words.length > 0 ? `, ${words.join('; ')}` : ', in no segment'}`;
}

/** What a change did, for whoever made it. Internal. */
export function changedMessage(playbook: Playbook, partner: Partner, { isChanged, plan }: Regraded): Message {
  if (!isChanged) return say(md`${partner.name} stays as it was.`);
  const is: Md = md`${partner.name} is ${gradedWords(playbook, partner)}.`;
  if (!plan) return say(is);
  const quoted = (titles: readonly string[]) => listing(titles.map((title) => `“${title}”`));
  return message([
    section(
      plan.added.length > 0
        ? md`${is} ${pluralise(plan.added.length, 'step')} came into its plan, and its channel knows: ${quoted(plan.added)}.`
        : md`${is} Its plan needs no further step.`,
    ),
    ...(plan.leftOver.length > 0
      ? [
          section(
            md`Not asked of it any more: ${quoted(plan.leftOver)}. It stays on the list until you take it off. What is done or in review stays for good.`,
          ),
          actions(button('onboarding.takeOff', 'Take off the plan', { value: plan.journeyId })),
        ]
      : []),
  ]);
}
