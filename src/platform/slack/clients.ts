import { type FetchFunction, LogLevel, WebClient } from '@slack/web-api';
import type { Log } from '../log.ts';

/** How long a call to Slack may take, milliseconds. */
export const slackTimeoutMs = 10_000;
/** A refusal is a short answer; longer ones hold people's words and are not looked into, characters. */
const longestRefusal = 500;

/** With whose token a call goes out. Inside a transaction neither may be asked: both may ask the database. */
export interface Clients {
  /** The client of the workspace's own installation. */
  clientFor(workspaceId: string): Promise<WebClient>;
  /**
   * The client of the installation a payload came to, which alone may use the payload's trigger: the vendor's, or
   * the partner's own where the partner installed the app too. Null when that is none of ours.
   */
  clientForTeam(teamId: string, enterpriseId?: string | null): Promise<WebClient | null>;
}

/** What Slack answers when a token is of no more use (https://docs.slack.dev/reference/methods/auth.test). */
export type TokenRefusal = 'token_revoked' | 'account_inactive' | 'invalid_auth' | 'token_expired';
const tokenRefusals: readonly string[] = [
  'token_revoked',
  'account_inactive',
  'invalid_auth',
  'token_expired',
] satisfies TokenRefusal[];

/** With an organisation's token: its admins took this one workspace from the app; the token itself is good. */
export type AccessRefusal = 'team_access_not_granted';

interface ClientOptions {
  /** The workspace a call is about, for the token of a whole organisation. */
  readonly teamId?: string;
  /** Hears of every answer that refuses the token; the caller of the method gets its error all the same. */
  readonly onRefused?: (code: TokenRefusal | AccessRefusal) => void;
}

/**
 * A Web API client that never retries by itself: Slack has no idempotency key, and the SDK's own retries turned
 * one post into three (slack.md). Retrying is the delivery's business. Never give it `headers`: the SDK writes
 * the token into the shared object.
 */
export function createClient(
  token: string,
  slackApiUrl: string | undefined,
  log: Log,
  { teamId, onRefused }: ClientOptions = {},
): WebClient {
  return new WebClient(token, {
    ...(slackApiUrl && { slackApiUrl }),
    ...(teamId && { teamId }),
    ...(onRefused && { fetch: listeningFetch(onRefused) }),
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: slackTimeoutMs,
    logger: quietLogger(log),
  });
}

/** Whether Slack's answer refuses the token it was asked with. */
export function isTokenRefusal(code: unknown): code is TokenRefusal {
  return typeof code === 'string' && tokenRefusals.includes(code);
}

/** Whether Slack's answer refuses this workspace to a token that is good elsewhere. */
export function isAccessRefusal(code: unknown): code is AccessRefusal {
  return code === ('team_access_not_granted' satisfies AccessRefusal);
}

/** Listens to every method's answer in one place, whoever calls it. */
function listeningFetch(onRefused: (code: TokenRefusal | AccessRefusal) => void): FetchFunction {
  return async (url, init) => {
    const response = await fetch(url, init);
    const text = await response.clone().text();
    const code = /"error"\s*:\s*"([a-z_]+)"/.exec(text.length < longestRefusal ? text : '')?.[1];
    if (isTokenRefusal(code) || isAccessRefusal(code)) onRefused(code);
    return response;
  };
}

/** The SDK's logger on ours: its chatter at debug, its warnings kept. */
export function quietLogger(log: Log) {
  const child = log.child({ from: 'slack-sdk' });
  return {
    debug: (...words: unknown[]) => child.trace(words.map(String).join(' ')),
    info: (...words: unknown[]) => child.debug(words.map(String).join(' ')),
    warn: (...words: unknown[]) => child.warn(words.map(String).join(' ')),
    error: (...words: unknown[]) => child.error(words.map(String).join(' ')),
    setLevel: () => undefined,
    getLevel: () => LogLevel.DEBUG,
    setName: () => undefined,
  };
}

/** For calls whose arguments are secrets the SDK would not hide from its log: what fails is logged by the caller. */
export const silentLogger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  setLevel: () => undefined,
  getLevel: () => LogLevel.ERROR,
  setName: () => undefined,
};
