import { addWorkingDays, workingDaysBetween } from '../../../core/business-time.ts';
import { addDays, formatLocalDate, type LocalDate } from '../../../core/calendar.ts';
import { pluralise } from '../../../core/text.ts';
import type { SignalRule } from '../../playbook/public.ts';
import type { HealthFacts } from '../facts.ts';
import { dayCell, type Found, type Ground } from './found.ts';

/** Since the day on which as many steps as the rule says had been late for as long as it says. */
export function lateSteps(
  rule: Extract<SignalRule, { kind: 'late_steps' }>,
  { late, today, holidays }: HealthFacts,
): Found | null {
  const found = lateBy(rule.days, late, today, holidays);
  const [oldest] = found;
  const deciding = found[rule.steps - 1];
  if (!oldest || !deciding) return null;
  const longest = workingDaysBetween(oldest.dueOn, today, holidays);
  const isSerious =
    rule.serious !== undefined && lateBy(rule.serious, late, today, holidays).length >= rule.steps;
  return {
    severity: isSerious ? 'serious' : 'watch',
    since: addWorkingDays(deciding.dueOn, rule.days, holidays),
    evidence: `${pluralise(found.length, 'step')} late by ${pluralise(rule.days, 'working day')} or more. The longest is “${oldest.title}”, due ${formatLocalDate(oldest.dueOn, today)}: ${pluralise(longest, 'working day')} late.`,
  };
}

/** By the day they would have had to be due on, as counting working days step by step would take long. */
function lateBy(
  days: number,
  late: HealthFacts['late'],
  today: LocalDate,
  holidays: readonly string[],
): HealthFacts['late'] {
  const lastWorkingDay = addWorkingDays(addDays(today, 1), -1, holidays);
  const latest = addWorkingDays(lastWorkingDay, -days, holidays);
  return late.filter(({ dueOn }) => dueOn <= latest);
}

/** Every step past its due date that nobody has handed in, the longest late first. */
export function behindLateSteps(
  rule: Extract<SignalRule, { kind: 'late_steps' }>,
  { late, today, holidays }: HealthFacts,
): Ground {
  const { steps, days, serious } = rule;
  const counted = new Set(lateBy(days, late, today, holidays));
  const worse =
    serious === undefined ? '' : ` Serious once as many are late by ${pluralise(serious, 'working day')}.`;
  return {
    rule: `At least ${pluralise(steps, 'step')} not handed in, each ${pluralise(days, 'working day')} or more past its due date.${worse}`,
    noun: 'steps',
    columns: ['Step', 'Due', 'Working days late', 'Counts'],
    rows: late.map((step) => [
      step.title,
      dayCell(step.dueOn, today),
      workingDaysBetween(step.dueOn, today, holidays),
      counted.has(step) ? 'Yes' : 'Not yet',
    ]),
  };
}
