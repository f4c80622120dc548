import { schedule as cron, type ScheduledTask, type TaskOptions } from 'node-cron';
import type { DueItem } from '../store/generated/client.ts';
import { forgetOld } from './forget-old.ts';
import type { HeartbeatOptions } from './heartbeat-options.ts';
import { runOneDueItem } from './run-due-item.ts';

/** The next thing that will happen by itself. */
export interface NextDue {
  readonly at: Date;
  readonly kind: string;
  readonly key: string;
  /** For people: `calls: remind`. */
  readonly label: string;
}

/** Finds due work and has it done by the feature that owns it. Any number of processes may have one. */
export interface Heartbeat {
  start(): void;
  /** Finishes what is running and begins nothing more. */
  stop(): Promise<void>;
  /** Does everything that is due now, what becomes due through it included; returns how many items were taken up. */
  runDueWork(): Promise<number>;
  nextDue(): Promise<NextDue | null>;
  /** The next thing that somebody waits for. */
  nextAwaited(): Promise<NextDue | null>;
}

export function createHeartbeat(options: HeartbeatOptions): Heartbeat {
  const { store, log } = options;
  // The embedded store has one connection: more than one at a time would only wait.
  const atOnce = store.kind === 'server' ? 4 : 1;
  const tasks: ScheduledTask[] = [];
  // By itself it writes past the log. A beat that is missed in a busy second shows in tandem_heartbeat_lag_seconds.
  const cronOptions: TaskOptions = {
    suppressMissedWarning: true,
    logger: {
      debug: (message) => log.debug(message),
      info: (message) => log.info(message),
      warn: (message) => log.warn(message),
      error: (message, err) => log.error({ err: err ?? message }, 'The heartbeat’s clock failed'),
    },
  };
  let running: Promise<number> | null = null;
  let isStopping = false;

  async function runUntilNoneIsDue(): Promise<number> {
    let count = 0;
    while (!isStopping && (await runOneDueItem(options))) count += 1;
    return count;
  }

  async function runAll(): Promise<number> {
    await logged('Tending failed', async () => options.tend?.());
    const counts = await Promise.all(Array.from({ length: atOnce }, runUntilNoneIsDue));
    return counts.reduce((sum, count) => sum + count, 0);
  }

  async function nextBesides(kinds: readonly string[]): Promise<NextDue | null> {
    const [row] = await store.prisma.$queryRaw<(Pick<DueItem, 'kind' | 'key'> & { at: Date })[]>`
      SELECT COALESCE("retryAt", "dueAt") AS "at", "kind", "key" FROM "DueItem"
      WHERE "failedAt" IS NULL AND "kind" <> ALL(${kinds})
        AND "workspaceId" NOT IN (SELECT "id" FROM "Workspace" WHERE "stoppedAt" IS NOT NULL)
      ORDER BY COALESCE("retryAt", "dueAt"), "id" LIMIT 1`;
    return row ? { ...row, label: options.jobs[row.kind]?.says ?? row.kind } : null;
  }

  function runDueWork(): Promise<number> {
    // One round at a time: a beat that comes while the last is still at work joins it.
    running ??= runAll().finally(() => {
      running = null;
    });
    return running;
  }

  async function logged(what: string, run: () => Promise<unknown>): Promise<void> {
    try {
      await run();
    } catch (error) {
      log.error({ err: error }, what);
    }
  }

  return {
    start: () => {
      tasks.push(cron('*/5 * * * * *', () => logged('The heartbeat failed', runDueWork), cronOptions));
      tasks.push(
        cron('17 * * * *', () => logged('Clearing up failed', () => forgetOld(options)), cronOptions),
      );
    },
    stop: async () => {
      isStopping = true;
      await Promise.all(tasks.map((task) => task.destroy()));
      await running;
    },
    runDueWork,
    nextDue: () => nextBesides([]),
    nextAwaited: () =>
      nextBesides(Object.keys(options.jobs).filter((kind) => options.jobs[kind]?.isSilent === true)),
  };
}
