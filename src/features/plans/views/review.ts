import type { ActionsBlockElement } from '@slack/types';
import { z } from 'zod';
import { formatLocalDate, type LocalDate } from '../../../core/calendar.ts';
import { listing, pluralise } from '../../../core/text.ts';
import { quarterName } from '../../../core/time-window.ts';
import type { Message } from '../../../platform/delivery/message.ts';
import {
  actions,
  bold,
  context,
  header,
  joinMd,
  type Md,
  md,
  message,
  section,
  table,
} from '../../../platform/slack/kit/index.ts';
import { howMenu } from '../../scorecards/public.ts';
import type { Plan } from '../store.ts';

/** A goal in a review, in the words it was seen in. */
export const reviewedGoals = z.array(
  z.object({
    title: z.string(),
    target: z.string(),
    actual: z.string(),
    projection: z.string(),
    standing: z.string(),
    words: z.string(),
    /** The number it was measured by; reviews from before this was kept have none. */
    metric: z.string().optional(),
  }),
);
export type ReviewedGoal = z.output<typeof reviewedGoals>[number];

/** What a side put in, in the words it was seen in: "€2,500 of €5,000 given". */
export const reviewedContributions = z.array(z.object({ title: z.string(), words: z.string() }));
export type ReviewedContributions = z.output<typeof reviewedContributions>[number];

interface Review {
  readonly title: string;
  readonly goals: readonly ReviewedGoal[];
  /** Of each side; none where neither puts anything in. */
  readonly contributions: readonly ReviewedContributions[];
  readonly version: number;
  /** The day it was made. */
  readonly on: LocalDate;
  readonly today: LocalDate;
  readonly lastDay: LocalDate;
  /** "for the Quarterly business review", "asked for by Maya Chen". */
  readonly occasion: string;
  readonly isInternal: boolean;
}

/** Goals against what happened and promised against given, as they were on that day. */
export function reviewMessage(review: Review, ...doors: readonly ActionsBlockElement[]): Message {
  const { title, goals, contributions, version, on, today, lastDay, occasion, isInternal } = review;
  const isOver = on > lastDay;
  return message([
    header(`${title}: plan and what happened${isInternal ? ' (internal)' : ''}`),
    section(summaryOf(goals, isOver)),
    ...(goals.length > 0
      ? [
          table(
            title,
            ['Goal', 'Target', 'Actual', 'At this pace', 'How it stands'],
            goals.map((goal) => [goal.title, goal.target, goal.actual, goal.projection, goal.words]),
          ),
        ]
      : []),
    ...(contributions.length > 0
      ? [section(joinMd([bold('What each side put in'), ...putInLines(contributions)], '\n'))]
      : []),
    ...(doors.length > 0 ? [actions(...doors)] : []),
    context(
      `As of ${formatLocalDate(on, today)}, ${isOver ? 'the quarter being over' : `the quarter ends ${formatLocalDate(lastDay, today)}`}; version ${version} of the plan; ${occasion}. Kept as you see it. Brackets hold the 95 % interval; “too few” means too few to judge.`,
    ),
  ]);
}

function putInLines(contributions: readonly ReviewedContributions[]): readonly Md[] {
  return contributions.map(({ title, words }) => md`• ${title}: ${words}`);
}

/** Asks how what happened beside these goals came about, number by number, of the plan’s quarter as it stands now. */
export function goalsMenu(
  { partner, window }: Pick<Plan, 'partner' | 'window'>,
  goals: readonly ReviewedGoal[],
): readonly ActionsBlockElement[] {
  const titles = new Map(goals.flatMap(({ metric, title }) => (metric ? [[metric, title] as const] : [])));
  const numbers = [...titles].map(([key, label]) => ({ metric: { key, label } }));
  return numbers.length > 0 ? [howMenu(partner.id, numbers, quarterName(window))] : [];
}

/** The newest review as it was seen, and the earlier ones in words. */
export function reviewsMessage(
  reviews: readonly Review[],
  ...doors: readonly ActionsBlockElement[]
): Message {
  const [newest, ...earlier] = reviews;
  if (!newest) throw new Error('no reviews');
  return message([
    ...(reviewMessage(newest, ...doors).blocks ?? []),
    ...earlier.map(({ goals, contributions, on, today, occasion, version }) =>
      section(
        joinMd(
          [
            md`${bold(`${formatLocalDate(on, today)}, ${occasion}`)}, version ${version}`,
            ...goals.map(
              ({ title, target, actual, words }) => md`• ${title}: ${actual}, target ${target}, ${words}`,
            ),
            ...putInLines(contributions),
          ],
          '\n',
        ),
      ),
    ),
  ]);
}

/** "2 of 5 goals met; behind: Deals we win." */
export function summaryOf(goals: readonly ReviewedGoal[], isOver: boolean): string {
  if (goals.length === 0) return 'No goals that both sides see.';
  const met = goals.filter((goal) => goal.standing === 'met').length;
  const behind = goals.filter((goal) => goal.standing === 'behind');
  const unjudged = goals.filter((goal) => goal.standing === 'too_few' || goal.standing === 'no_data');
  return [
    `${met} of ${pluralise(goals.length, 'goal')} met${isOver ? '' : ' so far'}.`,
    ...(behind.length > 0 ? [`Behind: ${listing(behind.map((goal) => goal.title))}.`] : []),
    ...(unjudged.length > 0 ? [`Too little to judge: ${listing(unjudged.map((goal) => goal.title))}.`] : []),
  ].join(' ');
}
