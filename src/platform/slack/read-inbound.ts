import type { Inbound } from './inbound.ts';
import { limits, shorten } from './kit/limits.ts';
import { asTyped } from './kit/text.ts';

/** A word longer than this names no command. */
const mostSource = 80;

/** `command:/partner deal`, `action:onboarding.complete`: for the audit trail and the log. */
export function sourceOf(inbound: Inbound): string {
  const first = shorten(inbound.text.trim().split(/\s/, 1)[0] ?? '', mostSource);
  if (inbound.name === '@') return `mention:${first}`;
  const name = shorten(inbound.name, mostSource);
  return inbound.kind === 'command' ? `command:${name} ${first}`.trim() : `${inbound.kind}:${name}`;
}

/** The bot of an installation; in a channel of two there may be one of each side. */
interface Bot {
  readonly botUserId: string;
  readonly botId: string | null;
}

/** Whether it is our own message that comes back, or what became of it, on the payload's word: no query is spent on those. */
export function isOfOwnApp(inbound: Inbound): boolean {
  const { appId } = inbound;
  return appId !== null && messagesIn(inbound).some((part) => 'app_id' in part && part.app_id === appId);
}

/** The same by the bots' ids, where Slack does not say which app wrote it. */
export function isOwnMessage(inbound: Inbound, bots: readonly Bot[]): boolean {
  return messagesIn(inbound).some((part) =>
    bots.some(
      (bot) =>
        ('user' in part && part.user === bot.botUserId) ||
        ('bot_id' in part && part.bot_id !== undefined && part.bot_id === bot.botId),
    ),
  );
}

/** The message an event brings, as it is and as it was. */
function messagesIn({ name, event }: Inbound): object[] {
  if (name !== 'message' && name !== 'app_mention') return [];
  return [event, event.message, event.previous_message].filter(
    (part) => typeof part === 'object' && part !== null,
  );
}

/** What was said to the bot, without the mention itself; null when the event is not said to it. */
export function wordsToBot(inbound: Inbound, bots: readonly Bot[]): string | null {
  const { event } = inbound;
  const isPlain = event.subtype === undefined && event.bot_id === undefined;
  const isDirect = inbound.name === 'message' && event.channel_type === 'im';
  if (!isPlain || !(inbound.name === 'app_mention' || isDirect)) return null;
  const names = bots.map((bot) => bot.botUserId).join('|');
  const words = inbound.text.replace(new RegExp(`<@(?:${names})(\\|[^>]*)?>`, 'g'), ' ').trim();
  return asTyped(words);
}

/** Subtypes of messages that are somebody's words all the same. */
const spokenSubtypes: readonly unknown[] = [undefined, 'file_share', 'thread_broadcast'];

/** Whether a `message` event is a person's words: not an edit, a join, or a bot's post. */
export function isSpoken({ event }: Inbound): boolean {
  return spokenSubtypes.includes(event.subtype) && event.bot_id === undefined;
}

/** Each name is looked up in Slack before the three seconds are over, so no more than these are. */
const mostNamed = { users: 20, channels: 5 } as const;

const userIds = /<@([UW][A-Z0-9]{2,20})(?:\|[^>]*)?>|^([UW][A-Z0-9]{7,20})$/g;
const channelIds = /<#([CG][A-Z0-9]{2,20})(?:\|[^>]*)?>|^([CG][A-Z0-9]{7,20})$/g;

/** The people and channels named in what was said, chosen or typed. */
export function namedIds(inbound: Inbound): { users: Set<string>; channels: Set<string> } {
  const texts = [inbound.text, ...inbound.values, ...Object.values(inbound.view?.inputs ?? {}).flat()];
  const users = new Set<string>();
  const channels = new Set<string>();
  for (const text of texts) {
    const read = (text ?? '').slice(0, limits.commandText);
    for (const [, mentioned, bare] of read.matchAll(userIds)) users.add(mentioned ?? bare ?? '');
    for (const [, linked, bare] of read.matchAll(channelIds)) channels.add(linked ?? bare ?? '');
  }
  return {
    users: new Set([...users].slice(0, mostNamed.users)),
    channels: new Set([...channels].slice(0, mostNamed.channels)),
  };
}
