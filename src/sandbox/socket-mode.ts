import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { isJson } from './blocks/check.ts';
import { app } from './seed-world.ts';
import type { Json } from './world.ts';

type EnvelopeType = 'events_api' | 'interactive' | 'slash_commands';

export type Answer =
  | { readonly ok: true; readonly payload: Json }
  | { readonly ok: false; readonly reason: 'not-connected' | 'timeout' };

interface Pending {
  id: string;
  readonly type: EnvelopeType;
  readonly payload: Json;
  /** Counts every delivery again; the first is 0. */
  attempt: number;
  /** How often nobody acknowledged it in time: only that is a reason to give it up. */
  timeouts: number;
  reason: 'timeout' | 'not_connected' | null;
  socket: WebSocket | null;
  timer: NodeJS.Timeout | undefined;
  readonly settle: (answer: Answer) => void;
}

/** What became of an event: handed to a connection, acknowledged over it, or given up after the last retry. */
export interface EventStep {
  readonly did: 'delivered' | 'acknowledged' | 'given up';
  readonly payload: Json;
  /** 0 for the first delivery. */
  readonly attempt: number;
  /** Connections are numbered in the order in which they were opened; null where there is none. */
  readonly connection: number | null;
}

export interface SocketMode {
  /** Told of each step of each event. */
  readonly watchers: Set<(step: EventStep) => void>;
  /** A one-time address for `apps.connections.open`. */
  newAddress(): string;
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Sends an event; redelivers it until it is acknowledged or three retries are over. */
  sendEvent(payload: Json): void;
  /** Sends an interaction or command once; resolves with what the app acknowledged it with. */
  ask(type: 'interactive' | 'slash_commands', payload: Json): Promise<Answer>;
  /** Sends the last `count` envelopes once more, as Slack does after a lost acknowledgement. */
  redeliver(count: number): Promise<void>;
  /** Resolves when every event sent so far has been acknowledged or given up. */
  settled(): Promise<void>;
  connections(): number;
  dropSockets(): void;
  /** Announces an end, as Slack does every few hours: `warning` some ten seconds ahead, `refresh_requested` now. */
  announceDisconnect(reason: 'warning' | 'refresh_requested'): void;
  close(): Promise<void>;
}

export interface SocketModeOptions {
  readonly host: () => string;
  readonly ackTimeoutMs: number;
}

/**
 * Slack retries an event that is not acknowledged in time almost at once, after a minute, and after five; then it is
 * lost. What a lost connection had in hand comes again over another, or over the next one to be opened: Slack says
 * neither how soon nor how often.
 */
const retryDelaysMs = [0, 60_000, 300_000];
const maxConnections = 10;
const remembered = 50;
const hangUpGraceMs = 100;
const closeGraceMs = 500;

/** Socket Mode's server side: hello, envelopes, acknowledgements with payload, redelivery, up to ten connections. */
export function createSocketMode(options: SocketModeOptions): SocketMode {
  const server = new WebSocketServer({ noServer: true });
  const tickets = new Set<string>();
  const sockets: WebSocket[] = [];
  const pending = new Map<string, Pending>();
  const waiting = new Set<Pending>();
  const sent: { type: EnvelopeType; payload: Json }[] = [];
  const idle = new Set<() => void>();
  const watchers: SocketMode['watchers'] = new Set();
  const numbers = new WeakMap<WebSocket, number>();
  let opened = 0;
  let turn = 0;
  const pings = setInterval(() => {
    for (const socket of sockets) socket.ping();
  }, 10_000);
  pings.unref();

  function tell(one: Pending, did: EventStep['did']): void {
    if (one.type !== 'events_api') return;
    const connection = (one.socket && numbers.get(one.socket)) ?? null;
    for (const watch of watchers) watch({ did, payload: one.payload, attempt: one.attempt, connection });
  }

  function settle(one: Pending, answer: Answer): void {
    tell(one, answer.ok ? 'acknowledged' : 'given up');
    clearTimeout(one.timer);
    pending.delete(one.id);
    waiting.delete(one);
    one.settle(answer);
    if (pending.size > 0 || waiting.size > 0) return;
    for (const done of idle) done();
    idle.clear();
  }

  function deliver(one: Pending): void {
    clearTimeout(one.timer);
    pending.delete(one.id);
    const open = sockets.filter((socket) => socket.readyState === socket.OPEN);
    const socket = open[turn++ % Math.max(open.length, 1)];
    if (!socket) {
      if (one.type !== 'events_api') {
        settle(one, { ok: false, reason: 'not-connected' });
        return;
      }
      one.reason = 'not_connected';
      waiting.add(one);
      return;
    }
    waiting.delete(one);
    one.id = randomUUID();
    one.socket = socket;
    tell(one, 'delivered');
    pending.set(one.id, one);
    one.timer = setTimeout(() => retryLater(one), options.ackTimeoutMs);
    one.timer.unref();
    const retry =
      one.type === 'events_api' ? { retry_attempt: one.attempt, retry_reason: one.reason ?? '' } : {};
    socket.send(
      JSON.stringify({
        envelope_id: one.id,
        type: one.type,
        payload: one.payload,
        accepts_response_payload: one.type !== 'events_api',
        ...retry,
      }),
    );
  }

  function retryLater(one: Pending): void {
    const delay = retryDelaysMs[one.timeouts];
    if (one.type !== 'events_api' || delay === undefined) {
      settle(one, { ok: false, reason: 'timeout' });
      return;
    }
    one.attempt += 1;
    one.timeouts += 1;
    one.reason = 'timeout';
    one.timer = setTimeout(() => deliver(one), delay);
    one.timer.unref();
  }

  function start(type: EnvelopeType, payload: Json, settleWith: (answer: Answer) => void): void {
    sent.push({ type, payload });
    if (sent.length > remembered) sent.shift();
    deliver({
      id: randomUUID(),
      type,
      payload,
      attempt: 0,
      timeouts: 0,
      reason: null,
      socket: null,
      timer: undefined,
      settle: settleWith,
    });
  }

  function onMessage(data: string): void {
    const message: unknown = JSON.parse(data);
    if (!isJson(message) || typeof message.envelope_id !== 'string') return;
    const one = pending.get(message.envelope_id);
    if (one) settle(one, { ok: true, payload: isJson(message.payload) ? message.payload : {} });
  }

  function onConnection(socket: WebSocket): void {
    sockets.push(socket);
    numbers.set(socket, opened++);
    socket.on('message', (data) => onMessage(String(data)));
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      sockets.splice(sockets.indexOf(socket), 1);
      // What this connection had not acknowledged goes to another one, or waits for the next.
      for (const one of [...pending.values()]) {
        if (one.socket !== socket) continue;
        if (one.type !== 'events_api') continue;
        one.attempt += 1;
        one.reason = 'not_connected';
        deliver(one);
      }
    });
    socket.send(
      JSON.stringify({
        type: 'hello',
        num_connections: sockets.length,
        connection_info: { app_id: app.id },
        debug_info: { host: 'sandbox', build_number: 1, approximate_connection_time: 18_060 },
      }),
    );
    for (const one of [...waiting]) deliver(one);
  }

  return {
    watchers,
    newAddress() {
      const ticket = randomUUID();
      tickets.add(ticket);
      return `ws://${options.host()}/socket-mode?ticket=${ticket}`;
    },
    handleUpgrade(request, socket, head) {
      const url = new URL(request.url ?? '/', 'http://sandbox');
      const ticket = url.searchParams.get('ticket') ?? '';
      if (url.pathname !== '/socket-mode' || !tickets.delete(ticket) || sockets.length >= maxConnections) {
        socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
        return;
      }
      server.handleUpgrade(request, socket, head, onConnection);
    },
    sendEvent: (payload) => start('events_api', payload, () => {}),
    ask: (type, payload) => new Promise((resolve) => start(type, payload, resolve)),
    async redeliver(count) {
      const again = sent.slice(-count);
      await Promise.all(
        again.map(
          ({ type, payload }) =>
            new Promise<void>((resolve) => {
              deliver({
                id: randomUUID(),
                type,
                payload,
                attempt: 1,
                timeouts: 1,
                reason: 'timeout',
                socket: null,
                timer: undefined,
                settle: () => resolve(),
              });
            }),
        ),
      );
    },
    settled: () =>
      pending.size === 0 && waiting.size === 0
        ? Promise.resolve()
        : new Promise((resolve) => {
            idle.add(resolve);
          }),
    connections: () => sockets.length,
    announceDisconnect(reason) {
      for (const socket of sockets)
        socket.send(JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'sandbox' } }));
    },
    dropSockets() {
      for (const socket of [...sockets]) socket.terminate();
    },
    async close() {
      clearInterval(pings);
      for (const one of [...pending.values(), ...waiting])
        settle(one, { ok: false, reason: 'not-connected' });
      const closing = [...sockets].map((socket) => new Promise((resolve) => socket.once('close', resolve)));
      // An app that has just been stopped hangs up by itself; two goodbyes that cross make its client complain.
      await Promise.race([
        Promise.all(closing),
        new Promise((resolve) => setTimeout(resolve, hangUpGraceMs)),
      ]);
      for (const socket of [...sockets]) {
        socket.close(1001);
        setTimeout(() => socket.terminate(), closeGraceMs).unref();
      }
      await Promise.all(closing);
      server.close();
    },
  };
}
