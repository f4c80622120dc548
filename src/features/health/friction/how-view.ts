import { formatLocalDate, type LocalDate } from '../../../core/calendar.ts';
import { pluralise, withinSentence } from '../../../core/text.ts';
import type { Message } from '../../../platform/delivery/message.ts';
import {
  type Blocks,
  bold,
  context,
  fields,
  header,
  md,
  message,
  pagedTable,
  section,
  type TableCell,
} from '../../../platform/slack/kit/index.ts';
import type { EarlyDeals } from '../../pipeline/public.ts';
import { dealsOf, earlyQuality, earlyWords } from './early.ts';
import { type CohortMember, type StepWaits, type WaitState, waitInWords } from './rules.ts';

const formula =
  'Kaplan–Meier median, with the 95 % interval of Brookmeyer and Crowley: the day by which half are done, those not done yet counted for as long as they have waited';

/** Everything behind a wait, journey by journey or partner by partner. Internal. */
export interface Behind {
  readonly caption: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly TableCell[])[];
}

interface Shown {
  readonly behind: Behind;
  /** From 0. */
  readonly page: number;
  /** Whether whoever asks may have all of it as a file. */
  readonly mayExport: boolean;
}

type NameOf = (partnerId: string) => string;

/** The journeys that could begin a step, the longest wait first. */
export function behindStep({ title, waits }: StepWaits, nameOf: NameOf): Behind {
  return {
    caption: `Journeys behind the wait for ${withinSentence(title)}`,
    columns: ['Partner', 'Days', 'State'],
    rows: waits.map(({ partnerId, days, state }) => [nameOf(partnerId), days, stateWords[state]]),
  };
}

interface Cohort {
  readonly name: string;
  readonly members: readonly CohortMember[];
  readonly today: LocalDate;
  readonly early: ReadonlyMap<string, EarlyDeals>;
}

/** The partners that kicked off in a quarter. */
export function behindCohort({ name, members, today, early }: Cohort, nameOf: NameOf): Behind {
  const day = (date: LocalDate | null) => (date ? { value: date, text: formatLocalDate(date, today) } : '');
  return {
    caption: `Partners that kicked off in ${name}`,
    columns: [
      ...['Partner', 'Signed', 'Kickoff', 'Onboarding done', 'First won deal', 'Left'],
      ...['Early deals', 'Won', 'Lost', 'Contested'],
    ],
    rows: members.map(({ partnerId, signedOn, kickoffOn, completedOn, firstWonOn, leftOn }) => [
      nameOf(partnerId),
      ...[signedOn, kickoffOn, completedOn, firstWonOn, leftOn].map(day),
      ...earlyCells(early.get(partnerId)),
    ]),
  };
}

/** How long a step waits, journey by journey. Internal. */
export function stepExplanation(
  shown: StepWaits &
    Shown & {
      readonly key: string;
      /** Only of journeys that kicked off in it; null: of all. */
      readonly quarter: string | null;
    },
): Message {
  const { title, gateName, wait, waits, key, quarter } = shown;
  const done = waits.filter(({ state }) => state === 'done').length;
  return message([
    header(
      `How long ${withinSentence(title)} waits${quarter === null ? '' : ` where journeys kicked off in ${quarter}`}: ${waitInWords(wait)}`,
    ),
    section(
      md`Days from when the step could be begun to when it was done, on the way to ${gateName}.\n${bold('Formula')}: ${formula}.`,
    ),
    fields(
      ['Journeys', String(waits.length)],
      ['Done', String(done)],
      ['Waiting now', String(waits.filter(({ state }) => state === 'waiting' || state === 'blocked').length)],
      ['Observations', `${wait.n}; 5 are needed to judge`],
    ),
    ...paged(shown, quarter === null ? `step:${key}` : `step:${key}/${quarter}`),
  ]);
}

export const stateWords: Readonly<Record<WaitState, string>> = {
  done: 'Done',
  waiting: 'Waiting',
  blocked: 'Blocked',
  left: 'The partner left',
};

/** How the partners of a quarter went on. Internal. */
export function cohortExplanation(shown: Shown & Cohort & { readonly earlyDays: number }): Message {
  const { name, members, early, earlyDays } = shown;
  const quality = earlyQuality(members.flatMap(({ partnerId }) => early.get(partnerId) ?? []));
  return message([
    header(`Kicked off in ${name}: ${pluralise(members.length, 'partner')}`),
    section(
      md`Days from kickoff to the end of onboarding, and from the signature (from kickoff, where nobody noted it) to the first won deal; who won before that is no newcomer and not counted. A partner’s first journey counts; who left is watched until that day.\n${bold('Formula')}: ${formula}.\n${bold(`Deals of the first ${earlyDays} days`)}: ${earlyWords(quality)}. Won ÷ (won + lost) so far, and contested or declined ÷ registered under the playbook’s rules, with Wilson’s interval; (revenue − cost) ÷ revenue of won ones, weighted by amount, with Student’s${quality?.withoutMargin ? md`; ${pluralise(quality.withoutMargin, 'won deal')} in another currency or without a known cost left out of it` : ''}.`,
    ),
    ...paged(shown, `cohort:${name}`),
  ]);
}

function earlyCells(deals: EarlyDeals | undefined): readonly number[] {
  return deals ? [dealsOf(deals), deals.won, deals.lost, deals.contested] : [0, 0, 0, 0];
}

function paged({ behind: { caption, columns, rows }, page, mayExport }: Shown, value: string): Blocks {
  const shown = pagedTable(caption, columns, rows, page, {
    actionId: 'health.frictionHow',
    valueOf: (other) => `${value}:${other}`,
    exportActionId: mayExport ? 'health.frictionExport' : null,
  });
  if (shown.length === 0) return [context('Nothing is behind it any more.')];
  return [...shown, context('Only for the vendor’s team.')];
}
