import { pluralise, truncate } from '../../../core/text.ts';
import type { Message } from '../../../platform/delivery/message.ts';
import {
  actions,
  type Blocks,
  bold,
  button,
  header,
  md,
  menu,
  message,
  section,
} from '../../../platform/slack/kit/index.ts';
import type { Run, RunStep } from '../store/load.ts';
import type { Digest, DigestStep } from '../store/reminders.ts';
import { dueLine, nameOf } from './words.ts';

/** Steps with their own buttons; what is beyond is named in one line. */
const mostSteps = 12;

/** One message a day instead of one a step. */
export function digestMessage(digest: Digest): Message {
  const { steps, reviews, gates, today } = digest;
  const late = steps.filter((each) => each.standing === 'overdue');
  const dueToday = steps.filter((each) => each.standing === 'today');
  const soon = steps.filter((each) => each.standing === 'soon');
  const parts = [
    ...(late.length > 0 ? [`${pluralise(late.length, 'step')} late`] : []),
    ...(dueToday.length > 0 ? [`${dueToday.length} due today`] : []),
    ...(soon.length > 0 ? [`${soon.length} due soon`] : []),
    ...(reviews.length > 0 ? [`${pluralise(reviews.length, 'review')} waiting`] : []),
    ...(gates.length > 0 ? [`${pluralise(gates.length, 'gate')} to decide`] : []),
  ];
  const shown = steps.slice(0, mostSteps);
  const left = steps.length - shown.length;
  return message([
    header(`Your onboarding steps: ${parts.join(', ')}`),
    ...shown.flatMap((each) => stepLines(each, today)),
    ...(left > 0 ? [section(`And ${pluralise(left, 'more step')}: ask for \`steps\`.`)] : []),
    ...reviews.map(({ run, step }) =>
      section(
        md`${bold(step.title)} at ${run.partner.name} waits for your review; ${nameOf(run, step.row.submittedById)} handed it in.`,
        button('onboarding.review', 'Review', { value: step.row.id }),
      ),
    ),
    ...gates.map(({ run, gate }) =>
      section(
        md`The gate ${bold(gate.gate.name)} at ${run.partner.name} waits for your decision.`,
        button('onboarding.decide', 'Decide', { value: gate.row.id }),
      ),
    ),
  ]);
}

function stepLines({ run, step }: DigestStep, today: DigestStep['run']['today']): Blocks {
  const value = step.row.id;
  const note = step.row.note ? md`\nSent back: ${truncate(step.row.note, 200)}` : md``;
  return [
    section(md`${bold(step.title)} at ${run.partner.name}\n${dueLine(step, today)}${note}`),
    actions(
      button('onboarding.complete', 'Complete', { value, accessibilityLabel: `Complete ${step.title}` }),
      menu('onboarding.snooze', 'Snooze', [
        { label: 'For a day', value: `${value} 1` },
        { label: 'For 3 days', value: `${value} 3` },
        { label: 'Until next week', value: `${value} week` },
      ]),
      button('onboarding.block', 'It’s blocked', { value, accessibilityLabel: `Blocked: ${step.title}` }),
    ),
  ];
}

/** Tells the named seat that steps are late beyond what the playbook tolerates in silence. */
export function escalation(run: Run, steps: readonly RunStep[]): Message {
  return message([
    section(
      md`${bold(run.partner.name)} may need your help: ${pluralise(steps.length, 'step')} ${steps.length === 1 ? 'is' : 'are'} late by more than ${pluralise(run.playbook.reminders.escalateAfter, 'working day')}.`,
    ),
    ...steps.map((step) =>
      section(
        md`${bold(step.title)}\n${nameOf(run, step.row.ownerPersonId)}, ${dueLine(step, run.today)}`,
        button('onboarding.step', 'Details', { value: step.row.id }),
      ),
    ),
  ]);
}
