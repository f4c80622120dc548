import type { IncomingMessage, ServerResponse } from 'node:http';
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

type Credentials = Exclude<Config['slack'], { kind: 'sandbox' }>;

/**
 * The way in, by Socket Mode or by HTTP: what Slack sends goes to the router as it came. Bolt keeps the
 * connection and checks signatures; its App is left out, because it acknowledges events before anything is stored
 * and throws at bodies of a shape it does not expect, which Slack would then never hear of.
 *
 * `silenceMs`: after how long without a sign of life a connection counts as lost. The SDK also stays away for so
 * long before it connects again, after each of Slack's refreshes, and people's presses find nobody meanwhile.
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
    installerOptions: {
      // Without an explicit policy Socket Mode would retry its first connection a hundred times.
      clientOptions: { ...(slackApiUrl && { slackApiUrl }), retryConfig: { retries: 5 } },
    },
    processEventErrorHandler: async ({ error }) => {
      log.error({ err: error }, 'a payload failed; Slack delivers events again');
      return false;
    },
  });
  let connected = false;
  socket.client.on('connected', () => {
    connected = true;
  });
  socket.client.on('disconnected', () => {
    connected = false;
  });
  // A receiver asks its app for nothing else.
  socket.init({ processEvent } as Pick<App, 'processEvent'> as App);
  return {
    requestListener: null,
    isConnected: () => connected,
    start: async () => void (await socket.start()),
    stop: async () => void (await socket.stop()),
  };
}
