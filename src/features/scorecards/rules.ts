import { type Graded, isFor, type MetricTarget, type Target } from '../playbook/public.ts';
import { byName } from './by-name.ts';
import { formatNumber, formatValue } from './figures.ts';
import { metricOf, metrics } from './metrics/catalogue.ts';
import type { Figure, Metric, Note, PartnerFacts, Projection } from './metrics/metric.ts';
import { moveOf } from './news.ts';

/** How a number stands to its target. `unclear`: the interval holds the target, so it could be either. */
export type Standing =
  | 'met'
  | 'missed'
  | 'under_way'
  | 'unclear'
  | 'too_few'
  | 'no_data'
  | 'no_target'
  | 'stale'
  | 'contradictory';

/** A value as it was said, with the target it was held against; `shownTo` is null when it was not on the scorecard. */
export interface KeptValue extends Figure {
  readonly target: number | null;
  /** What the window after this one was expected to hold. */
  readonly ahead?: Projection | null | undefined;
  readonly shownTo: 'both' | 'vendor' | null;
}

export interface Line {
  readonly metric: Metric;
  readonly estimate: Figure;
  readonly before: Figure | null;
  /** In minor units of the estimate's currency where it is money. */
  readonly target: number | null;
  /** What was to be expected of now: by the plan, or as projected when the window began. */
  readonly projected: number | null;
  readonly ahead: Projection | null;
  readonly standing: Standing;
}

/** Which metrics a reader may see: those the playbook shows to both sides, and for the vendor the rest too. */
export function visibleMetrics(
  targets: readonly MetricTarget[],
  mayReadInternal: boolean,
): readonly MetricTarget[] {
  return targets.filter(
    ({ key, shownTo }) => mayReadInternal || (shownTo === 'both' && !metricOf(key).isInternal),
  );
}

/** The targets as they hold for one partner: what was agreed with it by name comes before its segments', those before its tier's. */
export function ownTargets(
  targets: readonly MetricTarget[],
  partner: Graded & { readonly name: string },
): readonly MetricTarget[] {
  return targets.map((each) => {
    const own =
      byName(each.partnerTargets, partner.name) ??
      each.segmentTargets?.find((target) => isFor(target.for, partner))?.target;
    return own === undefined ? each : { ...each, targets: { ...each.targets, [partner.tier]: own } };
  });
}

/** One partner's scorecard: each metric with its estimate, the one before it, the tier's target and how it stands. */
export function scorecard(
  facts: PartnerFacts,
  tier: string,
  targets: readonly MetricTarget[],
  before: Readonly<Record<string, Figure>> | null,
  /** What was kept when the window began. */
  atStart: Readonly<Record<string, KeptValue>> | null = null,
): readonly Line[] {
  return targets.flatMap(({ key, targets: byTier }) => {
    const metric = metricOf(key);
    if (metric.applies?.(facts) === false) return [];
    const figure = metric.estimate(facts);
    const { target, note } = targetIn(figure.currency ?? facts.currency, byTier[tier]);
    const estimate = note ? { ...figure, notes: [...(figure.notes ?? []), note] } : figure;
    const kept = atStart?.[key];
    const isSameMoney = kept?.currency === estimate.currency;
    const line: Line = {
      metric,
      estimate,
      before: before?.[key] ?? null,
      target,
      projected: metric.expected?.(facts) ?? (isSameMoney ? kept?.ahead?.value : null) ?? null,
      ahead: metric.ahead?.(facts) ?? null,
      standing: standingOf(metric, estimate, target),
    };
    return [line];
  });
}

/** A target as a number in the unit of its metric; one of money only where the partner deals in its currency. */
export function targetIn(
  currency: string,
  target: Target | undefined,
): { readonly target: number | null; readonly note: Note | null } {
  if (target === undefined) return { target: null, note: null };
  if (typeof target === 'number') return { target, note: null };
  if (target.currency === currency) return { target: target.amountMinor, note: null };
  const words = `the target is in ${target.currency}, the number in ${currency}; they are not compared`;
  return { target: null, note: { kind: 'left_out', words } };
}

/**
 * Never decided on a point estimate alone: a sampled number misses its target only when its whole interval does.
 * What rests on stale or contradictory data is not judged. Only what is counted or booked, and so has no interval
 * (`none`), is compared as it is; where one is wanted and not known, the number is shown and not judged.
 */
export function standingOf(
  metric: Pick<Metric, 'better' | 'interval' | 'growsOverTime'>,
  estimate: Figure,
  target: number | null,
): Standing {
  const { verdict, value, low, high } = estimate;
  if (verdict === 'no_data') return 'no_data';
  for (const fault of ['contradictory', 'stale'] as const)
    if (estimate.notes?.some(({ kind }) => kind === fault)) return fault;
  if (verdict === 'too_few') return 'too_few';
  if (target === null) return 'no_target';
  const sign = metric.better === 'higher' ? 1 : -1;
  const hasInterval = low !== null || high !== null;
  if (!hasInterval) {
    if (value === null || (metric.interval !== 'none' && !estimate.isBooked)) return 'unclear';
    if (sign * (value - target) >= 0) return 'met';
    return metric.growsOverTime ? 'under_way' : 'missed';
  }
  const worst = sign > 0 ? low : high;
  const best = sign > 0 ? high : low;
  if (worst !== null && sign * (worst - target) >= 0) return 'met';
  if (best !== null && sign * (best - target) < 0) return 'missed';
  return 'unclear';
}

const standingWords: Readonly<Record<Standing, string>> = {
  met: 'on target',
  under_way: 'under way',
  missed: 'below target',
  unclear: 'could be either side of the target',
  too_few: 'too few to judge',
  no_data: 'no data yet',
  no_target: 'no target',
  stale: 'stale data',
  contradictory: 'data contradict each other',
};

export function standingInWords(standing: Standing, better: Metric['better']): string {
  return standing === 'missed' && better === 'lower' ? 'above target' : standingWords[standing];
}

export function describeStanding(line: Line): string {
  const { standing, metric, projected, estimate } = line;
  const { value } = estimate;
  if (standing === 'unclear' && estimate.low === null && estimate.high === null)
    // Nothing to hold against the target: not reached, not paid back yet.
    return value === null ? (metric.awaits ?? 'not reached yet') : 'shown, not judged: it has no interval';
  const words = standingInWords(standing, metric.better);
  if (projected === null || value === null || estimate.verdict !== 'ok') return words;
  const than = value > projected ? 'more than' : value < projected ? 'less than' : 'as';
  return `${words}; ${than} projected`;
}

/** A line of a scorecard sent earlier; `now` is what the same day's number would be, where that differs. */
export interface PastLine extends Line {
  readonly now: Figure | null;
}

/** What a scorecard said, line by line, with what is known by now of that same day: `facts` are as of that day. */
export function pastLines(
  values: Readonly<Record<string, KeptValue>>,
  before: Readonly<Record<string, Figure>> | null,
  facts: PartnerFacts,
  mayReadInternal: boolean,
): readonly PastLine[] {
  return metrics.flatMap((metric) => {
    const kept = values[metric.key];
    if (!kept || kept.shownTo === null) return [];
    if (!mayReadInternal && (kept.shownTo !== 'both' || metric.isInternal)) return [];
    const { target, shownTo: _, ahead = null, ...estimate } = kept;
    // Deals keep the amounts they have now: what was open then at which amount isn’t known any more.
    const again = metric.isMomentary || metric.isStock ? null : metric.estimate(facts);
    const isCorrected = again !== null && formatNumber(metric, again) !== formatNumber(metric, estimate);
    return [
      {
        metric,
        estimate,
        before: before?.[metric.key] ?? null,
        target,
        projected: null,
        ahead,
        standing: standingOf(metric, estimate, target),
        now: isCorrected ? again : null,
      },
    ];
  });
}

/** What has moved since last time by more than chance or a trifle, in words; nothing when nothing has. */
export function whatChanged(lines: readonly Line[]): string[] {
  return lines.flatMap(({ metric, estimate, before }) => {
    const move = before && moveOf(metric, before, estimate);
    if (!move || before.value === null || estimate.value === null) return [];
    const now = formatValue(metric, estimate.value, estimate.currency);
    const then = formatValue(metric, before.value, before.currency);
    return now === then ? [] : [`${metric.label} ${then} → ${now} (${move})`];
  });
}
