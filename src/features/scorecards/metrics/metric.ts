import type { LocalDate } from '../../../core/calendar.ts';
import type { Estimate } from '../../../core/statistics.ts';
import type { Behind } from '../../pipeline/public.ts';
import type { MetricKey } from '../../playbook/public.ts';

/** What is known of one partner, loaded for all partners at once. Amounts in minor units; internal where said. */
export interface PartnerFacts {
  readonly onboarding: { readonly done: number; readonly total: number; readonly late: number } | null;
  /** When the contract was signed; null where nobody has said. */
  readonly signedOn: LocalDate | null;
  readonly kickoffOn: LocalDate | null;
  readonly completedOn: LocalDate | null;
  /** The day the facts are taken. */
  readonly today: LocalDate;
  readonly leads: {
    readonly submitted: number;
    readonly reviewed: number;
    readonly accepted: number;
    readonly unreviewed: number;
  };
  readonly cohort: { readonly leads: number; readonly won: number };
  readonly won: number;
  readonly lost: number;
  /** Of those won: how they are the partner's. No deal is both. */
  readonly sourced: number;
  readonly influenced: number;
  /** Of deals won whose cost is known, in the partner's own currency: currencies are never mixed. Internal. */
  readonly economics: { readonly revenueMinor: bigint; readonly costMinor: bigint; readonly deals: number };
  readonly durations: readonly { readonly days: number; readonly event: boolean }[];
  readonly firstWonOn: LocalDate | null;
  readonly csat: Estimate;
  readonly nps: Estimate;
}

/** One number of the scorecard. Adding one: a file like those beside this, and a line in catalogue.ts. */
export interface Metric {
  readonly key: MetricKey;
  /** At most 20 characters, so that it heads a column. */
  readonly label: string;
  /** What it is, in a sentence a partner understands. */
  readonly definition: string;
  readonly formula: string;
  readonly unit: 'share' | 'days' | 'count' | 'points';
  readonly better: 'higher' | 'lower';
  /** What is counted above and below the line of the formula; null where the number is not a quotient. */
  readonly parts: readonly [above: string, below: string] | null;
  /**
   * How its 95 % interval comes about. None where nothing is sampled: a `sum` of money still wants a few deals
   * before it is judged, an exact count (`none`) does not.
   */
  readonly interval: 'wilson' | 'kaplan_meier' | 'normal' | 'sum' | 'none';
  /** The leads or deals that make the number; absent where it is made of something else. */
  readonly behind?: Behind;
  /** Known only as it stands now: what it was on an earlier day cannot be worked out again. */
  readonly isMomentary?: true;
  /** Grows toward its target by itself: not there yet is not behind. What is behind shows as late steps. */
  readonly growsOverTime?: true;
  /** Never shown to a partner, whatever the playbook says. */
  readonly isInternal?: true;
  estimate(facts: PartnerFacts): Estimate;
}

/** An exact count or share, as an estimate that is always sure. */
export function exact(numerator: number, denominator: number, value: number | null): Estimate {
  return {
    numerator,
    denominator,
    n: denominator,
    value,
    low: null,
    high: null,
    verdict: value === null ? 'no_data' : 'ok',
  };
}
