/** Where a post was to go, read from its target key (`channel:C…`, `person:U…`, `ephemeral:C…:U…`). */
export interface Destination {
  readonly channelId: string | null;
  readonly userId: string | null;
}

export function readTarget(target: string): Destination {
  const [kind, first = null, second = null] = target.split(':');
  if (kind === 'person') return { channelId: null, userId: first };
  return { channelId: first, userId: kind === 'ephemeral' ? second : null };
}

const mentions = /<@([UW][A-Z0-9]+)(?:\|[^>]*)?>/g;

/** Slack's ids of the people a text in mrkdwn mentions. */
export function mentionedIn(mrkdwn: string): string[] {
  return [...mrkdwn.matchAll(mentions)].flatMap(([, id]) => id ?? []);
}

/** A text in mrkdwn as its readers see it, in one line: it mentions nobody and links nowhere. */
export function plainWords(mrkdwn: string, nameOf: (slackUserId: string) => string | undefined): string {
  return mrkdwn
    .replace(mentions, (_, id: string) => nameOf(id) ?? 'somebody')
    .replace(/<[^|>]*\|([^>]*)>/g, '$1')
    .replace(/<#[^>]*>/g, 'a channel')
    .replace(/<!([a-z]+)[^>]*>/g, '$1')
    .replace(/<([^>]*)>/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replace(/\*([^*\n]+)\*/g, '$1')
    .replace(/\s+/g, ' ')
    .trim();
}
