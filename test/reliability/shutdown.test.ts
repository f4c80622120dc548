import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemClock } from '../../src/platform/clock.ts';
import { type ActingPerson, actAs } from '../../src/sandbox/person.ts';
import { cast } from '../../src/sandbox/seed-world.ts';
import { type Sandbox, startSandboxServer } from '../../src/sandbox/server.ts';
import { createTestDatabase, type TestDatabase } from '../support/store.ts';

// The real process, told to stop with work in hand: an answer of Slack's it waits for, and due work that runs.

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
/** Whoever runs containers gives a process this long. */
const allowedMs = 10_000;
const port = 20_000 + (process.pid % 10_000);

let database: TestDatabase;
let direct: pg.Client;
let slack: Sandbox;
let maya: ActingPerson;
let child: ChildProcess;
let logged: string;

beforeEach(async () => {
  database = await createTestDatabase();
  direct = new pg.Client({ connectionString: database.options.databaseUrl });
  await direct.connect();
  slack = await startSandboxServer({ clock: systemClock, port: 0, dataDir: null, ackTimeoutMs: 30_000 });
  maya = actAs(slack, cast.maya);
  await start();
});
afterEach(async () => {
  child.kill('SIGKILL');
  await slack.close();
  await direct.end();
  await database.drop();
});

/** Starts the process, and waits until it says that it is running. */
async function start(): Promise<void> {
  logged = '';
  child = spawn(process.execPath, ['--import', 'tsx', main], {
    env: {
      ...process.env,
      DATABASE_URL: database.options.databaseUrl ?? '',
      PORT: String(port),
      LOG_LEVEL: 'warn',
      SLACK_API_URL: slack.apiUrl,
      SLACK_BOT_TOKEN: slack.tokens.botToken,
      SLACK_APP_TOKEN: slack.tokens.appToken,
      SLACK_SIGNING_SECRET: '',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stderr?.on('data', (chunk) => {
    logged += String(chunk);
  });
  let said = '';
  for await (const chunk of child.stdout ?? []) {
    said += String(chunk);
    if (said.includes('Tandem is running')) return;
  }
  throw new Error(`The process ended before it was ready: ${said} ${logged}`);
}

/** Due work that takes this long to be done; resolves when it runs. */
async function haveDueWork(seconds: number): Promise<void> {
  await direct.query(`
    CREATE FUNCTION take_long() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN PERFORM pg_sleep(${seconds}); RETURN OLD; END $$;
    CREATE TRIGGER take_long BEFORE DELETE ON "DueItem" FOR EACH ROW EXECUTE FUNCTION take_long();
    INSERT INTO "DueItem" ("id", "workspaceId", "kind", "key", "dueAt")
      SELECT gen_random_uuid(), "id", 'surveys.close', gen_random_uuid(), now() FROM "Workspace"`);
  for (;;) {
    const { rowCount } = await direct.query(
      `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'`,
    );
    if ((rowCount ?? 0) > 0) return;
  }
}

async function stop(): Promise<{ code: number | null; tookMs: number }> {
  const startedAt = performance.now();
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const [code] = (await ended) as [number | null];
  return { code, tookMs: performance.now() - startedAt };
}

const dueItems = async () =>
  (await direct.query(`SELECT FROM "DueItem" WHERE "kind" = 'surveys.close'`)).rowCount;

test('what is in hand is finished by the process that has it, which says meanwhile that it stops', async () => {
  slack.controls.failNext({ method: 'chat.postMessage', mode: 'late-answer', delayMs: 4000 });
  await haveDueWork(4);
  await maya.mention('#partner-team', 'help');
  const isAnswered = () =>
    maya.sees('#partner-team').some((message) => maya.reads(message).includes('What I can do for you'));
  await maya.until(isAnswered, { timeoutMs: 30_000 });
  const stopped = stop();
  const ready: string[] = [];
  while (!ready.at(-1)?.startsWith('503')) {
    const response = await fetch(`http://127.0.0.1:${port}/readyz`);
    ready.push(`${response.status} ${await response.text()}`);
  }
  expect(ready.at(-1)).toBe('503 stopping\n');

  const { code, tookMs } = await stopped;
  expect([code, logged]).toEqual([0, '']);
  expect(tookMs).toBeLessThan(allowedMs);
  const { rows } = await direct.query('SELECT "status", "sendingAt" FROM "Delivery"');
  expect(rows).toEqual([{ status: 'sent', sendingAt: null }]);
  expect(await dueItems()).toBe(0);
});

test('what cannot be finished in time is said, and left to others', async () => {
  await haveDueWork(30);
  const { code, tookMs } = await stop();
  expect(code).toBe(1);
  expect(tookMs).toBeLessThan(allowedMs);
  expect(logged).toContain('Stopped with work unfinished after 9 seconds');
  expect(await dueItems()).toBe(1);
});
