import { closestMatch } from '../../../core/text.ts';
import { child, type Finding, type Spot, shown, words } from './spot.ts';

/** The keys a list declares; a key declared twice is a fault. */
export function declared(
  spots: readonly Spot[],
  field: string,
  what: string,
  found: Finding[],
): readonly string[] {
  const keys = spots.map((spot) => child(spot, field));
  repeated(keys, what, found);
  return keys.map(words).filter((key) => key !== undefined);
}

export function repeated(spots: readonly Spot[], what: string, found: Finding[]): void {
  const seen = new Set<string>();
  for (const spot of spots) {
    const key = words(spot);
    if (key === undefined) continue;
    if (seen.has(key)) found.push({ path: spot.path, message: `the ${what} ${shown(key)} is already there` });
    seen.add(key);
  }
}

export function unknown(spot: Spot, known: readonly string[], what: string, found: Finding[]): void {
  const key = words(spot);
  if (key === undefined || known.includes(key)) return;
  found.push({
    path: spot.path,
    message: `expected the key of ${what}, got ${shown(key)}${hint(key, known)}`,
  });
}

export function hint(key: string, known: readonly string[]): string {
  const close = closestMatch(key, known);
  if (close) return `; did you mean "${close}"?`;
  return known.length > 0 && known.length <= 12 ? `; there are ${known.join(', ')}` : '';
}
