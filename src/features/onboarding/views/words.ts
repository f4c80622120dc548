import { dueWords, formatLocalDate, type LocalDate, localDateOf } from '../../../core/calendar.ts';
import { listing } from '../../../core/text.ts';
import { isLate, phaseOf, waitOf } from '../rules/progress.ts';
import type { Run, RunStep } from '../store/load.ts';

/** A person's name, and whether they can still be asked. */
export function nameOf(run: Run, personId: string | null): string {
  if (personId === null) return 'nobody yet';
  const person = run.people.get(personId);
  if (!person) return 'nobody yet';
  return person.deactivatedAt ? `${person.name} (has left)` : person.name;
}

/** "Tue 1 Dec", "today", "3 days late": when a step is due, in words that need no colour. */
export function dueLine(step: RunStep, today: LocalDate): string {
  if (step.dueOn === null) return 'no due date';
  const date = formatLocalDate(step.dueOn, today);
  if (step.status === 'done') return `was due ${date}`;
  const words = dueWords(step.dueOn, today);
  return isLate(step, today) ? `due ${date}: ${words}` : `due ${date}, ${words}`;
}

/** How a step stands, in a sentence. */
export function stateLine(run: Run, step: RunStep): string {
  switch (phaseOf(step, run.steps, run.gates)) {
    case 'done': {
      const on = step.row.completedAt
        ? ` on ${formatLocalDate(localDateOf(step.row.completedAt, run.partner.timeZone), run.today)}`
        : '';
      return `Done by ${nameOf(run, step.row.submittedById ?? step.row.completedById)}${on}`;
    }
    case 'in_review':
      return `In review with ${nameOf(run, step.row.reviewerPersonId)}`;
    case 'blocked':
      return `Blocked: ${step.row.note ?? 'no reason given'}`;
    case 'waiting':
      return waitLine(run, step);
    case 'ready':
      return step.row.note ? `Sent back: ${step.row.note}` : 'Open';
  }
}

/** "Waits for “Hold the kickoff meeting” and the gate “Kick-off”". */
export function waitLine(run: Run, step: RunStep): string {
  const wait = waitOf(step, run.steps, run.gates);
  if (!wait) return 'Open';
  const steps = run.steps.filter((each) => wait.steps.includes(each.key)).map((each) => `“${each.title}”`);
  const gate = run.gates.find((each) => each.key === wait.gate);
  return `Waits for ${listing(gate ? [...steps, `the gate “${gate.gate.name}”`] : steps)}`;
}
