import { PGlite } from '@electric-sql/pglite';
import { expect, test } from 'vitest';
import { schemaChanges } from '../../src/cli/schema-changes.ts';
import { listMigrations, type MigrationConnection, migrate } from '../../src/platform/store/migrate.ts';

test('the migrations make what the Prisma schema says', { timeout: 120_000 }, async () => {
  expect(await schemaChanges()).toBe('');
});

test('each migration is applied once and recorded as Prisma records it', { timeout: 60_000 }, async () => {
  const migrations = await listMigrations();
  await withDatabase(async (connection) => {
    expect(await migrate(connection, migrations)).toEqual(migrations.map(({ name }) => name));
    expect(await migrate(connection, migrations)).toEqual([]);
    const recorded = await connection.query(
      `SELECT "migration_name", "checksum", "applied_steps_count" FROM "_prisma_migrations"
       WHERE "finished_at" IS NOT NULL AND "rolled_back_at" IS NULL ORDER BY "migration_name"`,
      [],
    );
    expect(recorded).toEqual(
      migrations.map(({ name, checksum }) => ({
        migration_name: name,
        checksum,
        applied_steps_count: 1,
      })),
    );
  });
});

test('a migration that was edited after it had been applied is refused', { timeout: 60_000 }, async () => {
  const first = { name: '1_first', sql: 'CREATE TABLE a (b int);', checksum: 'x' };
  await withDatabase(async (connection) => {
    await migrate(connection, [first]);
    await expect(migrate(connection, [{ ...first, checksum: 'y' }])).rejects.toThrow(/1_first was changed/);
    await connection.query(`UPDATE "_prisma_migrations" SET "finished_at" = NULL`, []);
    await expect(migrate(connection, [first])).rejects.toThrow(/1_first was begun and not finished/);
  });
});

test('ids of Salesforce that came in with their ending are found without it', {
  timeout: 60_000,
}, async () => {
  const name = '20261128030000_short_salesforce_ids';
  const migrations = await listMigrations();
  const uuid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
  // An ending of Salesforce, none, one that is not theirs, and one whose short form is known.
  const ids = ['00Q000000000AbcEAE', '00Q000000000Xyz', '00Q000000000AbcEAF', '00Q000000000XyzEAE'];
  await withDatabase(async (connection) => {
    await migrate(
      connection,
      migrations.filter((each) => each.name < name),
    );
    // Rows without the partner they belong to.
    await connection.run('SET session_replication_role = replica');
    for (const [index, id] of ids.entries())
      await connection.query(
        `INSERT INTO "Lead" ("id", "workspaceId", "partnerId", "number", "customer", "status", "createdAt", "externalId")
         VALUES ($1, $2, $2, $3, 'Acme', 'submitted', now(), $4)`,
        [uuid(index + 2), uuid(1), index + 1, id],
      );
    await migrate(connection, migrations);
    const after = await connection.query('SELECT "externalId" FROM "Lead" ORDER BY "number"', []);
    expect(after.map((row) => row.externalId)).toEqual([
      '00Q000000000Abc',
      '00Q000000000Xyz',
      '00Q000000000AbcEAF',
      '00Q000000000XyzEAE',
    ]);
  });
});

test('deals from elsewhere that were linked with a lead keep its name', { timeout: 60_000 }, async () => {
  const name = '20261129140000_named_leads_and_deals';
  const migrations = await listMigrations();
  const uuid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
  await withDatabase(async (connection) => {
    await migrate(
      connection,
      migrations.filter((each) => each.name < name),
    );
    // Rows without the partner they belong to.
    await connection.run('SET session_replication_role = replica');
    await connection.query(
      `INSERT INTO "Lead" ("id", "workspaceId", "partnerId", "number", "customer", "status", "createdAt", "externalId")
       VALUES ($1, $2, $2, 1, 'Acme', 'submitted', now(), 'l-1')`,
      [uuid(2), uuid(1)],
    );
    // Linked, from elsewhere without a lead, and registered here.
    const deals = [
      ['d-1', uuid(2)],
      ['d-2', ''],
      ['', uuid(2)],
    ] as const;
    for (const [index, [externalId, leadId]] of deals.entries())
      await connection.query(
        `INSERT INTO "Deal" ("id", "workspaceId", "partnerId", "number", "customer", "name", "amountMinor", "currency",
           "registeredAt", "externalId", "leadId")
         VALUES ($1, $2, $2, $3, 'Acme', 'Rollout', 0, 'EUR', now(), nullif($4, ''), nullif($5, '')::uuid)`,
        [uuid(index + 3), uuid(1), index + 1, externalId, leadId],
      );
    await migrate(connection, migrations);
    const after = await connection.query('SELECT "leadExternalIds" FROM "Deal" ORDER BY "number"', []);
    expect(after.map((row) => row.leadExternalIds)).toEqual([['l-1'], [], []]);
  });
});

async function withDatabase(run: (connection: MigrationConnection) => Promise<void>): Promise<void> {
  const client = new PGlite();
  try {
    await run({
      run: async (script) => void (await client.exec(script)),
      query: async (sql, values) => (await client.query<Record<string, unknown>>(sql, [...values])).rows,
    });
  } finally {
    await client.close();
  }
}

/** Old processes go on while a new one migrates, so a column or table is dropped a release after its last use. */
test('migrations since the first release only add to what running processes know', async () => {
  const takesAway =
    /\b(DROP\s+(TABLE|COLUMN)|RENAME\b|SET\s+NOT\s+NULL|SET\s+DATA\s+TYPE|ALTER\s+COLUMN\s+\S+\s+TYPE)/i;
  const addsRequired =
    /ADD\s+COLUMN\s+(?:"[^"]+"|\S+)\s+(?:(?!DEFAULT)[^,;])*NOT\s+NULL(?:(?!DEFAULT)[^,;])*[,;]/i;
  const statements = (await listMigrations())
    .filter(({ name }) => name > '20261122060000')
    .map(({ name, sql }) => ({ name, sql: sql.replaceAll(/--.*$/gm, '') }));
  expect(
    statements.filter(({ sql }) => takesAway.test(sql) || addsRequired.test(sql)).map(({ name }) => name),
  ).toEqual([]);

  expect('ALTER TABLE "A" DROP COLUMN "b";').toMatch(takesAway);
  expect('ALTER TABLE "A" ADD COLUMN "b" TEXT NOT NULL;').toMatch(addsRequired);
  expect('ALTER TABLE "A" ADD COLUMN "b" TEXT NOT NULL DEFAULT \'c\',\nADD COLUMN "d" TEXT;').not.toMatch(
    addsRequired,
  );
});
