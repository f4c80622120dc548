import { formatLocalDate, localDateOfUtc } from '../../../core/calendar.ts';
import { truncate } from '../../../core/text.ts';
import type { Message } from '../../../platform/delivery/message.ts';
import { bold, joinMd, md, mention, message, section } from '../../../platform/slack/kit/index.ts';
import { phaseOf } from '../rules/progress.ts';
import type { Run, RunGate } from '../store/load.ts';

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
