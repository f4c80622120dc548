import { daysBetween, type LocalDate } from '../../core/calendar.ts';
import type { Estimate } from '../../core/statistics.ts';
import { type Observation, survivalMedian } from '../../core/survival.ts';
import { pluralise } from '../../core/text.ts';
import type { PartnerFacts } from './metrics/metric.ts';
import { startOf } from './metrics/time-to-first-close.ts';

/** How long partners take to get somewhere, over all of them: those who are not there yet count as still waiting. */
export interface Wait {
  readonly label: string;
  /** "won a first deal", "finished onboarding". */
  readonly event: string;
  readonly since: string;
  /** Kaplan–Meier median in days; the numerator is who got there, n the partners. */
  readonly estimate: Estimate;
}

/** Time to the first close and to activation (the first customer live, when onboarding is done), over the partners. */
export function waits(partners: readonly PartnerFacts[]): readonly Wait[] {
  const firstClose = partners.flatMap((facts) => observed(startOf(facts), facts.firstWonOn, facts.today));
  const activation = partners.flatMap((facts) => observed(facts.kickoffOn, facts.completedOn, facts.today));
  return [
    {
      label: 'Time to first close',
      event: 'have won a first deal',
      since: 'signing',
      estimate: survivalMedian(firstClose),
    },
    {
      label: 'Activation',
      event: 'have finished onboarding',
      since: 'kickoff',
      estimate: survivalMedian(activation),
    },
  ];
}

/** Nobody is watched who has not begun, nor who was there before they began. */
function observed(startedOn: LocalDate | null, endedOn: LocalDate | null, today: LocalDate): Observation[] {
  if (!startedOn || startedOn > today || (endedOn && endedOn < startedOn)) return [];
  return [{ days: daysBetween(startedOn, endedOn ?? today), event: endedOn !== null }];
}

/** "half within 74 days of signing (48–120); 9 of 12 partners have won a first deal". */
export function waitWords({ event, since, estimate }: Wait): string {
  const { value, low, high, numerator, n, verdict } = estimate;
  if (verdict === 'no_data') return 'no partner to count yet';
  const sofar = `${numerator} of ${pluralise(n, 'partner')} ${event}`;
  if (verdict === 'too_few') return `too few partners to judge; ${sofar}`;
  if (value === null) return `not reached: fewer than half are there yet; ${sofar}`;
  const interval = `${low ?? '…'}–${high ?? '…'}`;
  return `half within ${pluralise(value, 'day')} of ${since} (${interval}); ${sofar}`;
}
