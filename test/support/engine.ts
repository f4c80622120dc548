import type { PgBoss } from 'pg-boss';
import { pino } from 'pino';
import { type Clock, newId } from '../../src/platform/clock.ts';
import { createDelivery, type Delivery } from '../../src/platform/delivery/delivery.ts';
import type { DeliveryHooks, Undeliverable } from '../../src/platform/delivery/delivery-parts.ts';
import { createPacing } from '../../src/platform/delivery/pacing.ts';
import { startQueue } from '../../src/platform/delivery/queue.ts';
import type { DueJob } from '../../src/platform/feature.ts';
import { createHeartbeat, type Heartbeat } from '../../src/platform/schedule/heartbeat.ts';
import { createClient } from '../../src/platform/slack/clients.ts';
import type { Store } from '../../src/platform/store/store.ts';
import { createWorkRunner } from '../../src/platform/store/work-runner.ts';
import type { InWork, Work } from '../../src/platform/work.ts';
import { type Sandbox, startSandboxServer } from '../../src/sandbox/server.ts';
import { openTestStore } from './store.ts';

/** Monday, nine o'clock in London. */
export const monday = new Date('2026-03-02T09:00:00.000Z');

export interface TestClock extends Clock {
  moveMinutes(minutes: number): void;
}

export function testClock(): TestClock {
  let now = monday.getTime();
  return {
    now: () => new Date(now),
    moveMinutes: (minutes) => {
      now += minutes * 60_000;
    },
  };
}

/** One process's worth of the engine, on a store and a local Slack it may share with others. */
export interface Engine {
  readonly store: Store;
  readonly boss: PgBoss;
  readonly slack: Sandbox;
  readonly clock: TestClock;
  readonly inWork: InWork;
  readonly delivery: Delivery;
  readonly heartbeat: Heartbeat;
  /** What could not be delivered, in the order in which it was given up. */
  readonly undeliverable: Undeliverable[];
  /** Lines logged as errors. */
  readonly errors: string[];
  /** One transaction for the test's workspace. */
  work<T>(fn: (work: Work) => Promise<T>): Promise<T>;
  stop(): Promise<void>;
}

export interface EngineOptions
  extends Partial<Pick<DeliveryHooks, 'fallbackRecipient' | 'renderers' | 'channels' | 'onOutcome'>> {
  readonly store?: Store;
  readonly slack?: Sandbox;
  readonly clock?: TestClock;
  readonly jobs?: Readonly<Record<string, DueJob>>;
  /** Default true. */
  readonly isDelivering?: boolean;
  /** Slack's own pace is 1; tests hurry. */
  readonly speed?: number;
}

/** As for channels that are nobody's: what Slack refuses there is given up. */
export const keepsNoChannels: DeliveryHooks['channels'] = {
  closedBecause: async () => null,
  refused: async () => false,
  seen: async () => false,
  invited: async () => {},
  reopened: async () => {},
};

export const workspaceId = '00000000-0000-4000-8000-000000000001';

/** Starts an engine; what it was not given it opens, and closes again when it stops. */
export async function startEngine(options: EngineOptions = {}): Promise<Engine> {
  const clock = options.clock ?? testClock();
  const store = options.store ?? (await openTestStore());
  const slack = options.slack ?? (await startSandboxServer({ clock, port: 0, dataDir: null }));
  const errors: string[] = [];
  const log = pino({ level: 'error' }, { write: (line: string) => errors.push(line) });
  const boss = await startQueue(store, log);
  const parts = { store, boss, clock, newId, reactions: new Map() };
  const inWork = createWorkRunner(parts);
  const undeliverable: Undeliverable[] = [];
  const client = createClient(slack.tokens.botToken, slack.apiUrl, log);
  const delivery = createDelivery({
    ...parts,
    inWork,
    log,
    pacing: createPacing(store, options.speed ?? 50),
    clientFor: () => client,
    renderers: options.renderers ?? {},
    ...(options.onOutcome && { onOutcome: options.onOutcome }),
    channels: options.channels ?? keepsNoChannels,
    fallbackRecipient: options.fallbackRecipient ?? (async () => null),
    onUndeliverable: async (_work, what) => {
      undeliverable.push(what);
    },
  });
  const heartbeat = createHeartbeat({ ...parts, jobs: options.jobs ?? {}, log });
  if (options.isDelivering !== false) await delivery.start();
  return {
    store,
    boss,
    slack,
    clock,
    inWork,
    delivery,
    heartbeat,
    undeliverable,
    errors,
    work: async (fn) => {
      const result = await inWork({ workspaceId, source: 'test' }, fn);
      if (result.duplicate) throw new Error('a duplicate without a receipt');
      return result.value;
    },
    stop: async () => {
      await heartbeat.stop();
      await delivery.stop();
      await boss.stop({ graceful: false });
      if (!options.slack) await slack.close();
      if (!options.store) await store.close();
    },
  };
}
