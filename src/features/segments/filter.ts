import { slug } from '../../core/text.ts';
import { type Condition, dimensionsOf, type Playbook } from '../playbook/public.ts';

/**
 * “gold”, “potential high dach” as the condition partners are looked for by: tiers and values by any word of their name
 * or by their key. Null where a word is none of these.
 */
export function readFilter(playbook: Playbook, text: string): Condition | null {
  const dimensions = dimensionsOf(playbook);
  const terms = [
    ...playbook.tiers.map((tier) => ({ in: 'tier', ...tier })),
    ...dimensions.flatMap(({ key, values }) => values.map((value) => ({ in: key, ...value }))),
  ];
  const titles = new Set(['tier', ...dimensions.flatMap(({ key, name }) => [key, ...slug(name).split('-')])]);
  const found: Record<string, string[]> = {};
  for (const word of slug(text).split('-')) {
    const named = terms.filter(({ key, name }) =>
      [...key.split('-'), ...slug(name).split('-')].includes(word),
    );
    if (named.length === 0 && !titles.has(word)) return null;
    for (const term of named) found[term.in] = [...(found[term.in] ?? []), term.key];
  }
  return found;
}
