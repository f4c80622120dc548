import { EventEmitter, once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import type { WebClient } from '@slack/web-api';
import type { JobWithMetadata, PgBoss, WorkOptions } from 'pg-boss';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { createSender } from '../slack/sender.ts';
import type { Store } from '../store/store.ts';
import { describeSpan, traced } from '../tracing.ts';
import type { InWork } from '../work.ts';
import { deliverNextPost, probe } from './deliver-post.ts';
import { type DeliveryHooks, type DeliveryParts, TakenOver, TryAgain } from './delivery-parts.ts';
import { isInvitation, sendInvitation } from './invitation.ts';
import type { Pacing } from './pacing.ts';
import { watchPauses } from './pause-watch.ts';
import { createPlaces } from './places.ts';
import {
  type DeliveryJob,
  deliveryQueue,
  priorityOf,
  retryDelayMaxSeconds,
  signOfLifeSeconds,
} from './queue.ts';
import { requeueForgotten, takeUpOrphans } from './requeue.ts';
import { showSurface } from './show-surface.ts';
import { whenQueued } from './wake.ts';

export interface DeliveryOptions extends DeliveryHooks {
  readonly store: Store;
  readonly boss: PgBoss;
  readonly inWork: InWork;
  readonly clock: Clock;
  readonly log: Log;
  /** The workspace's client; it must neither retry nor wait by itself (see slack/clients.ts). */
  clientFor(workspaceId: string): WebClient | Promise<WebClient>;
  readonly pacing: Pacing;
}

/** The way out: the workers that send what transactions have recorded. */
export interface Delivery {
  start(): Promise<void>;
  /** Finishes what is being sent and takes nothing more. */
  stop(): Promise<void>;
  /** Resolves when nothing waits to be sent, in any workspace where the app is installed. */
  settled(): Promise<void>;
}

/** How often what killed processes had in hand is looked for, milliseconds. */
const orphansMs = 2000;

/** While other processes work too, their progress is looked for this often, milliseconds. */
const othersProgressMs = 500;

const workOptions = {
  includeMetadata: true,
  // New work is told of (wake.ts); what a process that died left behind is not.
  pollingIntervalSeconds: 2,
  heartbeatRefreshSeconds: signOfLifeSeconds,
} as const satisfies WorkOptions;
type OurWorkOptions = typeof workOptions & Pick<WorkOptions, 'minPriority'>;

/** Pauses before a job's first repetitions, milliseconds. */
const quickRetriesMs = [250, 1000];

export function createDelivery(options: DeliveryOptions): Delivery {
  const { store, boss, clock, log, pacing } = options;
  const pauses = watchPauses();
  const common: Omit<DeliveryParts, 'isOvertaken' | 'senderFor'> = {
    store,
    inWork: options.inWork,
    clock,
    log,
    pacing,
    places: createPlaces(store, options.fallbackRecipient),
    fallbackRecipient: options.fallbackRecipient,
    channels: options.channels,
    onUndeliverable: options.onUndeliverable,
    ...(options.onOutcome && { onOutcome: options.onOutcome }),
    renderers: options.renderers,
  };
  const progress = new EventEmitter();
  progress.setMaxListeners(0);
  const workers = store.kind === 'server' ? 8 : 4;
  // While a digest takes its turns, somebody is free for answers.
  const workersForPeople = workers / 4;
  const workerIds: string[] = [];
  const wakeUps = new Set<NodeJS.Timeout>();
  let lookForOrphans: NodeJS.Timeout | undefined;
  let lookingForOrphans: Promise<void> = Promise.resolve();

  const busy = new Set<number>();

  function wake(worker: number): void {
    const id = workerIds[worker];
    if (id !== undefined) boss.notifyWorker(id);
  }

  /** One who has nothing to do looks for work, and when it finds some wakes the next; those for people last. */
  function wakeNext(): void {
    let worker = workers - 1;
    while (busy.has(worker)) worker -= 1;
    wake(worker);
  }

  /** pg-boss delays the nth retry by up to 2^n seconds; without this it would then wait for the next poll. */
  function wakeForRetry(worker: number, retry: number): void {
    const timer = setTimeout(
      () => {
        wakeUps.delete(timer);
        wake(worker);
      },
      Math.min(2 ** retry, retryDelayMaxSeconds) * 1000 + 50,
    );
    wakeUps.add(timer);
  }

  /** What passes quickly is tried again here; the queue's own retries begin at a second. */
  async function deliver(parts: DeliveryParts, job: DeliveryJob): Promise<void> {
    for (const delayMs of quickRetriesMs) {
      try {
        return await deliverOnce(parts, job);
      } catch (error) {
        if (!(error instanceof TryAgain)) throw error;
        await wait(delayMs);
      }
    }
    return deliverOnce(parts, job);
  }

  function deliverOnce(parts: DeliveryParts, job: DeliveryJob): Promise<void> {
    const { workspaceId, target, surface, isProbe, reference } = job;
    return traced('delivery', { 'tandem.target': target }, () => {
      if (surface && reference === undefined) return showSurface(parts, workspaceId, surface);
      if (surface) {
        describeSpan({ 'tandem.reference': reference });
        return showSurface({ ...parts, log: log.child({ reference }) }, workspaceId, surface);
      }
      if (isInvitation(target)) return sendInvitation(parts, workspaceId, target);
      return isProbe ? probe(parts, workspaceId, target) : deliverNextPost(parts, workspaceId, target);
    });
  }

  async function handle(worker: number, job: JobWithMetadata<DeliveryJob>): Promise<void> {
    const isOvertaken = pauses.begin();
    busy.add(worker);
    wakeNext();
    try {
      const urgency = job.priority >= priorityOf.interactive ? 'interactive' : 'bulk';
      const senderFor = async (workspaceId: string) =>
        createSender(await options.clientFor(workspaceId), pacing.forWorkspace(workspaceId, urgency));
      const parts = { ...common, isOvertaken, senderFor };
      await (job.retryCount === 0 ? deliver : deliverOnce)(parts, job.data);
    } catch (error) {
      const { target } = job.data;
      if (!(error instanceof TryAgain || error instanceof TakenOver))
        log.error({ err: error, target }, 'A delivery failed; it will be repeated');
      wakeForRetry(worker, job.retryCount + 1);
      throw error;
    } finally {
      busy.delete(worker);
      // Having done one job says there may be more; pg-boss would otherwise sleep until its next poll.
      wake(worker);
      progress.emit('progress');
    }
  }

  async function countUnsent(): Promise<number> {
    const [row] = await store.prisma.$queryRaw<{ unsent: number }[]>`
      WITH stopped AS (SELECT "id" FROM "Workspace" WHERE "stoppedAt" IS NOT NULL)
      SELECT ((SELECT count(*) FROM "Delivery"
               WHERE "status" = 'pending' AND "workspaceId" NOT IN (SELECT "id" FROM stopped))
            + (SELECT count(*) FROM "Surface"
               WHERE "version" > "shownVersion" AND "workspaceId" NOT IN (SELECT "id" FROM stopped)))::int AS "unsent"`;
    return row?.unsent ?? 0;
  }

  return {
    start: async () => {
      await requeueForgotten(store, boss);
      whenQueued(boss, wakeNext);
      for (let worker = 0; worker < workers; worker += 1) {
        const id = await boss.work<DeliveryJob, void, OurWorkOptions>(
          deliveryQueue,
          worker < workersForPeople ? { ...workOptions, minPriority: priorityOf.interactive } : workOptions,
          async ([job]) => {
            if (job) await handle(worker, job);
          },
        );
        workerIds.push(id);
      }
      // On the embedded store no other process can die.
      if (store.kind === 'server')
        lookForOrphans = setInterval(() => {
          lookingForOrphans = takeUpOrphans(store).catch((error) =>
            log.warn({ err: error }, 'Cannot look for what killed processes had in hand'),
          );
        }, orphansMs);
    },
    stop: async () => {
      clearInterval(lookForOrphans);
      await lookingForOrphans;
      for (const timer of wakeUps) clearTimeout(timer);
      pacing.stop();
      pauses.stop();
      await boss.offWork(deliveryQueue);
    },
    settled: async () => {
      for (;;) {
        const progressed = Promise.race([once(progress, 'progress'), wait(othersProgressMs)]);
        if ((await countUnsent()) === 0) return;
        await progressed;
      }
    },
  };
}
