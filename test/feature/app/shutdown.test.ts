import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemClock } from '../../../src/platform/clock.ts';
import { actAs } from '../../../src/sandbox/person.ts';
import { cast } from '../../../src/sandbox/seed-world.ts';
import { type Sandbox, startSandboxServer } from '../../../src/sandbox/server.ts';

const main = fileURLToPath(new URL('../../../src/main.ts', import.meta.url));
/** Slack and whoever runs containers give a process this long. */
const allowedMs = 10_000;

let dataDir: string;
let slack: Sandbox;
const children: ChildProcess[] = [];

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'tandem-shutdown-'));
  slack = await startSandboxServer({ clock: systemClock, port: 0, dataDir: null, ackTimeoutMs: 30_000 });
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await slack.close();
  await rm(dataDir, { recursive: true, force: true });
});

/** The real process on the embedded store, told that it is ready by its own words. */
async function start(): Promise<{ child: ChildProcess; port: number }> {
  const port = await freePort();
  const child = spawn(process.execPath, ['--import', 'tsx', main], {
    env: {
      ...process.env,
      DATA_DIR: dataDir,
      DATABASE_URL: '',
      PORT: String(port),
      LOG_LEVEL: 'warn',
      SLACK_API_URL: slack.apiUrl,
      SLACK_BOT_TOKEN: slack.tokens.botToken,
      SLACK_APP_TOKEN: slack.tokens.appToken,
      SLACK_SIGNING_SECRET: '',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  let said = '';
  for await (const chunk of child.stdout ?? []) {
    said += String(chunk);
    if (said.includes('Tandem is running')) return { child, port };
  }
  throw new Error(`The process ended before it was ready: ${said}`);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function stop(child: ChildProcess): Promise<{ code: number | null; tookMs: number }> {
  const startedAt = performance.now();
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const [code] = (await ended) as [number | null];
  return { code, tookMs: performance.now() - startedAt };
}

test('told to stop, it finishes what is in hand within ten seconds, and what it decided is there after the next start', async () => {
  const maya = actAs(slack, cast.maya);
  const first = await start();
  expect((await fetch(`http://127.0.0.1:${first.port}/readyz`)).status).toBe(200);
  // Open connections of a scraper or a balancer hold nothing up.
  expect((await fetch(`http://127.0.0.1:${first.port}/metrics`)).status).toBe(200);

  // Sent just before: acknowledged, so it must not be lost, whichever process answers.
  await maya.mention('#partner-team', 'help');
  await slack.controls.settled();
  const { code, tookMs } = await stop(first.child);
  expect(code).toBe(0);
  expect(tookMs).toBeLessThan(allowedMs);

  const second = await start();
  await maya.until(
    () => maya.sees('#partner-team').some((message) => maya.reads(message).includes('What I can do for you')),
    { timeoutMs: 30_000 },
  );
  const answers = maya
    .sees('#partner-team')
    .filter((message) => maya.reads(message).includes('What I can do for you'));
  expect(answers).toHaveLength(1);
  expect((await stop(second.child)).code).toBe(0);
}, 120_000);
