import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api';
import { causes, classifyFailure } from './sender-errors.ts';

/** A connection that one side closed while the other had just begun to speak. */
const brokenOff = ['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE'];

/**
 * Asks Slack something, once more where the connection broke off: one that is kept open may be closed at the other
 * end at that very moment. Only for what changes nothing at Slack.
 */
export async function question<T>(ask: () => Promise<T>): Promise<T> {
  return ask().catch((error: unknown) => {
    const isBrokenOff =
      error instanceof WebAPIRequestError && causes(error.original).some((code) => brokenOff.includes(code));
    if (!isBrokenOff) throw error;
    return ask();
  });
}

/** Whether a question to Slack went without an answer, for now: the same may well be answered in a minute. */
export function isUnanswered(error: unknown): boolean {
  if (error instanceof WebAPIRequestError || error instanceof WebAPIRateLimitedError) return true;
  if (!(error instanceof WebAPIHTTPError || error instanceof WebAPIPlatformError)) return false;
  const { kind } = classifyFailure(error);
  return kind === 'uncertain' || kind === 'limited';
}
