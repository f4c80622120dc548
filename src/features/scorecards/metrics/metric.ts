import type { LocalDate } from '../../../core/calendar.ts';
import type { Estimate } from '../../../core/statistics.ts';
import type { Partnership } from '../../health/public.ts';
import type { CostKind, DayWindow, MonthlyCost, MonthlyUsage, UsageKind } from '../../ingest/public.ts';
import type { AttributedDeals, Behind, DealDuration, DealSum } from '../../pipeline/public.ts';
import type { Amount, MetricKey, MetricUnit } from '../../playbook/public.ts';
import type { RatedRisk } from '../risk-history.ts';

/** What is known of one partner, loaded for all partners at once. Amounts in minor units; internal where said. */
export interface PartnerFacts {
  /** The partner's own: no money of another is ever added to it. */
  readonly currency: string;
  readonly onboarding: {
    readonly done: number;
    readonly total: number;
    readonly late: number;
    /** Steps whose due day has come, done or not: what the plan expects by now. */
    readonly dueByNow: number;
  } | null;
  /** Whether it goes on, by what was decided; `from` is the first day of the window. */
  readonly partnership: Partnership & { readonly from: LocalDate };
  /** When the contract was signed; null where nobody has said. */
  readonly signedOn: LocalDate | null;
  readonly kickoffOn: LocalDate | null;
  /** The day its first customer was live, by the event the playbook names for it. */
  readonly firstValueOn: LocalDate | null;
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
  /** Of those won: why some cannot be sourced, registered after somebody else was in touch or not registered at all. */
  readonly unsourced: { readonly contested: number; readonly unregistered: number };
  /** The deals in the partner's own currency, of the window, and those open now. */
  readonly own: {
    readonly won: DealSum;
    readonly lost: DealSum;
    readonly open: DealSum;
    readonly qualified: DealSum;
    readonly sourced: AttributedDeals;
    readonly influenced: AttributedDeals;
    /** Sum of the squares of what was won, in minor units: what the interval of the mean rests on. */
    readonly wonSquares: bigint;
    readonly sourcedSquares: bigint;
  };
  /** What all partners won in the window in this one's currency, and how many deals in others. Internal. */
  readonly programme: {
    readonly won: DealSum;
    readonly squares: bigint;
    readonly foreign: number;
    readonly currencies: readonly string[];
  };
  /** Deals in other currencies: what sums of money leave out. */
  readonly foreign: {
    readonly currencies: readonly string[];
    /** Those of them in which a deal was ever won. */
    readonly everWon: readonly string[];
    readonly won: number;
    readonly open: number;
    readonly qualified: number;
    readonly sourced: number;
    readonly influenced: number;
  };
  /** Of deals won in the partner's own currency; the revenue and cost of those whose cost is known. Internal. */
  readonly economics: {
    readonly revenueMinor: bigint;
    readonly costMinor: bigint;
    readonly deals: number;
    readonly withoutCost: number;
    /** Of the same deals: what the interval of their margin rests on. */
    readonly revenueSquares: bigint;
    readonly costSquares: bigint;
    readonly revenueByCost: bigint;
  };
  /** Deals closed in the window whose data are odd, as the checks see it. */
  readonly faults: {
    /** Won in the partner's own currency, for nothing. */
    readonly withoutAmount: number;
    readonly beforeRegistered: number;
    /** Won ones from elsewhere, as leads came from there: none of them says of which lead. */
    readonly withoutLead: number;
  };
  /** Of the deals that were open at some time in the window. */
  readonly durations: readonly DealDuration[];
  readonly firstWonOn: LocalDate | null;
  readonly csat: Estimate;
  readonly nps: Estimate;
  /** Mean of ratings of ease from 1 to 7. */
  readonly ces: Estimate;
  /** The day the partner became active as the playbook means it, and how many days after its start it should have. */
  readonly activation: { readonly on: LocalDate | null; readonly withinDays: number };
  /** The month's won revenue that the playbook asks of its tier, and the first month that came to it. Null: none asked. */
  readonly ramp: { readonly amount: Amount; readonly reachedIn: LocalDate | null } | null;
  /** How the clocks of leads submitted in the window stand; null where the playbook promises nothing. */
  readonly responses: {
    readonly met: number;
    readonly breached: number;
    readonly running: number;
    readonly dueSoon: number;
    /** Left out: only the day is known, not the time. */
    readonly byDay: number;
    readonly withinHours: number;
  } | null;
  /** The playbook's risks as they are for this partner, and were before. Internal. */
  readonly risks: readonly RatedRisk[];
  /** Month by month, oldest first. Internal. */
  readonly costs: readonly MonthlyCost[];
  readonly usage: readonly MonthlyUsage[];
  /** Variable costs booked by the month, of the months that begin in the window: they belong to no deal. Internal. */
  readonly variableMinor: bigint;
  /** Different customers first won since the month in which the first cost of winning them was recorded. */
  readonly customersWon: number;
  /** Calls of the vendor's API in the window; null where none were counted. */
  readonly api: {
    readonly total: number;
    readonly successful: number;
    /** The last day that was counted. */
    readonly countedTo: LocalDate;
  } | null;
  /** What a minute of the people who look after partners costs, and the minutes a month that are free. Internal. */
  readonly activities: {
    /** Minor units of the currency; not whole. */
    readonly minuteMinor: number;
    readonly currency: string;
    readonly freeMinutes: number | null;
  } | null;
  /** The most its pilot may spend; null: no pilot, or no cap. Internal. */
  readonly pilotCap: Amount | null;
}

/** What went into a number, row by row, where that is not leads or deals. */
export interface Inputs {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** What of the ledger, as other systems report it, a number is made of. */
export interface LedgerRows {
  readonly costs?: readonly CostKind[];
  readonly usage?: readonly UsageKind[];
  /** Of these days alone; all up to the day of the number when absent. */
  readonly days?: DayWindow;
  /** Counts of API calls that lie in the window of the number. */
  readonly isOfCalls?: true;
}

/** What a reader must know of a number before trusting it. Completes a sentence; never names a cost to a partner. */
export interface Note {
  readonly kind: 'missing' | 'stale' | 'contradictory' | 'left_out';
  readonly words: string;
}

/** An estimate as metrics give it. Money is in minor units of `currency`. */
export interface Figure extends Estimate {
  readonly currency?: string | undefined;
  readonly notes?: readonly Note[] | undefined;
  /** Counted beside it: leads nobody has reviewed yet, minutes that are charged. */
  readonly aside?: number | undefined;
  /** Of a number that else is an extrapolation: this one is read off the books. */
  readonly isBooked?: true | undefined;
}

/** What a number is expected to come to; the bounds are null where none are claimed. */
export interface Projection {
  readonly value: number;
  readonly low: number | null;
  readonly high: number | null;
}

/** One number of the scorecard. Adding one: a file like those beside this, and a line in catalogue.ts. */
export interface Metric {
  readonly key: MetricKey;
  /** At most 20 characters, so that it heads a column. */
  readonly label: string;
  /** What it is, in a sentence a partner understands. */
  readonly definition: string;
  readonly formula: string;
  readonly unit: MetricUnit;
  /** Digits after the point that a share is shown with. */
  readonly decimals?: number;
  readonly better: 'higher' | 'lower';
  /**
   * Made of deals that are open, which leave it won as well as lost: more or less than before is neither better nor
   * worse. A target of it holds all the same.
   */
  readonly isStock?: true;
  /** The facts it is worked out from, and no others. */
  readonly needs: readonly (keyof PartnerFacts)[];
  /** The fewest observations it is judged from; 1 where nothing is sampled. */
  readonly minimum: number;
  /** What is counted above and below the line of the formula; null where the number is not a quotient. */
  readonly parts: readonly [above: string, below: string] | null;
  /** Which of the two are money. */
  readonly moneyParts?: readonly [above: boolean, below: boolean];
  /**
   * How its 95 % interval comes about. `none`: nothing is sampled, it is counted or booked, and compared as it is.
   * `sum`: a quotient of sums that chance has a part in and no interval is known of; it is shown and never judged.
   */
  readonly interval: 'wilson' | 'kaplan_meier' | 'normal' | 'student' | 'ratio' | 'carried' | 'sum' | 'none';
  /** The leads or deals that make the number; absent where it is made of something else. */
  readonly behind?: Behind;
  /** Known only as it stands now: what it was on an earlier day cannot be worked out again. */
  readonly isMomentary?: true;
  /** Grows toward its target by itself: not there yet is not behind. What is behind shows as late steps. */
  readonly growsOverTime?: true;
  /** Never shown to a partner, whatever the playbook says. */
  readonly isInternal?: true;
  /** Whether it means anything for a partner: left off its scorecard where not. Always when absent. */
  applies?(facts: PartnerFacts): boolean;
  /** Said where there is enough data and yet no number. */
  readonly withoutValue?: string;
  /** What it then waits for, or why there is none, beside its target. */
  readonly awaits?: string;
  estimate(facts: PartnerFacts): Figure;
  /** What belongs beside the value: an amount beside a ratio, a budget left. */
  beside?(figure: Figure, target: number | null): string | null;
  /** What the plan or an earlier projection makes of now. */
  expected?(facts: PartnerFacts): number | null;
  /** What the next window is expected to hold. */
  ahead?(facts: PartnerFacts): Projection | null;
  /** The rows behind it, newest first, where they are neither leads, deals nor entries of the ledger. */
  inputs?(facts: PartnerFacts): Inputs;
  /** The entries of the ledger behind it. */
  ledger?(facts: PartnerFacts): LedgerRows;
  /** What its observations are, where they are not deals. */
  readonly counts?: string;
  /** Over what its observations lie, where that is not the days that rates look back over. */
  readonly window?: string;
  /** How `expected` or `ahead` come about. */
  readonly projection?: string;
}

/** A metric that can read only the facts it says it needs. */
export function metric<const Needs extends keyof PartnerFacts>(
  definition: Omit<Metric, 'needs' | 'estimate' | 'expected' | 'ahead' | 'inputs' | 'ledger'> & {
    readonly needs: readonly Needs[];
    estimate(facts: Pick<PartnerFacts, Needs>): Figure;
    expected?(facts: Pick<PartnerFacts, Needs>): number | null;
    ahead?(facts: Pick<PartnerFacts, Needs>): Projection | null;
    inputs?(facts: Pick<PartnerFacts, Needs>): Inputs;
    ledger?(facts: Pick<PartnerFacts, Needs>): LedgerRows;
  },
): Metric {
  return definition;
}

/** An exact count or share, as an estimate that is always sure. */
export function exact(numerator: number, denominator: number, value: number | null): Figure {
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

/** Nothing to work with, and what is missing. */
export function missing(words: string, currency?: string): Figure {
  return { ...exact(0, 0, null), currency, notes: [{ kind: 'missing', words }] };
}

/** Whether a metric is of the days rates look back over, not of how things stand. */
export function isLookedBack({ interval, projection, window }: Metric): boolean {
  return window === undefined && (interval !== 'none' || projection?.includes('window') === true);
}
