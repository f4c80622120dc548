import { createHmac } from 'node:crypto';
import { createServer, request, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import type { ReceiverEvent } from '@slack/bolt';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { createHttpDoor } from '../../../src/platform/slack/http-door.ts';

const secret = 'a signing secret';
const form = 'application/x-www-form-urlencoded';
let server: Server;
let port: number;
let refused: string[];
let heard: ReceiverEvent['body'][];
let retries: (number | undefined)[];
let handle: (event: ReceiverEvent) => Promise<void>;
const unhandled: unknown[] = [];
const noteUnhandled = (reason: unknown): void => void unhandled.push(reason);

beforeAll(async () => {
  process.on('unhandledRejection', noteUnhandled);
  const door = createHttpDoor({
    signingSecret: secret,
    processEvent: async (event) => {
      heard.push(event.body);
      retries.push(event.retryNum);
      await handle(event);
    },
    refused: (reason) => refused.push(reason),
    log: pino({ level: 'silent' }),
  });
  server = createServer(door);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});

beforeEach(() => {
  refused = [];
  heard = [];
  retries = [];
  handle = ({ ack }) => ack();
});

afterEach(() => expect(unhandled).toEqual([]));

afterAll(() => {
  process.off('unhandledRejection', noteUnhandled);
  server.closeAllConnections();
  server.close();
});

interface Sent {
  readonly method?: string;
  readonly type?: string;
  readonly secret?: string;
  /** Of the timestamp, against now. */
  readonly seconds?: number;
  readonly headers?: Record<string, string | string[]>;
}

interface Got {
  readonly status: number;
  readonly headers: Record<string, unknown>;
  readonly text: string;
}

function signature(timestamp: number | string, body: string | Buffer, key = secret): string {
  return `v0=${createHmac('sha256', key).update(`v0:${timestamp}:`).update(body).digest('hex')}`;
}

function send(body: string | Buffer, sent: Sent = {}): Promise<Got> {
  const timestamp = Math.floor(Date.now() / 1000) + (sent.seconds ?? 0);
  return new Promise((resolve, reject) => {
    const asked = request(
      {
        port,
        method: sent.method ?? 'POST',
        path: '/slack/events',
        headers: {
          'content-type': sent.type ?? 'application/json',
          'content-length': Buffer.byteLength(body),
          'x-slack-request-timestamp': String(timestamp),
          'x-slack-signature': signature(timestamp, body, sent.secret),
          ...sent.headers,
        },
      },
      (response) => {
        let text = '';
        response.on('data', (chunk) => {
          text += chunk;
        });
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
        );
      },
    );
    asked.on('error', reject);
    asked.end(body);
  });
}

/** Writes bytes as they are and gives back all that comes until the other side hangs up. */
function raw(...parts: (string | Buffer)[]): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    const socket = connect(port, '127.0.0.1', () => {
      for (const part of parts) socket.write(part);
    });
    socket.on('data', (chunk) => {
      text += chunk;
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve(text));
  });
}

const event = (text: string) => JSON.stringify({ type: 'event_callback', event: { type: 'x', text } });

test('what Slack signed gets through exactly as it was sent: forms, JSON in forms, JSON', async () => {
  const words = 'ä \u202e 😀 \ufeff + %25 & = "\\u0000"';
  await send(event(words));
  await send(new URLSearchParams({ command: '/partner', text: words }).toString(), { type: form });
  await send(new URLSearchParams({ payload: event(words) }).toString(), { type: `${form}; charset=utf-8` });
  expect(heard).toEqual([
    JSON.parse(event(words)),
    { command: '/partner', text: words },
    JSON.parse(event(words)),
  ]);
  expect(refused).toEqual([]);
});

test('the acknowledgement is the answer: nothing, words, or JSON', async () => {
  const answers: unknown[] = [undefined, '', 'words', { response_action: 'clear' }];
  const got: Got[] = [];
  for (const answer of answers) {
    handle = ({ ack }) => ack(answer);
    got.push(await send(event('')));
  }
  expect(got.map(({ status, text }) => [status, text])).toEqual([
    [200, ''],
    [200, ''],
    [200, 'words'],
    [200, '{"response_action":"clear"}'],
  ]);
});

test('the answer goes out when it is acknowledged, while the rest is still being done', async () => {
  let finish: () => void = () => {};
  const rest = new Promise<void>((resolve) => {
    finish = resolve;
  });
  handle = async ({ ack }) => {
    await ack({ text: 'soon' });
    await rest;
  };
  expect((await send(event(''))).text).toBe('{"text":"soon"}');
  finish();
});

test('what fails is told, so that Slack delivers an event again, and the try is known', async () => {
  handle = () => Promise.reject(new Error('no'));
  expect((await send(event(''))).status).toBe(500);
  handle = ({ ack }) => ack();
  const headers = { 'x-slack-retry-num': '2', 'x-slack-retry-reason': 'http_error' };
  expect((await send(event(''), { headers })).status).toBe(200);
  expect((await send(event(''), { headers: { 'x-slack-retry-num': 'NaN' } })).status).toBe(200);
  expect(retries).toEqual([undefined, 2, undefined]);
});

test.each<[string, Sent]>([
  ['another secret', { secret: 'somebody else' }],
  ['no signature', { headers: { 'x-slack-signature': '' } }],
  ['a signature of another version', { headers: { 'x-slack-signature': 'v1=00' } }],
  ['half a signature', { headers: { 'x-slack-signature': 'v0=' } }],
  ['two signatures', { headers: { 'x-slack-signature': ['v0=0', 'v0=1'] } }],
  ['two timestamps', { headers: { 'x-slack-request-timestamp': ['1', '2'] } }],
])('%s is refused', async (_, sent) => {
  expect((await send(event(''), sent)).status).toBe(401);
  expect(refused).toEqual(['signature']);
  expect(heard).toEqual([]);
});

test('missing headers are refused', async () => {
  const got = await raw(
    'POST /slack/events HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}',
  );
  expect(got).toMatch(/^HTTP\/1.1 401 /);
  expect(refused).toEqual(['signature']);
});

test.each([
  ['an hour ago', -3600, 401],
  ['six minutes ago', -360, 401],
  ['four minutes ago', -240, 200],
  ['four minutes ahead', 240, 200],
  ['six minutes ahead', 360, 401],
  ['a year ahead', 31_536_000, 401],
])('signed %s', async (_, seconds, status) => {
  expect((await send(event(''), { seconds })).status).toBe(status);
  expect(refused).toEqual(status === 401 ? ['timestamp'] : []);
});

test.each(['', 'soon', '1e9', '-1', '0x10', '99999999999999999999', ' '])(
  'the timestamp %j is none',
  async (timestamp) => {
    const headers = {
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': signature(timestamp, event('')),
    };
    expect((await send(event(''), { headers })).status).toBe(401);
    expect(refused).toEqual(['timestamp']);
  },
);

test('a body changed after it was signed is refused, in one byte or in its form', async () => {
  const timestamp = Math.floor(Date.now() / 1000);
  const headers = {
    'x-slack-request-timestamp': String(timestamp),
    'x-slack-signature': signature(timestamp, '{"a":1}'),
  };
  for (const body of ['{"a":2}', '{"a": 1}', '{"a":1}\n']) {
    expect((await send(body, { headers })).status).toBe(401);
  }
  expect((await send('{"a":1}', { headers })).status).toBe(200);
});

test.each(['GET', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'])('%s is told what would do', async (method) => {
  const got = await send('', { method });
  expect([got.status, got.headers.allow]).toEqual([405, 'POST']);
  expect(refused).toEqual(['method']);
});

test.each(['text/plain', 'multipart/form-data; boundary=x', '', 'application/jsonp', 'application/xml'])(
  'a body of type “%s” is not read',
  async (type) => {
    expect((await send(event(''), { type })).status).toBe(415);
    expect(refused).toEqual(['content_type']);
  },
);

test.each([
  ['no JSON', '{"type":'],
  ['nothing', ''],
  ['null', 'null'],
  ['a list', '[]'],
  ['a word', '"x"'],
  ['bytes that are no UTF-8', Buffer.from([0x7b, 0xff, 0xfe, 0x7d])],
])('%s is refused', async (_, body) => {
  expect((await send(body)).status).toBe(400);
  expect(refused).toEqual(['unreadable']);
  expect(heard).toEqual([]);
});

test('a form whose payload is no JSON is refused', async () => {
  expect((await send('payload=%7B', { type: form })).status).toBe(400);
  expect(refused).toEqual(['unreadable']);
});

test('nesting as deep as a body allows breaks nothing', async () => {
  const depth = 400_000;
  const body = `{"type":"x","deep":${'['.repeat(depth)}${']'.repeat(depth)}}`;
  expect((await send(body)).status).toBe(200);
});

test('a body announced as too large is not read', async () => {
  const got = await raw(
    'POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000001\r\n\r\n',
  );
  expect(got).toMatch(/^HTTP\/1.1 413 .*connection: close/is);
  expect(refused).toEqual(['too_large']);
});

test('a body that grows too large is read no further', async () => {
  const chunk = Buffer.concat([Buffer.from('80000\r\n'), Buffer.alloc(0x80000, 'x'), Buffer.from('\r\n')]);
  const got = await raw(
    'POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n',
    chunk,
    chunk,
    chunk,
  );
  expect(got).toMatch(/^HTTP\/1.1 413 /);
  expect(refused).toEqual(['too_large']);
});

test('a body of the largest size allowed gets through', async () => {
  const body = event('x'.repeat(1_000_000 - event('').length));
  expect((await send(body)).status).toBe(200);
});

test('who sends a body slowly is hung up on', async () => {
  const got = await raw(
    'POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"typ',
  );
  expect(got).toMatch(/^HTTP\/1.1 408 /);
  expect(refused).toEqual(['slow']);
});

test('who hangs up in the middle harms nobody', async () => {
  const socket = connect(port, '127.0.0.1');
  await new Promise<void>(
    (resolve) =>
      server.once('request', () => resolve()) &&
      socket.write(
        'POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"typ',
      ),
  );
  socket.destroy();
  expect((await send(event(''))).status).toBe(200);
});

test('Slack’s check of the address is answered when it is signed', async () => {
  const body = JSON.stringify({ type: 'url_verification', challenge: 'c-1' });
  const got = await send(body);
  expect([got.status, JSON.parse(got.text)]).toEqual([200, { challenge: 'c-1' }]);
  expect((await send(body, { secret: 'somebody else' })).status).toBe(401);
  expect(heard).toEqual([]);
});

test('Slack’s check of the certificate is answered, and carries nothing in with it', async () => {
  const smuggled = new URLSearchParams({ ssl_check: '1', command: '/partner', payload: '{}' }).toString();
  const got = await send(smuggled, { type: form, secret: 'not signed' });
  expect([got.status, got.text]).toEqual([200, '']);
  expect(heard).toEqual([]);
});
