import { fromPrisma, type JobInsert, type PgBoss } from 'pg-boss';
import type { Clock, NewId } from '../clock.ts';
import { type DeliveryJob, deliveryQueue, orderKey, priorityOf } from '../delivery/queue.ts';
import { tellQueued } from '../delivery/wake.ts';
import { traced } from '../tracing.ts';
import type { Asked, InWork, Reactions, Tx, Work, WorkOptions } from '../work.ts';
import { Prisma } from './generated/client.ts';
import type { Store } from './store.ts';
import { enterWithReceipt, enterWorkspace, leaveWorkRole } from './workspace-fence.ts';
import { guardWorkspace } from './workspace-guard.ts';

/** How often a transaction is tried when the database asks for it to be run again. */
const attempts = 5;

/**
 * Makes the function that runs one transaction of work: state, receipt, outgoing messages and queued jobs
 * commit together or not at all. A transaction the database broke off (a deadlock, a serialization failure) is
 * run again from the start, so `fn` must not do anything but work on `work`.
 */
export function createWorkRunner(parts: WorkParts): InWork {
  return (options, fn) =>
    traced('work', { 'tandem.source': options.source }, () =>
      inTransaction(parts, async (tx) => {
        const entered = await enter(parts, tx, options);
        if (!entered.isNew) return { duplicate: true };
        const value = await runEntered(parts, tx, options, (work) => fn(work, entered.asked));
        options.beforeCommit?.();
        return { duplicate: false, value };
      }),
    );
}

/** What a transaction of work is made with. */
export interface WorkParts {
  readonly store: Store;
  readonly boss: PgBoss;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly reactions: Reactions;
}

/** One transaction, run again from the start when the database broke it off. What it queued is then begun with. */
export async function inTransaction<T>(
  { store, boss }: Pick<WorkParts, 'store' | 'boss'>,
  fn: (tx: Tx) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    let isQueueing = false;
    try {
      // Waiting covers the embedded store's single connection; the limit covers the largest digests.
      const value = await store.prisma.$transaction(
        async (tx) => {
          const result = await fn(tx);
          isQueueing = withJobs.has(tx);
          return result;
        },
        { maxWait: 20_000, timeout: 30_000 },
      );
      if (isQueueing) tellQueued(boss);
      return value;
    } catch (error) {
      if (attempt >= attempts || !isWorthRepeating(error)) throw error;
    }
  }
}

/** The transactions that have put jobs into the queue. */
const withJobs = new WeakSet<Tx>();

/** Runs `fn` as work inside a transaction the caller has begun, and queues what it asked for. */
export async function runWork<T>(
  parts: WorkParts,
  tx: Tx,
  options: WorkOptions,
  fn: (work: Work) => Promise<T>,
): Promise<T> {
  await enterWorkspace(parts.store, tx, options.workspaceId);
  return runEntered(parts, tx, options, fn);
}

async function runEntered<T>(
  parts: WorkParts,
  tx: Tx,
  options: WorkOptions,
  fn: (work: Work) => Promise<T>,
): Promise<T> {
  const jobs: JobInsert<DeliveryJob>[] = [];
  const surfaces = new Set<string>();
  const { workspaceId, source, reference } = options;
  const work: Work = {
    tx: guardWorkspace(tx, workspaceId),
    now: parts.clock.now(),
    newId: parts.newId,
    workspaceId,
    source,
    ...(reference !== undefined && { reference }),
    urgency: options.urgency ?? 'interactive',
    enqueueDelivery: (request, urgency) => {
      const data = {
        ...{ workspaceId, ...request },
        ...(request.surface && reference !== undefined && { reference }),
      };
      const surface = JSON.stringify(data);
      if (request.surface && surfaces.has(surface)) return;
      if (request.surface) surfaces.add(surface);
      jobs.push({ data, singletonKey: orderKey(data), priority: priorityOf[urgency] });
    },
    emit: async (event) => {
      for (const react of parts.reactions.get(event.type) ?? []) await react(work, event);
    },
  };
  const value = await fn(work);
  if (jobs.length > 0) {
    await leaveWorkRole(parts.store, tx);
    await parts.boss.insert(deliveryQueue, inOrder(jobs, parts.newId()), { db: fromPrisma(tx) });
    await hurryWhatIsBefore(tx, jobs);
    withJobs.add(tx);
  }
  return value;
}

/**
 * An answer keeps its place behind what was decided for the same channel before it; so that it need not wait for a
 * whole digest, that is sent with its urgency.
 */
async function hurryWhatIsBefore(tx: Tx, jobs: readonly JobInsert<DeliveryJob>[]): Promise<void> {
  const urgent = jobs.filter(({ priority }) => priority === priorityOf.interactive);
  const keys = [...new Set(urgent.map(({ singletonKey }) => singletonKey))];
  if (keys.length === 0) return;
  await tx.$executeRaw`
    UPDATE pgboss.job SET "priority" = ${priorityOf.interactive}::int
    WHERE "name" = ${deliveryQueue} AND "singleton_key" = ANY(${keys}::text[]) AND "policy" = 'key_strict_fifo'
      AND "state" < 'active' AND NOT "blocked" AND "priority" < ${priorityOf.interactive}::int`;
}

/** Jobs of one transaction have one creation time; pg-boss then goes by their ids, which are made to ascend. */
function inOrder<T>(jobs: readonly JobInsert<T>[], id: string): JobInsert<T>[] {
  return jobs.map((job, index) => ({ ...job, id: id.slice(0, 24) + index.toString(16).padStart(12, '0') }));
}

/** Not new is a payload that was met before. A second one in flight waits here until the first has committed. */
async function enter(
  { store, clock }: WorkParts,
  tx: Tx,
  options: WorkOptions,
): Promise<{ readonly isNew: boolean; readonly asked: Asked }> {
  const { workspaceId, receipt, asking } = options;
  if (receipt === undefined)
    return { isNew: true, asked: await enterWorkspace(store, tx, workspaceId, options) };
  return enterWithReceipt(
    store,
    tx,
    workspaceId,
    { key: `${workspaceId} ${receipt}`, at: clock.now() },
    asking,
  );
}

/** Whether the database asks for the transaction to be run again. P2034 is Prisma's "write conflict or deadlock"; raw statements report Postgres's own code instead. */
export function isWorthRepeating(error: unknown): boolean {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return false;
  return error.code === 'P2034' || /\b(40001|40P01)\b/.test(`${error.message} ${JSON.stringify(error.meta)}`);
}
