import { hint, unknown } from './known-faults.ts';
import {
  isMoney,
  type MetricKey,
  type MetricUnit,
  metricKeys,
  metricUnits,
  mostCompared,
} from './metrics.ts';
import { child, entries, type Finding, items, type Spot, shown } from './spot.ts';

export function tierFault(tier: string, { path }: Spot, tiers: readonly string[], found: Finding[]): void {
  if (tiers.includes(tier)) return;
  const message = `expected the key of a tier, got ${shown(tier)}${hint(tier, tiers)}`;
  found.push({ path, message, isKey: true });
}

export function metricFaults(metric: Spot, tiers: readonly string[], found: Finding[]): void {
  const key = child(metric, 'key');
  unknown(key, metricKeys, 'a metric', found);
  const known = metricKeys.find((candidate) => candidate === key.value);
  for (const [tier, spot] of entries(child(metric, 'targets'))) {
    tierFault(tier, spot, tiers, found);
  }
  if (!known) return;
  for (const [, spot] of [
    ...entries(child(metric, 'targets')),
    ...entries(child(metric, 'partnerTargets')),
    ...items(child(metric, 'segmentTargets')).map((own) => ['', child(own, 'target')] as const),
  ]) {
    targetFault(known, spot, found);
  }
}

/** More columns than fit beside each other. */
export function comparisonFaults(metrics: readonly Spot[], found: Finding[]): void {
  const marked = metrics.filter(
    (metric) => child(metric, 'inDigest').value === true && child(metric, 'key').value !== 'win_rate',
  );
  const spot = marked[mostCompared - 1];
  if (!spot) return;
  found.push({
    path: child(spot, 'inDigest').path,
    message: `expected at most ${mostCompared - 1} numbers besides the win rate in the digest’s comparison, got ${marked.length}`,
  });
}

const exampleOf: Readonly<Record<MetricUnit, string>> = {
  ...{ share: '40%', days: '30 days', months: '6 months', count: '2', points: '30', rating: '5.5' },
  ...{ money: '50,000 EUR', money_a_day: '500 EUR', money_a_month: '5,000 EUR' },
};

export function targetFault(metric: MetricKey, spot: Spot, found: Finding[]): void {
  const { unit } = metricUnits[metric];
  if (fits(unit, spot.value)) return;
  found.push({
    path: spot.path,
    message: `expected a target like ${exampleOf[unit]} for ${metric}, got ${shown(spot.value)}`,
  });
}

/** Whether the way a target is written suits the unit; what is no target at all is the schema's to report. */
function fits(unit: MetricUnit, value: unknown): boolean {
  const text = typeof value === 'string' ? value.trim() : '';
  const suffix = /(%|[A-Z]{3}|days?|months?)$/.exec(text)?.[1]?.replace(/s$/, '') ?? '';
  const isMapping = typeof value === 'object' && value !== null && 'amountMinor' in value;
  const isAmount = isMapping || /^[A-Z]{3}$/.test(suffix);
  if (isMoney(unit)) return isAmount;
  if (isAmount) return false;
  if (unit === 'share') {
    const number = suffix === '%' ? Number.parseFloat(text) / 100 : value;
    return ['', '%'].includes(suffix) && (typeof number !== 'number' || (number >= 0 && number <= 1));
  }
  if (unit === 'points') return suffix === '' && (typeof value !== 'number' || Math.abs(value) <= 100);
  const allowed = unit === 'days' ? 'day' : unit === 'months' ? 'month' : '';
  return ['', allowed].includes(suffix) && (typeof value !== 'number' || value >= 0);
}
