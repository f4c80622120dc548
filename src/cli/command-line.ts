import { Refusal } from '../core/refusal.ts';
import { listing } from '../core/text.ts';
import { newId, systemClock } from '../platform/clock.ts';
import type { PrismaClient } from '../platform/store/generated/client.ts';
import type { Store } from '../platform/store/store.ts';
import { enterWorkspace } from '../platform/store/workspace-fence.ts';
import { guardWorkspace } from '../platform/store/workspace-guard.ts';
import type { Tx, Work } from '../platform/work.ts';

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
    enqueueDelivery: () => {},
    emit: async () => {},
  };
}

/** Says what is wrong, and gives back the exit code. */
export function fail(code: number, words: string): number {
  console.error(words);
  return code;
}
