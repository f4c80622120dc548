import type { Side } from '../../../core/actor.ts';
import type { MetricKey, MetricTarget, MetricUnit, PlanTemplate } from '../../playbook/public.ts';
import { internalMetrics, metricUnits } from '../../playbook/public.ts';
import { targetText } from './target.ts';

/** What is written into one field, by field id. */
export type Answers = Readonly<Record<string, string>>;

export interface Field {
  readonly id: string;
  readonly prompt: string;
  readonly isRequired: boolean;
  /** Of a goal: what it is measured by; its answer is a target. */
  readonly goal: { readonly metric: MetricKey; readonly unit: MetricUnit } | null;
}

/** What is filled in at once, by one form. */
export interface Part {
  readonly key: string;
  readonly title: string;
  readonly filledBy: Side | 'both';
  readonly shownTo: 'both' | 'vendor';
  readonly fields: readonly Field[];
}

/** No section can have these keys. */
const goalParts = { both: 'goals*', vendor: 'own-goals*' } as const;

/**
 * A template as forms: its sections, then the goals. A goal is seen by whoever sees its metric, and one whose
 * metric the scorecard has no more is left out.
 */
export function templateParts(
  template: PlanTemplate,
  shown: readonly Pick<MetricTarget, 'key' | 'shownTo'>[],
): readonly Part[] {
  const sections = template.sections.map(
    ({ key, title, filledBy, shownTo, questions }): Part => ({
      ...{ key, title, filledBy, shownTo },
      fields: questions.map((question) => ({
        id: `${key}.${question.key}`,
        prompt: question.prompt,
        isRequired: question.required,
        goal: null,
      })),
    }),
  );
  const seenBy = ({ key, shownTo }: Pick<MetricTarget, 'key' | 'shownTo'>) =>
    internalMetrics.includes(key) ? 'vendor' : shownTo;
  const goals = (['both', 'vendor'] as const).map(
    (shownTo): Part => ({
      key: goalParts[shownTo],
      title: shownTo === 'both' ? 'Goals' : 'Goals of our own',
      filledBy: shownTo,
      shownTo,
      fields: template.goals
        .filter((goal) => shown.some((each) => each.key === goal.metric && seenBy(each) === shownTo))
        .map((goal) => ({
          id: `goal.${goal.key}`,
          prompt: goal.title,
          isRequired: true,
          goal: { metric: goal.metric, unit: metricUnits[goal.metric].unit },
        })),
    }),
  );
  return [...sections, ...goals].filter((part) => part.fields.length > 0);
}

/** What a new plan begins with: the targets the template proposes. */
export function firstAnswers(template: PlanTemplate): Answers {
  return Object.fromEntries(
    template.goals.map((goal) => [
      `goal.${goal.key}`,
      targetText(metricUnits[goal.metric].unit, goal.target),
    ]),
  );
}

/** The parts somebody of a side may see. */
export function visibleParts(parts: readonly Part[], mayReadInternal: boolean): readonly Part[] {
  return parts.filter((part) => mayReadInternal || part.shownTo === 'both');
}

export function isFilledBy(part: Part, side: Side): boolean {
  return part.filledBy === 'both' || part.filledBy === side;
}

/** The answers that belong to these parts. */
export function answersIn(parts: readonly Part[], answers: Answers): Answers {
  const ids = new Set(parts.flatMap((part) => part.fields.map((field) => field.id)));
  return Object.fromEntries(Object.entries(answers).filter(([id]) => ids.has(id)));
}

/** What has to be filled in before anybody can agree, and is not. */
export function missingIn(parts: readonly Part[], answers: Answers): readonly Field[] {
  return parts
    .filter((part) => part.shownTo === 'both')
    .flatMap((part) => part.fields.filter((field) => field.isRequired && !answers[field.id]));
}
