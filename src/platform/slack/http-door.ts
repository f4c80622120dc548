import type { IncomingMessage, ServerResponse } from 'node:http';
import { parse as parseForm } from 'node:querystring';
import { type ReceiverEvent, verifySlackRequest } from '@slack/bolt';
import { systemClock } from '../clock.ts';
import { BodyFault, contentTypeOf, decodeBody, readBody } from '../http/read-body.ts';
import type { Log } from '../log.ts';
import type { RefusedPayload } from '../metrics.ts';

/** Several times the largest payload Slack sends: a view of 250 KB, encoded as a form. */
const mostBytes = 1_000_000;

/** Slack sends a body at once and waits three seconds for the answer: who takes longer is not Slack. */
const bodyWithinMs = 3000;

/** How far Slack's clock and ours may be apart, either way: a request kept for later is worth nothing. */
const clockSkewSeconds = 300;

export interface HttpDoorOptions {
  readonly signingSecret: string;
  readonly processEvent: (event: ReceiverEvent) => Promise<void>;
  readonly refused: (reason: RefusedPayload) => void;
  readonly log: Log;
}

/** The way in over HTTP: only what Slack signed, just now and within bounds, gets through. */
export function createHttpDoor({ signingSecret, processEvent, refused, log }: HttpDoorOptions) {
  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    checkHead(request);
    const text = await readText(request);
    const isForm = contentTypeOf(request) === formType;
    // Slack checks the certificate with a request that is not signed; nothing else of such a request is read.
    if (isForm && parseForm(text).ssl_check === '1') return send(response, 200);
    verify(request, text, signingSecret);
    const payload = read(text, isForm);
    if (payload.type === 'url_verification')
      return send(response, 200, { challenge: String(payload.challenge) });
    await processEvent({
      body: payload,
      ack: async (answer: unknown) => send(response, 200, answer),
      ...retryOf(request),
    });
  }

  return (request: IncomingMessage, response: ServerResponse): void => {
    take(request, response).catch((error: unknown) => {
      if (error instanceof Unwelcome) {
        refused(error.reason);
        log.debug({ reason: error.reason, detail: error.message }, 'a request was refused');
        refuse(request, response, error);
        return;
      }
      log.error({ err: error }, 'a payload failed; Slack delivers events again');
      send(response, 500);
    });
  };
}

/** A request that is not let in, with the status it is told. */
class Unwelcome extends Error {
  override readonly name = 'Unwelcome';
  readonly status: number;
  readonly reason: RefusedPayload;

  constructor(status: number, reason: RefusedPayload, message: string) {
    super(message);
    this.status = status;
    this.reason = reason;
  }
}

const formType = 'application/x-www-form-urlencoded';

/** What can be said before any of the body is read. */
function checkHead(request: IncomingMessage): void {
  if (request.method !== 'POST') throw new Unwelcome(405, 'method', `${request.method}`);
  const type = contentTypeOf(request);
  if (type !== formType && type !== 'application/json') throw new Unwelcome(415, 'content_type', type);
  if (Number(request.headers['content-length'] ?? 0) > mostBytes)
    throw new Unwelcome(413, 'too_large', 'announced');
}

async function readText(request: IncomingMessage): Promise<string> {
  try {
    return decodeBody(await readBody(request, { mostBytes, withinMs: bodyWithinMs }));
  } catch (error) {
    if (!(error instanceof BodyFault)) throw error;
    throw new Unwelcome(statusOf[error.reason], error.reason, error.message);
  }
}

const statusOf = { too_large: 413, slow: 408, unreadable: 400 } as const;

function verify(request: IncomingMessage, body: string, signingSecret: string): void {
  const signature = onlyHeader(request, 'x-slack-signature');
  const timestamp = onlyHeader(request, 'x-slack-request-timestamp');
  if (!/^\d{1,12}$/.test(timestamp)) throw new Unwelcome(401, 'timestamp', 'no number');
  // By the world's clock, whatever time a sandbox plays: Slack's is the other one.
  const nowMilliseconds = systemClock.now().getTime();
  const seconds = Number(timestamp);
  if (Math.abs(nowMilliseconds / 1000 - seconds) > clockSkewSeconds)
    throw new Unwelcome(401, 'timestamp', `${Math.round(nowMilliseconds / 1000 - seconds)} s old`);
  try {
    verifySlackRequest({
      signingSecret,
      body,
      headers: { 'x-slack-signature': signature, 'x-slack-request-timestamp': seconds },
      nowMilliseconds,
    });
  } catch {
    throw new Unwelcome(401, 'signature', 'signed by somebody else, or changed');
  }
}

/** Two of them would leave open which one was meant. */
function onlyHeader(request: IncomingMessage, name: string): string {
  const [value, ...others] = request.headersDistinct[name] ?? [];
  if (value === undefined || others.length > 0)
    throw new Unwelcome(401, 'signature', `${value === undefined ? 'no' : 'more than one'} ${name}`);
  return value;
}

/** Commands are a form, interactions a form with JSON in it, events JSON. */
function read(text: string, isForm: boolean): ReceiverEvent['body'] {
  const form = isForm ? parseForm(text) : null;
  if (form && typeof form.payload !== 'string') return { ...form };
  try {
    const value: unknown = JSON.parse(form ? String(form.payload) : text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch {
    // Said below.
  }
  throw new Unwelcome(400, 'unreadable', 'no JSON object');
}

/** `x-slack-retry-num` and `-reason`: which try of an event this is. */
function retryOf({ headers }: IncomingMessage): Pick<ReceiverEvent, 'retryNum' | 'retryReason'> {
  const { 'x-slack-retry-num': number, 'x-slack-retry-reason': reason } = headers;
  return {
    ...(typeof number === 'string' && /^\d{1,3}$/.test(number) && { retryNum: Number(number) }),
    ...(typeof reason === 'string' && { retryReason: reason }),
  };
}

/** Says no and hangs up where the rest of the request would otherwise have to be read. */
function refuse(request: IncomingMessage, response: ServerResponse, { status }: Unwelcome): void {
  if (status === 405) response.setHeader('allow', 'POST');
  if (!request.complete) {
    response.setHeader('connection', 'close');
    response.once('finish', () => request.destroy());
  }
  send(response, status);
}

function send(response: ServerResponse, status: number, answer?: unknown): void {
  // Slack, or whoever asked, may have hung up; a second acknowledgement says nothing.
  if (response.headersSent || response.destroyed) return;
  if (answer === undefined || answer === null || answer === '') {
    response.writeHead(status).end();
  } else if (typeof answer === 'string') {
    response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(answer);
  } else {
    response
      .writeHead(status, { 'content-type': 'application/json; charset=utf-8' })
      .end(JSON.stringify(answer));
  }
}
