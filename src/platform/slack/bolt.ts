import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  type AllMiddlewareArgs,
  type AnyMiddlewareArgs,
  App,
  HTTPReceiver,
  LogLevel,
  type Receiver,
  type ReceiverEvent,
  SocketModeReceiver,
} from '@slack/bolt';
import type { Config } from '../config.ts';
import type { Log } from '../log.ts';
import { quietLogger } from './clients.ts';
import type { Route } from './router.ts';

export interface SlackEntrance {
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Serves /slack/events in HTTP mode; null in Socket Mode. */
  readonly requestListener: ((request: IncomingMessage, response: ServerResponse) => void) | null;
  /** Whether payloads can reach us right now. */
  isConnected(): boolean;
}

export interface BotIdentity {
  readonly botId: string | undefined;
  readonly botUserId: string;
}

type Credentials = Exclude<Config['slack'], { kind: 'sandbox' }>;

/** Bolt as the way in: it keeps the connection and checks signatures; routing and identity are ours. */
export function createEntrance(
  slack: Credentials,
  slackApiUrl: string | undefined,
  bot: BotIdentity,
  route: Route,
  log: Log,
): SlackEntrance {
  const logger = quietLogger(log);
  let connected = slack.kind === 'http';
  let receiver: Receiver;
  let requestListener: SlackEntrance['requestListener'] = null;
  if (slack.kind === 'socket') {
    const socket = new SocketModeReceiver({
      appToken: slack.appToken,
      logger,
      logLevel: LogLevel.INFO,
      // The embedded store computes in this process: a long statement is no lost connection.
      clientPingTimeout: 20_000,
      installerOptions: {
        // Without an explicit policy Socket Mode would retry its first connection a hundred times.
        clientOptions: { ...(slackApiUrl && { slackApiUrl }), retryConfig: { retries: 5 } },
      },
      processEventErrorHandler: async ({ error }) => {
        log.error({ err: error }, 'an event failed and will be delivered again');
        return false;
      },
    });
    socket.client.on('connected', () => {
      connected = true;
    });
    socket.client.on('disconnected', () => {
      connected = false;
    });
    receiver = socket;
  } else {
    const http = new HTTPReceiver({
      signingSecret: slack.signingSecret,
      logger,
      processBeforeResponse: true,
      endpoints: ['/slack/events'],
    });
    requestListener = http.requestListener;
    receiver = http;
  }

  const app = new App({
    receiver: acknowledgeAfterwards(receiver),
    authorize: async () => ({ botToken: slack.botToken, botId: bot.botId, botUserId: bot.botUserId }),
    logger,
    logLevel: LogLevel.INFO,
    clientOptions: {
      ...(slackApiUrl && { slackApiUrl }),
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
    },
  });
  app.use(async (args: AllMiddlewareArgs & AnyMiddlewareArgs) => {
    const ack =
      'ack' in args && typeof args.ack === 'function'
        ? (args.ack as (response?: unknown) => Promise<void>)
        : async () => undefined;
    await route(args.body, ack);
  });
  app.error(async (error) => {
    throw error;
  });

  return {
    requestListener,
    isConnected: () => connected,
    start: async () => {
      if (slack.kind === 'socket') await app.start();
    },
    stop: async () => {
      if (slack.kind === 'socket') await app.stop();
    },
  };
}

/**
 * Bolt acknowledges an event before any listener runs. This holds the acknowledgement back until the event's
 * transaction has committed; when handling throws, Slack hears nothing and delivers again.
 */
function acknowledgeAfterwards(inner: Receiver): Receiver {
  return {
    start: (...args: unknown[]) => inner.start(...args),
    stop: (...args: unknown[]) => inner.stop(...args),
    init: (app: App) => {
      const processEvent = async (event: ReceiverEvent): Promise<void> => {
        if (event.body.type !== 'event_callback') return app.processEvent(event);
        let isHeld = false;
        const hold = async () => {
          isHeld = true;
        };
        await app.processEvent({ ...event, ack: hold });
        if (isHeld) await event.ack();
      };
      inner.init(Object.assign(Object.create(app) as App, { processEvent }));
    },
  };
}
