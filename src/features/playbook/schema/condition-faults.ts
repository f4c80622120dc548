import { unknown } from './known-faults.ts';
import { internalMetrics, metricKeys } from './metrics.ts';
import { child, type Finding, type Spot, shown, words } from './spot.ts';
import { targetFault } from './target-faults.ts';

/** A condition is a milestone or a number, with what goes with it. */
export function factFaults(spot: Spot, found: Finding[]): void {
  if (typeof spot.value !== 'object' || spot.value === null) return;
  const has = (name: string) => child(spot, name).value !== undefined;
  const amiss = (name: string, message: string) =>
    found.push({ path: [...spot.path, name], message, isKey: true });
  if (has('event') === has('metric')) {
    found.push({ path: spot.path, message: 'expected either event or metric in a condition' });
    return;
  }
  if (has('event')) {
    for (const name of ['atLeast', 'atMost', 'minimum'])
      if (has(name)) amiss(name, `${name} goes with metric, not with event`);
    return;
  }
  if (has('within')) amiss('within', 'within goes with event, not with metric');
  if (has('atLeast') === has('atMost'))
    found.push({ path: spot.path, message: 'expected either atLeast or atMost beside metric' });
  const metric = child(spot, 'metric');
  unknown(metric, metricKeys, 'a metric', found);
  const known = metricKeys.find((candidate) => candidate === metric.value);
  for (const limit of ['atLeast', 'atMost'])
    if (known && has(limit)) targetFault(known, child(spot, limit), found);
}

/** As the channel hears why a step came, it cannot wait for a milestone that the manager alone hears of. */
export function unsaidFault(event: Spot, milestones: readonly Spot[], found: Finding[]): void {
  const reached = milestones.find((each) => words(event) === `milestone:${words(child(each, 'key'))}`);
  if (!reached || words(child(reached, 'shownTo')) !== 'vendor') return;
  found.push({
    path: event.path,
    message: 'expected a milestone that is shown to both; the channel hears why a step comes',
  });
}

/** The channel hears why a step came, so what it waits for has to be a number that partners see. */
export function saidToPartnerFaults(metric: Spot, metrics: readonly Spot[], found: Finding[]): void {
  const known = metricKeys.find((candidate) => candidate === metric.value);
  if (!known) return;
  const declared = metrics.find((each) => words(child(each, 'key')) === known);
  if (declared && words(child(declared, 'shownTo')) === 'both' && !internalMetrics.includes(known)) return;
  const message = `expected a metric that is shownTo both under metrics, got ${shown(known)}; the channel hears why a step comes`;
  found.push({ path: metric.path, message });
}
