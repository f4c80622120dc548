import { daysBetween, dueWords, formatLocalDate, type LocalDate } from '../../../core/calendar.ts';
import { listing, pluralise } from '../../../core/text.ts';
import type { TimeWindow } from '../../../core/time-window.ts';

/** What is known of a partner before a call; names and amounts are in words already. */
export interface CoachingFacts {
  readonly today: LocalDate;
  /** The last call that was held; null before the first. */
  readonly lastCallOn: LocalDate | null;
  /** Since then. */
  readonly window: TimeWindow;
  /** Done since then. */
  readonly steps: readonly {
    readonly title: string;
    readonly doneOn: LocalDate;
    readonly dueOn: LocalDate | null;
    readonly isTheirs: boolean;
  }[];
  readonly won: { readonly count: number; readonly amounts: readonly string[] };
  readonly lost: number;
  readonly leads: number;
  readonly actionsDone: readonly {
    readonly number: number;
    readonly text: string;
    readonly doneOn: LocalDate;
    readonly dueOn: LocalDate;
    readonly isTheirs: boolean;
  }[];
  /** Open now. */
  readonly actions: readonly {
    readonly number: number;
    readonly text: string;
    readonly owner: string;
    readonly dueOn: LocalDate;
  }[];
  readonly openSteps: readonly {
    readonly title: string;
    readonly dueOn: LocalDate | null;
    readonly phase: 'ready' | 'in_review' | 'blocked';
    readonly note: string | null;
    readonly isTheirs: boolean;
  }[];
  readonly signals: readonly {
    readonly kind: string;
    readonly label: string;
    readonly evidence: string;
    readonly isNew: boolean;
  }[];
  /** Signals that ended since then. */
  readonly healed: readonly string[];
}

/** What a manager should know before a call: each line says the fact it rests on. */
export interface CoachingCard {
  readonly changed: readonly string[];
  readonly ask: readonly string[];
  readonly praise: readonly string[];
}

/** As many as one can keep in mind on the way into a call. */
const mostLines = 4;

export function coachingCard(facts: CoachingFacts): CoachingCard {
  return {
    changed: changed(facts).slice(0, mostLines),
    ask: questions(facts).slice(0, mostLines),
    praise: praise(facts).slice(0, mostLines),
  };
}

function changed({ steps, won, lost, leads, actionsDone, signals, healed }: CoachingFacts): string[] {
  const begun = signals.filter((signal) => signal.isNew).map(({ label }) => label.toLowerCase());
  const deals = [
    ...(won.count > 0 ? [`${pluralise(won.count, 'deal')} won (${listing(won.amounts)})`] : []),
    ...(lost > 0 ? [`${pluralise(lost, 'deal')} lost`] : []),
    ...(leads > 0 ? [`${pluralise(leads, 'new lead')}`] : []),
  ];
  return [
    ...(deals.length > 0 ? [`${listing(deals)}.`] : []),
    ...(steps.length > 0
      ? [`${pluralise(steps.length, 'step')} done: ${named(steps.map(({ title }) => title))}.`]
      : []),
    ...(actionsDone.length > 0
      ? [`Done: ${listing(actionsDone.slice(0, 3).map(({ number, text }) => `A-${number} ${text}`))}.`]
      : []),
    ...(begun.length > 0 ? [`New signals: ${listing(begun)}.`] : []),
    ...(healed.length > 0 ? [`No longer: ${listing(healed.map((label) => label.toLowerCase()))}.`] : []),
  ];
}

/** What is in the way first, then what the rules find, then what was promised and is late. */
function questions({ openSteps, signals, actions, today }: CoachingFacts): string[] {
  const blocked = openSteps.filter(({ phase }) => phase === 'blocked');
  const lateActions = actions.filter(({ dueOn }) => dueOn <= today);
  const lateSteps = openSteps.filter(
    ({ phase, dueOn }) => phase === 'ready' && dueOn !== null && dueOn < today,
  );
  const theirs = lateSteps.filter(({ isTheirs }) => isTheirs);
  const ours = lateSteps.filter(({ isTheirs }) => !isTheirs);
  return [
    ...blocked.map(
      ({ title, note }) =>
        `What would unblock “${title}”? ${note ? `It waits because: ${note}` : 'Nobody said why it waits.'}`,
    ),
    ...signals.map(({ label, evidence }) => `${questionAbout(label)} ${evidence}`),
    ...lateActions.map(
      ({ number, text, owner, dueOn }) =>
        `What became of A-${number}, “${text}”? ${owner}, ${dueWords(dueOn, today)}.`,
    ),
    ...(theirs.length > 0
      ? [
          `When will ${theirs.length === 1 ? 'this' : 'these'} be done: ${named(theirs.map(({ title }) => title))}? ${theirs.length === 1 ? 'It' : 'Each'} is past its due date.`,
        ]
      : []),
    ...(ours.length > 0
      ? [
          `Be ready to say when your side gets this done, past its due date: ${named(ours.map(({ title }) => title))}.`,
        ]
      : []),
  ];
}

const askedAbout: Readonly<Record<string, string>> = {
  'Late steps': 'What keeps the late steps from getting done?',
  'Silent partner': 'What has changed on their side?',
  'Missed calls': 'Does this hour still suit them?',
  'Activation overdue': 'Which customer could be the first?',
  'Stalled deals': 'Which of the stalled deals is still alive?',
  'Falling survey scores': 'What went wrong on the last deals?',
};

function questionAbout(label: string): string {
  return askedAbout[label] ?? `What is behind “${label.toLowerCase()}”?`;
}

/** Only what their own people did, and what is better than it was. */
function praise({ steps, won, actionsDone, healed }: CoachingFacts): string[] {
  const inTime = steps.filter(({ isTheirs, dueOn, doneOn }) => isTheirs && dueOn !== null && doneOn <= dueOn);
  const early = inTime
    .map(({ title, dueOn, doneOn }) => ({ title, days: dueOn ? daysBetween(doneOn, dueOn) : 0 }))
    .sort((a, b) => b.days - a.days)[0];
  const kept = actionsDone.filter(({ isTheirs, doneOn, dueOn }) => isTheirs && doneOn <= dueOn);
  return [
    ...(won.count > 0 ? [`${pluralise(won.count, 'deal')} won since you last spoke.`] : []),
    ...(early
      ? [
          `${pluralise(inTime.length, 'step')} done in time${early.days > 0 ? `, “${early.title}” ${pluralise(early.days, 'day')} early` : ''}.`,
        ]
      : []),
    ...(kept.length > 0
      ? [
          `They kept their word: ${listing(kept.slice(0, 3).map(({ number, text }) => `A-${number} ${text}`))}.`,
        ]
      : []),
    ...healed.map((label) => `${label}: over.`),
  ];
}

function named(titles: readonly string[]): string {
  const shown = titles.slice(0, 3).map((title) => `“${title}”`);
  return listing(titles.length > 3 ? [...shown, `${titles.length - 3} more`] : shown);
}

/** "since the call on Tue 3 Feb", "so far". */
export function sinceWords({ lastCallOn, today }: Pick<CoachingFacts, 'lastCallOn' | 'today'>): string {
  return lastCallOn ? `since the call on ${formatLocalDate(lastCallOn, today)}` : 'so far';
}
