import pg from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStore, type Store } from '../../../src/platform/store/store.ts';
import type { EventStep } from '../../../src/sandbox/socket-mode.ts';
import { setUpBrightpath } from '../../feature/pipeline/partner.ts';
import { channels, startTestApp, type TestApp } from '../../support/app.ts';
import { createTestDatabase, type TestDatabase } from '../../support/store.ts';

// What somebody mentions the bot for is not lost, and not refused, with a connection to the database.

let database: TestDatabase;
/** One that holds a lock, and one that looks: a transaction sees the others' state as of its first look. */
let holding: pg.Client;
let looking: pg.Client;
let store: Store;
let t: TestApp;
let failed: () => void;

beforeAll(async () => {
  database = await createTestDatabase();
  [holding, looking] = [0, 1].map(
    () => new pg.Client({ connectionString: database.options.databaseUrl }),
  ) as [pg.Client, pg.Client];
  await Promise.all([holding.connect(), looking.connect()]);
  store = await openStore(database.options);
  const log = pino(
    { level: 'error' },
    { write: (line: string) => line.includes('"a payload failed') && failed() },
  );
  t = await startTestApp({ store, log });
  await setUpBrightpath(t);
});
afterAll(async () => {
  await t.stop();
  await Promise.all([holding.end(), looking.end()]);
  await database.drop();
});

test('a mention whose connection to the database is lost is not acknowledged; Slack repeats it, and it is done once', async () => {
  const steps: EventStep[] = [];
  t.sandbox.local.socket.watchers.add((step) => steps.push(step));
  const hasFailed = new Promise<void>((resolve) => {
    failed = resolve;
  });
  await holding.query('BEGIN; LOCK TABLE "Deal" IN ACCESS EXCLUSIVE MODE');
  await t.people.diego.mention(channels.shared, 'deal Acme 1,000 USD "Rollout"');
  await endWhoeverWaits();
  await holding.query('COMMIT');
  await hasFailed;
  const ofMention = () => steps.filter(({ payload }) => JSON.stringify(payload).includes('"app_mention"'));
  expect(ofMention().map(({ did }) => did)).toEqual(['delivered']);
  t.sandbox.controls.dropSockets();
  await t.settled();
  expect(await store.prisma.deal.count({ where: { customer: 'Acme' } })).toBe(1);
  const told = t.people.diego.ephemerals(channels.shared).map(({ text }) => text);
  expect(told.filter((text) => text.includes('went wrong'))).toEqual([]);
  expect(told.filter((text) => text.includes('Acme'))).toHaveLength(1);
});

async function endWhoeverWaits(): Promise<void> {
  for (;;) {
    const { rowCount } = await looking.query(
      `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE relation = '"Deal"'::regclass AND NOT granted`,
    );
    if ((rowCount ?? 0) > 0) return;
  }
}
