import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { expect, inject, test } from 'vitest';
import { post } from '../../../src/platform/delivery/post.ts';
import { openStore, type StoreOptions } from '../../../src/platform/store/store.ts';
import { cast } from '../../../src/sandbox/seed-world.ts';
import { startSandboxServer } from '../../../src/sandbox/server.ts';
import { startEngine, testClock } from '../../support/engine.ts';
import { createTestDatabase } from '../../support/store.ts';

const script = fileURLToPath(new URL('../../support/deliver-process.ts', import.meta.url));

/** A store that a second process can open too. */
async function openableTwice(): Promise<{ options: StoreOptions; drop(): Promise<void> }> {
  if (inject('storeTemplate').kind === 'server') return createTestDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), 'tandem-killed-'));
  return {
    options: { dataDir, log: pino({ level: 'silent' }) },
    drop: () => rm(dataDir, { recursive: true, force: true }),
  };
}

test('what a killed process left half sent is sent once, in order, by the next', {
  timeout: 120_000,
}, async () => {
  const clock = testClock();
  const slack = await startSandboxServer({ clock, port: 0, dataDir: null });
  const database = await openableTwice();
  const keys = Array.from({ length: 12 }, (_, index) => `post ${index}`);

  const writer = await startEngine({
    store: await openStore(database.options),
    slack,
    clock,
    isDelivering: false,
  });
  await writer.work((work) =>
    post(
      work,
      ...keys.map((key) => ({
        key,
        to: { channel: cast.shared },
        audience: 'partner' as const,
        message: { text: key },
      })),
    ),
  );
  await writer.stop();
  await writer.store.close();

  const { databaseUrl, dataDir } = database.options;
  const child = spawn(process.execPath, ['--import', 'tsx', script], {
    env: {
      ...process.env,
      ...(databaseUrl === undefined ? { DATA_DIR: dataDir } : { DATABASE_URL: databaseUrl }),
      SLACK_API_URL: slack.apiUrl,
      TOKEN: slack.tokens.botToken,
      NOW: clock.now().toISOString(),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const texts = () =>
    slack.controls
      .messages(cast.shared)
      .filter((message) => message.isFromApp)
      .map((message) => message.text);
  // Killed at the very moment Slack has a message and the process has not yet heard so.
  await new Promise<void>((resolve) => {
    const listen = () => {
      if (texts().length < 3) return;
      slack.world.listeners.delete(listen);
      child.kill('SIGKILL');
      resolve();
    };
    slack.world.listeners.add(listen);
  });
  await once(child, 'exit');

  const store = await openStore(database.options);
  // As if it had killed others before: by pg-boss's own rule it would now be put off for up to an hour.
  const orphans = await store.prisma.$executeRaw`
    UPDATE pgboss.job SET "retry_count" = 16, "retry_delay_max" = 3600 WHERE "state" = 'active'`;
  expect(orphans).toBe(1);
  const engine = await startEngine({ store, slack, clock });
  await engine.delivery.settled();
  expect(texts()).toEqual(keys);
  await engine.stop();
  await store.close();
  await slack.close();
  await database.drop();
});
