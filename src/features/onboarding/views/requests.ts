import type { Message } from '../../../platform/delivery/message.ts';
import {
  actions,
  bold,
  button,
  channelLink,
  context,
  joinMd,
  md,
  message,
  quote,
  section,
} from '../../../platform/slack/kit/index.ts';
import { showEvidence } from '../evidence/catalogue.ts';
import type { Run, RunGate, RunStep } from '../store/load.ts';
import { dueLine, nameOf } from './words.ts';

/** Asks the reviewer, in person. */
export function reviewRequest(run: Run, step: RunStep): Message {
  const who = nameOf(run, step.row.submittedById);
  // Approving is for what was read: handed in again, the step has another version.
  const value = `${step.row.id} ${step.row.version}`;
  return message([
    section(md`${who} handed in ${bold(step.title)} for ${run.partner.name} and asks for your review.`),
    section(showEvidence(step.row.evidence) ?? 'Nothing was handed in.'),
    context(md`It is done when: ${joinMd([...step.step.acceptance], '; ')}`),
    actions(
      button('onboarding.approve', 'Approve', { value, style: 'primary' }),
      button('onboarding.sendBack', 'Send back', { value }),
      button('onboarding.step', 'Details', { value: step.row.id }),
    ),
  ]);
}

/** Asks who decides, in person. */
export function gateRequest(run: Run, gate: RunGate): Message {
  const index = run.gates.findIndex((each) => each.key === gate.key);
  const next = run.gates[index + 1];
  return message([
    section(
      md`Every step of ${bold(gate.gate.name)} is done at ${run.partner.name}. ${next ? md`Will you open the way to ${bold(next.gate.name)}?` : 'Is this partner live?'}`,
    ),
    context(md`Decide on: ${joinMd([...gate.gate.criteria], '; ')}`),
    actions(button('onboarding.decide', 'Decide', { value: gate.row.id, style: 'primary' })),
  ]);
}

/** Tells the owner what is missing. */
export function sentBack(step: RunStep, reviewer: string, reason: string): Message {
  return message([
    section(md`${reviewer} looked at ${bold(step.title)} and sent it back:`),
    section(quote(reason)),
    actions(
      button('onboarding.complete', 'Hand in again', { value: step.row.id, style: 'primary' }),
      button('onboarding.step', 'Details', { value: step.row.id }),
    ),
  ]);
}

/** Tells the person in charge of a topic that somebody needs help. */
export function blockedNotice(
  run: Run,
  step: RunStep,
  by: string,
  reason: string,
  topic: string | null,
  slackChannelId: string,
): Message {
  return message([
    section(
      md`${by} needs help at ${bold(run.partner.name)}: ${bold(step.title)} is blocked${topic ? ` (${topic})` : ''}.`,
    ),
    section(quote(reason)),
    context(
      md`Answer in ${channelLink(slackChannelId)}. The step is ${nameOf(run, step.row.ownerPersonId)}’s.`,
    ),
    actions(
      button('onboarding.unblock', 'No longer blocked', { value: step.row.id, style: 'primary' }),
      button('onboarding.step', 'Details', { value: step.row.id }),
    ),
  ]);
}

/** Tells the owner that they can go on. */
export function unblockedNotice(step: RunStep, by: string): Message {
  return message([
    section(md`${by} says that ${bold(step.title)} is no longer blocked. You can go on.`),
    actions(
      button('onboarding.complete', 'Complete', { value: step.row.id, style: 'primary' }),
      button('onboarding.step', 'Details', { value: step.row.id }),
    ),
  ]);
}

/** Tells somebody that a step is theirs now. */
export function assignedNotice(run: Run, step: RunStep, by: string): Message {
  return message([
    section(md`${by} gave you ${bold(step.title)} at ${run.partner.name}: ${dueLine(step, run.today)}.`),
    actions(
      button('onboarding.complete', 'Complete', { value: step.row.id, style: 'primary' }),
      button('onboarding.step', 'Details', { value: step.row.id }),
    ),
  ]);
}
