import { Client } from 'pg';
import { expect, test } from 'vitest';
import { listMigrations, migrate } from '../../src/platform/store/migrate.ts';
import { openStore } from '../../src/platform/store/store.ts';
import { channels, startTestApp } from '../support/app.ts';
import { createTestDatabase } from '../support/store.ts';

/** What a later version may bring while this one runs: see "Upgrading" in docs/operations.md. */
const next = {
  name: '29991231000000_next',
  checksum: 'next',
  sql: `
    ALTER TABLE "Partner" ADD COLUMN "nickname" TEXT;
    ALTER TABLE "Delivery" ADD COLUMN "colour" TEXT NOT NULL DEFAULT 'none';
    CREATE TABLE "Nickname" ("id" UUID PRIMARY KEY, "workspaceId" UUID NOT NULL, "text" TEXT NOT NULL);
    CREATE INDEX "Partner_nickname_idx" ON "Partner" ("nickname");`,
};

test('a process of this version works on beside a newer schema, and another one may still start', {
  timeout: 120_000,
}, async () => {
  const database = await createTestDatabase();
  const t = await startTestApp({ store: await openStore(database.options) });
  await t.publishSample();
  await t.people.maya.command('/partner people', { channel: channels.shared });

  const client = new Client({ connectionString: database.options.databaseUrl ?? '' });
  await client.connect();
  await client.query('BEGIN');
  const applied = await migrate(
    {
      run: async (script) => void (await client.query(script)),
      query: async (sql, values) => (await client.query(sql, [...values])).rows,
    },
    [...(await listMigrations()), next],
  );
  await client.query('COMMIT');
  await client.end();
  expect(applied).toEqual([next.name]);

  await t.people.maya.mention(channels.shared, 'help');
  await t.settled();
  expect(t.sandbox.controls.messages(channels.shared).length).toBeGreaterThan(0);
  await t.advance('week');
  const restarted = await openStore(database.options);
  expect(await restarted.prisma.workspace.count()).toBe(1);

  await restarted.close();
  await t.stop();
  await database.drop();
});
