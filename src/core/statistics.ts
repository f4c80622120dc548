/** Whether a number may be judged: enough data, some but too little, or none. */
export type Verdict = 'ok' | 'too_few' | 'no_data';

/**
 * A number with what it was made from and how sure it is. `value` is null when there is no data and, for NPS
 * and medians, when there is too little; `low` and `high` bound the 95 % interval and are null where none is
 * defined. A proportion of too few keeps its value and its (wide) interval, to be shown as "too few to judge".
 */
export interface Estimate {
  readonly numerator: number;
  readonly denominator: number;
  readonly n: number;
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly verdict: Verdict;
}

/** The 97.5 % point of the standard normal, for 95 % intervals. */
export const z95 = 1.96;
/** Below this many observations nothing is judged, unless a caller states another minimum. */
export const defaultMinimum = 5;

function verdictOf(n: number, minimum: number): Verdict {
  return n === 0 ? 'no_data' : n < minimum ? 'too_few' : 'ok';
}

/**
 * Score interval for a proportion: E. B. Wilson, "Probable inference, the law of succession, and statistical
 * inference", JASA 22 (1927), 209–212. Without trials it is 0 to 1. Throws a RangeError unless
 * 0 ≤ successes ≤ n.
 */
export function wilsonInterval(successes: number, n: number, z = z95): { low: number; high: number } {
  if (!(successes >= 0 && successes <= n)) throw new RangeError(`${successes} of ${n} is no proportion`);
  if (n === 0) return { low: 0, high: 1 };
  const p = successes / n;
  const centre = p + (z * z) / (2 * n);
  const spread = z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n));
  const scale = 1 + (z * z) / n;
  return {
    // At the ends the bound is the proportion itself, which rounding would miss by a hair.
    low: successes === 0 ? 0 : (centre - spread) / scale,
    high: successes === n ? 1 : (centre + spread) / scale,
  };
}

/** A share of n trials with its Wilson interval. */
export function proportion(successes: number, n: number, minimum = defaultMinimum): Estimate {
  const { low, high } = wilsonInterval(successes, n);
  const isEmpty = n === 0;
  return {
    numerator: successes,
    denominator: n,
    n,
    value: isEmpty ? null : successes / n,
    low: isEmpty ? null : low,
    high: isEmpty ? null : high,
    verdict: verdictOf(n, minimum),
  };
}

/** A quotient of two amounts over n things (a cost per customer); no interval is claimed for it. */
export function ratio(
  numerator: number | bigint,
  denominator: number | bigint,
  n: number,
  minimum = defaultMinimum,
): Estimate {
  const [top, bottom] = [Number(numerator), Number(denominator)];
  const isDefined = n > 0 && bottom !== 0;
  return {
    numerator: top,
    denominator: bottom,
    n,
    value: isDefined ? top / bottom : null,
    low: null,
    high: null,
    verdict: isDefined ? verdictOf(n, minimum) : 'no_data',
  };
}

/** The 97.5 % points of Student's t for 1 to 30 degrees of freedom (any table; here to three places). */
const studentT = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131,
  2.12, 2.11, 2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042,
];

/** The mean with Student's 95 % interval (from two values on); the numerator is the sum. */
export function mean(values: readonly number[], minimum = defaultMinimum): Estimate {
  const n = values.length;
  const sum = values.reduce((total, value) => total + value, 0);
  const verdict = verdictOf(n, minimum);
  if (n === 0) return { numerator: 0, denominator: 0, n, value: null, low: null, high: null, verdict };
  const value = sum / n;
  const bounds = { low: null, high: null };
  if (n === 1) return { numerator: sum, denominator: n, n, value, ...bounds, verdict };
  const variance = values.reduce((total, each) => total + (each - value) ** 2, 0) / (n - 1);
  const half = studentPoint(n - 1) * Math.sqrt(variance / n);
  return { numerator: sum, denominator: n, n, value, low: value - half, high: value + half, verdict };
}

function studentPoint(degrees: number): number {
  // Past the table the first term of the Cornish–Fisher expansion, (z³ + z) ÷ 4, is right to two places.
  return studentT[degrees - 1] ?? z95 + (z95 ** 3 + z95) / (4 * degrees);
}

/** Pairs of amounts (above and below the line of a quotient), added up: so much is enough for the quotient's interval. */
export interface PairSums {
  readonly n: number;
  readonly above: bigint;
  readonly below: bigint;
  readonly aboveSquares: bigint;
  readonly belowSquares: bigint;
  readonly products: bigint;
}

/**
 * The quotient r = Σy ÷ Σx of n pairs, with Student's 95 % interval by the variance of a ratio estimator,
 * n ÷ (n − 1) × Σ(y − r x)² ÷ (Σx)²: W. G. Cochran, Sampling Techniques, 3rd ed. 1977, 6.4. Without an interval for
 * one pair, and where all have the same quotient: nothing then says how sure it is.
 */
export function ratioOfSums(
  { n, above, below, aboveSquares, belowSquares, products }: PairSums,
  minimum = defaultMinimum,
): Estimate {
  const estimate = ratio(above, below, n, minimum);
  // Σ(y − r x)² × (Σx)², in whole numbers: the difference of large squares would be lost in rounding.
  const spread = aboveSquares * below ** 2n - 2n * above * below * products + above ** 2n * belowSquares;
  if (estimate.value === null || n < 2 || spread <= 0n) return estimate;
  const variance = ((n / (n - 1)) * Number(spread)) / Number(below) ** 4;
  const half = studentPoint(n - 1) * Math.sqrt(variance);
  return { ...estimate, low: estimate.value - half, high: estimate.value + half };
}

export interface NpsEstimate extends Estimate {
  readonly promoters: number;
  readonly detractors: number;
  /** Of the score, in points squared: 100² (p + d − (p − d)²) ÷ n. Null without answers. */
  readonly variance: number | null;
}

/**
 * Net promoter score of answers 0–10: 100 × (share of 9–10 − share of 0–6), from −100 to 100, with a normal
 * interval from the variance of a difference of two shares of one multinomial sample. Withheld (`value` null,
 * `too_few`) below the minimum, and when all answers fall into one group: the variance would be zero and the
 * score would look certain. Throws a RangeError for an answer that is not an integer of 0–10.
 */
export function nps(scores: readonly number[], minimum = defaultMinimum): NpsEstimate {
  const odd = scores.find((score) => !Number.isInteger(score) || score < 0 || score > 10);
  if (odd !== undefined) throw new RangeError(`${odd} is no answer from 0 to 10`);
  const n = scores.length;
  const promoters = scores.filter((score) => score >= 9).length;
  const detractors = scores.filter((score) => score <= 6).length;
  const base = { promoters, detractors, numerator: promoters - detractors, denominator: n, n };
  const withheld = { value: null, low: null, high: null };
  if (n === 0) return { ...base, ...withheld, variance: null, verdict: 'no_data' };
  const [p, d] = [promoters / n, detractors / n];
  const variance = (100 ** 2 * (p + d - (p - d) ** 2)) / n;
  const isUnanimous = promoters === n || detractors === n || promoters + detractors === 0;
  if (n < minimum || isUnanimous) return { ...base, ...withheld, variance, verdict: 'too_few' };
  const value = 100 * (p - d);
  const half = z95 * Math.sqrt(variance);
  return {
    ...base,
    variance,
    value,
    low: Math.max(-100, value - half),
    high: Math.min(100, value + half),
    verdict: 'ok',
  };
}

export interface Shrinkage {
  /** The group's pooled proportion, to which the values are drawn. */
  readonly mean: number;
  /** How many trials the group's mean weighs in each value; Infinity when the members do not differ. */
  readonly priorStrength: number;
  /** In the order given. */
  readonly values: readonly number[];
}

/**
 * Proportions of a group's members drawn toward the group's mean, the more the fewer trials they have: the
 * posterior mean (x + M p̂) ÷ (n + M) of a beta-binomial model. p̂ and M come from the moments weighted by n: with
 * S = Σ nᵢ (pᵢ − p̂)² the correlation within members is γ = (S − p̂q̂ (k − 1)) ÷ (p̂q̂ (N − Σ nᵢ²/N − (k − 1))),
 * kept within 0 and 1, and M = (1 − γ) ÷ γ. J. C. Kleinman, "Proportions with extraneous variance: single and
 * independent samples", JASA 68 (1973), 46–54. Null when nobody has a trial.
 */
export function empiricalBayesShrinkage(
  members: readonly { readonly successes: number; readonly n: number }[],
): Shrinkage | null {
  const odd = members.find(({ successes, n }) => !(successes >= 0 && successes <= n));
  if (odd !== undefined) throw new RangeError(`${odd.successes} of ${odd.n} is no proportion`);
  const tried = members.filter(({ n }) => n > 0);
  const trials = tried.reduce((total, { n }) => total + n, 0);
  if (trials === 0) return null;
  const pooled = tried.reduce((total, { successes }) => total + successes, 0) / trials;
  const binomial = pooled * (1 - pooled);
  const spread = tried.reduce((total, { successes, n }) => total + n * (successes / n - pooled) ** 2, 0);
  const free = tried.length - 1;
  const squares = tried.reduce((total, { n }) => total + n * n, 0);
  const room = binomial * (trials - squares / trials - free);
  const correlation = room > 0 ? Math.min(1, Math.max(0, (spread - binomial * free) / room)) : 0;
  const priorStrength = correlation === 0 ? Number.POSITIVE_INFINITY : (1 - correlation) / correlation;
  const values = members.map(({ successes, n }) => {
    if (n === 0 || priorStrength === Number.POSITIVE_INFINITY) return pooled;
    return (successes + priorStrength * pooled) / (n + priorStrength);
  });
  return { mean: pooled, priorStrength, values };
}

/**
 * The difference of two independent proportions, second less first, with R. G. Newcombe's interval from the two
 * Wilson intervals ("Interval estimation for the difference between independent proportions: comparison of eleven
 * methods", Statistics in Medicine 17 (1998), 873–890, method 10). Below the minimum of either it is not judged.
 */
export function proportionDifference(
  before: Pick<Estimate, 'numerator' | 'n'>,
  after: Pick<Estimate, 'numerator' | 'n'>,
  minimum = defaultMinimum,
): Estimate {
  const n = Math.min(before.n, after.n);
  const base = { numerator: after.numerator, denominator: after.n, n, verdict: verdictOf(n, minimum) };
  if (n === 0) return { ...base, value: null, low: null, high: null };
  const [p, q] = [before.numerator / before.n, after.numerator / after.n];
  const first = wilsonInterval(before.numerator, before.n);
  const second = wilsonInterval(after.numerator, after.n);
  const value = q - p;
  return {
    ...base,
    value,
    low: value - Math.hypot(q - second.low, first.high - p),
    high: value + Math.hypot(second.high - q, p - first.low),
  };
}
