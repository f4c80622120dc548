import type { PartnerCard } from '../../../src/features/scorecards/facts.ts';
import type { Line } from '../../../src/features/scorecards/rules.ts';

/** Added up over all partners, to see that both ways of counting count the same. */
export interface Totals {
  readonly partners: number;
  readonly won: number;
  readonly lost: number;
  readonly revenueEur: string;
  readonly watchedDays: number;
  readonly accepted: number;
  readonly cohortWon: number;
  readonly stepsDone: number;
  readonly stepsLate: number;
  readonly wonInWeeks: number;
  /** Partners that have reached their monthly target. */
  readonly ramped: number;
  /** Leads whose answer has a clock. */
  readonly clocked: number;
}

export const nothing: Totals = {
  partners: 0,
  won: 0,
  lost: 0,
  revenueEur: '0',
  watchedDays: 0,
  accepted: 0,
  cohortWon: 0,
  stepsDone: 0,
  stepsLate: 0,
  wonInWeeks: 0,
  ramped: 0,
  clocked: 0,
};

function clocks(responses: PartnerCard['facts']['responses']): number {
  if (!responses) return 0;
  const { met, breached, running, dueSoon } = responses;
  return met + breached + running + dueSoon;
}

export function addUp(
  before: Totals,
  cards: readonly PartnerCard[],
  lines: readonly (readonly Line[])[],
): Totals {
  if (lines.length !== cards.length || lines.some((own) => own.length === 0))
    throw new Error('a scorecard is empty');
  const sum = (of: (card: PartnerCard) => number) => cards.reduce((total, card) => total + of(card), 0);
  const revenue = cards.reduce(
    (total, { facts }) => total + facts.economics.revenueMinor,
    BigInt(before.revenueEur),
  );
  return {
    partners: before.partners + cards.length,
    won: before.won + sum(({ facts }) => facts.won),
    lost: before.lost + sum(({ facts }) => facts.lost),
    revenueEur: String(revenue),
    watchedDays:
      before.watchedDays + sum(({ facts }) => facts.durations.reduce((days, each) => days + each.days, 0)),
    accepted: before.accepted + sum(({ facts }) => facts.leads.accepted),
    cohortWon: before.cohortWon + sum(({ facts }) => facts.cohort.won),
    stepsDone: before.stepsDone + sum(({ facts }) => facts.onboarding?.done ?? 0),
    stepsLate: before.stepsLate + sum(({ facts }) => facts.onboarding?.late ?? 0),
    wonInWeeks: before.wonInWeeks + sum(({ weeks }) => weeks.reduce((total, week) => total + week.won, 0)),
    ramped: before.ramped + sum(({ facts }) => (facts.ramp?.reachedIn ? 1 : 0)),
    clocked: before.clocked + sum(({ facts }) => clocks(facts.responses)),
  };
}
