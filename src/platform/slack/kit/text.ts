/**
 * Text in Slack's mrkdwn. A plain string is always somebody's words and is escaped wherever it is put into
 * mrkdwn; only an `Md` made here is markup. So a partner named `<!channel> *Boss*` mentions and formats nothing.
 */
export interface Md {
  readonly mrkdwn: string;
}

/** Markup from a literal template; interpolated strings and numbers are escaped, `Md` values kept. */
export function md(literals: TemplateStringsArray, ...values: readonly (string | number | Md)[]): Md {
  let text = literals[0] ?? '';
  values.forEach((value, index) => {
    text += mrkdwnOf(value) + (literals[index + 1] ?? '');
  });
  return { mrkdwn: text };
}

/** The mrkdwn of a value: a string's formatting and mentions are made harmless. */
export function mrkdwnOf(value: string | number | Md): string {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' ? escapeWords(value) : value.mrkdwn;
}

/**
 * Slack's three control characters as entities (https://docs.slack.dev/messaging/formatting-message-text), and
 * a zero-width space behind a character that would open formatting, because Slack has no escape for those.
 */
function escapeWords(words: string): string {
  return escapeControls(words)
    .replace(/(^|[^\p{L}\p{N}])([*_~`])(?=\S)/gu, '$1$2\u200b')
    .replace(/^&gt;/gm, '\u200b&gt;');
}

function escapeControls(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** What can be typed as it stands. */
export function code(words: string): Md {
  return { mrkdwn: `\`${escapeControls(words).replaceAll('`', '')}\`` };
}

/** Plain words in which `…` marks what can be typed, as in the words of a Refusal. */
export function withCode(words: string): Md {
  const parts = words.split(/`([^`\n]+)`/);
  return joinMd(
    parts.map((part, index) => (index % 2 === 1 ? code(part) : part)),
    '',
  );
}

/**
 * What a person typed: Slack sends addresses they wrote as links, and their `&`, `<` and `>` as entities
 * (https://docs.slack.dev/messaging/formatting-message-text). Mentions keep their brackets;
 * what only looks like one, because somebody typed the brackets, is kept apart from them.
 */
export function asTyped(text: string): string {
  return text
    .replace(/<mailto:[^<>|]*\|([^<>]*)>/g, '$1')
    .replace(/<((?:https?|mailto|tel):[^<>|]*)(?:\|[^<>]*)?>/g, '$1')
    .replace(/&lt;(?=[@#!])/g, '<\u200b')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

/** Joins pieces of text or markup. */
export function joinMd(parts: readonly (string | Md)[], separator: string): Md {
  return { mrkdwn: parts.map(mrkdwnOf).join(separator) };
}

export function bold(words: string | Md): Md {
  return { mrkdwn: `*${mrkdwnOf(words)}*` };
}

/** Mentions, and so notifies, a person: only for those the message is meant for. Who was erased is only spoken of. */
export function mention(slackUserId: string): Md {
  return { mrkdwn: /^[UW][A-Z0-9]+$/.test(slackUserId) ? `<@${slackUserId}>` : 'a former colleague' };
}

export function channelLink(slackChannelId: string): Md {
  return { mrkdwn: `<#${slackChannelId}>` };
}

export function link(url: string, words: string): Md {
  const safe = /^https?:\/\//.test(url) ? url.replace(/[<>|]/g, encodeURIComponent) : null;
  return safe ? { mrkdwn: `<${safe}|${escapeWords(words).replaceAll('|', '¦')}>` } : md`${words}`;
}

/** An instant in each reader's own time zone; `fallback` is read where Slack cannot say. */
export function when(instant: Date, fallback: string): Md {
  const seconds = Math.floor(instant.getTime() / 1000);
  return {
    mrkdwn: `<!date^${seconds}^{date_short_pretty} at {time}|${escapeWords(fallback).replaceAll('|', '¦')}>`,
  };
}

/** Quoted words of a person, each line marked. */
export function quote(words: string): Md {
  return {
    mrkdwn: words
      .split('\n')
      .map((line) => `>${escapeWords(line)}`)
      .join('\n'),
  };
}
