import { dueWords, formatLocalDate, type LocalDate, localDateOf } from '../../../core/calendar.ts';
import type { Message } from '../../../platform/delivery/message.ts';
import {
  actions,
  type Blocks,
  bold,
  button,
  context,
  header,
  joinMd,
  link,
  type Md,
  md,
  message,
  say,
  section,
} from '../../../platform/slack/kit/index.ts';
import { callValue, moment } from './moment.ts';

export interface CallLine {
  readonly id: string;
  readonly revision: number;
  readonly title: string;
  readonly startsAt: Date;
  readonly zone: string;
  readonly durationMinutes: number;
  readonly link: string | null;
  /** It was moved away from its place in the series. */
  readonly isMoved: boolean;
}

/** Upcoming calls with what can be done about each. */
export function callList(view: {
  readonly partnerName: string;
  /** "Calibration call: every other Tuesday at 10:00 (Europe/Berlin)" */
  readonly rhythms: readonly string[];
  readonly calls: readonly CallLine[];
  readonly canManage: boolean;
  readonly now: Date;
}): Message {
  const { partnerName, rhythms, calls, canManage, now } = view;
  const plan = button('platform.command', 'Plan a series', { value: 'calls plan' });
  if (calls.length === 0) {
    const words = md`No calls with ${partnerName} are planned.`;
    return canManage ? say(words, plan) : say(md`${words} Your partner manager can plan some.`);
  }
  return message([
    header(`Calls with ${partnerName}`),
    ...calls.flatMap((call) => [
      section(callLine(call, now)),
      actions(
        button('calls.agenda', 'Agenda', { value: call.id }),
        button('calls.add-item', 'Add to the agenda', { value: call.id }),
        ...(canManage
          ? [
              button('calls.move', 'Move', { value: callValue(call) }),
              button('calls.cancel', 'Cancel', { value: callValue(call) }),
            ]
          : []),
      ),
    ]),
    context(...rhythms),
    ...(canManage ? [actions(plan)] : []),
  ]);
}

function callLine(call: CallLine, now: Date): Md {
  const facts = [moment(call.startsAt, call.zone, now), md`${call.durationMinutes} minutes`];
  if (call.isMoved) facts.push(md`moved`);
  if (call.link) facts.push(link(call.link, 'Join'));
  return md`${bold(call.title)}\n${joinMd(facts, ' · ')}`;
}

export interface ActionLine {
  readonly id: string;
  readonly number: number;
  readonly text: string;
  readonly owner: string;
  readonly dueOn: LocalDate;
  /** Named where actions of several partners stand together. */
  readonly partnerName?: string;
  readonly canComplete: boolean;
}

/** Open action items as sections, each with its own Done button. */
export function actionBlocks(lines: readonly ActionLine[], today: LocalDate): Blocks {
  return lines.map((line) => {
    const facts = [line.owner, `due ${formatLocalDate(line.dueOn, today)}, ${dueWords(line.dueOn, today)}`];
    if (line.partnerName) facts.push(line.partnerName);
    const words = md`${bold(`A-${line.number}`)} ${line.text}\n${facts.join(' · ')}`;
    return line.canComplete ? section(words, doneButton(line.id, line.number)) : section(words);
  });
}

export function doneButton(actionId: string, number: number) {
  return button(`calls.done:${number}`, 'Done', {
    value: actionId,
    accessibilityLabel: `A-${number} is done`,
  });
}

export function actionList(title: string, lines: readonly ActionLine[], today: LocalDate): Message {
  if (lines.length === 0) {
    return say(md`${bold(title)}\nNothing is open. Add one with \`action <what> @owner by <date>\`.`);
  }
  return message([header(title), ...actionBlocks(lines, today)]);
}

export interface DecisionLine {
  readonly text: string;
  readonly recordedAt: Date;
  readonly recordedBy: string;
  readonly callTitle: string | null;
}

/** One page of the decision log. */
export function decisionLog(view: {
  readonly partnerName: string;
  readonly lines: readonly DecisionLine[];
  readonly page: number;
  readonly pages: number;
  readonly total: number;
  readonly zone: string;
  readonly now: Date;
}): Message {
  const { partnerName, lines, page, pages, total, zone, now } = view;
  if (total === 0) {
    return say(
      md`No decisions with ${partnerName} are on record yet. They are written down with \`calls record\`.`,
    );
  }
  const today = localDateOf(now, zone);
  const turn = (to: number, label: string) =>
    button('platform.command', label, { value: `decisions ${partnerName} page ${to}` });
  const turns = [
    ...(page > 1 ? [turn(page - 1, 'Newer')] : []),
    ...(page < pages ? [turn(page + 1, 'Older')] : []),
  ];
  return message([
    header(`Decisions with ${partnerName}`),
    ...lines.map((line) => {
      const facts = [
        formatLocalDate(localDateOf(line.recordedAt, zone), today),
        ...(line.callTitle ? [line.callTitle] : []),
        `recorded by ${line.recordedBy}`,
      ];
      return section(md`${line.text}\n_${facts.join(' · ')}_`);
    }),
    context(`Page ${page} of ${pages}, ${total} in all`),
    ...(turns.length > 0 ? [actions(...turns)] : []),
  ]);
}
