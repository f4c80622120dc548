import { Client } from 'pg';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { listMigrations } from '../../src/platform/store/migrate.ts';
import { migrateServer } from '../../src/platform/store/migrate-server.ts';
import { createTestDatabase } from '../support/store.ts';

const next = {
  name: '29991231000000_next',
  checksum: 'next',
  sql: 'ALTER TABLE "Partner" ADD COLUMN "nickname" TEXT;',
};

test('a migration that waits for a table lets those behind it pass, and is made when the table is free', async () => {
  const database = await createTestDatabase();
  const url = database.options.databaseUrl ?? '';
  const [reading, asking] = [0, 1].map(() => new Client({ connectionString: url })) as [Client, Client];
  await Promise.all([reading.connect(), asking.connect()]);
  const said: string[] = [];
  const log = pino({ level: 'warn' }, { write: (line: string) => void said.push(JSON.parse(line).msg) });

  await reading.query('BEGIN; LOCK TABLE "Partner" IN ACCESS SHARE MODE');
  const migrating = migrateServer(url, '', [...(await listMigrations()), next], log);
  await untilOneWaits(asking);
  const startedAt = performance.now();
  await asking.query('SELECT count(*) FROM "Partner"');
  expect(performance.now() - startedAt).toBeLessThan(2500);
  await reading.query('COMMIT');
  expect(await migrating).toEqual([next.name]);
  await asking.query('SELECT "nickname" FROM "Partner"');
  expect(said).toEqual(['A migration waits until a table is free; it is tried again and again']);

  await Promise.all([reading.end(), asking.end()]);
  await database.drop();
});

async function untilOneWaits(client: Client): Promise<void> {
  for (;;) {
    const { rowCount } = await client.query(
      `SELECT FROM pg_stat_activity
       WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE 'ALTER%'`,
    );
    if ((rowCount ?? 0) > 0) return;
  }
}
