import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';

/** Where the migrations are, one folder each, applied in the order of their names. */
export const migrationsUrl = new URL('../../../prisma/migrations/', import.meta.url);

export interface Migration {
  readonly name: string;
  readonly sql: string;
  /** SHA-256 of the file, hex, as Prisma computes it. */
  readonly checksum: string;
}

/** One open transaction on the database to migrate. */
export interface MigrationConnection {
  /** Runs a script of several statements. */
  run(script: string): Promise<void>;
  query(
    sql: string,
    values: readonly (string | number)[],
  ): Promise<readonly Readonly<Record<string, unknown>>[]>;
}

/**
 * Who waits for a lock that changes a table holds up all who come after, so no longer than Slack waits for an answer.
 * What waits for another process that migrates holds up nobody.
 */
const timeouts = {
  whileOthersMigrate: "SET LOCAL lock_timeout = '300s'",
  forTables: "SET LOCAL lock_timeout = '1s'",
};

/** The number Prisma's own `migrate deploy` locks, so that the two exclude each other. */
const prismaAdvisoryLock = 72707369;

// As Prisma creates it, so that `prisma migrate deploy` and `migrate status` agree with what is done here.
const bookkeeping = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id" VARCHAR(36) PRIMARY KEY NOT NULL,
  "checksum" VARCHAR(64) NOT NULL,
  "finished_at" TIMESTAMPTZ,
  "migration_name" VARCHAR(255) NOT NULL,
  "logs" TEXT,
  "rolled_back_at" TIMESTAMPTZ,
  "started_at" TIMESTAMPTZ NOT NULL DEFAULT now(),
  "applied_steps_count" INTEGER NOT NULL DEFAULT 0
)`;

/** The migrations on disk, in order. */
export async function listMigrations(folder: URL = migrationsUrl): Promise<Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names.sort().map(async (name) => {
      const sql = await readFile(new URL(`${name}/migration.sql`, folder), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

/**
 * Applies what has not been applied, within the connection's transaction and under a lock, and records it as
 * Prisma does. Refuses a migration that was edited after it had been applied, or that someone left half done.
 * Returns the names applied.
 */
export async function migrate(
  connection: MigrationConnection,
  migrations: readonly Migration[],
): Promise<string[]> {
  await connection.run(timeouts.whileOthersMigrate);
  await connection.query('SELECT 1 AS "locked" FROM (SELECT pg_advisory_xact_lock($1)) AS "lock"', [
    prismaAdvisoryLock,
  ]);
  await connection.run(timeouts.forTables);
  await connection.run(bookkeeping);
  const recorded = await connection.query(
    `SELECT "migration_name", "checksum", "finished_at" IS NOT NULL AS "finished"
     FROM "_prisma_migrations" WHERE "rolled_back_at" IS NULL`,
    [],
  );
  const appliedByName = new Map(recorded.map((row) => [String(row.migration_name), row]));
  const applied: string[] = [];
  for (const migration of migrations) {
    const before = appliedByName.get(migration.name);
    if (before) {
      refuseUnlessSame(migration, before);
      continue;
    }
    await connection.run(migration.sql);
    await connection.query(
      `INSERT INTO "_prisma_migrations" ("id", "checksum", "migration_name", "finished_at", "applied_steps_count")
       VALUES ($1, $2, $3, clock_timestamp(), 1)`,
      [randomUUID(), migration.checksum, migration.name],
    );
    applied.push(migration.name);
  }
  return applied;
}

function refuseUnlessSame(migration: Migration, before: Readonly<Record<string, unknown>>): void {
  if (before.finished !== true) {
    throw new Error(
      `Migration ${migration.name} was begun and not finished. Repair the database, then mark it with prisma migrate resolve.`,
    );
  }
  if (before.checksum !== migration.checksum) {
    throw new Error(
      `Migration ${migration.name} was changed after it had been applied. Restore the file and write the change as a new migration.`,
    );
  }
}
