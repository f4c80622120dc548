import { mkdir } from 'node:fs/promises';
import { lock } from 'proper-lockfile';
import { ConfigError } from '../config.ts';

/** A killed process cannot give its lock back; without a sign of life for this long it is taken over. */
const staleAfterMs = 5000;

/**
 * Takes the data folder for this process: two processes on one embedded database would corrupt it. Waits out
 * a lock left by a killed process (at most `staleAfterMs`), then refuses. A process that finds its own lock
 * taken over (it was suspended for longer) ends with an uncaught error rather than write on.
 * Returns the function that gives the folder back.
 */
export async function lockDataDir(dataDir: string): Promise<() => Promise<void>> {
  await mkdir(dataDir, { recursive: true });
  try {
    return await lock(dataDir, {
      lockfilePath: `${dataDir}/tandem.lock`,
      stale: staleAfterMs,
      update: staleAfterMs / 4,
      retries: { retries: 6, factor: 1, minTimeout: 1000, maxTimeout: 1000 },
    });
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || error.code !== 'ELOCKED') throw error;
    throw new ConfigError(
      `Another process is using the data folder ${dataDir}. Stop it first, choose another folder with DATA_DIR, or set DATABASE_URL to a Postgres server, which any number of processes may share.`,
    );
  }
}
