import { dueWords, type LocalDate } from '../../../core/calendar.ts';
import { truncate } from '../../../core/text.ts';

export interface AgendaStep {
  readonly title: string;
  readonly owner: string | null;
  readonly dueOn: LocalDate | null;
  readonly phase: 'ready' | 'in_review' | 'blocked';
}

export interface AgendaAction {
  readonly number: number;
  readonly text: string;
  readonly owner: string;
  readonly dueOn: LocalDate;
}

export interface AgendaSection {
  readonly title: string;
  readonly lines: readonly string[];
}

/** What fits in a message somebody still reads; the rest is counted. */
const mostLines = 8;

/**
 * The agenda of a call: what its series always has, steps that are blocked or late or due within the week, open
 * action items, and what people added. What presses most comes first; sections with nothing in them are left out.
 */
export function assembleAgenda(parts: {
  readonly standingItems: readonly string[];
  readonly steps: readonly AgendaStep[];
  readonly actions: readonly AgendaAction[];
  readonly added: readonly { readonly text: string; readonly by: string }[];
  /** The day of the call where it takes place. */
  readonly on: LocalDate;
}): AgendaSection[] {
  const steps = [...parts.steps].sort((a, b) => pressure(a) - pressure(b) || compareDue(a.dueOn, b.dueOn));
  const actions = [...parts.actions].sort((a, b) => compareDue(a.dueOn, b.dueOn) || a.number - b.number);
  const sections = [
    { title: 'On every agenda', lines: parts.standingItems },
    { title: 'Added for this call', lines: parts.added.map(({ text, by }) => `${text} (${by})`) },
    { title: 'Open steps', lines: shortened(steps.map((step) => stepLine(step, parts.on))) },
    { title: 'Open actions', lines: shortened(actions.map((action) => actionLine(action, parts.on))) },
  ];
  return sections.filter(({ lines }) => lines.length > 0);
}

function pressure(step: AgendaStep): number {
  return step.phase === 'blocked' ? 0 : 1;
}

function compareDue(a: LocalDate | null, b: LocalDate | null): number {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  return a < b ? -1 : 1;
}

function stepLine({ title, owner, dueOn, phase }: AgendaStep, on: LocalDate): string {
  const due = dueOn === null ? '' : dueOn < on ? dueWords(dueOn, on) : `due ${dueWords(dueOn, on)}`;
  const state = { ready: '', in_review: 'in review', blocked: 'blocked' }[phase];
  const facts = [state, owner ?? 'no owner', due];
  return `${title} (${facts.filter((fact) => fact !== '').join(', ')})`;
}

function actionLine({ number, text, owner, dueOn }: AgendaAction, on: LocalDate): string {
  const due = dueOn < on ? dueWords(dueOn, on) : `due ${dueWords(dueOn, on)}`;
  return `A-${number} ${truncate(text, 150)} (${owner}, ${due})`;
}

function shortened(lines: readonly string[]): readonly string[] {
  if (lines.length <= mostLines) return lines;
  return [...lines.slice(0, mostLines - 1), `… and ${lines.length - mostLines + 1} more`];
}
