import type { Tx } from '../work.ts';

/**
 * Runs an erasure: within it the transaction sees one workspace's rows only, and may change what is otherwise only
 * appended to (the migration `erasure_is_the_exception`). Afterwards the transaction is what it was before.
 */
export async function erasing<T>(tx: Tx, workspaceId: string, run: () => Promise<T>): Promise<T> {
  const before = await settings(tx);
  await say(tx, workspaceId, workspaceId);
  const result = await run();
  await say(tx, before.workspace, '');
  return result;
}

/**
 * Takes the workspace's jobs that name one of `markers` (Slack ids, or the workspace itself) off the queue. The
 * queue belongs to the user the app connects as, so this part is not done in a workspace's role.
 */
export async function eraseJobs(tx: Tx, workspaceId: string, markers: readonly string[]): Promise<void> {
  const { role } = await settings(tx);
  await tx.$executeRaw`SELECT set_config('role', 'none', true)`;
  // A database whose queue has never been started has none.
  const [queue] = await tx.$queryRaw<{ exists: boolean }[]>`
    SELECT to_regclass('pgboss.job') IS NOT NULL AS "exists"`;
  if (queue?.exists) {
    await tx.$executeRaw`
      DELETE FROM pgboss.job WHERE "data"->>'workspaceId' = ${workspaceId} AND EXISTS (
        SELECT FROM unnest(${markers}::text[]) AS marker
        WHERE strpos("data"::text || ' ' || COALESCE("singleton_key", ''), marker) > 0)`;
    // What the queue remembers of the jobs it has in hand.
    await tx.$executeRaw`
      UPDATE pgboss.queue SET "singletons_active" = ARRAY(
        SELECT key FROM unnest("singletons_active") AS key WHERE NOT (starts_with(key, ${workspaceId})
          AND EXISTS (SELECT FROM unnest(${markers}::text[]) AS marker WHERE strpos(key, marker) > 0)))
      WHERE "singletons_active" IS NOT NULL`;
  }
  await tx.$executeRaw`SELECT set_config('role', ${role}, true)`;
}

async function settings(tx: Tx): Promise<{ workspace: string; role: string }> {
  const [row] = await tx.$queryRaw<{ workspace: string; role: string }[]>`
    SELECT COALESCE(current_setting('tandem.workspace', true), '') AS "workspace", current_setting('role') AS "role"`;
  return row ?? { workspace: '', role: 'none' };
}

async function say(tx: Tx, workspace: string, erased: string): Promise<void> {
  await tx.$executeRaw`
    SELECT set_config('tandem.workspace', ${workspace}, true), set_config('tandem.erasing', ${erased}, true)`;
}
