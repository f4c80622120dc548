import type { MetricKey, Target } from '../../playbook/public.ts';
import type { Answers, Part } from './parts.ts';
import { readTarget } from './target.ts';

/** A goal as it is written in a plan, with who sees it. */
export interface PlannedGoal {
  readonly title: string;
  readonly metric: MetricKey;
  readonly target: Target;
  readonly shownTo: Part['shownTo'];
}

/** The goals of a plan that have a target. */
export function goalsIn(parts: readonly Part[], answers: Answers): readonly PlannedGoal[] {
  return parts.flatMap(({ shownTo, fields }) =>
    fields.flatMap(({ id, prompt, goal }): PlannedGoal[] => {
      const target = goal && readTarget(goal.unit, answers[id] ?? '');
      return goal && target !== null ? [{ title: prompt, metric: goal.metric, target, shownTo }] : [];
    }),
  );
}
