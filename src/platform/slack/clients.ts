import { WebClient } from '@slack/web-api';
import type { Log } from '../log.ts';

const slackTimeoutMs = 10_000;

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
