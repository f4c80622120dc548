import { EventEmitter, once } from 'node:events';
import type { WebClient } from '@slack/web-api';
import type { JobWithMetadata, PgBoss } from 'pg-boss';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { createSender } from '../slack/sender.ts';
import type { Store } from '../store/store.ts';
import type { InWork } from '../work.ts';
import { deliverNextPost } from './deliver-post.ts';
import { type DeliveryHooks, type DeliveryParts, TryAgain } from './delivery-parts.ts';
import { createPacing } from './pacing.ts';
import { createPlaces } from './places.ts';
import { type DeliveryJob, deliveryQueue } from './queue.ts';
import { requeueForgotten } from './requeue.ts';
import { showSurface } from './show-surface.ts';

export interface DeliveryOptions extends DeliveryHooks {
  readonly store: Store;
  readonly boss: PgBoss;
  readonly inWork: InWork;
  readonly clock: Clock;
  readonly log: Log;
  /** The workspace's client; it must neither retry nor wait by itself (see slack/clients.ts). */
  clientFor(workspaceId: string): WebClient | Promise<WebClient>;
  /** How many times faster than Slack's published rates calls may be made; 1 for Slack itself. */
  readonly speed?: number;
}

/** The way out: the workers that send what transactions have recorded. */
export interface Delivery {
  start(): Promise<void>;
  /** Finishes what is being sent and takes nothing more. */
  stop(): Promise<void>;
  /** Resolves when nothing waits to be sent, in any workspace. */
  settled(): Promise<void>;
}

/** While other processes work too, their progress is looked for this often, milliseconds. */
const othersProgressMs = 500;

const workOptions = {
  includeMetadata: true,
  pollingIntervalSeconds: 2,
  notifyPollingIntervalSeconds: 10,
} as const;

export function createDelivery(options: DeliveryOptions): Delivery {
  const { store, boss, clock, log } = options;
  const pacing = createPacing(store, options.speed ?? 1);
  const parts: DeliveryParts = {
    store,
    inWork: options.inWork,
    clock,
    log,
    pacing,
    places: createPlaces(store, clock, options.fallbackRecipient),
    fallbackRecipient: options.fallbackRecipient,
    onUndeliverable: options.onUndeliverable,
    renderers: options.renderers,
    senderFor: async (workspaceId) =>
      createSender(await options.clientFor(workspaceId), pacing.forWorkspace(workspaceId)),
  };
  const progress = new EventEmitter();
  progress.setMaxListeners(0);
  const workers = store.kind === 'server' ? 8 : 4;
  const workerIds: string[] = [];
  const wakeUps = new Set<NodeJS.Timeout>();

  function wake(worker: number): void {
    const id = workerIds[worker];
    if (id !== undefined) boss.notifyWorker(id);
  }

  async function handle(worker: number, job: JobWithMetadata<DeliveryJob>): Promise<void> {
    const { workspaceId, target, surface } = job.data;
    try {
      if (surface) await showSurface(parts, workspaceId, surface);
      else await deliverNextPost(parts, workspaceId, target);
    } catch (error) {
      if (!(error instanceof TryAgain))
        log.error({ error, target }, 'A delivery failed; it will be repeated');
      // pg-boss waits up to 2^n seconds before the nth retry; without this the job would wait for the next poll.
      const timer = setTimeout(
        () => {
          wakeUps.delete(timer);
          wake(worker);
        },
        Math.min(2 ** job.retryCount, 60) * 1000 + 50,
      );
      wakeUps.add(timer);
      throw error;
    } finally {
      // Having done one job says there may be more; pg-boss would otherwise sleep until its next poll.
      wake(worker);
      progress.emit('progress');
    }
  }

  async function countUnsent(): Promise<number> {
    const [row] = await store.prisma.$queryRaw<{ unsent: number }[]>`
      SELECT ((SELECT count(*) FROM "Delivery" WHERE "status" = 'pending')
            + (SELECT count(*) FROM "Surface" WHERE "version" > "shownVersion"))::int AS "unsent"`;
    return row?.unsent ?? 0;
  }

  return {
    start: async () => {
      await requeueForgotten(store, boss);
      for (let worker = 0; worker < workers; worker += 1) {
        const id = await boss.work<DeliveryJob, void, typeof workOptions>(
          deliveryQueue,
          workOptions,
          async ([job]) => {
            if (job) await handle(worker, job);
          },
        );
        workerIds.push(id);
      }
    },
    stop: async () => {
      for (const timer of wakeUps) clearTimeout(timer);
      await boss.offWork(deliveryQueue);
    },
    settled: async () => {
      for (;;) {
        const progressed = Promise.race([
          once(progress, 'progress'),
          new Promise((resolve) => setTimeout(resolve, othersProgressMs)),
        ]);
        if ((await countUnsent()) === 0) return;
        await progressed;
      }
    },
  };
}
