import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { createApp, type TandemApp } from '../app.ts';
import type { Config } from '../platform/config.ts';
import type { Log } from '../platform/log.ts';
import { readManifest } from '../platform/slack/manifest.ts';
import { createMovableClock } from './movable-clock.ts';
import { buildPage } from './page/build.ts';
import { seedProgramme } from './seed-programme.ts';
import { seedWorldWithPartners } from './seed-world-with-partners.ts';
import { startSandboxServer } from './server.ts';
import { advance } from './time-travel.ts';

export interface RunningSandbox {
  readonly url: string;
  stop(): Promise<void>;
}

/** Seals what belongs to this local Slack alone. */
const sandboxKey = { name: 'sandbox', bytes: Buffer.alloc(32, 1) };

/** How much faster than Slack's published rates the bot may post to the local Slack, which has none. */
const deliverySpeed = 20;

/** Starts the local Slack, its page, and the real bot connected to it. */
export async function startSandbox(config: Config, log: Log): Promise<RunningSandbox> {
  const { dataDir } = config;
  const clock = createMovableClock(dataDir);
  const page = await buildPage();
  const { scopes, events, commands } = readManifest();
  const server = await startSandboxServer({
    clock,
    port: config.port,
    dataDir,
    seed: seedWorldWithPartners,
    page,
    scopes,
    events,
  });
  let app = await startApp();

  server.connectApp({
    nextDue: () => app.nextAwaited(),
    advance: (by) => advance(app, clock, by),
    reset,
    otherwise: (request, response) => app.requestListener(request, response),
    commands: commands.map((command) => ({
      ...command,
      subcommands: app.commands.map(({ name, summary, usage }) => ({ name, summary, usage })),
    })),
  });

  return {
    url: server.url,
    stop: async () => {
      await app.stop();
      await server.close();
    },
  };

  async function startApp(): Promise<TandemApp> {
    const { botToken, appToken } = server.tokens;
    const slack = { kind: 'socket', botToken, appToken } as const;
    const started = await createApp(
      { ...config, slack, slackApiUrl: server.apiUrl, tokenKeys: config.tokenKeys ?? [sandboxKey] },
      { log, clock, deliverySpeed },
    );
    await seedProgramme(started, server.world);
    return started;
  }

  /** Everybody forgets everything; only time stays where it is. */
  async function reset(): Promise<void> {
    if (config.databaseUrl)
      throw new Error('Starting over works with the embedded store only; drop the database instead.');
    await app.stop();
    rmSync(join(dataDir, 'postgres'), { recursive: true, force: true });
    server.controls.reset();
    app = await startApp();
  }
}
