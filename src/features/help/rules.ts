import { closestMatch } from '../../core/text.ts';

export interface HelpEntry {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly summary: string;
  readonly usage: string;
  readonly examples: readonly string[];
}

/** What to answer words that are no command: the command they most likely meant, if one is near. */
export function suggest(words: string, entries: readonly HelpEntry[]): HelpEntry | null {
  const tokens = words
    .toLowerCase()
    .split(/[^\p{L}\p{N}-]+/u)
    .filter((token) => token.length > 2);
  const names = entries.flatMap((entry) => [entry.name, ...entry.aliases]);
  const owner = (name: string | null) =>
    entries.find((entry) => entry.name === name || (name !== null && entry.aliases.includes(name))) ?? null;
  const said = tokens.find((token) => names.includes(token));
  if (said) return owner(said);
  for (const token of tokens) {
    const near = owner(closestMatch(token, names));
    if (near) return near;
  }
  return null;
}
