import { setTimeout as wait } from 'node:timers/promises';
import { Client, DatabaseError } from 'pg';
import type { Log } from '../log.ts';
import { type Migration, migrate } from './migrate.ts';
import { serverConnection } from './server-connection.ts';

/** Processes of the version before go on in between. */
const pauseMs = 2000;

/** In all some ten minutes, with the pauses. */
const mostTries = 200;

/** Postgres's "lock not available". */
const lockNotAvailable = '55P03';

/**
 * Brings a server's schema up to date; returns the names of the migrations applied. A table that is in use for longer
 * than Slack would wait for those behind is let go and tried again later. By a connection of its own: a statement over a
 * large table may be silent for long.
 */
export async function migrateServer(
  databaseUrl: string,
  options: string,
  migrations: readonly Migration[],
  log: Log,
): Promise<string[]> {
  const client = new Client({ ...serverConnection(databaseUrl, 0), options });
  // A lost connection fails the statement that runs as well.
  client.on('error', (error) => log.debug({ err: error }, 'The connection for migrations was lost'));
  await client.connect();
  try {
    for (let tries = 1; ; tries += 1) {
      await client.query('BEGIN');
      try {
        const applied = await migrate(
          {
            run: async (script) => void (await client.query(script)),
            query: async (sql, values) => (await client.query(sql, [...values])).rows,
          },
          migrations,
        );
        await client.query('COMMIT');
        return applied;
      } catch (error) {
        const isLocked = error instanceof DatabaseError && error.code === lockNotAvailable;
        if (!isLocked || tries >= mostTries) throw error;
        await client.query('ROLLBACK');
        if (tries === 1) log.warn('A migration waits until a table is free; it is tried again and again');
      }
      await wait(pauseMs);
    }
  } finally {
    await client.end();
  }
}
