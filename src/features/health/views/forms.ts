import type { LocalDate } from '../../../core/calendar.ts';
import type { Modal } from '../../../platform/feature.ts';
import {
  bold,
  button,
  choicesInput,
  dateInput,
  joinMd,
  md,
  personInput,
  radioInput,
  section,
  textInput,
} from '../../../platform/slack/kit/index.ts';
import type { Partner, RemediationPlan } from '../../../platform/store/generated/client.ts';
import type { Remediation } from '../../playbook/public.ts';
import type { Choice } from '../store/plans.ts';

/** What to do about a signal, as the playbook suggests it; everything can be changed. */
export function planForm(plan: {
  readonly signalId: string;
  readonly title: string;
  readonly evidence: string;
  readonly what: string;
  readonly ownerSlackId: string;
  readonly dueOn: LocalDate;
}): Modal {
  return {
    callbackId: 'health.plan',
    title: 'Plan what to do',
    submit: 'Plan it',
    metadata: { signalId: plan.signalId },
    blocks: [
      section(md`${bold(plan.title)}\n${plan.evidence}`),
      textInput('what', 'What is to be done?', { initial: plan.what, multiline: true, maxLength: 300 }),
      personInput('owner', 'Who does it?', { initial: plan.ownerSlackId }),
      dateInput('due', 'By when?', { initial: plan.dueOn }),
      radioInput(
        'seenBy',
        'Who sees it?',
        [
          { label: 'Only our side', value: 'us' },
          { label: 'Both sides, in the channel', value: 'both' },
        ],
        { initial: 'us' },
      ),
    ],
  };
}

/** Which of several: each has its own steps, criteria and days. */
export function chooseWayBack(partner: Partner, waysBack: readonly Remediation[]): Modal {
  return {
    callbackId: 'health.chooseWayBack',
    title: 'Begin a way back',
    close: 'Close',
    blocks: [
      section(`Which one is for ${partner.name}?`),
      ...waysBack.map((each) =>
        section(
          joinMd([bold(each.title), ...stepsOf(each)], '\n'),
          button('health.wayBack', 'Choose', {
            value: `${partner.id}:${each.key}`,
            accessibilityLabel: `Choose ${each.title}`,
          }),
        ),
      ),
    ],
  };
}

function stepsOf({ steps }: Remediation) {
  return steps.map(({ what, within }) => md`• ${what} (within ${within} working days)`);
}

export function remediationForm(partner: Partner, wayBack: Remediation, reviewOn: LocalDate): Modal {
  return {
    callbackId: 'health.recover',
    title: 'Begin a way back',
    submit: 'Begin',
    metadata: { partnerId: partner.id, plan: wayBack.key },
    blocks: [
      section(
        `For ${partner.name}. Each step becomes an action item of whoever sits on its seat; those of the partner’s seats are posted in the channel, the others only your side sees.`,
      ),
      section(joinMd([bold(wayBack.title), ...stepsOf(wayBack)], '\n')),
      textInput('criteria', 'What has to be true at the end?', {
        initial: wayBack.exit.join('\n'),
        multiline: true,
        hint: 'One criterion a line. They are asked one by one when you decide.',
      }),
      dateInput('review', 'When do you decide?', { initial: reviewOn }),
    ],
  };
}

export const choiceWords: Readonly<Record<Choice, string>> = {
  continue: 'continue',
  scale_back: 'scale back',
  leave: 'part ways',
};

export function decideForm(partner: Partner, plan: RemediationPlan | null): Modal {
  const criteria = (plan?.criteria ?? []).map((label, index) => ({ label, value: String(index) }));
  return {
    callbackId: 'health.decide',
    title: 'Decide how to go on',
    submit: 'Decide',
    metadata: { partnerId: partner.id, planId: plan?.id ?? null },
    blocks: [
      section(
        plan
          ? md`${bold(partner.name)} is on “${plan.title}”. The decision ends it.`
          : md`How do you go on with ${bold(partner.name)}?`,
      ),
      ...(criteria.length > 0
        ? [
            section(
              joinMd(
                criteria.map(({ label }, index) => md`${index + 1}. ${label}`),
                '\n',
              ),
            ),
            choicesInput('met', 'What is true by now?', criteria, { optional: true }),
          ]
        : []),
      radioInput('choice', 'Decision', [
        { label: 'Continue', value: 'continue' },
        { label: 'Scale back: fewer people, less money, lighter programme', value: 'scale_back' },
        { label: 'Part ways', value: 'leave' },
      ]),
      textInput('reason', 'Why?', {
        multiline: true,
        maxLength: 600,
        hint: 'Kept in the internal history. The partner does not read it.',
      }),
    ],
  };
}

/** A post-mortem holds as many lessons as one remembers. */
export const lessonRows = [1, 2, 3] as const;

export function postMortemForm(partner: Partner): Modal {
  return {
    callbackId: 'health.postmortem',
    title: 'Post-mortem',
    submit: 'Keep it',
    metadata: { partnerId: partner.id },
    blocks: [
      section(
        md`What did ${bold(partner.name)} teach us? Facts before opinions, and no blame. Only your side reads it.`,
      ),
      textInput('story', 'What happened?', { multiline: true, maxLength: 2000 }),
      ...lessonRows.flatMap((row) => [
        textInput(`lesson${row}`, `Lesson ${row}: what did we learn?`, { optional: row > 1, maxLength: 300 }),
        textInput(`change${row}`, `Lesson ${row}: what should change in the playbook?`, {
          optional: row > 1,
          maxLength: 300,
        }),
      ]),
    ],
  };
}
