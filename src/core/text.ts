/** Longer input than this is never a typing slip, and comparing it would cost time. */
const longestSuggestible = 64;

/** "1 step", "3 steps", "1,200 steps"; give the plural when it is not the singular with an s. */
export function pluralise(count: number | bigint, singular: string, plural = `${singular}s`): string {
  const isOne = count === 1 || count === 1n;
  return `${count.toLocaleString('en-GB')} ${isOne ? singular : plural}`;
}

/** "a", "a and b", "a, b and c"; the empty list is the empty text. */
export function listing(items: readonly string[], conjunction: 'and' | 'or' = 'and'): string {
  const last = items.at(-1);
  if (last === undefined) return '';
  if (items.length === 1) return last;
  return `${items.slice(0, -1).join(', ')} ${conjunction} ${last}`;
}

/** "Win rate" as it stands within a sentence, "win rate"; "CAC payback" and "NPS" stay as they are. */
export function withinSentence(label: string): string {
  return /^\p{Lu}\p{Lu}/u.test(label) ? label : label.charAt(0).toLowerCase() + label.slice(1);
}

/** At most `max` code points; what is cut ends in an ellipsis, which counts. Never splits a surrogate pair. */
export function truncate(text: string, max: number): string {
  // A text has no more code points than code units, so most texts need no splitting.
  if (text.length <= max) return text;
  const points = Array.from(text);
  if (points.length <= max) return text;
  if (max <= 0) return '';
  return `${points
    .slice(0, max - 1)
    .join('')
    .trimEnd()}…`;
}

/** Lower case, without accents, words joined by hyphens: "Café Nord GmbH" → "cafe-nord-gmbh". */
export function slug(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
}

/**
 * The number of insertions, deletions, substitutions and swaps of neighbours between two texts, each place
 * edited at most once (optimal string alignment, the restricted form of Damerau 1964 and Levenshtein 1966).
 */
export function editDistance(a: string, b: string): number {
  const left = Array.from(a);
  const right = Array.from(b);
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
  left.forEach((letter, i) => {
    const row = [i + 1];
    right.forEach((other, j) => {
      const substituted = at(previous, j) + (letter === other ? 0 : 1);
      let best = Math.min(substituted, at(previous, j + 1) + 1, at(row, j) + 1);
      if (i > 0 && j > 0 && letter === right[j - 1] && left[i - 1] === other) {
        best = Math.min(best, at(beforePrevious, j - 1) + 1);
      }
      row.push(best);
    });
    beforePrevious = previous;
    previous = row;
  });
  return at(previous, right.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}

/**
 * What the person probably meant: the only candidate that begins with the input (two letters or more), else the
 * nearest by editing distance, at most one slip for three letters. Null when nothing is near. Case is ignored.
 */
export function closestMatch(input: string, candidates: readonly string[]): string | null {
  const wanted = input.trim().toLowerCase();
  if (wanted === '' || wanted.length > longestSuggestible) return null;
  const exact = candidates.find((candidate) => candidate.toLowerCase() === wanted);
  if (exact !== undefined) return exact;
  const beginning = candidates.filter((candidate) => candidate.toLowerCase().startsWith(wanted));
  if (beginning.length === 1 && wanted.length >= 2) return beginning[0] ?? null;
  let nearest: string | null = null;
  let nearestDistance = Math.max(1, Math.floor(Array.from(wanted).length / 3)) + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - wanted.length) > longestSuggestible) continue;
    const distance = editDistance(wanted, candidate.toLowerCase());
    // One slip in a word of one or two letters would make anything match.
    if (distance < nearestDistance && distance < Array.from(wanted).length) {
      nearest = candidate;
      nearestDistance = distance;
    }
  }
  return nearest;
}

export type NameMatch<T> =
  | { readonly kind: 'one'; readonly item: T }
  | { readonly kind: 'several'; readonly items: readonly T[] }
  | { readonly kind: 'none'; readonly suggestion: T | null };

/**
 * Finds by name as people type it: the same name, else names that begin with it, else names in which every
 * typed word begins a word. Accents, case and punctuation do not matter. More than one at the best level is
 * `several`, for the person to choose; none carries the nearest name as a suggestion.
 */
export function findByName<T extends { readonly name: string }>(
  query: string,
  items: readonly T[],
): NameMatch<T> {
  const wanted = slug(query);
  if (wanted === '') return { kind: 'none', suggestion: null };
  const words = wanted.split('-');
  const named = items.map((item) => ({ item, name: slug(item.name) }));
  const levels = [
    named.filter(({ name }) => name === wanted),
    named.filter(({ name }) => name.startsWith(wanted)),
    named.filter(({ name }) => words.every((word) => name.split('-').some((part) => part.startsWith(word)))),
  ];
  const found = levels.find((level) => level.length > 0) ?? [];
  if (found.length > 1) return { kind: 'several', items: found.map(({ item }) => item) };
  const only = found[0];
  if (only !== undefined) return { kind: 'one', item: only.item };
  const nearest = closestMatch(
    wanted,
    named.map(({ name }) => name),
  );
  const suggestion = named.find(({ name }) => name === nearest)?.item ?? null;
  return { kind: 'none', suggestion };
}

/** What to call somebody to their face: the first word of their name. */
export function firstName(name: string): string {
  return name.trim().split(/\s+/, 1)[0] ?? name;
}
