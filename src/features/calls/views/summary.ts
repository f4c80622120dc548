import { formatLocalDate, type LocalDate } from '../../../core/calendar.ts';
import { pluralise } from '../../../core/text.ts';
import type { Message } from '../../../platform/delivery/message.ts';
import {
  type Blocks,
  bold,
  context,
  header,
  joinMd,
  md,
  mention,
  message,
  section,
} from '../../../platform/slack/kit/index.ts';
import { doneButton } from './lists.ts';
import { moment } from './moment.ts';

export interface SummaryAction {
  readonly id: string;
  readonly number: number;
  readonly text: string;
  readonly ownerSlackId: string;
  readonly dueOn: LocalDate;
  readonly doneOn: LocalDate | null;
  readonly doneBy: string | null;
}

export interface SummaryView {
  readonly title: string;
  readonly partnerName: string;
  readonly startsAt: Date;
  readonly zone: string;
  readonly isHeld: boolean;
  readonly summary: string | null;
  readonly decisions: readonly string[];
  readonly actions: readonly SummaryAction[];
  readonly recordedBy: string;
  readonly today: LocalDate;
  readonly now: Date;
}

/** What a call came to, kept current as its action items are done. */
export function callSummary(view: SummaryView): Message {
  const { title, partnerName, startsAt, zone, now, isHeld, decisions, actions } = view;
  const head = isHeld ? `${title} with ${partnerName}` : `${title} with ${partnerName} did not take place`;
  const open = actions.filter((action) => action.doneOn === null).length;
  const counts = [
    pluralise(decisions.length, 'decision'),
    actions.length === 0
      ? 'no action items'
      : `${pluralise(actions.length, 'action item')}, ${open === 0 ? 'all done' : `${open} open`}`,
  ];
  return message([
    header(head),
    context(
      joinMd([moment(startsAt, zone, now), counts.join(' · '), `recorded by ${view.recordedBy}`], ' · '),
    ),
    ...(view.summary ? [section(view.summary)] : []),
    ...(decisions.length > 0
      ? [section(joinMd([bold('Decisions'), ...decisions.map((text) => md`• ${text}`)], '\n'))]
      : []),
    ...actionLines(actions, view.today),
  ]);
}

function actionLines(actions: readonly SummaryAction[], today: LocalDate): Blocks {
  if (actions.length === 0) return [];
  return [section(bold('Action items')), ...actions.map((action) => actionSection(action, today))];
}

/** An action item given outside a call, as it stands in the channel. */
export function actionMessage(action: SummaryAction, by: string, today: LocalDate): Message {
  return message([actionSection(action, today), context(`Action item, added by ${by}`)]);
}

function actionSection(action: SummaryAction, today: LocalDate) {
  const name = bold(`A-${action.number}`);
  if (action.doneOn !== null) {
    const done = `done by ${action.doneBy ?? 'somebody'} on ${formatLocalDate(action.doneOn, today)}`;
    return section(md`✓ ${name} ${action.text}\n${done}`);
  }
  const due = formatLocalDate(action.dueOn, today);
  const words = md`${name} ${action.text}\n${mention(action.ownerSlackId)} · due ${due}`;
  return section(words, doneButton(action.id, action.number));
}
