import { formatMoney, minorUnitDigits } from '../../core/money.ts';
import { pluralise } from '../../core/text.ts';
import type { Figure, Metric } from './metrics/metric.ts';

type Shown = Pick<Metric, 'unit' | 'decimals'>;

/**
 * A value in its unit: `62 %`, `34 days`, `3`, `+12`, `€4,000 a day`. Money is in minor units of the currency, which
 * only values of money need.
 */
export function formatValue(metric: Shown, value: number, currency?: string): string {
  switch (metric.unit) {
    case 'share':
      return `${Number((value * 100).toFixed(metric.decimals ?? 0))} %`;
    case 'days':
      return pluralise(Math.round(value), 'day');
    case 'months':
      return pluralise(Number(value.toFixed(1)), 'month');
    case 'points':
      return signed(Math.round(value));
    case 'count':
      return String(Math.round(value));
    case 'rating':
      return String(Number(value.toFixed(1)));
    case 'money':
      return money(value, currency);
    case 'money_a_day':
      return `${money(value, currency)} a day`;
    case 'money_a_month':
      return `${money(value, currency)} a month`;
  }
}

/** A target as it stands in a column of targets: where less is better `at most 3`, else the value. */
export function formatTarget(
  metric: Shown & Pick<Metric, 'better'>,
  target: number,
  currency?: string,
): string {
  const value = formatValue(metric, target, currency);
  return metric.better === 'lower' ? `at most ${value}` : value;
}

/** The same within a sentence: `at most 3`, `target 62 %`. */
export function targetWords(
  metric: Shown & Pick<Metric, 'better'>,
  target: number,
  currency?: string,
): string {
  return metric.better === 'lower'
    ? formatTarget(metric, target, currency)
    : `target ${formatValue(metric, target, currency)}`;
}

/** An amount. A quotient, which is seldom whole in minor units, is not shown more exactly than it is known. */
export function money(minor: number, currency: string | undefined): string {
  if (currency === undefined) throw new TypeError('money without a currency');
  const unit = 10 ** minorUnitDigits(currency);
  const isRough = !Number.isInteger(minor) && Math.abs(minor) >= 100 * unit;
  const shown = isRough ? Math.round(minor / unit) * unit : Math.round(minor);
  return formatMoney({ amountMinor: BigInt(shown), currency });
}

/** `+12`, `0`, `−50`. */
function signed(value: number): string {
  return `${value > 0 ? '+' : value < 0 ? '−' : ''}${Math.abs(value)}`;
}

/** The number as a reader meets it: value with interval and what belongs beside it, or why there is none. */
export function formatEstimate(metric: Metric, estimate: Figure, target: number | null = null): string {
  const number = formatNumber(metric, estimate);
  const isShown = estimate.verdict === 'ok' && estimate.value !== null;
  const beside = isShown ? (metric.beside?.(estimate, target) ?? null) : null;
  return [number, ...(beside === null ? [] : [beside]), ...unreviewedWords(metric, estimate)].join(', ');
}

/** Beside the quality of leads, however few were reviewed: how many were not. */
function unreviewedWords({ key }: Metric, { verdict, aside }: Figure): string[] {
  return key === 'lead_quality' && verdict !== 'no_data' && aside ? [`${aside} unreviewed`] : [];
}

/** As formatEstimate, without what belongs beside it. */
export function formatNumber(metric: Metric, { verdict, value, low, high, n, currency }: Figure): string {
  if (verdict === 'no_data') return '–';
  if (verdict === 'too_few') return `too few (${n})`;
  if (value === null) return metric.withoutValue ?? 'not reached';
  const shown = formatValue(metric, value, currency);
  if (low === null && high === null) return shown;
  const bound = (each: number | null) =>
    each === null ? '…' : formatValue(metric, each, currency).replace(/ (%|days?|months?)$/, '');
  // A dash between signed numbers would read as another minus.
  const between = metric.unit === 'points' ? ' to ' : '–';
  return `${shown} (${bound(low)}${between}${bound(high)})`;
}
