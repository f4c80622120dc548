import { isLocalDate, type LocalDate } from '../../../core/calendar.ts';
import { longestAction } from './read-action.ts';

export const actionRows = 5;
export const longestSummary = 3000;
const longestDecision = 500;
const mostDecisions = 20;

export interface CallRecord {
  readonly isHeld: boolean;
  readonly summary: string | null;
  readonly decisions: readonly string[];
  readonly actions: readonly {
    readonly row: number;
    readonly text: string;
    readonly ownerSlackId: string;
    readonly dueOn: LocalDate;
  }[];
}

/** What was filled in, by field: text, a choice, or a list of choices. */
export type Form = Readonly<Record<string, string | readonly string[] | null>>;
export type Faults = Readonly<Record<string, string>>;

/** Reads the form filled in after a call; all its faults at once, by the field they belong to. */
export function readRecord(
  inputs: Form,
  today: LocalDate,
): { readonly record: CallRecord } | { readonly faults: Faults } {
  const faults: Record<string, string> = {};
  const held = textOf(inputs.held);
  if (held !== 'yes' && held !== 'no') faults.held = 'Say whether the call took place.';
  const summary = textOf(inputs.summary);
  if (summary.length > longestSummary) faults.summary = `At most ${longestSummary} characters, please.`;
  const decisions = textOf(inputs.decisions)
    .split('\n')
    .map((line) => line.replace(/^\s*[-*•]\s+/, '').trim())
    .filter((line) => line !== '');
  const long = decisions.find((line) => line.length > longestDecision);
  if (long !== undefined) {
    faults.decisions = `“${long.slice(0, 40)}…” is too long: at most ${longestDecision} characters a decision, one a line.`;
  } else if (decisions.length > mostDecisions) {
    faults.decisions = `At most ${mostDecisions} decisions a call; these are ${decisions.length}.`;
  } else if (held === 'no' && decisions.length > 0) {
    faults.decisions = 'A call that did not take place decided nothing. Clear this, or say it was held.';
  }
  const actions: CallRecord['actions'][number][] = [];
  for (let row = 1; row <= actionRows; row += 1) {
    const text = textOf(inputs[`action${row}`]);
    const ownerSlackId = textOf(inputs[`owner${row}`]);
    const due = textOf(inputs[`due${row}`]);
    if (text === '' && ownerSlackId === '' && due === '') continue;
    if (text === '') faults[`action${row}`] = 'Say what is to be done, or clear the owner and the date.';
    else if (text.length > longestAction)
      faults[`action${row}`] = `At most ${longestAction} characters, please.`;
    if (ownerSlackId === '') faults[`owner${row}`] = 'Choose who does it.';
    if (due === '') faults[`due${row}`] = 'Choose by when.';
    else if (!isLocalDate(due)) faults[`due${row}`] = 'This is no date.';
    else if (due < today) faults[`due${row}`] = 'This day has passed. Choose one from today on.';
    else actions.push({ row, text, ownerSlackId, dueOn: due });
  }
  if (Object.keys(faults).length > 0) return { faults };
  return { record: { isHeld: held === 'yes', summary: summary || null, decisions, actions } };
}

/** A single input's text, trimmed; empty when it was left out. */
export function textOf(value: Form[string] | undefined): string {
  return typeof value === 'string' ? value.trim() : '';
}
