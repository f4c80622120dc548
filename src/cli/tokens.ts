import { pluralise } from '../core/text.ts';
import { environment, readConfig } from '../platform/config.ts';
import { resealAll } from '../platform/installations/reseal.ts';
import { createLog } from '../platform/log.ts';
import { openStore } from '../platform/store/store.ts';
import { fail } from './command-line.ts';

const usage = `Usage:
  npm run tokens -- reseal
      Seals every stored token and signing secret with the first key of TOKEN_KEYS, so that the others can be dropped.`;

process.exitCode = await main(process.argv.slice(2));

/** 0: all tokens are sealed with the newest key. 1: one could not be opened. 2: the command or the settings are at fault. */
async function main(words: readonly string[]): Promise<number> {
  if (words.join(' ') !== 'reseal') return fail(2, usage);
  try {
    const { tokenKeys, databaseUrl, dataDir } = readConfig(environment());
    if (!tokenKeys) return fail(2, 'Nothing is stored sealed: TOKEN_KEYS is not set.');
    const store = await openStore({ databaseUrl, dataDir, log: createLog('warn') });
    try {
      const { resealed, alreadyNewest } = await resealAll(store.prisma, tokenKeys);
      console.log(
        `Sealed ${pluralise(resealed, 'secret')} with the key “${tokenKeys[0].name}”; ${alreadyNewest} had it already. Once every process runs with it as the first key, the others can be dropped.`,
      );
      return 0;
    } finally {
      await store.close();
    }
  } catch (error) {
    // The settings, the lock on the data folder and a key that is missing say in words what to do.
    return fail(1, error instanceof Error ? error.message : String(error));
  }
}
