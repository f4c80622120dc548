import type { DueItem } from '../store/generated/client.ts';
import { inTransaction, isWorthRepeating, runWork } from '../store/work-runner.ts';
import { traced } from '../tracing.ts';
import type { Tx } from '../work.ts';
import type { HeartbeatOptions } from './heartbeat-options.ts';

/** After this many failures an item is given up and kept for people to see. */
const mostAttempts = 8;

type ClaimedItem = Pick<DueItem, 'id' | 'workspaceId' | 'kind' | 'key' | 'dueAt' | 'data' | 'attempts'>;

/**
 * Claims one due item and does it, in one transaction: a process that dies gives it back at once, undone, and
 * no other can take it meanwhile. What a failing job did is undone up to the claim, and the failure recorded
 * while the claim still holds. Returns false when nothing is due.
 */
export async function runOneDueItem(options: HeartbeatOptions): Promise<boolean> {
  const claimed: ClaimedItem[] = [];
  try {
    return await inTransaction(options, async (tx) => {
      const item = await claim(tx, options.clock.now());
      if (!item) return false;
      claimed[0] = item;
      await tx.$executeRaw`SAVEPOINT job`;
      try {
        await perform(options, tx, item);
      } catch (error) {
        if (isWorthRepeating(error)) throw error;
        await tx.$executeRaw`ROLLBACK TO SAVEPOINT job`;
        await recordFailure(options, tx, item, error);
      }
      return true;
    });
  } catch (error) {
    // The transaction itself is lost: it took too long, or the database kept breaking it off.
    if (!claimed[0]) throw error;
    await recordFailure(options, options.store.prisma, claimed[0], error);
    return true;
  }
}

/** Where the app is not installed any more nothing is done; it waits, and is caught up by its job's own rule. */
async function claim(tx: Tx, now: Date): Promise<ClaimedItem | null> {
  const [item] = await tx.$queryRaw<ClaimedItem[]>`
    SELECT "id", "workspaceId", "kind", "key", "dueAt", "data", "attempts" FROM "DueItem"
    WHERE "failedAt" IS NULL AND COALESCE("retryAt", "dueAt") <= ${now}
      AND "workspaceId" NOT IN (SELECT "id" FROM "Workspace" WHERE "stoppedAt" IS NOT NULL)
    ORDER BY COALESCE("retryAt", "dueAt"), "id" LIMIT 1
    FOR UPDATE SKIP LOCKED`;
  return item ?? null;
}

async function perform(options: HeartbeatOptions, tx: Tx, item: ClaimedItem): Promise<void> {
  const { id, workspaceId, kind, key, dueAt, data } = item;
  const job = options.jobs[kind];
  if (!job) throw new Error(`No feature does work of kind ${kind}.`);
  // Told apart by its date, so that what the job itself has scheduled anew under its key is kept.
  const unchanged = { id, dueAt };
  const source = `schedule:${kind}`;
  const next = await traced('due work', { 'tandem.source': source }, () =>
    runWork(options, tx, { workspaceId, source, urgency: 'bulk' }, (work) =>
      job.run(work, { kind, key, dueAt, data }),
    ),
  );
  if (next === undefined) {
    await tx.dueItem.deleteMany({ where: unchanged });
    return;
  }
  if ('postponedTo' in next) {
    const { postponedTo: retryAt } = next;
    if (retryAt <= options.clock.now())
      throw new Error(`${kind} is postponed to ${retryAt.toISOString()}, which is not ahead.`);
    await tx.dueItem.updateMany({ where: unchanged, data: { attempts: 0, retryAt, lastError: null } });
    return;
  }
  if (next <= dueAt)
    throw new Error(`${kind} is due again at ${next.toISOString()}, which is not later than before.`);
  await tx.dueItem.updateMany({
    where: unchanged,
    data: { dueAt: next, attempts: 0, retryAt: null, lastError: null },
  });
}

/** Tries again after half a minute, doubled with each failure, at most an hour. */
async function recordFailure(
  options: HeartbeatOptions,
  tx: Tx,
  item: ClaimedItem,
  error: unknown,
): Promise<void> {
  const { clock, log } = options;
  const attempts = item.attempts + 1;
  const isGivenUp = attempts >= mostAttempts;
  const now = clock.now();
  const waitMs = Math.min(30_000 * 2 ** (attempts - 1), 3_600_000);
  await tx.dueItem.updateMany({
    where: { id: item.id, dueAt: item.dueAt },
    data: {
      attempts,
      lastError: error instanceof Error ? error.message : String(error),
      retryAt: new Date(now.getTime() + waitMs),
      failedAt: isGivenUp ? now : null,
    },
  });
  const what = { kind: item.kind, key: item.key, workspaceId: item.workspaceId, attempts };
  if (attempts === 1) log.error({ ...what, err: error }, 'Due work failed; it will be tried again');
  if (isGivenUp) log.error({ ...what, err: error }, 'Due work was given up');
}
