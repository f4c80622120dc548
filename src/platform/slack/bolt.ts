import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { type App, LogLevel, type ReceiverEvent, SocketModeReceiver } from '@slack/bolt';
import type { Config } from '../config.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { quietLogger } from './clients.ts';
import { createHttpDoor } from './http-door.ts';
import type { Route } from './router.ts';

export interface SlackEntrance {
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Serves /slack/events in HTTP mode; null in Socket Mode. */
  readonly requestListener: ((request: IncomingMessage, response: ServerResponse) => void) | null;
  /** Whether payloads can reach us right now. */
  isConnected(): boolean;
}

/** How rarely a Slack that cannot be reached is tried, milliseconds. */
const mostPauseMs = 15_000;

/** A connection that ends sooner is not made again at once: Slack may be refusing it. */
const shortMs = 10_000;

type Credentials = Exclude<Config['slack'], { kind: 'sandbox' }>;

/**
 * The way in, by Socket Mode or by HTTP: what Slack sends goes to the router as it came. Bolt keeps the
 * connection and checks signatures; its App is left out, because it acknowledges events before anything is stored
 * and throws at bodies of a shape it does not expect, which Slack would then never hear of.
 *
 * `silenceMs`: after how long without a sign of life a connection counts as lost.
 */
export function createEntrance(
  slack: Credentials,
  slackApiUrl: string | undefined,
  route: Route,
  refused: Metrics['refused'],
  silenceMs: number,
  log: Log,
): SlackEntrance {
  const processEvent = async ({ body, ack, retryNum, retryReason }: ReceiverEvent): Promise<void> => {
    if (retryNum) log.info({ retryNum, retryReason }, 'Slack delivers an event again');
    await route(body, ack);
  };
  if (slack.kind === 'http') {
    const { signingSecret } = slack;
    return {
      requestListener: createHttpDoor({ signingSecret, processEvent, refused, log }),
      isConnected: () => true,
      start: async () => {},
      stop: async () => {},
    };
  }
  const socket = new SocketModeReceiver({
    appToken: slack.appToken,
    logger: quietLogger(log),
    logLevel: LogLevel.INFO,
    clientPingTimeout: silenceMs,
    // The SDK stays away for `silenceMs` before it connects again, after each of Slack's refreshes too, and ends the
    // process when Slack cannot be reached for half a minute: see `connectAgain`.
    autoReconnectEnabled: false,
    installerOptions: {
      // Without an explicit policy Socket Mode would retry its first connection a hundred times.
      clientOptions: { ...(slackApiUrl && { slackApiUrl }), retryConfig: { retries: 2 } },
    },
    processEventErrorHandler: async ({ error }) => {
      log.error({ err: error }, 'a payload failed; Slack delivers events again');
      return false;
    },
  });
  let [connected, isStopping, isConnecting] = [false, false, false];
  let connectedAt = 0;
  socket.client.on('connected', () => {
    connected = true;
    connectedAt = performance.now();
    // The SDK goes on with a connection it has begun.
    if (isStopping) void socket.stop();
  });
  socket.client.on('disconnected', () => {
    connected = false;
    if (!isConnecting && !isStopping) void connectAgain();
  });
  async function connect(): Promise<void> {
    isConnecting = true;
    await socket.start().finally(() => {
      isConnecting = false;
    });
  }
  /** At once where the last one stood for a while, and then ever more rarely until Slack takes it. */
  async function connectAgain(): Promise<void> {
    let pauseMs = performance.now() - connectedAt > shortMs ? 0 : 1000;
    while (!connected && !isStopping) {
      isConnecting = true;
      await wait(pauseMs, undefined, { ref: false });
      if (isStopping) return;
      await connect().catch((error: unknown) => {
        log.warn({ err: error }, 'Slack cannot be reached; trying again');
      });
      pauseMs = Math.min(2 * pauseMs + 1000, mostPauseMs);
    }
  }
  // A receiver asks its app for nothing else.
  socket.init({ processEvent } as Pick<App, 'processEvent'> as App);
  return {
    requestListener: null,
    isConnected: () => connected,
    start: connect,
    stop: async () => {
      isStopping = true;
      await socket.stop();
    },
  };
}
