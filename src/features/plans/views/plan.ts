import { formatInstant } from '../../../core/calendar.ts';
import { listing, pluralise } from '../../../core/text.ts';
import type { Message } from '../../../platform/delivery/message.ts';
import {
  actions,
  type Blocks,
  bold,
  button,
  context,
  header,
  joinMd,
  type Md,
  md,
  message,
  quote,
  section,
  table,
} from '../../../platform/slack/kit/index.ts';
import { metricLabel } from '../../scorecards/public.ts';
import { type Answers, missingIn, type Part, visibleParts } from '../rules/parts.ts';
import { agreedOn, isAgreed, type Plan } from '../store.ts';
import { contributionBlocks, contributionsButton } from './contributions.ts';
import type { Setting } from './setting.ts';

/** The value of the buttons that mean the plan as it was seen. */
export const planValue = ({ row }: Plan) => `${row.id}:${row.version}`;

/** The plan as both sides see it, or with the vendor's own notes. */
export function planMessage(plan: Plan, setting: Setting, mayReadInternal: boolean): Message {
  const { partner, parts, answers, template, period, row } = plan;
  const missing = missingIn(parts, answers);
  const title = `${template.title}: ${partner.name}, ${period}`;
  const isOver = setting.now >= plan.window.to;
  return message([
    header(mayReadInternal ? `${title} (internal)` : title),
    context(stateWords(setting)),
    ...visibleParts(parts, mayReadInternal).flatMap((part) => partBlocks(part, answers, plan, setting)),
    ...contributionBlocks(plan, setting),
    section(agreementWords(plan, setting, missing.length)),
    actions(
      ...(isOver
        ? []
        : [
            button('plans.fill', 'Fill in', {
              value: row.id,
              ...(missing.length > 0 && { style: 'primary' as const }),
            }),
          ]),
      ...(!isOver && missing.length === 0 && !isAgreed(row)
        ? [button('plans.agree', 'Agree', { value: planValue(plan), style: 'primary' as const })]
        : []),
      ...(agreedOn(row) ? [button('plans.review', 'Compare with what happened', { value: row.id })] : []),
      ...(template.contributions ? [contributionsButton(plan)] : []),
      button('platform.command', 'What changed', { value: `plan changes ${partner.name}` }),
    ),
  ]);
}

function stateWords({ version, people, savedById, savedAt, timeZone, now }: Setting): Md {
  const by = people.get(savedById)?.name ?? 'somebody';
  return md`Version ${version}, saved by ${by} on ${formatInstant(savedAt, timeZone, now)}.`;
}

function partBlocks(part: Part, answers: Answers, plan: Plan, setting: Setting): Blocks {
  const { editing, people, timeZone, now } = setting;
  const open = editing
    .filter((each) => each.part === part.key)
    .map(({ personId, since }) => {
      const name = people.get(personId)?.name ?? 'Somebody';
      return `${name} has this open since ${formatInstant(since, timeZone, now).split(', ').at(-1)}.`;
    });
  const who =
    part.shownTo === 'vendor' ? 'Only your side sees this.' : `${filledByWords(part, plan, setting)}.`;
  const isFilledIn = part.fields.every((field) => answers[field.id]);
  const isGoals = part.fields.every((field) => field.goal);
  return [
    ...(isGoals
      ? [
          table(
            part.title,
            ['Goal', 'Measured by', 'Target'],
            part.fields.map((field) => [
              field.prompt,
              field.goal ? metricLabel(field.goal.metric) : '',
              answers[field.id] ?? 'not set yet',
            ]),
          ),
          context(who),
        ]
      : [
          section(
            joinMd(
              [
                bold(part.title),
                ...part.fields.map(
                  (field) => md`_${field.prompt}_\n${quote(answers[field.id] ?? 'Not filled in yet')}`,
                ),
              ],
              '\n',
            ),
          ),
          // Who fills it in is of no interest once it is filled in; who may see it is.
          ...(part.shownTo === 'both' && isFilledIn ? [] : [context(who)]),
        ]),
    ...(open.length > 0 ? [context(open.join(' '))] : []),
  ];
}

/** "Brightpath fills this in", "Both sides fill this in". */
export function filledByWords(part: Part, plan: Plan, { vendorName }: Pick<Setting, 'vendorName'>): string {
  if (part.filledBy === 'both') return 'Both sides fill this in';
  return `${part.filledBy === 'vendor' ? vendorName : plan.partner.name} fills this in`;
}

function agreementWords(plan: Plan, setting: Setting, missing: number): Md {
  const { row, partner } = plan;
  if (missing > 0)
    return md`${bold('Not agreed yet.')} ${pluralise(missing, 'answer')} to go; then both sides can agree.`;
  const before = isAgreed(row) ? null : agreedOn(row);
  const side = (name: string, byId: string | null, at: Date | null) => {
    const by = setting.people.get(byId ?? '')?.name;
    return at
      ? `${name}: agreed by ${by ?? 'somebody'} on ${formatInstant(at, setting.timeZone, setting.now)}`
      : `${name}: not yet`;
  };
  const sides = [
    side(setting.vendorName, row.vendorAgreedById, row.vendorAgreedAt),
    side(partner.name, row.partnerAgreedById, row.partnerAgreedAt),
  ];
  return md`${bold(isAgreed(row) ? 'Agreed by both sides.' : 'Complete, to be agreed by both sides.')} ${listing(sides)}.${before ? ` Until then version ${before.version} counts, which both agreed to.` : ''}`;
}
