import type { Side } from '../../../core/actor.ts';
import { formatInstant, localDateOf } from '../../../core/calendar.ts';
import { decimalOf } from '../../../core/money.ts';
import type { Modal } from '../../../platform/feature.ts';
import {
  actions,
  type Blocks,
  bold,
  button,
  choicesInput,
  context,
  dateInput,
  joinMd,
  type Md,
  md,
  personInput,
  radioInput,
  section,
  textInput,
} from '../../../platform/slack/kit/index.ts';
import {
  type Contribution,
  type Given,
  longestPurpose,
  promiseWords,
  quantityWords,
  sideTotals,
} from '../rules/contributions.ts';
import type { Plan } from '../store.ts';
import type { ReviewedContributions } from './review.ts';
import type { Setting } from './setting.ts';

/** More of one side would not be read, nor stand in one block. */
export const mostContributions = 10;

const outcomes: Readonly<Record<Given, string>> = {
  wholly: 'Given',
  part: 'Given in part',
  not: 'Not given',
};

export const sideName = (side: Side, plan: Plan, { vendorName }: Pick<Setting, 'vendorName'>): string =>
  side === 'vendor' ? vendorName : plan.partner.name;

const ofSide = (plan: Plan, side: Side) => plan.contributions.filter((each) => each.side === side);

/** Promised against given for each side, in the words a review keeps; nothing while neither side puts anything in. */
export function contributionTotals(plan: Plan, vendorName: string): readonly ReviewedContributions[] {
  if (plan.contributions.length === 0) return [];
  return (['vendor', 'partner'] as const).map((side) => ({
    title: sideName(side, plan, { vendorName }),
    words: sideTotals(ofSide(plan, side)),
  }));
}

/** What stands on record of a contribution: "€5,000: half of the stand, by Thu 3 Dec". */
export function promiseOf(plan: Plan, contribution: Contribution): string {
  return promiseWords(contribution, localDateOf(plan.window.from, plan.window.timeZone));
}

/** "Given in part: €2,500". */
export function outcomeWords(contribution: Contribution): string {
  const { kind, currency, given } = contribution;
  if (!given) return 'Nobody has said yet what came of it';
  const { how, amount } = given;
  return `${outcomes[how]}${how === 'part' && amount !== null ? `: ${quantityWords({ kind, currency, amount })}` : ''}`;
}

function line(contribution: Contribution, plan: Plan, { people, timeZone, now }: Setting): Md {
  const { ownerPersonId, given } = contribution;
  const owner = people.get(ownerPersonId ?? '')?.name;
  const promised = md`${promiseOf(plan, contribution)}${owner ? ` (${owner})` : ''}`;
  if (!given) return promised;
  const by = people.get(given.byId ?? '')?.name ?? 'somebody';
  return md`${promised}. ${bold(outcomeWords(contribution))}, said by ${by} on ${formatInstant(given.at, timeZone, now)}`;
}

function hintBlocks({ template }: Plan): Blocks {
  const hint = template.contributions?.hint;
  return hint ? [context(hint)] : [];
}

/** What each side puts in, as it stands in the plan; nothing where the playbook does not ask for it. */
export function contributionBlocks(plan: Plan, setting: Setting): Blocks {
  if (!plan.template.contributions) return [];
  return [
    section(bold('What each side puts in')),
    ...(['vendor', 'partner'] as const).map((side) => {
      const own = ofSide(plan, side);
      const head = md`${bold(sideName(side, plan, setting))}: ${sideTotals(own)}`;
      return section(joinMd([head, ...own.map((each) => md`• ${line(each, plan, setting)}`)], '\n'));
    }),
    ...hintBlocks(plan),
  ];
}

export const contributionsButton = (plan: Plan, label = 'What each puts in') =>
  button('plans.contributions', label, { value: plan.row.id });

/** Both sides' contributions, with what this person may do to each. */
export function contributionsModal(
  plan: Plan,
  setting: Setting,
  viewer: { readonly side: Side; readonly mayWrite: boolean; readonly maySayGiven: boolean },
): Modal {
  const other: Side = viewer.side === 'vendor' ? 'partner' : 'vendor';
  const value = (id: string) => `${plan.row.id}:${id}`;
  const doing = (each: Contribution) => {
    const accessibilityLabel = `${each.side === viewer.side ? 'Change' : 'Say what came of'} ${promiseOf(plan, each)}`;
    if (each.side !== viewer.side)
      return viewer.maySayGiven
        ? button('plans.given', 'What came of it?', { value: value(each.id), accessibilityLabel })
        : undefined;
    return viewer.mayWrite && !each.given
      ? button('plans.contribution', 'Change', { value: value(each.id), accessibilityLabel })
      : undefined;
  };
  const side = (which: Side, words: string): Blocks => {
    const own = ofSide(plan, which);
    return [
      section(md`${bold(words)}: ${sideTotals(own)}`),
      ...own.map((each) => section(line(each, plan, setting), doing(each))),
    ];
  };
  const isFull = ofSide(plan, viewer.side).length >= mostContributions;
  return {
    callbackId: 'plans.contributions',
    title: 'What each side puts in',
    close: 'Close',
    metadata: { planId: plan.row.id },
    blocks: [
      context(`${plan.template.title}: ${plan.partner.name}, ${plan.period}. Both sides see all of it.`),
      ...hintBlocks(plan),
      ...side(viewer.side, `What ${sideName(viewer.side, plan, setting)}, your side, puts in`),
      ...(viewer.mayWrite && !isFull
        ? [actions(button('plans.contribution', 'Add something', { value: value('new'), style: 'primary' }))]
        : []),
      ...side(other, `What ${sideName(other, plan, setting)} puts in`),
      ...(viewer.maySayGiven || ofSide(plan, other).length === 0
        ? []
        : [
            context(
              `Once ${plan.period} runs, you or a colleague of yours who agrees to plans can say here what came of it.`,
            ),
          ]),
    ],
  };
}

/** The form of something that one's own side puts in: new, or as it stands. */
export function contributionModal(
  plan: Plan,
  present: Contribution | null,
  ownerSlackId: string | undefined,
): Modal {
  return {
    callbackId: 'plans.saveContribution',
    title: 'What we put in',
    submit: 'Save',
    metadata: {
      planId: plan.row.id,
      contributionId: present?.id ?? null,
      was: present && promiseOf(plan, present),
    },
    blocks: [
      context(`${plan.partner.name}, ${plan.period}. Both sides see it, and agree to the plan again.`),
      ...hintBlocks(plan),
      radioInput(
        'kind',
        'What is it?',
        [
          { label: 'Money', value: 'money' },
          { label: 'Days of our people', value: 'days' },
          { label: 'Something in kind', value: 'in_kind' },
        ],
        { initial: present?.kind ?? 'money' },
      ),
      textInput('amount', 'How much', {
        optional: true,
        maxLength: 60,
        hint: 'Money such as 5,000 EUR, days such as 2.5. Leave it empty for something in kind.',
        ...(present?.amount && { initial: typedAmount(present) }),
      }),
      textInput('purpose', 'What for', {
        maxLength: longestPurpose,
        placeholder: 'Half of the stand at the hospital fair',
        ...(present && { initial: present.purpose }),
      }),
      dateInput('dueOn', 'By when', {
        optional: true,
        ...(present?.dueOn && { initial: present.dueOn }),
      }),
      personInput('owner', 'Who sees to it on your side', {
        optional: true,
        ...(ownerSlackId && { initial: ownerSlackId }),
      }),
      ...(present
        ? [
            choicesInput('remove', 'Not any more?', [{ label: 'Take it out of the plan', value: 'remove' }], {
              optional: true,
            }),
          ]
        : []),
    ],
  };
}

function typedAmount({ kind, amount, currency }: Contribution): string {
  if (amount === null) return '';
  return currency === null
    ? quantityWords({ kind, amount, currency })
    : `${decimalOf({ amountMinor: amount, currency })} ${currency}`;
}

/** The form in which one side says what came of something the other promised. */
export function givenModal(plan: Plan, contribution: Contribution, setting: Setting): Modal {
  const { id, side, amount, given } = contribution;
  return {
    callbackId: 'plans.saveGiven',
    title: 'What came of it',
    submit: 'Save',
    metadata: { planId: plan.row.id, contributionId: id },
    blocks: [
      section(
        md`${sideName(side, plan, setting)} promised for ${plan.period}:\n${line(contribution, plan, setting)}`,
      ),
      radioInput(
        'how',
        'Was it given?',
        [
          { label: 'Yes, wholly', value: 'wholly' },
          { label: 'In part', value: 'part' },
          { label: 'No', value: 'not' },
        ],
        given ? { initial: given.how } : {},
      ),
      ...(amount === null
        ? []
        : [
            textInput('amount', 'How much, if in part', {
              optional: true,
              maxLength: 60,
              hint: `Less than the ${quantityWords(contribution)} promised.`,
              ...(given?.how === 'part' && {
                initial: typedAmount({ ...contribution, amount: given.amount }),
              }),
            }),
          ]),
      context('Both sides see what you say, and that it was you. You can correct it later.'),
    ],
  };
}
