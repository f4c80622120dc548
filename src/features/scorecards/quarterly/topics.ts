import { listing, pluralise } from '../../../core/text.ts';
import { formatEstimate, formatNumber, formatValue } from '../figures.ts';
import { goalCells } from '../goals.ts';
import { moveOf } from '../news.ts';
import { describeStanding } from '../rules.ts';
import type { Ground, QuarterLine, ShownTo } from './ground.ts';
import type { PackTopic } from './pack.ts';

const mostTopics = 3;
const mostGoalsNamed = 3;

interface Candidate extends PackTopic {
  readonly shownTo: ShownTo;
  /** From 0, what went well, to 4, first of all. */
  readonly urgency: 0 | 1 | 2 | 3 | 4;
}

/** The three things to discuss, each with its reason and the way there: what a reader of this side may know. */
export function topicsOf(ground: Ground, isQuiet: boolean, mayReadInternal: boolean): PackTopic[] {
  return candidates(ground, isQuiet)
    .filter(({ shownTo }) => mayReadInternal || shownTo === 'both')
    .sort((a, b) => b.urgency - a.urgency)
    .slice(0, mostTopics)
    .map(({ reason, label, does }) => ({ reason, label, does }));
}

function candidates(ground: Ground, isQuiet: boolean): Candidate[] {
  const { lines, facts, signals, calls, blocked } = ground;
  const late = facts.onboarding?.late ?? 0;
  const serious = signals.filter((signal) => signal.isSerious && !signal.isPlanned);
  return [
    ...serious.map(
      ({ kind, label, evidence }): Candidate => ({
        shownTo: 'vendor',
        urgency: 4,
        reason: `${label} (serious): ${sentence(evidence)}`,
        label: 'Plan it',
        does: { command: `health plan ${kind}` },
      }),
    ),
    ...goalsBehind(ground),
    ...(isQuiet
      ? [
          {
            shownTo: 'both',
            urgency: 4,
            reason: `Nothing came in during ${ground.quarter.words}. What would have to change for ${ground.next.words} to be different?`,
            label: 'See the joint plan',
            does: { command: `plan ${ground.next.name}` },
          } as const,
        ]
      : []),
    ...lines.filter((line) => isMissed(line) && !isBehind(line, ground)).map(missed),
    ...overdue(ground),
    ...lines
      .filter((line) => isClearlyWorse(line) && !isMissed(line) && !isBehind(line, ground))
      .map(
        (line): Candidate => ({
          shownTo: line.shownTo,
          urgency: 2,
          reason: `${line.metric.label} went from ${line.before ? formatNumber(line.metric, line.before) : '–'} to ${formatNumber(line.metric, line.estimate)}, which is more than chance explains.`,
          label: 'How it came about',
          does: { how: line.metric.key },
        }),
      ),
    ...(calls.missed >= 2 && calls.missed >= calls.held
      ? [
          {
            shownTo: 'both',
            urgency: 2,
            reason: `${calls.missed} of ${pluralise(calls.missed + calls.held, 'call')} did not take place. Is the rhythm still right?`,
            label: 'See calls',
            does: { command: 'calls' },
          } as const,
        ]
      : []),
    ...(blocked + late > 0
      ? [
          {
            shownTo: 'both',
            urgency: 2,
            reason: `${listing([
              ...(blocked > 0 ? [`${pluralise(blocked, 'onboarding step')} blocked`] : []),
              ...(late > 0 ? [`${pluralise(late, 'onboarding step')} late`] : []),
            ])}.`,
            label: 'See steps',
            does: { command: 'status' },
          } as const,
        ]
      : []),
    ...(ground.isOver && ground.isNextAgreed === false
      ? [
          {
            shownTo: 'both',
            urgency: 1,
            reason: `The joint plan for ${ground.next.words} is not agreed yet.`,
            label: 'See the joint plan',
            does: { command: `plan ${ground.next.name}` },
          } as const,
        ]
      : []),
    // What is sampled and met says more than what is counted off a list.
    ...lines.filter(({ standing, metric }) => standing === 'met' && metric.interval !== 'none').map(wentWell),
  ];
}

/** One topic for all of them: they are one conversation. */
function goalsBehind({ goals, quarter }: Ground): Candidate[] {
  return (['both', 'vendor'] as const).flatMap((shownTo) => {
    const behind = goals.filter((goal) => goal.shownTo === shownTo && goal.standing === 'behind');
    if (behind.length === 0) return [];
    const named = behind.slice(0, mostGoalsNamed).map((goal) => {
      const { actual, target } = goalCells(goal);
      return `“${goal.title}” came to ${actual}, ${target} was agreed`;
    });
    const more = behind.length - named.length;
    return [
      {
        shownTo,
        urgency: 4,
        reason: `Behind the joint plan: ${named.join('; ')}${more > 0 ? `; and ${more} more` : ''}.`,
        label: 'See the joint plan',
        does: { command: `plan ${quarter.name}` },
      },
    ];
  });
}

/** Late steps have a topic of their own. */
function isMissed({ standing, metric, ahead }: QuarterLine): boolean {
  if (standing !== 'missed' || metric.key === 'late_steps' || metric.key === 'risk') return false;
  // What a window brought has no interval to judge it by.
  return !ahead;
}

function isBehind({ metric }: QuarterLine, { goals }: Ground): boolean {
  return goals.some((goal) => goal.metric === metric.key && goal.standing === 'behind');
}

function missed(line: QuarterLine): Candidate {
  const { metric, estimate, target, shownTo } = line;
  return {
    shownTo,
    urgency: 3,
    reason: `${metric.label}: ${formatEstimate(metric, estimate)}, ${describeStanding(line)} of ${formatValue(metric, target ?? 0, estimate.currency)}.`,
    label: 'How it came about',
    does: { how: metric.key },
  };
}

function overdue({ open, today, partner }: Ground): Candidate[] {
  const late = open.filter(({ dueOn }) => dueOn < today);
  if (late.length === 0) return [];
  const theirs = late.filter(({ side }) => side === 'partner').length;
  const whose = [
    ...(theirs > 0 ? [`${theirs} of ${partner}`] : []),
    ...(late.length > theirs ? [`${late.length - theirs} of the vendor’s side`] : []),
  ];
  return [
    {
      shownTo: 'both',
      urgency: 3,
      reason: `${pluralise(late.length, 'action')} past the day agreed: ${listing(whose)}.`,
      label: 'See actions',
      does: { command: 'actions' },
    },
  ];
}

/** By more than chance explains, as the scorecard tells it; a quotient of sums without an interval cannot tell. */
export function isClearlyWorse({ metric, estimate, before }: QuarterLine): boolean {
  return metric.interval !== 'sum' && before !== null && moveOf(metric, before, estimate) === 'worse';
}

function wentWell({ metric, estimate, target, shownTo }: QuarterLine): Candidate {
  return {
    shownTo,
    urgency: 0,
    reason: `${metric.label} met its target: ${formatNumber(metric, estimate)} against ${formatValue(metric, target ?? 0, estimate.currency)}. What made it work?`,
    label: 'How it came about',
    does: { how: metric.key },
  };
}

function sentence(words: string): string {
  return words.endsWith('.') ? words : `${words}.`;
}
