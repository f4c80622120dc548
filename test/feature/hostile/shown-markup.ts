import type { Json } from '../../../src/sandbox/world.ts';

/** Hostile in every way there is: broadcasts, mentions, links, formatting, and the entities they would be written in. */
export const hostileWords =
  '<!channel> <!here|x> *loud* ~gone~ A&B <@U0VICTIM00> <https://evil.example|bank> `x` &lt;gotcha&gt;';

/** What Slack would read as markup in arguments of its methods or in an acknowledgement. */
export function markupIn(value: unknown): string[] {
  if (typeof value === 'string') return /^[[{]/.test(value) ? markupIn(parsed(value)) : [];
  if (typeof value !== 'object' || value === null) return [];
  const { type, text } = value as Json;
  const isMarkup = type === undefined || type === 'mrkdwn' || type === 'markdown';
  return [...(typeof text === 'string' && isMarkup ? [text] : []), ...Object.values(value).flatMap(markupIn)];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** What of the hostile words would take effect in this markup; null when nothing would. */
export function effectOf(markup: string): string | null {
  const effects = [
    /<!(?:channel|here|everyone|subteam)[^>]*>/,
    /<@U0VICTIM00[^>]*>/,
    /<https:\/\/evil\.example[^>]*\|(?:bank|\*loud)[^>]*>/,
    /A&B/,
    /&lt;gotcha/,
    /(?<![\p{L}\p{N}])(?:\*loud\*|~gone~)/u,
  ];
  // What is set as code is shown as it stands.
  const read = markup.replace(/`[^`\n]*`/g, (code) => code.replace(/[*~]/g, ''));
  return effects.map((effect) => effect.exec(read)?.[0]).find((found) => found !== undefined) ?? null;
}
