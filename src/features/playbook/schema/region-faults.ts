import { hoursFaults } from './hours-faults.ts';
import { declared, unknown } from './known-faults.ts';
import type { Finding, Spot } from './spot.ts';
import { child, items, shown, words } from './spot.ts';

/** Faults of regions: a territory that is not declared or in two of them, hours that end before they begin. */
export function regionFaults(
  regions: readonly Spot[],
  territories: readonly string[],
  found: Finding[],
): void {
  declared(regions, 'key', 'region', found);
  const regionOf = new Map<string, string>();
  for (const region of regions) {
    const name = words(child(region, 'key')) ?? 'another region';
    for (const spot of items(child(region, 'territories'))) {
      unknown(spot, territories, 'a territory under routing', found);
      const territory = words(spot);
      if (territory === undefined) continue;
      const other = regionOf.get(territory);
      if (other !== undefined) {
        const where = other === name ? 'listed twice' : `already in the region ${shown(other)}`;
        found.push({ path: spot.path, message: `the territory ${shown(territory)} is ${where}` });
      } else regionOf.set(territory, name);
    }
    declared(items(child(region, 'holidays')), 'date', 'holiday', found);
    hoursFaults(child(region, 'workingHours'), found);
  }
}
