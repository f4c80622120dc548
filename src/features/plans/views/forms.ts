import { formatInstant } from '../../../core/calendar.ts';
import type { Modal } from '../../../platform/feature.ts';
import {
  type Blocks,
  bold,
  button,
  choicesInput,
  context,
  joinMd,
  type Md,
  md,
  section,
  textInput,
} from '../../../platform/slack/kit/index.ts';
import type { Draft } from '../drafts.ts';
import type { Clash } from '../rules/merge.ts';
import type { Answers, Part } from '../rules/parts.ts';
import { targetExamples } from '../rules/target.ts';
import type { Plan } from '../store.ts';
import { filledByWords } from './plan.ts';
import type { Setting } from './setting.ts';

export const longestAnswer = 800;

/** A part as one person may choose it. */
interface Choice {
  readonly part: Part;
  readonly missing: number;
  readonly hasDraft: boolean;
  /** Who else has it open. */
  readonly others: readonly string[];
}

/** Which part somebody wants to fill in. */
export function chooseModal(plan: Plan, choices: readonly Choice[], setting: Setting): Modal {
  return {
    callbackId: 'plans.choose',
    title: 'Fill in the plan',
    close: 'Close',
    metadata: { planId: plan.row.id },
    blocks: [
      section(`${plan.template.title}: ${plan.partner.name}, ${plan.period}`),
      ...choices.map(({ part, missing, hasDraft, others }) => {
        const state = [
          part.shownTo === 'vendor' ? 'Only your side sees this' : filledByWords(part, plan, setting),
          missing > 0 ? `${missing} to go` : isBegun(part, plan) ? 'complete' : 'nothing has to be said',
          ...(hasDraft ? ['you have a draft'] : []),
          ...others.map((name) => `${name} has it open`),
        ];
        return section(
          md`${bold(part.title)}\n${state.join(' · ')}`,
          button('plans.part', missing > 0 ? 'Fill in' : 'Change', {
            value: `${plan.row.id}:${part.key}`,
            accessibilityLabel: `Fill in ${part.title}`,
          }),
        );
      }),
    ],
  };
}

function isBegun(part: Part, { answers }: Plan): boolean {
  return part.fields.some((field) => answers[field.id]);
}

/** The form of one part. Its fields are what is saved, or the person's draft of it. */
export function partModal(
  plan: Plan,
  part: Part,
  form: {
    readonly values: Answers;
    readonly baseVersion: number;
    readonly draft: Draft | null;
    readonly others: readonly { readonly name: string; readonly since: Date }[];
    readonly clashes: readonly Clash[];
    /** Who saved what clashes. */
    readonly changedBy: string;
    readonly timeZone: string;
    readonly now: Date;
  },
): Modal {
  const { values, baseVersion, clashes } = form;
  return {
    callbackId: 'plans.save',
    title: 'Fill in the plan',
    submit: 'Save',
    metadata: { planId: plan.row.id, part: part.key, baseVersion },
    blocks: [
      section(md`${bold(part.title)}  ${plan.partner.name}, ${plan.period}`),
      ...notices(part, form),
      ...clashes.map(({ field, theirs }) =>
        section(md`${bold(field.prompt)}\n${form.changedBy} wrote: ${theirs || 'nothing'}`),
      ),
      ...part.fields.map((field) =>
        textInput(field.id, field.prompt, {
          optional: true,
          ...(field.goal
            ? { hint: `A target such as ${targetExamples[field.goal.unit]}.`, maxLength: 20 }
            : { multiline: true, maxLength: longestAnswer }),
          ...(values[field.id] && { initial: values[field.id] ?? '' }),
        }),
      ),
      choicesInput(
        'keep',
        'Not ready?',
        [{ label: 'Keep it as my draft, which nobody else sees', value: 'draft' }],
        { optional: true },
      ),
    ],
  };
}

function notices(
  part: Part,
  form: Pick<
    Parameters<typeof partModal>[2],
    'draft' | 'others' | 'clashes' | 'changedBy' | 'timeZone' | 'now'
  >,
): Blocks {
  const at = (instant: Date) => formatInstant(instant, form.timeZone, form.now);
  const lines: Md[] = [];
  if (form.clashes.length > 0)
    lines.push(
      md`${bold('Nothing was saved.')} ${form.changedBy} changed the same answers while you were writing. What you wrote is still below: bring the two together and save again.`,
    );
  else if (form.draft?.answers) lines.push(md`This is your draft of ${at(form.draft.openedAt)}.`);
  for (const { name, since } of form.others)
    lines.push(md`${name} has this open too, since ${at(since)}. Whoever saves second is told what changed.`);
  if (part.shownTo === 'vendor') lines.push(md`Only your side sees this.`);
  return lines.length > 0 ? [context(joinMd(lines, '\n'))] : [];
}
