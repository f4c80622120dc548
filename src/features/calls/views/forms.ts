import { formatMinute, localDateOf, minuteOfDay, weekdayNames } from '../../../core/calendar.ts';
import type { Modal } from '../../../platform/feature.ts';
import {
  actions,
  button,
  choicesInput,
  context,
  dateInput,
  divider,
  numberInput,
  personInput,
  radioInput,
  section,
  textInput,
  timeInput,
  urlInput,
} from '../../../platform/slack/kit/index.ts';
import { longestAction } from '../rules/read-action.ts';
import { actionRows, longestSummary } from '../rules/read-record.ts';
import { momentIn } from './moment.ts';

export const longestItem = 300;
export const longestReason = 300;

/** What the forms about one occurrence show of it. */
export interface FormCall {
  readonly id: string;
  readonly revision: number;
  readonly title: string;
  readonly partnerName: string;
  readonly startsAt: Date;
  readonly zone: string;
}

export function planForm(partner: {
  readonly id: string;
  readonly name: string;
  readonly timeZone: string;
}): Modal {
  return {
    callbackId: 'calls.plan',
    title: 'Plan calls',
    submit: 'Plan',
    metadata: { partnerId: partner.id },
    blocks: [
      section(
        `A series of calls with ${partner.name}. I keep the agenda and remind everybody in their own time.`,
      ),
      textInput('title', 'What is the call?', { initial: 'Calibration call', maxLength: 75 }),
      choicesInput(
        'weekdays',
        'On which days?',
        weekdayNames.map((label, index) => ({ label, value: String(index + 1) })),
        { initial: ['2'] },
      ),
      numberInput('every', 'Every how many weeks?', { initial: 2, min: 1, max: 52 }),
      timeInput('at', 'At what time?', { initial: '10:00' }),
      textInput('zone', 'By which clock?', {
        initial: partner.timeZone,
        hint: 'A time zone such as Europe/Berlin. The call keeps this local time when the clocks change.',
        maxLength: 60,
      }),
      numberInput('duration', 'How many minutes?', { initial: 30, min: 5, max: 480 }),
      urlInput('link', 'Link to the call', { optional: true }),
    ],
  };
}

export function moveForm(call: FormCall, now: Date): Modal {
  return {
    callbackId: 'calls.move',
    title: 'Move this call',
    submit: 'Move',
    metadata: { callId: call.id, revision: call.revision },
    blocks: [
      section(
        `${call.title} with ${call.partnerName}, ${momentIn(call.startsAt, call.zone, now)}. Only this one moves; the others stay.`,
      ),
      dateInput('date', 'To which day?', { initial: localDateOf(call.startsAt, call.zone) }),
      timeInput('time', 'At what time?', {
        initial: formatMinute(minuteOfDay(call.startsAt, call.zone)),
        hint: `By the clocks of ${call.zone}`,
      }),
      textInput('reason', 'Why?', {
        optional: true,
        maxLength: longestReason,
        hint: 'Everybody in the channel reads it.',
      }),
    ],
  };
}

export function cancelForm(call: FormCall, now: Date): Modal {
  return {
    callbackId: 'calls.cancel',
    title: 'Cancel this call',
    submit: 'Cancel the call',
    close: 'Keep it',
    metadata: { callId: call.id, revision: call.revision },
    blocks: [
      section(`${call.title} with ${call.partnerName}, ${momentIn(call.startsAt, call.zone, now)}.`),
      textInput('reason', 'Why?', { maxLength: longestReason, hint: 'Everybody in the channel reads it.' }),
      radioInput(
        'scope',
        'What is cancelled?',
        [
          { label: 'This call only', value: 'call' },
          { label: 'This call and all that follow', value: 'series' },
        ],
        { initial: 'call' },
      ),
    ],
  };
}

export function itemForm(call: FormCall, now: Date): Modal {
  return {
    callbackId: 'calls.add-item',
    title: 'Add to the agenda',
    submit: 'Add',
    metadata: { callId: call.id },
    blocks: [
      section(`${call.title} with ${call.partnerName}, ${momentIn(call.startsAt, call.zone, now)}.`),
      textInput('item', 'What should we talk about?', { maxLength: longestItem }),
    ],
  };
}

export function actionForm(partner: { readonly id: string; readonly name: string }): Modal {
  return {
    callbackId: 'calls.action',
    title: 'New action item',
    submit: 'Save',
    metadata: { partnerId: partner.id },
    blocks: [
      section(`An action item with ${partner.name}. Its owner is reminded until it is done.`),
      textInput('action', 'What is to be done?', { maxLength: longestAction }),
      personInput('owner', 'Who does it?'),
      dateInput('due', 'By when?'),
    ],
  };
}

/** What happened in a call. Action items have as many rows as `rows` says; a button adds more. */
export function recordForm(call: FormCall, rows: number, now: Date): Modal {
  return {
    callbackId: 'calls.record',
    title: 'Record the call',
    submit: 'Record',
    metadata: { callId: call.id, rows },
    blocks: [
      section(
        `${call.title} with ${call.partnerName}, ${momentIn(call.startsAt, call.zone, now)}. Both sides read what you write here.`,
      ),
      radioInput(
        'held',
        'Did it take place?',
        [
          { label: 'Yes', value: 'yes' },
          { label: 'No', value: 'no' },
        ],
        { initial: 'yes' },
      ),
      textInput('summary', 'Summary', { multiline: true, optional: true, maxLength: longestSummary }),
      textInput('decisions', 'Decisions', {
        multiline: true,
        optional: true,
        hint: 'One a line. They go into the decision log.',
      }),
      ...Array.from({ length: rows }, (_, index) => index + 1).flatMap((row) => [
        divider,
        textInput(`action${row}`, `Action item ${row}`, { optional: true, maxLength: longestAction }),
        personInput(`owner${row}`, `Who does item ${row}?`, { optional: true }),
        dateInput(`due${row}`, `By when is item ${row} due?`, { optional: true }),
      ]),
      rows < actionRows
        ? actions(button('calls.more-rows', 'One more action item'))
        : context('More action items can follow with `action <what> @owner by <date>`.'),
    ],
  };
}
