import { defaultMinimum, type Estimate, z95 } from './statistics.ts';

/** How long something was watched, in days, and whether the event came (else it is still awaited: censored). */
export interface Observation {
  readonly days: number;
  readonly event: boolean;
  /** The days it had waited when watching began (left truncation): it is known of only because it had. 0 when absent. */
  readonly entry?: number;
}

/** The curve just after the events of one day. */
export interface SurvivalStep {
  readonly days: number;
  readonly atRisk: number;
  readonly events: number;
  /** Share to whom the event has not come by the end of that day. */
  readonly survival: number;
  /** Of the survival: Greenwood's. */
  readonly variance: number;
}

export interface SurvivalCurve {
  readonly n: number;
  readonly events: number;
  readonly steps: readonly SurvivalStep[];
  /** How many were watched from the first event or before. */
  readonly fromFirst: number;
  /** The first day on which survival is ½ or less; null when that is not reached. */
  readonly median: number | null;
  /** 95 % bounds of the median; null when the band's edge does not come down to ½. */
  readonly medianLow: number | null;
  readonly medianHigh: number | null;
}

/** Products of fractions such as 3/4 × 2/3 miss ½ by rounding. */
const half = 0.5 + 1e-12;

/**
 * The product-limit estimate: E. L. Kaplan and P. Meier, JASA 53 (1958), 457–481, with Greenwood's variance
 * S² Σ d ÷ (r (r − d)). Those censored on the day of an event count as at risk on it, and so do those whose watching
 * began on it; before that day they do not (delayed entry: W. Y. Tsai, N. P. Jewell and M. C. Wang, Biometrika 74
 * (1987), 883–886). The median's bounds invert the log-log band exp(−exp(log(−log S) ± z √V ÷ (S log S))): R.
 * Brookmeyer and J. Crowley, Biometrics 38 (1982), 29–41. Throws a RangeError for negative or unknown days, and for
 * an entry after the end.
 */
export function kaplanMeier(observations: readonly Observation[]): SurvivalCurve {
  const odd = observations.find(
    ({ days, entry = 0 }) => !(entry >= 0 && days >= entry && days < Number.POSITIVE_INFINITY),
  );
  if (odd !== undefined) throw new RangeError(`${odd.days} days is no duration`);
  const leaving = new Map<number, { events: number; all: number }>();
  for (const { days, event } of observations) {
    const count = leaving.get(days) ?? { events: 0, all: 0 };
    leaving.set(days, { events: count.events + (event ? 1 : 0), all: count.all + 1 });
  }
  const entries = observations.map(({ entry = 0 }) => entry).sort((a, b) => a - b);
  const steps: SurvivalStep[] = [];
  let entered = 0;
  let fromFirst = 0;
  let atRisk = 0;
  let survival = 1;
  let greenwood = 0;
  for (const [days, { events, all }] of [...leaving].sort(([a], [b]) => a - b)) {
    for (; (entries[entered] ?? Number.POSITIVE_INFINITY) <= days; entered += 1) atRisk += 1;
    if (events > 0) {
      if (steps.length === 0) fromFirst = entered;
      survival *= (atRisk - events) / atRisk;
      greenwood += events === atRisk ? 0 : events / (atRisk * (atRisk - events));
      steps.push({ days, atRisk, events, survival, variance: survival ** 2 * greenwood });
    }
    atRisk -= all;
  }
  const firstAtHalf = (level: (step: SurvivalStep) => number): number | null =>
    steps.find((step) => level(step) <= half)?.days ?? null;
  return {
    n: observations.length,
    events: steps.reduce((total, step) => total + step.events, 0),
    steps,
    fromFirst,
    median: firstAtHalf((step) => step.survival),
    medianLow: firstAtHalf((step) => band(step, 1)),
    medianHigh: firstAtHalf((step) => band(step, -1)),
  };
}

/** The lower (side 1) or upper (side −1) edge of the log-log band at a step. */
function band({ survival, variance }: SurvivalStep, side: 1 | -1): number {
  if (survival === 0) return 0;
  const width = (z95 * Math.sqrt(variance)) / (survival * -Math.log(survival));
  return survival ** Math.exp(side * width);
}

/**
 * The median days until the event, with those still waiting counted for as long as they have waited. With
 * enough observations `ok` and a null `value` mean "not reached"; a null `high` means no upper bound. The
 * numerator is the number of events. Too few also when fewer than the minimum were watched by the first event: with
 * delayed entry one early event among a handful would pull the whole curve down, whoever was watched later.
 */
export function survivalMedian(observations: readonly Observation[], minimum = defaultMinimum): Estimate {
  const { n, events, fromFirst, median, medianLow, medianHigh } = kaplanMeier(observations);
  const base = { numerator: events, denominator: n, n };
  if (n < minimum || (events > 0 && fromFirst < minimum)) {
    return { ...base, value: null, low: null, high: null, verdict: n === 0 ? 'no_data' : 'too_few' };
  }
  return { ...base, value: median, low: medianLow, high: medianHigh, verdict: 'ok' };
}
