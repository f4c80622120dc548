import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** How far the sender's clock and ours may be apart, either way: a request kept for later is worth nothing. */
export const clockSkewSeconds = 300;

/** What a sender signs: nothing of it can be changed, and no request be sent to another address. */
export interface SignedRequest {
  /** Seconds since 1970, as text, as the header has it. */
  readonly timestamp: string;
  /** With the query, as it was asked for. */
  readonly path: string;
  /** The Idempotency-Key; empty where there is none. */
  readonly idempotencyKey: string;
  readonly body: string;
}

/** `v1=` and the HMAC-SHA256 of `v1:<timestamp>:<path>:<idempotency key>:<body>`, in hex. */
export function sign(secret: string, request: SignedRequest): string {
  const { timestamp, path, idempotencyKey, body } = request;
  const signed = ['v1', timestamp, path, idempotencyKey, body].join(':');
  return `v1=${createHmac('sha256', secret).update(signed).digest('hex')}`;
}

/**
 * HubSpot's version 3, in base64: the method, the whole address, the body and the time in milliseconds, signed with
 * the app's client secret (developers.hubspot.com, “Validating requests”). It is sent along with the older versions 1 and
 * 2, which have no time in them and are not looked at (changelog, “Introducing version 3 of Webhook signatures”).
 */
export function signAsHubSpot(
  secret: string,
  { timestamp, uri, body }: { readonly timestamp: string; readonly uri: string; readonly body: string },
): string {
  return createHmac('sha256', secret).update(`POST${uri}${body}${timestamp}`).digest('base64');
}

/** Whether two texts are the same; how long it takes does not tell where they differ. */
export function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/** Whether a moment is near enough to now, in both directions. */
export function isFresh(seconds: number, now: Date): boolean {
  return Math.abs(now.getTime() / 1000 - seconds) <= clockSkewSeconds;
}

/** Hard to guess, and told by its beginning: `tandem_secret_…`, `tandem_token_…`. */
export function newSecret(kind: 'secret' | 'token'): string {
  return `tandem_${kind}_${randomBytes(32).toString('base64url')}`;
}

/** A token has 256 random bits: a plain hash of it cannot be turned round. */
export function hashOf(...parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\n')).digest('hex');
}
