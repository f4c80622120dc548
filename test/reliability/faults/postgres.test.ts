import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { post, touch } from '../../../src/platform/delivery/post.ts';
import { openStore, type Store } from '../../../src/platform/store/store.ts';
import { cast } from '../../../src/sandbox/seed-world.ts';
import { type Engine, startEngine } from '../../support/engine.ts';
import { createTestDatabase, type TestDatabase } from '../../support/store.ts';
import { describedFault } from './faults-page.ts';
import { type FlakyPort, openFlakyPort } from './flaky-port.ts';

// Postgres fails in each way it can while messages are decided and sent; afterwards all is there once.

let database: TestDatabase;
let port: FlakyPort;
let direct: pg.Client;
let store: Store;
let engine: Engine;

beforeAll(async () => {
  database = await createTestDatabase();
  const url = new URL(database.options.databaseUrl ?? '');
  direct = new pg.Client({ connectionString: url.href });
  await direct.connect();
  port = await openFlakyPort(url.hostname, Number(url.port || 5432));
  url.host = `127.0.0.1:${port.port}`;
  store = await openStore({ ...database.options, databaseUrl: url.href });
  engine = await startEngine({
    store,
    renderers: {
      'test.view': async ({ tx }) => {
        drawings += 1;
        const [own] = await tx.$queryRaw<{ pid: number }[]>`SELECT pg_backend_pid() AS "pid"`;
        if (drawings === 1) await direct.query('SELECT pg_terminate_backend($1)', [own?.pid]);
        await tx.counter.count();
        return { audience: 'partner', message: { text: `drawn ${drawings} times` } };
      },
    },
  });
});
afterAll(async () => {
  port.accept();
  await engine.stop();
  await store.close();
  await engine.slack.close();
  await port.close();
  await direct.end();
  await database.drop();
});

const texts = () =>
  engine.slack.controls
    .messages(cast.shared)
    .filter((message) => message.isFromApp)
    .map((message) => message.text);
const expected: string[] = [];
let drawings = 0;
/** Told whenever the database did not take something. */
let refused = () => {};
const isRefused = () =>
  new Promise<void>((resolve) => {
    refused = resolve;
  });

/** Decides so many more messages, again and again while the database does not take them, as people and jobs do. */
async function decide(count: number): Promise<void> {
  for (let one = 0; one < count; one += 1) {
    const key = `message ${expected.length}`;
    for (;;) {
      try {
        await engine.work((work) =>
          post(work, { key, to: { channel: cast.shared }, audience: 'partner', message: { text: key } }),
        );
        break;
      } catch {
        refused();
      }
    }
    expected.push(key);
  }
}

test.each<[name: string, fail: () => Promise<void>]>([
  [
    'Postgres restarted',
    async () => {
      port.cut(true);
      await isRefused();
      port.accept();
    },
  ],
  ['database connections cut', async () => port.cut(false)],
  [
    'database connections ended by the server',
    async () =>
      void (await direct.query(
        'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
      )),
  ],
  [
    'disk full',
    async () => {
      await direct.query(`
        CREATE OR REPLACE FUNCTION disk_full() RETURNS trigger LANGUAGE plpgsql AS
          $$ BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$;
        CREATE TRIGGER disk_full BEFORE INSERT OR UPDATE ON "Delivery" FOR EACH ROW EXECUTE FUNCTION disk_full()`);
      await isRefused();
      await direct.query('DROP TRIGGER disk_full ON "Delivery"');
    },
  ],
])('%s', async (name, fail) => {
  await decide(5);
  const [, deciding] = [fail(), decide(10)];
  await deciding;
  await decide(2);
  for (;;) {
    // Asking fails as well while the connections come back.
    try {
      await engine.delivery.settled();
      break;
    } catch {}
  }
  expect(texts()).toEqual(expected);
  expect(describedFault(name)).toContain('by itself');
});

test('a live view that loses its connection while it is drawn is drawn again', async () => {
  await engine.work((work) =>
    touch(work, { kind: 'test.view', subject: 'one', to: { channel: cast.shared } }),
  );
  await engine.delivery.settled();
  expect(texts()).toEqual([...expected, 'drawn 2 times']);
});
