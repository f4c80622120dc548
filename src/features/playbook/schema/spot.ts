/** A value somewhere in the raw document, with the way there. Reading one never fails, so that one wrong part hides no fault in another. */
export interface Spot {
  readonly value: unknown;
  readonly path: Path;
}

export type Path = readonly (string | number)[];

/** What is wrong and where, before it is given a line and a column. */
export interface Finding {
  readonly path: Path;
  readonly message: string;
  /** The last part of the path is itself what is wrong: point at the key, not at its value. */
  readonly isKey?: true;
}

export function child(spot: Spot, name: string): Spot {
  const { value } = spot;
  const isPresent = typeof value === 'object' && value !== null && Object.hasOwn(value, name);
  return {
    value: isPresent ? (value as Readonly<Record<string, unknown>>)[name] : undefined,
    path: [...spot.path, name],
  };
}

export function items(spot: Spot): readonly Spot[] {
  if (!Array.isArray(spot.value)) return [];
  return spot.value.map((value: unknown, index) => ({ value, path: [...spot.path, index] }));
}

/** The mapping's entries under their names. */
export function entries(spot: Spot): readonly (readonly [string, Spot])[] {
  if (typeof spot.value !== 'object' || spot.value === null || Array.isArray(spot.value)) return [];
  return Object.keys(spot.value).map((name) => [name, child(spot, name)]);
}

export function words(spot: Spot): string | undefined {
  return typeof spot.value === 'string' ? spot.value : undefined;
}

/** What a fault says it got: short, quoted, on one line. */
export function shown(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object') return 'a mapping';
  if (typeof value !== 'string') return String(value);
  if (value.trim() === '') return 'empty text';
  const line = value.replace(/\s+/g, ' ').trim();
  return JSON.stringify(line.length > 40 ? `${line.slice(0, 39)}…` : line);
}
