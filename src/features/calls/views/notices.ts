import { formatLocalDate, type LocalDate } from '../../../core/calendar.ts';
import { pluralise } from '../../../core/text.ts';
import type { Message } from '../../../platform/delivery/message.ts';
import {
  actions,
  button,
  header,
  joinMd,
  link,
  type Md,
  md,
  mention,
  message,
  say,
  section,
} from '../../../platform/slack/kit/index.ts';
import { leadWords } from '../rules/reminders.ts';
import { type ActionLine, actionBlocks, doneButton } from './lists.ts';
import { callValue, moment, momentIn } from './moment.ts';

/** What a notice says of one occurrence. */
export interface NoticeCall {
  readonly id: string;
  readonly revision: number;
  readonly title: string;
  readonly partnerName: string;
  readonly startsAt: Date;
  readonly link: string | null;
}

export interface PlannedSeries {
  readonly title: string;
  /** "every other Tuesday at 10:00 (Europe/Berlin)" */
  readonly rhythm: string;
  readonly durationMinutes: number;
  readonly first: Date | null;
  readonly zone: string;
}

/** Tells the channel which calls are planned from now on. */
export function plannedNotice(partnerName: string, series: readonly PlannedSeries[], now: Date): Message {
  const lines = series.map(({ title, rhythm, durationMinutes, first, zone }) => {
    const start = first === null ? md`` : md` First on ${moment(first, zone, now)}.`;
    return md`• *${title}*: ${rhythm}, ${durationMinutes} minutes.${start}`;
  });
  const intro = md`Our calls with ${partnerName} are planned. I post the agenda a day ahead and remind everybody in their own time.`;
  return message([
    section(joinMd([intro, ...lines], '\n')),
    actions(button('platform.command', 'See the calls', { value: 'calls' })),
  ]);
}

/** One person's reminder. Times in words are those of the person's own zone. */
export function reminderNotice(
  call: NoticeCall,
  minutesBefore: number,
  readerZone: string,
  now: Date,
): Message {
  const start = moment(call.startsAt, readerZone, now);
  const name = md`*${call.title} with ${call.partnerName}*`;
  const join = call.link ? [button('calls.join', 'Join the call', { url: call.link, style: 'primary' })] : [];
  if (minutesBefore < 24 * 60) {
    const words = md`${name} starts in ${leadWords(minutesBefore)}: ${start}.`;
    const url = call.link ? md`\n${link(call.link, call.link)}` : md``;
    return say(md`${words}${url}`, ...join, button('calls.agenda', 'Agenda', { value: call.id }));
  }
  return say(
    md`${name} is on ${start}. The calendar file is below.`,
    ...join,
    button('calls.agenda', 'Agenda', { value: call.id }),
    button('calls.add-item', 'Add to the agenda', { value: call.id }),
  );
}

function mentions(slackUserIds: readonly string[]): Md {
  return joinMd(slackUserIds.map(mention), ' ');
}

function because(reason: string | null): Md {
  return reason ? md` “${reason}”` : md``;
}

/** Who changed a call, why, and whom it concerns. */
export interface ChangeFacts {
  readonly by: string;
  readonly reason: string | null;
  /** Slack ids of those who would come. */
  readonly attendees: readonly string[];
  readonly zone: string;
  readonly now: Date;
}

export function movedNotice(call: NoticeCall, was: Date, facts: ChangeFacts): Message {
  const { by, reason, attendees, zone, now } = facts;
  return say(
    md`*${call.title}* moves from ${momentIn(was, zone, now)} to ${moment(call.startsAt, zone, now)}, says ${by}.${because(reason)} The new calendar file is in the thread; reminders move along. ${mentions(attendees)}`,
    button('calls.agenda', 'Agenda', { value: call.id }),
  );
}

export function cancelledNotice(
  call: NoticeCall,
  facts: ChangeFacts & { readonly next: Date | null; readonly isSeriesEnded: boolean },
): Message {
  const { by, reason, attendees, zone, now, next, isSeriesEnded } = facts;
  const then = next === null ? md`No other call is planned.` : md`The next is on ${moment(next, zone, now)}.`;
  const what = isSeriesEnded
    ? md`*${call.title}* ends: the call on ${momentIn(call.startsAt, zone, now)} and all that follow are cancelled`
    : md`*${call.title}* on ${momentIn(call.startsAt, zone, now)} is cancelled`;
  return say(
    md`${what}, says ${by}.${because(reason)} ${isSeriesEnded ? md`` : then} A calendar file that removes it is in the thread. ${mentions(attendees)}`,
  );
}

/** Asks the manager after a call. */
export function recordRequest(call: NoticeCall, isAgain: boolean, zone: string, now: Date): Message {
  const name = md`*${call.title} with ${call.partnerName}* (${moment(call.startsAt, zone, now)})`;
  const words = isAgain
    ? md`${name} isn’t recorded yet. Two minutes now keep its decisions and actions from getting lost.`
    : md`How did it go? ${name} should be over. Write down what was decided and who does what; I follow up.`;
  return say(words, button('calls.record', 'Record the call', { value: callValue(call), style: 'primary' }));
}

/** The day's one reminder of a person's action items. */
export function followUpNotice(lines: readonly ActionLine[], today: LocalDate): Message {
  const late = lines.filter((line) => line.dueOn < today).length;
  const words =
    late === 0
      ? `${pluralise(lines.length, 'action item')} due soon`
      : `${pluralise(lines.length, 'action item')} to see to, ${late} late`;
  return message([header(words), ...actionBlocks(lines, today)]);
}

/** Tells a manager what somebody who has left still has to do. */
export function orphanedNotice(owner: string, lines: readonly ActionLine[], today: LocalDate): Message {
  const first = lines[0]?.number ?? 1;
  return message([
    header(`${owner} has left and still has ${pluralise(lines.length, 'action item')}`),
    section(`Give each to somebody else, such as \`action give A-${first} @name\`.`),
    ...actionBlocks(lines, today),
  ]);
}

/** Tells somebody that an action item is theirs from now on. */
export function givenNotice(
  action: Pick<ActionLine, 'id' | 'number' | 'text' | 'dueOn'>,
  by: string,
  today: LocalDate,
): Message {
  const due = formatLocalDate(action.dueOn, today);
  return say(
    md`${by} passed an action item on to you: *A-${action.number}* ${action.text}, due ${due}.`,
    doneButton(action.id, action.number),
  );
}
