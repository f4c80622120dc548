import { formatLocalDate, localDateOfUtc } from '../../../core/calendar.ts';
import { pluralise, truncate } from '../../../core/text.ts';
import type { RenderedMessage } from '../../../platform/delivery/message.ts';
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
  progressBar,
  section,
} from '../../../platform/slack/kit/index.ts';
import { limits } from '../../../platform/slack/kit/limits.ts';
import { sideOf } from '../../playbook/public.ts';
import { currentGate, phaseOf, progressOf } from '../rules/progress.ts';
import type { Run, RunStep } from '../store/load.ts';
import { dueLine, nameOf, stateLine } from './words.ts';

/** Blocks of the checklist that are not steps, with room for the two sides' headings and the line that says what is left out. */
const framing = 9;
const longestNote = 200;

/** The live checklist in the partner's channel: both sides read it. */
export function checklist(run: Run): RenderedMessage {
  const blocks = [...head(run), ...body(run), ...foot(run)];
  return { audience: 'partner', message: message(blocks) };
}

function head(run: Run): Blocks {
  const { journey, partner, playbook } = run;
  const tier = playbook.tiers.find((each) => each.key === partner.tier)?.name ?? partner.tier;
  const tracks = playbook.tracks.filter((each) => journey.tracks.includes(each.key)).map((each) => each.name);
  const kickoff = formatLocalDate(localDateOfUtc(journey.kickoffOn), run.today);
  return [
    header(`${partner.name}: onboarding`),
    context(
      `${tier} partner`,
      tracks.length > 0 ? `Tracks: ${tracks.join(', ')}` : 'No tracks',
      `Kickoff ${kickoff}`,
    ),
    section(progressLine(run)),
    section(gateLine(run)),
  ];
}

/** `▓▓▓░░ 30 %  9 of 30 steps done, 2 late, 1 blocked` */
export function progressLine(run: Run): Md {
  const { done, total, late, blocked, inReview } = progressOf(run.steps, run.today);
  const parts = [
    `${done} of ${pluralise(total, 'step')} done`,
    ...(inReview > 0 ? [`${inReview} in review`] : []),
    ...(blocked > 0 ? [`${blocked} blocked`] : []),
    late > 0 ? `${late} late` : 'nothing late',
  ];
  return md`${progressBar(done, total)}  ${parts.join(', ')}`;
}

/** "1. Kick-off (passed) → *2. Enabled (now)* → 3. Live (next)" */
function gateLine(run: Run): Md {
  const current = currentGate(run.gates);
  const at = run.gates.findIndex((gate) => gate.key === current);
  const parts = run.gates.map((gate, index) => {
    const name = `${index + 1}. ${gate.gate.name}`;
    if (gate.status === 'passed') return md`${name} (passed)`;
    if (gate.key !== current) return md`${name}${index === at + 1 ? ' (next)' : ''}`;
    const words = { ready: 'ready to be decided', held: 'held', closed: 'now', passed: '' }[gate.status];
    return bold(`${name} (${words})`);
  });
  return md`Gates: ${joinMd(parts, ' → ')}`;
}

function body(run: Run): Blocks {
  const gate = run.gates.find((each) => each.key === currentGate(run.gates));
  if (!gate) return [section(`All gates are passed. ${run.partner.name} is live. Well done, everyone.`)];
  const steps = run.steps.filter((step) => step.gateKey === gate.key && step.status !== 'done');
  if (steps.length === 0) {
    const decider = nameOf(run, run.seats.get(gate.gate.decidedBy) ?? null);
    const words =
      gate.status === 'held'
        ? md`Every step of ${bold(gate.gate.name)} is done. ${decider} holds the gate: ${truncate(gate.row.reason ?? '', longestNote)}`
        : md`Every step of ${bold(gate.gate.name)} is done. ${decider} decides now whether the gate opens.`;
    return [section(words, button('onboarding.decide', 'Decide', { value: gate.row.id }))];
  }
  const room = limits.messageBlocks - framing;
  const sides = (['partner', 'vendor'] as const).map((side) => ({
    heading: side === 'partner' ? run.partner.name : run.vendorName,
    steps: steps.filter((step) => sideOf(step.step.owner) === side),
  }));
  const shown = new Set(steps.slice(0, room));
  return [
    ...sides.flatMap(({ heading, steps: own }) => {
      const visible = own.filter((step) => shown.has(step));
      return visible.length === 0
        ? []
        : [context(bold(heading)), ...visible.map((step) => stepBlock(run, step))];
    }),
    ...(steps.length > room
      ? [context(`… and ${steps.length - room} more. Press “All steps” to see them.`)]
      : []),
  ];
}

/** One step on two lines or three, with the button that fits its state; names the partner where several are shown. */
export function stepBlock(run: Run, step: RunStep, partnerName: string | null = null) {
  const phase = phaseOf(step, run.steps, run.gates);
  const who = nameOf(run, step.row.ownerPersonId);
  const state = stateLine(run, step);
  const note = state === 'Open' ? md`` : md`\n${truncate(state, longestNote)}`;
  return section(
    md`${partnerName === null ? '' : `${partnerName}: `}${bold(step.title)}\n${who}, ${dueLine(step, run.today)}${note}`,
    stepButton(step, phase),
  );
}

function stepButton(step: RunStep, phase: ReturnType<typeof phaseOf>) {
  const value = step.row.id;
  if (phase === 'ready')
    return button('onboarding.complete', 'Complete', {
      value,
      accessibilityLabel: `Complete ${step.title}`,
    });
  if (phase === 'in_review')
    return button('onboarding.review', 'Review', { value, accessibilityLabel: `Review ${step.title}` });
  return button('onboarding.step', 'Details', { value, accessibilityLabel: `Details of ${step.title}` });
}

function foot(run: Run): Blocks {
  const value = run.journey.id;
  return [
    actions(
      button('onboarding.mine', 'My steps', { value }),
      button('onboarding.all', 'All steps', { value }),
      button('onboarding.stuck', 'Something’s blocked', { value }),
      button('platform.command', 'History', { value: `history ${run.partner.name}` }),
    ),
  ];
}
