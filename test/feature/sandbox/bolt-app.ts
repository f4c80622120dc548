import { App, type Logger, LogLevel } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import type { Clock } from '../../../src/platform/clock.ts';
import { type Sandbox, type SandboxOptions, startSandboxServer } from '../../../src/sandbox/server.ts';

export const start = new Date('2026-03-02T09:00:00.000Z');

interface MovableClock extends Clock {
  moveMinutes(minutes: number): void;
}

export function movableClock(): MovableClock {
  let now = start.getTime();
  return {
    now: () => new Date(now),
    moveMinutes(minutes) {
      now += minutes * 60_000;
    },
  };
}

export interface Running {
  readonly sandbox: Sandbox;
  readonly app: App;
  readonly client: WebClient;
  readonly clock: MovableClock;
  stop(): Promise<void>;
}

/** Dropped connections are part of the tests; the SDK's complaints about them are not. */
const silent: Logger = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  getLevel: () => LogLevel.ERROR,
  setName() {},
};

/** A real Bolt app in Socket Mode on a fresh local Slack. */
export async function runBoltApp(
  listen: (app: App) => void,
  options: Partial<SandboxOptions> = {},
): Promise<Running> {
  const clock = movableClock();
  const sandbox = await startSandboxServer({ clock, port: 0, dataDir: null, ...options });
  const app = new App({
    token: sandbox.tokens.botToken,
    appToken: sandbox.tokens.appToken,
    socketMode: true,
    logger: silent,
    clientOptions: {
      slackApiUrl: sandbox.apiUrl,
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
    },
  });
  listen(app);
  await app.start();
  return {
    sandbox,
    app,
    client: app.client,
    clock,
    async stop() {
      await app.stop();
      await sandbox.close();
    },
  };
}
