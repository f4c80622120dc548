import { WebClient } from '@slack/web-api';
import type { Log } from '../log.ts';

const slackTimeoutMs = 10_000;

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

/**
 * A Web API client that never retries by itself: Slack has no idempotency key, and the SDK's own retries turned
 * one post into three (slack.md). Retrying is the delivery's business. Never give it `headers`: the SDK writes
 * the token into the shared object.
 */
export function createClient(token: string, slackApiUrl: string | undefined, log: Log): WebClient {
  return new WebClient(token, {
    ...(slackApiUrl && { slackApiUrl }),
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: slackTimeoutMs,
    logger: quietLogger(log),
  });
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
    getLevel: () => 'debug' as never,
    setName: () => undefined,
  };
}
