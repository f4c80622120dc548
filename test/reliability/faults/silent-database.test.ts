import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Pool } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isPassingFault } from '../../../src/platform/store/passing-fault.ts';
import { serverConnection } from '../../../src/platform/store/server-connection.ts';
import { openStore, type Store } from '../../../src/platform/store/store.ts';
import { setUpBrightpath } from '../../feature/pipeline/partner.ts';
import { channels, startTestApp, type TestApp } from '../../support/app.ts';
import { sampleOf } from '../../support/sample.ts';
import { createTestDatabase, type TestDatabase } from '../../support/store.ts';
import { describedFault } from './faults-page.ts';
import { type FlakyPort, openFlakyPort } from './flaky-port.ts';

// The whole app with a Postgres that is gone, or that takes connections and never answers.

let database: TestDatabase;
let port: FlakyPort;
let url: URL;
let store: Store;
let t: TestApp;
let server: Server;

beforeAll(async () => {
  database = await createTestDatabase();
  url = new URL(database.options.databaseUrl ?? '');
  port = await openFlakyPort(url.hostname, Number(url.port || 5432));
  url.host = `127.0.0.1:${port.port}`;
  store = await openStore({ ...database.options, databaseUrl: url.href });
  t = await startTestApp({ store, log: database.options.log });
  await setUpBrightpath(t);
  server = createServer(t.app.requestListener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  port.accept();
  server.close();
  await t.stop();
  await port.close();
  await database.drop();
});

async function get(path: string): Promise<{ status: number; text: string; tookMs: number }> {
  const startedAt = performance.now();
  const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`);
  const text = await response.text();
  return { status: response.status, text, tookMs: performance.now() - startedAt };
}

async function untilReady(): Promise<void> {
  while ((await get('/readyz')).status !== 200);
}

test('Postgres does not answer', async () => {
  await untilReady();
  port.mute();
  const ready = await get('/readyz');
  expect([ready.status, ready.text]).toEqual([503, 'the database does not answer\n']);
  expect(ready.tookMs).toBeLessThan(4000);
  const metrics = await get('/metrics');
  expect(sampleOf(metrics.text, 'tandem_database_up')).toBe(0);
  expect(metrics.tookMs).toBeLessThan(4000);
  port.accept();
  await untilReady();
  expect(sampleOf((await get('/metrics')).text, 'tandem_database_up')).toBe(1);
  await t.people.diego.mention(channels.shared, 'deal Acme 1,000 USD "Rollout"');
  await t.settled();
  expect(await store.prisma.deal.count()).toBe(1);
  expect(describedFault('Postgres does not answer')).toContain('by itself');
});

test('whoever speaks while the database is gone hears so, with a reference, and that nothing was changed', async () => {
  const { maya, diego } = t.people;
  const card = await diego.hears('Won', { channel: channels.shared });
  port.cut(true);
  const busy = /^I’m busy right now, so I changed nothing\. .* reference: [0-9A-F]{4}-[0-9A-F]{4}\.$/;
  await maya.command('/partner status', { channel: channels.shared });
  expect(maya.reads(maya.ephemerals(channels.shared).at(-1) ?? { blocks: [] })).toMatch(busy);
  await diego.press('Won', card);
  expect(diego.reads(await diego.until(() => diego.modal()))).toContain('I’m busy right now');
  port.accept();
  await untilReady();
  expect(await store.prisma.deal.count({ where: { closedAt: { not: null } } })).toBe(0);
  expect(describedFault('Postgres restarted')).toContain('busy');
});

test('a connection that is never answered again is given up, and another takes its place', async () => {
  const pool = new Pool({ ...serverConnection(url.href, 500), max: 1 });
  pool.on('error', () => {});
  await pool.query('SELECT 1');
  port.mute();
  const fault: unknown = await pool.query('SELECT 1').catch((error: unknown) => error);
  expect(isPassingFault(fault)).toBe(true);
  port.accept();
  expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  await pool.end();
});
