import { daysBetween, type LocalDate, partsOf } from '../../../core/calendar.ts';
import { startOf } from '../../../core/partner-start.ts';
import type { Estimate } from '../../../core/statistics.ts';
import { survivalMedian } from '../../../core/survival.ts';
import { pluralise } from '../../../core/text.ts';
import type { JourneyWaits } from '../../onboarding/public.ts';
import type { EarlyDeals } from '../../pipeline/public.ts';
import { type EarlyQuality, earlyQuality } from './early.ts';

/** How long a step takes from the day it could begin, over all journeys. */
export interface FrictionPoint {
  readonly key: string;
  readonly title: string;
  readonly gateName: string;
  /** Kaplan–Meier median in days: steps not done yet count for as long as they have waited. */
  readonly wait: Estimate;
  /** Journeys in which it could be done now and is not, and those in which something is in the way. */
  readonly waiting: number;
  readonly blocked: number;
}

/** Journeys that kicked off in one quarter. */
export interface Cohort {
  /** "2026 Q3" */
  readonly name: string;
  readonly journeys: number;
  /** From kickoff to the end of onboarding; from the signature (kickoff, where nobody noted it) to the first won deal. */
  readonly onboarding: Estimate;
  readonly firstClose: Estimate;
  /** Null where no deal was registered in its first days. */
  readonly early: EarlyQuality | null;
}

/** Steps with the longest wait first; those that too few have met come after, the most waited for first. */
export function frictionPoints(journeys: readonly JourneyWaits[]): readonly FrictionPoint[] {
  const all = journeys.flatMap(({ steps, leftOn }) =>
    steps.map((step) => ({ ...step, isWaiting: !step.isDone && !leftOn })),
  );
  const byStep = new Map<string, (typeof all)[number][]>();
  for (const step of all) byStep.set(step.key, [...(byStep.get(step.key) ?? []), step]);
  const points = [...byStep.values()].flatMap((steps) => {
    const newest = steps.at(-1);
    if (!newest) return [];
    const open = steps.filter((step) => step.isWaiting);
    return [
      {
        key: newest.key,
        title: newest.title,
        gateName: newest.gateName,
        wait: waitOf(steps),
        waiting: open.length,
        blocked: open.filter((step) => step.isBlocked).length,
      },
    ];
  });
  return points.sort(
    (a, b) => length(b.wait) - length(a.wait) || b.waiting - a.waiting || a.title.localeCompare(b.title),
  );
}

/** The median wait over these journeys; those not done yet count for as long as they have waited. */
export function waitOf(steps: readonly { readonly days: number; readonly isDone: boolean }[]): Estimate {
  return survivalMedian(steps.map(({ days, isDone }) => ({ days, event: isDone })));
}

/** A step's wait and the journeys it is made of, the longest first. */
export interface StepWaits extends Pick<FrictionPoint, 'title' | 'gateName' | 'wait'> {
  readonly waits: readonly (Pick<MetStep, 'partnerId' | 'days'> & { readonly state: WaitState })[];
}

export type WaitState = 'done' | 'waiting' | 'blocked' | 'left';

/** A step in one journey that could begin it. */
export type MetStep = JourneyWaits['steps'][number] &
  Pick<JourneyWaits, 'partnerId' | 'playbookVersionId' | 'leftOn'>;

/** The step in every journey that could begin it, in the order they began. */
export function journeysWith(journeys: readonly JourneyWaits[], key: string): readonly MetStep[] {
  return journeys.flatMap(({ partnerId, playbookVersionId, leftOn, steps }) =>
    steps
      .filter((step) => step.key === key)
      .map((step) => ({ ...step, partnerId, playbookVersionId, leftOn })),
  );
}

export function stateOf({ isDone, isBlocked, leftOn }: MetStep): WaitState {
  if (isDone) return 'done';
  if (leftOn) return 'left';
  return isBlocked ? 'blocked' : 'waiting';
}

/** Null where no journey has met the step. */
export function stepWaitsOf(journeys: readonly JourneyWaits[], key: string): StepWaits | null {
  const met = journeysWith(journeys, key);
  const newest = met.at(-1);
  if (!newest) return null;
  const waits = met.map((step) => ({ partnerId: step.partnerId, days: step.days, state: stateOf(step) }));
  const { title, gateName } = newest;
  return { title, gateName, wait: waitOf(met), waits: waits.sort((a, b) => b.days - a.days) };
}

/** Not reached is longer than any median; too few to judge is no length at all. */
function length({ verdict, value }: Estimate): number {
  if (verdict !== 'ok') return -1;
  return value ?? 100_000;
}

/** By quarter of kickoff, the newest first. A partner's first journey counts; a second one is no new partner. */
export function cohorts(
  journeys: readonly JourneyWaits[],
  firstWonOn: ReadonlyMap<string, LocalDate>,
  today: LocalDate,
  early: ReadonlyMap<string, EarlyDeals>,
  signedOn: ReadonlyMap<string, LocalDate>,
): readonly Cohort[] {
  return [...byQuarter(journeys, today)]
    .sort(([a], [b]) => b.localeCompare(a))
    .map(([name, members]) => ({
      name,
      journeys: members.length,
      onboarding: survivalMedian(
        members.flatMap((each) => observed(each.kickoffOn, each.completedOn, each.leftOn ?? today)),
      ),
      firstClose: survivalMedian(
        members.flatMap((each) =>
          observed(closeStart(each, signedOn), firstWonOn.get(each.partnerId) ?? null, each.leftOn ?? today),
        ),
      ),
      early: earlyQuality(members.flatMap(({ partnerId }) => early.get(partnerId) ?? [])),
    }));
}

export interface CohortMember
  extends Pick<JourneyWaits, 'partnerId' | 'kickoffOn' | 'completedOn' | 'leftOn'> {
  readonly firstWonOn: LocalDate | null;
  readonly signedOn: LocalDate | null;
}

/** The partners of a quarter, in the order of their kickoff. */
export function cohortMembers(
  journeys: readonly JourneyWaits[],
  firstWonOn: ReadonlyMap<string, LocalDate>,
  today: LocalDate,
  name: string,
  signedOn: ReadonlyMap<string, LocalDate>,
): readonly CohortMember[] {
  return (byQuarter(journeys, today).get(name) ?? [])
    .map((journey) => ({
      ...journey,
      firstWonOn: firstWonOn.get(journey.partnerId) ?? null,
      signedOn: signedOn.get(journey.partnerId) ?? null,
    }))
    .sort((a, b) => a.kickoffOn.localeCompare(b.kickoffOn));
}

/** The journeys that kicked off in a quarter, "2026 Q3": over all quarters, each journey once. */
export function journeysOf(journeys: readonly JourneyWaits[], quarter: string): readonly JourneyWaits[] {
  return journeys.filter(({ kickoffOn }) => quarterOf(kickoffOn) === quarter);
}

function byQuarter(
  journeys: readonly JourneyWaits[],
  today: LocalDate,
): ReadonlyMap<string, readonly JourneyWaits[]> {
  const first = new Map<string, JourneyWaits>();
  for (const journey of journeys) {
    const known = first.get(journey.partnerId);
    if (!known || journey.kickoffOn < known.kickoffOn) first.set(journey.partnerId, journey);
  }
  const quarters = new Map<string, JourneyWaits[]>();
  for (const journey of first.values()) {
    if (journey.kickoffOn > today) continue;
    const name = quarterOf(journey.kickoffOn);
    quarters.set(name, [...(quarters.get(name) ?? []), journey]);
  }
  return quarters;
}

/** The first close counts from the same day here as in the scorecards. */
function closeStart(
  { partnerId, kickoffOn }: JourneyWaits,
  signedOn: ReadonlyMap<string, LocalDate>,
): LocalDate {
  return startOf({ signedOn: signedOn.get(partnerId) ?? null, kickoffOn }) ?? kickoffOn;
}

/** Who got there before the start was no newcomer, and is not counted; nor is who left before it. */
function observed(from: LocalDate, to: LocalDate | null, until: LocalDate) {
  if (from > until || (to !== null && to < from)) return [];
  const isOver = to !== null && to <= until;
  return [{ days: daysBetween(from, isOver ? to : until), event: isOver }];
}

function quarterOf(date: LocalDate): string {
  const { year, month } = partsOf(date);
  return `${year} Q${Math.ceil(month / 3)}`;
}

/** "12 days (8–20)", "too few (3)", "not reached". */
export function waitInWords({ verdict, value, low, high, n }: Estimate): string {
  if (verdict === 'no_data') return '–';
  if (verdict === 'too_few') return `too few (${n})`;
  if (value === null) return 'not reached';
  return `${pluralise(value, 'day')} (${low ?? '…'}–${high ?? '…'})`;
}
