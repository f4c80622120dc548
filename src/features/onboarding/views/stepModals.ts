import type { Modal } from '../../../platform/feature.ts';
import {
  type Blocks,
  bold,
  choiceInput,
  context,
  joinMd,
  link,
  md,
  radioInput,
  section,
  textInput,
} from '../../../platform/slack/kit/index.ts';
import { formFor, showEvidence } from '../evidence/catalogue.ts';
import type { Run, RunGate, RunStep } from '../store/load.ts';
import { dueLine, nameOf } from './words.ts';

/** What the step is, and the form for what it asks. */
export function completeModal(run: Run, step: RunStep): Modal {
  return {
    callbackId: 'onboarding.complete',
    title: 'Complete a step',
    submit: step.step.review ? 'Hand in' : 'Complete',
    metadata: { stepId: step.row.id },
    blocks: [...aboutStep(run, step), ...formFor(step.step.evidence).inputs],
  };
}

/** Title, description, due day and acceptance criteria. */
export function aboutStep(run: Run, step: RunStep): Blocks {
  const { description, acceptance, resources, review } = step.step;
  return [
    section(md`${bold(step.title)}\n${description}`),
    section(
      md`Done when:\n${joinMd(
        acceptance.map((each) => md`• ${each}`),
        '\n',
      )}`,
    ),
    ...(resources.length > 0
      ? [
          section(
            md`Helpful: ${joinMd(
              resources.map((each) => link(each.url, each.title)),
              ', ',
            )}`,
          ),
        ]
      : []),
    context(
      md`${nameOf(run, step.row.ownerPersonId)}, ${dueLine(step, run.today)}${review ? md`. ${nameOf(run, step.row.reviewerPersonId)} reviews it` : ''}.`,
    ),
  ];
}

/** What was handed in, and the decision on it. */
export function reviewModal(run: Run, step: RunStep): Modal {
  return {
    callbackId: 'onboarding.review',
    title: 'Review a step',
    submit: 'Decide',
    metadata: { stepId: step.row.id, version: step.row.version },
    blocks: [
      ...aboutStep(run, step),
      section(md`${bold(`${nameOf(run, step.row.submittedById)} handed in`)}`),
      section(showEvidence(step.row.evidence) ?? 'Nothing was handed in.'),
      radioInput('decision', 'What do you say?', [
        { label: 'Approve', value: 'approve' },
        { label: 'Send it back', value: 'send-back' },
      ]),
      textInput('reason', 'What is missing?', {
        multiline: true,
        optional: true,
        maxLength: 1000,
        hint: 'Needed when you send it back; the owner reads it.',
      }),
    ],
  };
}

/** Why a step goes back. */
export function sendBackModal(step: RunStep): Modal {
  return {
    callbackId: 'onboarding.sendBack',
    title: 'Send back',
    submit: 'Send back',
    metadata: { stepId: step.row.id, version: step.row.version },
    blocks: [
      section(md`${bold(step.title)} goes back to its owner.`),
      textInput('reason', 'What is missing?', { multiline: true, maxLength: 1000 }),
    ],
  };
}

/** The decision on a gate, with the criteria it rests on. */
export function gateModal(run: Run, gate: RunGate): Modal {
  const next = run.gates[run.gates.findIndex((each) => each.key === gate.key) + 1];
  return {
    callbackId: 'onboarding.gate',
    title: 'Decide a gate',
    submit: 'Decide',
    metadata: { gateId: gate.row.id },
    blocks: [
      section(md`${bold(gate.gate.name)}\n${gate.gate.purpose}`),
      section(
        md`Decide on:\n${joinMd(
          gate.gate.criteria.map((each) => md`• ${each}`),
          '\n',
        )}`,
      ),
      radioInput('decision', 'Your decision', [
        { label: next ? `Open the way to ${next.gate.name}` : 'Pass: this partner is live', value: 'pass' },
        { label: 'Hold, for a reason', value: 'hold' },
      ]),
      textInput('reason', 'Reason', {
        multiline: true,
        optional: true,
        maxLength: 1000,
        hint: 'Both sides read it in the channel. Needed to hold the gate.',
      }),
    ],
  };
}

/** What is in the way, of which step, and who should hear of it. */
export function blockedModal(
  run: Run,
  steps: readonly RunStep[],
  chosen: RunStep | null,
  reason: string,
): Modal {
  return {
    callbackId: 'onboarding.blocked',
    title: 'Something’s blocked',
    submit: 'Say so',
    metadata: { journeyId: run.journey.id },
    blocks: [
      choiceInput(
        'step',
        'Which step?',
        steps.map((step) => ({ label: step.title, value: step.row.id })),
        chosen ? { initial: chosen.row.id } : {},
      ),
      textInput('reason', 'What is in the way?', { multiline: true, maxLength: 1000, initial: reason }),
      choiceInput(
        'topic',
        'What is it about?',
        run.playbook.contacts.map(({ topic, title, description }) => ({
          label: title,
          value: topic,
          description,
        })),
        { hint: 'The person in charge of it hears of it at once.' },
      ),
    ],
  };
}
