import { child, type Finding, type Spot, shown, words } from './spot.ts';

/** Working hours that end before they begin. */
export function hoursFaults(hours: Spot, found: Finding[]): void {
  const from = words(child(hours, 'from'));
  const to = child(hours, 'to');
  const until = words(to);
  if (from === undefined || until === undefined || from < until) return;
  found.push({ path: to.path, message: `expected a time after ${from}, got ${shown(until)}` });
}
