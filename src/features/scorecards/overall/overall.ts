import { daysBetween, type LocalDate } from '../../../core/calendar.ts';
import type { Estimate } from '../../../core/statistics.ts';
import type { OverallTargets } from '../../playbook/public.ts';
import type { PartnerFacts } from '../metrics/metric.ts';

/** A number over all of a manager's partners. Internal: it compares partners. Adding one: a file like those beside this, and a line in catalogue.ts. */
export interface Overall {
  readonly key: string;
  readonly label: string;
  readonly definition: string;
  readonly formula: string;
  readonly unit: 'days' | 'share';
  readonly better: 'higher' | 'lower';
  /** The fewest partners it is judged from. */
  readonly minimum: number;
  readonly interval: 'kaplan_meier' | 'wilson';
  /** What the playbook calls its target. */
  readonly targetKey: keyof OverallTargets;
  /** How each partner counts; null for those it leaves out. */
  watch(facts: PartnerFacts): Watched | null;
  estimate(watched: readonly Watched[]): Estimate;
  /** What it says of them: "half within 74 days of signing (48–120); 9 of 12 partners have won a first deal". */
  words(estimate: Estimate): string;
}

/** A partner on its way to something. */
export interface Watched {
  readonly startedOn: LocalDate;
  /** Null while it is awaited. */
  readonly reachedOn: LocalDate | null;
  /** From the start until it was reached, else until it left or today. */
  readonly days: number;
  readonly event: boolean;
}

/**
 * Nobody is watched who has not begun, nor who was there before they began. Who left is watched until that day: what
 * came later was not its doing.
 */
export function watched(
  startedOn: LocalDate | null,
  reachedOn: LocalDate | null,
  { today, partnership }: Pick<PartnerFacts, 'today' | 'partnership'>,
): Watched | null {
  const until = partnership.leftOn ?? today;
  if (!startedOn || startedOn > until || (reachedOn && reachedOn < startedOn)) return null;
  const inTime = reachedOn && reachedOn <= until ? reachedOn : null;
  return {
    ...{ startedOn, reachedOn: inTime },
    days: daysBetween(startedOn, inTime ?? until),
    event: inTime !== null,
  };
}

/** Such a number of these partners. */
export function overallOf(overall: Overall, partners: readonly PartnerFacts[]): Estimate {
  return overall.estimate(partners.flatMap((facts) => overall.watch(facts) ?? []));
}
