import { formatLocalDate, localDateOfUtc } from '../../../core/calendar.ts';
import { pluralise, truncate } from '../../../core/text.ts';
import type { Message } from '../../../platform/delivery/message.ts';
import { bold, joinMd, md, mention, message, section } from '../../../platform/slack/kit/index.ts';
import { phaseOf } from '../rules/progress.ts';
import type { Run, RunGate, RunStep } from '../store/load.ts';
import { dueLine, nameOf } from './words.ts';

/** The first word in the channel: it greets the people on the seats, whom it is meant for. */
export function kickoffMessage(run: Run): Message {
  const people = [...new Set(run.seats.values())].flatMap((id) => run.people.get(id) ?? []);
  const day = formatLocalDate(localDateOfUtc(run.journey.kickoffOn), run.today);
  const first = run.steps.find((step) => phaseOf(step, run.steps, run.gates) === 'ready');
  const names = joinMd(
    people.map((person) => mention(person.slackUserId)),
    ', ',
  );
  return message([
    section(
      md`Welcome ${bold(run.partner.name)}! ${names}: this is where we get going together. Kickoff is ${day}.`,
    ),
    section(
      md`The checklist below is always current. ${first ? md`It begins with ${bold(first.title)}. ` : ''}Press “Complete” when something is done, or just tell me: “@Tandem done …”. If anything is in your way, say “@Tandem blocked …” and the right person hears of it.`,
    ),
  ]);
}

/** A gate was opened. */
export function gatePassed(run: Run, gate: RunGate, decidedBy: string, words: string | null): Message {
  const next = run.gates.find((each) => each.status !== 'passed');
  return message([
    section(
      md`Gate passed: ${bold(gate.gate.name)}, decided by ${decidedBy}.${words ? md` “${truncate(words, 500)}”` : ''} ${next ? md`Next: ${bold(next.gate.name)}. ${next.gate.purpose}` : ''}`,
    ),
  ]);
}

/** A gate was held. */
export function gateHeld(gate: RunGate, decidedBy: string, reason: string): Message {
  return message([
    section(md`${bold(gate.gate.name)} stays closed for now, says ${decidedBy}: “${truncate(reason, 1000)}”`),
  ]);
}

/** The last gate is passed. */
export function journeyCompleted(run: Run): Message {
  return message([
    section(
      md`:tada: ${bold(run.partner.name)} is live! Every gate is passed and all ${run.steps.length} steps are done. Thank you, both sides: this is your work.`,
    ),
  ]);
}

/** Steps that came into the plan of a running journey; `why` completes “… were added”. */
export function stepsAdded(run: Run, steps: readonly RunStep[], why: string): Message {
  const lines = steps.map(
    (step) => md`• ${bold(step.title)}: ${nameOf(run, step.row.ownerPersonId)}, ${dueLine(step, run.today)}`,
  );
  const was = steps.length === 1 ? 'was' : 'were';
  return message([
    section(
      joinMd(
        [
          md`${pluralise(steps.length, 'step')} ${was} added to your plan, ${why}. What is done stays done.`,
          ...lines,
        ],
        '\n',
      ),
    ),
  ]);
}

/** Steps that nobody has to do any more. */
export function stepsTakenOff(steps: readonly RunStep[], by: string): Message {
  const lines = steps.map((step) => md`• ${bold(step.title)}`);
  return message([
    section(
      joinMd(
        [
          md`${by} took ${pluralise(steps.length, 'step')} off your plan. You don’t have to do anything about it.`,
          ...lines,
        ],
        '\n',
      ),
    ),
  ]);
}
