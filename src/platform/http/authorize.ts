import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { listing } from '../../core/text.ts';
import { type Clock, systemClock } from '../clock.ts';
import { type Sealer, Unsealable } from '../installations/seal.ts';
import type { ApiKey } from '../store/generated/client.ts';
import type { Store } from '../store/store.ts';
import { admit } from './allowance.ts';
import { HttpRefusal } from './http-refusal.ts';
import { findKey, isVendorScope, sealedFor } from './keys.ts';
import { httpLimits } from './limits.ts';
import { BodyFault, contentTypeOf, decodeBody, readBody } from './read-body.ts';
import { type HttpRoute, scopesOf } from './route.ts';
import { clockSkewSeconds, isFresh, isSame, sign, signAsHubSpot } from './signature.ts';

interface Deps {
  readonly store: Pick<Store, 'prisma'>;
  readonly sealer: Sealer | null;
  readonly clock: Clock;
}

const bodyLimits = { mostBytes: httpLimits.bodyBytes, withinMs: httpLimits.bodyWithinMs } as const;

/** A request that was signed by who has the key, for this address, just now. */
export interface Authorized {
  readonly key: ApiKey;
  readonly text: string;
  /** Two requests of this name are one: the Idempotency-Key, or the signature of one that has none. */
  readonly onceAs: string;
  readonly signedAt: Date;
}

/** Throws HttpRefusal. Nothing of the body is read for a key that is not known. */
export async function authorizePost(
  deps: Deps,
  route: HttpRoute,
  request: IncomingMessage,
  url: URL,
): Promise<Authorized> {
  const type = contentTypeOf(request);
  if (type !== 'application/json')
    throw new HttpRefusal(415, 'content_type', 'Send JSON, with Content-Type: application/json.');
  if (Number(request.headers['content-length'] ?? 0) > bodyLimits.mostBytes) throw tooLarge;
  const isHubSpot = onlyHeader(request, 'x-hubspot-signature-v3') !== null;
  // HubSpot lets nobody add a header: its address, which it signs, names the key. A header beside it is anybody's.
  const id = isHubSpot ? url.searchParams.get('key') : onlyHeader(request, 'tandem-key');
  if (id === null)
    throw unauthorized(
      isHubSpot
        ? 'Say which key signs, in the address: ?key=….'
        : 'Say which key signs, in the header Tandem-Key.',
    );
  const isId = z.uuid().safeParse(id).success;
  const key = isId ? await findKey(deps.store.prisma, { id: id.toLowerCase() }) : null;
  if (!key?.secretSealed) throw unauthorized('There is no such key to sign with, or it was revoked.');
  const text = await readText(request);
  const secret = open(deps.sealer, key, key.secretSealed);
  const { onceAs, signedAt } = (isHubSpot ? checkHubSpot : checkOwn)(request, url, text, secret);
  demandScope(key, route);
  await demandPartnership(deps, key);
  await demandAllowance(deps, key, isHubSpot ? 1 : 1000);
  return { key, text, onceAs, signedAt };
}

/** Throws HttpRefusal. */
export async function authorizeGet(deps: Deps, route: HttpRoute, request: IncomingMessage): Promise<ApiKey> {
  const [, token] = /^Bearer ([\w-]{20,200})$/i.exec(request.headers.authorization ?? '') ?? [];
  if (!token) throw unauthorized('Send a token that may read, as Authorization: Bearer tandem_token_….');
  const key = await findKey(deps.store.prisma, { token });
  if (!key) throw unauthorized('There is no such token, or it was revoked.');
  demandScope(key, route);
  await demandPartnership(deps, key);
  await demandAllowance(deps, key, 1000);
  return key;
}

function checkOwn(request: IncomingMessage, url: URL, body: string, secret: string) {
  const signature = needHeader(request, 'tandem-signature');
  const timestamp = needHeader(request, 'tandem-timestamp');
  const signedAt = freshInstant(timestamp, 1);
  const idempotencyKey = onlyHeader(request, 'idempotency-key') ?? '';
  if (!/^[\x21-\x7e]{0,200}$/.test(idempotencyKey))
    throw new HttpRefusal(400, 'invalid', 'The Idempotency-Key has to be 1 to 200 visible ASCII characters.');
  const expected = sign(secret, { timestamp, path: url.pathname + url.search, idempotencyKey, body });
  if (!isSame(signature, expected)) throw wrongSignature;
  return { onceAs: idempotencyKey || `signature ${signature}`, signedAt };
}

/** HubSpot signs the whole address, which only the request itself knows behind a proxy. */
function checkHubSpot(request: IncomingMessage, url: URL, body: string, secret: string) {
  const signature = needHeader(request, 'x-hubspot-signature-v3');
  const timestamp = needHeader(request, 'x-hubspot-request-timestamp');
  const signedAt = freshInstant(timestamp, 1000);
  const uri = `https://${needHeader(request, 'host')}${url.pathname}${url.search}`;
  if (!isSame(signature, signAsHubSpot(secret, { timestamp, uri, body }))) throw wrongSignature;
  // What it did not sign, somebody else may have added.
  return { onceAs: `signature ${signature}`, signedAt };
}

/** By the world's clock, whatever time a sandbox plays: the sender's is another one. */
function freshInstant(timestamp: string, unitsInSecond: number): Date {
  const seconds = Number(timestamp) / unitsInSecond;
  if (!/^\d{1,15}$/.test(timestamp) || !isFresh(seconds, systemClock.now()))
    throw unauthorized(
      `The request was not signed just now: its time and ours are more than ${clockSkewSeconds} seconds apart.`,
    );
  return new Date(seconds * 1000);
}

function open(sealer: Sealer | null, key: ApiKey, sealed: string): string {
  try {
    if (sealer) return sealer.open(sealed, sealedFor(key.id));
  } catch (error) {
    if (!(error instanceof Unsealable)) throw error;
  }
  throw new HttpRefusal(
    503,
    'unavailable',
    'The key’s secret can’t be opened here: the TOKEN_KEYS it was sealed with are missing. Whoever runs Tandem can put them back.',
  );
}

async function readText(request: IncomingMessage): Promise<string> {
  try {
    return decodeBody(await readBody(request, bodyLimits));
  } catch (error) {
    if (!(error instanceof BodyFault)) throw error;
    if (error.reason === 'too_large') throw tooLarge;
    if (error.reason === 'slow') throw new HttpRefusal(408, 'slow', 'The body took too long to arrive.');
    throw new HttpRefusal(400, 'unreadable', 'The body is broken off, or isn’t UTF-8.');
  }
}

/** Two of them would leave open which one was meant. */
function onlyHeader(request: IncomingMessage, name: string): string | null {
  const [value, ...others] = request.headersDistinct[name] ?? [];
  if (others.length > 0) throw unauthorized(`The header ${name} is there more than once.`);
  return value ?? null;
}

function needHeader(request: IncomingMessage, name: string): string {
  const value = onlyHeader(request, name);
  if (value === null) throw unauthorized(`The header ${name} is missing.`);
  return value;
}

function demandScope(key: ApiKey, route: HttpRoute): void {
  const needed = scopesOf(route);
  if (needed.every((scope) => key.scopes.includes(scope))) return;
  throw new HttpRefusal(
    403,
    'not_allowed',
    `The key “${key.name}” is not for this. It would need ${listing(needed)}; it has ${key.scopes.join(', ') || 'none that counts'}.${
      key.partnerId !== null && needed.some(isVendorScope) ? ' No key of one partner can have that.' : ''
    }`,
  );
}

/** Who has left is told nothing any more and adds nothing. Said only to who has the key: who has not learns of no partner. */
async function demandPartnership({ store }: Deps, { name, partnerId, workspaceId }: ApiKey): Promise<void> {
  if (partnerId === null) return;
  const partner = await store.prisma.partner.findUnique({
    where: { id: partnerId, workspaceId, endedAt: null },
  });
  if (partner) return;
  throw new HttpRefusal(
    403,
    'not_allowed',
    `The key “${name}” is of a partner whose partnership has ended, so it is refused. It counts again if the partnership resumes.`,
  );
}

/**
 * Asked once the request is known to be the key's own: nobody else can use its allowance up. Retry-After is in seconds
 * (RFC 9110), but HubSpot's workflows read it as milliseconds (knowledge.hubspot.com, “Use webhooks with HubSpot
 * workflows”).
 */
async function demandAllowance({ store, clock }: Deps, key: ApiKey, retryUnitMs: 1 | 1000): Promise<void> {
  const admission = await admit(store.prisma, key, clock.now());
  if (admission.is === 'admitted') return;
  if (admission.is === 'revoked') throw unauthorized('The key was revoked.');
  const { requestsAtOnce, requestsPerMinute } = httpLimits;
  throw new HttpRefusal(
    429,
    'too_many',
    `That is too fast: a key may send ${requestsPerMinute} requests a minute, and ${requestsAtOnce} at once. Wait as long as Retry-After says, or put more rows into each request.`,
    { 'retry-after': String(Math.ceil(admission.waitMs / retryUnitMs)) },
  );
}

const unauthorized = (message: string) =>
  new HttpRefusal(401, 'unauthorized', message, { 'www-authenticate': 'Tandem' });
const wrongSignature = unauthorized(
  'The signature doesn’t fit: signed with another secret, or something was changed on the way.',
);
const tooLarge = new HttpRefusal(
  413,
  'too_large',
  'That is more than 1,000,000 bytes. Send fewer rows at once.',
);
