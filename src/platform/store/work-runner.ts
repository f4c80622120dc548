import { fromPrisma, type JobInsert, type PgBoss } from 'pg-boss';
import type { Clock, NewId } from '../clock.ts';
import { type DeliveryJob, deliveryQueue, priorityOf } from '../delivery/queue.ts';
import type { InWork, Reactions, Tx, Urgency, Work, WorkOptions } from '../work.ts';
import { Prisma } from './generated/client.ts';
import type { Store } from './store.ts';

/** How often a transaction is tried when the database asks for it to be run again. */
const attempts = 5;

/**
 * Makes the function that runs one transaction of work: state, receipt, outgoing messages and queued jobs
 * commit together or not at all. A transaction the database broke off (a deadlock, a serialization failure) is
 * run again from the start, so `fn` must not do anything but work on `work`.
 */
export function createWorkRunner(parts: {
  readonly store: Store;
  readonly boss: PgBoss;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly reactions: Reactions;
}): InWork {
  return async (options, fn) => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await parts.store.prisma.$transaction(
          async (tx) => {
            if (options.receipt !== undefined && !(await takeReceipt(tx, options, parts.clock.now())))
              return { duplicate: true };
            return { duplicate: false, value: await runWork(parts, tx, options, fn) };
          },
          // Waiting covers the embedded store's single connection; the limit covers the largest digests.
          { maxWait: 20_000, timeout: 30_000 },
        );
      } catch (error) {
        if (attempt >= attempts || !isWorthRepeating(error)) throw error;
      }
    }
  };
}

/** Runs `fn` as work inside a transaction the caller has begun, and queues what it asked for. */
export async function runWork<T>(
  parts: {
    readonly boss: PgBoss;
    readonly clock: Clock;
    readonly newId: NewId;
    readonly reactions: Reactions;
  },
  tx: Tx,
  options: WorkOptions,
  fn: (work: Work) => Promise<T>,
): Promise<T> {
  const jobs: JobInsert<DeliveryJob>[] = [];
  const { workspaceId, source } = options;
  const work: Work = {
    tx,
    now: parts.clock.now(),
    newId: parts.newId,
    workspaceId,
    source,
    enqueueDelivery: (target: string, urgency: Urgency) => {
      jobs.push({
        data: { workspaceId, target },
        singletonKey: `${workspaceId} ${target}`,
        priority: priorityOf[urgency],
      });
    },
    emit: async (event) => {
      for (const react of parts.reactions.get(event.type) ?? []) await react(work, event);
    },
  };
  const value = await fn(work);
  if (jobs.length > 0) await parts.boss.insert(deliveryQueue, jobs, { db: fromPrisma(tx) });
  return value;
}

/** Whether this payload is met for the first time. A second one in flight waits here until the first has committed. */
async function takeReceipt(tx: Tx, options: WorkOptions, receivedAt: Date): Promise<boolean> {
  const { count } = await tx.inboundReceipt.createMany({
    data: [{ key: `${options.workspaceId} ${options.receipt}`, receivedAt }],
    skipDuplicates: true,
  });
  return count === 1;
}

/** P2034 is Prisma's "write conflict or deadlock"; raw statements report Postgres's own code instead. */
function isWorthRepeating(error: unknown): boolean {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return false;
  return error.code === 'P2034' || /\b(40001|40P01)\b/.test(`${error.message} ${JSON.stringify(error.meta)}`);
}
