import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApp, type TandemApp } from '../../src/app.ts';
import type { Log } from '../../src/platform/log.ts';
import type { Json } from '../../src/sandbox/world.ts';
import type { TestApp } from './app.ts';

/** The app behind HTTP, and Slack's side of it. */
export interface ByHttp {
  readonly app: TandemApp;
  /** Sends a payload in Slack's form, signed, over a socket of its own. */
  deliver(payload: Json): Promise<{ readonly status: number; readonly text: string }>;
  stop(): Promise<void>;
}

/** One more process's app, on the store and the local Slack of a test app. */
export async function startByHttp(tandem: TestApp, log: Log): Promise<ByHttp> {
  const { sandbox, app, clock } = tandem;
  const { botToken, signingSecret } = sandbox.tokens;
  const behind = await createApp(
    {
      slack: { kind: 'http', botToken, signingSecret },
      slackApiUrl: sandbox.apiUrl,
      databaseUrl: undefined,
      dataDir: 'memory',
      port: 0,
      logLevel: 'error',
    },
    { log, clock, store: app.store, deliverySpeed: 1000, answerWithinMs: 25_000 },
  );
  const server = createServer(behind.requestListener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`;
  return {
    app: behind,
    deliver: async (payload) => {
      const isEvent = payload.type === 'event_callback';
      const form = payload.command === undefined ? { payload: JSON.stringify(payload) } : asFields(payload);
      const body = isEvent ? JSON.stringify(payload) : new URLSearchParams(form).toString();
      const timestamp = Math.floor(Date.now() / 1000);
      const signature = createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex');
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': isEvent ? 'application/json' : 'application/x-www-form-urlencoded',
          'x-slack-request-timestamp': String(timestamp),
          'x-slack-signature': `v0=${signature}`,
        },
        body,
      });
      return { status: response.status, text: await response.text() };
    },
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await behind.stop();
    },
  };
}

function asFields(body: Json): Record<string, string> {
  return Object.fromEntries(
    Object.entries(body).map(([key, value]) => [
      key,
      typeof value === 'string' ? value : (JSON.stringify(value) ?? ''),
    ]),
  );
}
