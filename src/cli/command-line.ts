import { Refusal } from '../core/refusal.ts';
import { listing } from '../core/text.ts';
import { newId, systemClock } from '../platform/clock.ts';
import { type Config, environment, readConfig } from '../platform/config.ts';
import { createLog } from '../platform/log.ts';
import type { PrismaClient } from '../platform/store/generated/client.ts';
import { openStore, type Store } from '../platform/store/store.ts';
import { enterWorkspace } from '../platform/store/workspace-fence.ts';
import { guardWorkspace } from '../platform/store/workspace-guard.ts';
import type { Tx, Work } from '../platform/work.ts';

/**
 * Runs a command on the store the environment names, and gives back its exit code. Settings at fault, a store that
 * does not open, and what the command refuses are said in words: 1.
 */
export async function withStore(run: (store: Store, config: Config) => Promise<number>): Promise<number> {
  let store: Store;
  let config: Config;
  try {
    config = readConfig(environment());
    const { databaseUrl, dataDir } = config;
    store = await openStore({ databaseUrl, dataDir, log: createLog('warn') });
  } catch (error) {
    // The settings and the lock on the data folder say in words what to do.
    return fail(1, error instanceof Error ? error.message : String(error));
  }
  try {
    return await run(store, config);
  } catch (error) {
    if (error instanceof Refusal) return fail(1, error.message);
    throw error;
  } finally {
    await store.close();
  }
}

/** The workspace a command is about: the one named with --workspace, else the only one. */
export async function chooseWorkspace(
  prisma: Pick<PrismaClient, 'workspace'>,
  wanted: string | undefined,
): Promise<string> {
  const workspaces = await prisma.workspace.findMany({ orderBy: { name: 'asc' } });
  const fitting = workspaces.filter(
    ({ id, slackTeamId, name }) => wanted === undefined || [id, slackTeamId, name].includes(wanted),
  );
  const [only, ...others] = fitting;
  if (only && others.length === 0) return only.id;
  const known = workspaces.map(({ slackTeamId, name }) => `${slackTeamId} (${name})`);
  throw new Refusal(
    'not_found',
    workspaces.length === 0
      ? 'There is no workspace yet. Start the app once with `npm start`, then run this again.'
      : `Say which workspace with --workspace: ${listing(known, 'or')}.`,
  );
}

/**
 * Work that tells nobody: the command line has neither the queue nor the other features. What it changes of
 * something Slack already shows appears there when the app starts next.
 */
export async function quietWork(store: Store, tx: Tx, workspaceId: string, source: string): Promise<Work> {
  await enterWorkspace(store, tx, workspaceId);
  return {
    tx: guardWorkspace(tx, workspaceId),
    workspaceId,
    newId,
    now: systemClock.now(),
    source,
    urgency: 'bulk',
    enqueueDelivery: () => {},
    emit: async () => {},
  };
}

/** Says what is wrong, and gives back the exit code. */
export function fail(code: number, words: string): number {
  console.error(words);
  return code;
}
