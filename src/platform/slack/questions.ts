import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api';
import { causes, classifyFailure } from './sender-errors.ts';
import { NotYet, type PacedMethod, type Turns } from './turns.ts';

/** A connection that one side closed while the other had just begun to speak. */
const brokenOff = ['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE'];

/** Calls Slack when it is this call's turn, and tells all processes when Slack takes no more of them. Throws NotYet, or what the client throws. */
export async function inTurn<T>(turns: Turns, method: PacedMethod, call: () => Promise<T>): Promise<T> {
  await turns.take(method, null);
  try {
    return await call();
  } catch (error) {
    if (error instanceof WebAPIRateLimitedError) await turns.pause(method, error.retryAfter);
    throw error;
  }
}

/**
 * Asks Slack something when it is its turn, once more where the connection broke off: one that is kept open may be
 * closed at the other end at that very moment. Only for what changes nothing at Slack. Throws NotYet, or what the
 * client throws.
 */
export async function question<T>(turns: Turns, method: PacedMethod, ask: () => Promise<T>): Promise<T> {
  return inTurn(turns, method, () =>
    ask().catch((error: unknown) => {
      const isBrokenOff =
        error instanceof WebAPIRequestError &&
        causes(error.original).some((code) => brokenOff.includes(code));
      if (!isBrokenOff) throw error;
      return ask();
    }),
  );
}

/** Whether Slack is asked too much for now, by its own word or by ours before it comes to that. */
export function isAskedTooMuch(error: unknown): boolean {
  return error instanceof NotYet || error instanceof WebAPIRateLimitedError;
}

/** Whether a question to Slack went without an answer, for now: the same may well be answered in a minute. */
export function isUnanswered(error: unknown): boolean {
  if (error instanceof WebAPIRequestError || isAskedTooMuch(error)) return true;
  if (!(error instanceof WebAPIHTTPError || error instanceof WebAPIPlatformError)) return false;
  const { kind } = classifyFailure(error);
  return kind === 'uncertain' || kind === 'limited';
}
