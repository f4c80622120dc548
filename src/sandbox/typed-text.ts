import type { World } from './world.ts';

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function unescapeText(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

/** Whether mentions carry a label, as they do in slash commands: `<@U1|maya.chen>`. */
export type MentionForm = 'plain' | 'labelled';

/**
 * What a person types as Slack stores and sends it: `&`, `<` and `>` escaped, then `@Name`, `#channel`,
 * `@channel` and links turned into Slack's tokens. Typed tokens such as `<!channel>` stay harmless text.
 */
export function encodeTyped(world: World, typed: string, form: MentionForm = 'plain'): string {
  let text = escapeText(typed);
  const links: string[] = [];
  // Links are set aside first, so that an @ or # inside one is left alone.
  text = text.replace(
    /\bhttps?:\/\/[^\s<>|]*[^\s<>|.,;:!?)]/g,
    (url) => `\u0000${links.push(`<${url}>`) - 1}\u0000`,
  );
  text = text.replace(
    /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g,
    (email) => `\u0000${links.push(`<mailto:${email}|${email}>`) - 1}\u0000`,
  );
  for (const [name, id, label] of peopleByName(world)) {
    const token = form === 'labelled' ? `<@${id}|${label}>` : `<@${id}>`;
    text = replaceName(text, '@', name, token);
  }
  const channels = Object.values(world.data.channels)
    .filter((channel) => channel.kind === 'channel')
    .sort((a, b) => b.name.length - a.name.length);
  for (const channel of channels) {
    const token = form === 'labelled' ? `<#${channel.id}|${channel.name}>` : `<#${channel.id}>`;
    text = replaceName(text, '#', channel.name, token);
  }
  text = text.replace(/(^|\s)@(channel|here|everyone)\b/g, '$1<!$2>');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: NUL cannot be typed, so it marks what was set aside
  return text.replace(/\u0000(\d+)\u0000/g, (_, index: string) => links[Number(index)] ?? '');
}

/** Full names and handles, and first names that are nobody else's; the longest first, so that it wins. */
function peopleByName(world: World): [name: string, id: string, label: string][] {
  const people = Object.values(world.data.people);
  const first = (name: string): string => name.split(' ')[0] ?? name;
  return people
    .flatMap((person): [string, string, string][] => {
      const isOnly = people.filter((other) => first(other.name) === first(person.name)).length === 1;
      const names = [person.name, person.username, ...(isOnly ? [first(person.name)] : [])];
      return [...new Set(names)].map((name) => [name, person.id, person.username]);
    })
    .sort((a, b) => b[0].length - a[0].length);
}

function replaceName(text: string, sign: '@' | '#', name: string, token: string): string {
  const pattern = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return text.replace(new RegExp(`(^|[\\s(,;:])${sign}${pattern}(?![\\w-])`, 'gi'), `$1${token}`);
}

/** Slack's tokens as a reader sees them: `@Maya Chen`, `#partner-team`, a link's label. */
export function readable(world: World, text: string): string {
  const shown = text
    .replace(/<@([UW][A-Z0-9]+)(?:\|[^>]*)?>/g, (_, id: string) => `@${world.data.people[id]?.name ?? id}`)
    .replace(/<#([CG][A-Z0-9]+)(?:\|[^>]*)?>/g, (_, id: string) => `#${world.data.channels[id]?.name ?? id}`)
    .replace(/<!date\^(\d+)\^[^|>]*\|([^>]*)>/g, '$2')
    .replace(/<!(channel|here|everyone)(?:\|[^>]*)?>/g, '@$1')
    .replace(/<([^|>]+)\|([^>]*)>/g, '$2')
    .replace(/<((?:https?|mailto):[^>]+)>/g, '$1');
  return unescapeText(shown);
}
