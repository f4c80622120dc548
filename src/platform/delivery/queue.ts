import { PgBoss } from 'pg-boss';
import type { Log } from '../log.ts';
import type { Store } from '../store/store.ts';
import type { DeliveryRequest, Urgency } from '../work.ts';

/** The queue of what is to be sent, in order per target. */
export const deliveryQueue = 'delivery';

export interface DeliveryJob extends DeliveryRequest {
  readonly workspaceId: string;
  /** Of the interaction that changed a live view; a post has it in its row. */
  readonly reference?: string;
}

/** The key under which jobs keep their order. */
export const orderKey = (job: DeliveryJob) => `${job.workspaceId} ${job.target}`;

export const priorityOf = { interactive: 10, bulk: 0 } as const satisfies Record<Urgency, number>;

/** Failed deliveries are tried again ever more rarely, at least this often. */
export const retryDelayMaxSeconds = 60;

/**
 * A process without a sign of life for `leaseSeconds` has died, and another takes up what it had in hand: in all
 * within half a minute. A sign of life comes so often that one that has only lost the database still has more
 * than a call to Slack may take (clients.ts) before others do.
 */
const leaseSeconds = 14;
export const signOfLifeSeconds = 3;
/** Who has gone on within this time has certainly kept its lease. */
export const surelyHeldSeconds = leaseSeconds - 2 * signOfLifeSeconds;

/**
 * Starts pg-boss on the store's database with the queues Tandem uses. Jobs with the same key run one after
 * the other, in the order of their creation; one that is retried holds back its successors, which keeps the
 * order in a channel. Every queue is created before the first transaction sends to it, because pg-boss reads
 * its queue cache outside the transaction, where the embedded store's only connection is taken.
 */
export async function startQueue(store: Store, log: Log): Promise<PgBoss> {
  // On the embedded store no other process can die, and a start sees to what the last one left.
  const lookSeconds = store.kind === 'server' ? 2 : 10;
  const boss = new PgBoss({
    ...store.bossDatabase,
    schedule: false,
    monitorIntervalSeconds: lookSeconds,
    superviseIntervalSeconds: lookSeconds,
  });
  boss.on('error', (error) => log.error({ err: error }, 'The queue reported an error'));
  await boss.start();
  const options = {
    // Its workers are woken otherwise (wake.ts).
    notify: false,
    // How often to try is the sender's decision, so that nothing ends as `failed`, which would block its key.
    retryLimit: 1_000_000,
    retryDelay: 1,
    retryBackoff: true,
    retryDelayMax: retryDelayMaxSeconds,
    expireInSeconds: 300,
    heartbeatSeconds: leaseSeconds,
    retentionSeconds: 30 * 24 * 3600,
    deleteAfterSeconds: 3600,
  } as const;
  await boss.createQueue(deliveryQueue, { policy: 'key_strict_fifo', ...options });
  await boss.updateQueue(deliveryQueue, options);
  // Reads the queue cache.
  await boss.getBlockedKeys(deliveryQueue);
  return boss;
}
