import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Clock } from './clock.ts';
import { databaseAnswersWithinMs, inTime } from './in-time.ts';
import { droppedPrefix } from './schedule/too-late.ts';
import type { Store } from './store/store.ts';

/** How one try to send a post (`sent`) or to show a live view (`shown`) ended. */
export type DeliveryOutcome = 'sent' | 'shown' | 'retried' | 'held' | 'stale' | 'dead';

/** Why a payload was not handled; docs/operations.md says what each means. */
export type RefusedPayload =
  | 'unknown_kind'
  | 'unknown_workspace'
  | 'stopped'
  | 'unknown_person'
  | 'deactivated'
  | 'bot'
  | 'no_handler'
  | 'too_late'
  | 'signature'
  | 'timestamp'
  | 'method'
  | 'content_type'
  | 'too_large'
  | 'unreadable'
  | 'slow';

/** What is counted while the process runs, and what the database says when somebody asks. */
export interface Metrics {
  /** From hearing of a payload to having acknowledged it. */
  acknowledged(kind: string, milliseconds: number): void;
  /** A handler threw something that was not meant for people. */
  failed(kind: string): void;
  refused(reason: RefusedPayload): void;
  delivered(outcome: DeliveryOutcome): void;
  /** Another system was answered over HTTP, at a path it is known by. */
  requested(route: string, status: number): void;
  readonly contentType: string;
  /** Everything in Prometheus's text format. */
  scrape(): Promise<string>;
}

export interface MetricsOptions {
  readonly store: Store;
  readonly clock: Clock;
}

/** Queues are counted up to here, so that a scrape costs the same however much waits. */
const countedAtMost = 10_000;

/** Slack waits three seconds. */
const acknowledgementBuckets = [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 10];

/**
 * One app's metrics, in a registry of its own. What several processes share (queues, due work) comes from the
 * database and is the same from each; counters of deliveries, acknowledgements and refusals are this process's.
 */
export function createMetrics({ store, clock }: MetricsOptions): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers });
  const acknowledgement = new Histogram({
    name: 'tandem_acknowledgement_seconds',
    help: 'Time from hearing of a payload to having acknowledged it, by kind of payload',
    labelNames: ['kind'],
    buckets: acknowledgementBuckets,
    registers,
  });
  const failures = new Counter({
    name: 'tandem_handler_failures_total',
    help: 'Payloads whose handler failed, by kind; people were given a reference',
    labelNames: ['kind'],
    registers,
  });
  const refusals = new Counter({
    name: 'tandem_payloads_refused_total',
    help: 'Payloads that were not handled, by reason',
    labelNames: ['reason'],
    registers,
  });
  const deliveries = new Counter({
    name: 'tandem_deliveries_total',
    help: 'Tries to send a post or to show a live view, by outcome: sent, shown, retried (to be tried again), held (its channel is closed), stale (too late to be of use), dead (given up)',
    labelNames: ['outcome'],
    registers,
  });
  const requests = new Counter({
    name: 'tandem_http_requests_total',
    help: 'Requests of other systems, by path and the status they were answered with',
    labelNames: ['route', 'status'],
    registers,
  });
  const dropped = new Counter({
    name: 'tandem_due_items_dropped_total',
    help: 'Due work that was found too late to be of use, by kind; counted in the database',
    labelNames: ['kind'],
    registers,
  });
  const { connections } = store;
  if (connections) {
    new Gauge({
      name: 'tandem_database_connections',
      help: 'This process’s connections to the database by state, and the queries that wait for one',
      labelNames: ['state'],
      registers,
      collect() {
        for (const [state, count] of Object.entries(connections())) this.set({ state }, count);
      },
    });
  }
  const up = gauge('tandem_database_up', 'Whether the database answered this scrape');
  const fromDatabase = {
    pending: gauge(
      'tandem_deliveries_pending',
      `Posts that wait to be sent and live views that wait to be shown, counted up to ${countedAtMost}`,
    ),
    pendingAge: gauge(
      'tandem_delivery_oldest_pending_seconds',
      'Age of the oldest post that waits, or time since a live view that waits last changed; 0 when none does',
    ),
    dead: gauge(
      'tandem_deliveries_dead',
      `Posts and canvases given up that wait for a decision, counted up to ${countedAtMost}`,
    ),
    held: gauge(
      'tandem_deliveries_held',
      `Posts that wait until their channel is open again, counted up to ${countedAtMost}`,
    ),
    lag: gauge('tandem_heartbeat_lag_seconds', 'How long the oldest due work has been due; 0 when none is'),
    failed: gauge(
      'tandem_due_items_failed',
      `Due work given up that waits for a decision, counted up to ${countedAtMost}`,
    ),
    running: gauge('tandem_workspaces_installed', 'Workspaces in which the app is installed'),
    stopped: gauge(
      'tandem_workspaces_stopped',
      'Workspaces from which the app was removed and whose data are still kept',
    ),
  } as const;

  async function read() {
    const [row] = await store.prisma.$queryRaw<State[]>`
      WITH running AS (SELECT "id" FROM "Workspace" WHERE "stoppedAt" IS NULL)
      SELECT
        (SELECT count(*) FROM (SELECT FROM running CROSS JOIN LATERAL (
          SELECT FROM "Delivery" WHERE "workspaceId" = running."id" AND "status" = 'pending'
          UNION ALL SELECT FROM "Surface" WHERE "workspaceId" = running."id" AND "version" > "shownVersion") AS d
          LIMIT ${countedAtMost}) AS p)::int AS "pending",
        (SELECT min("since") FROM running CROSS JOIN LATERAL (
          (SELECT "createdAt" AS "since" FROM "Delivery"
            WHERE "workspaceId" = running."id" AND "status" = 'pending' ORDER BY "createdAt" LIMIT 1)
          UNION ALL SELECT min("updatedAt") FROM "Surface"
            WHERE "workspaceId" = running."id" AND "version" > "shownVersion") AS d) AS "pendingSince",
        (SELECT count(*) FROM (SELECT FROM running CROSS JOIN LATERAL (
          SELECT FROM "Delivery" WHERE "workspaceId" = running."id" AND "status" = 'dead'
          UNION ALL SELECT FROM "Surface" WHERE "workspaceId" = running."id" AND "givenUp" = 'dead') AS d
          LIMIT ${countedAtMost}) AS d)::int AS "dead",
        (SELECT count(*) FROM (SELECT FROM running CROSS JOIN LATERAL (SELECT FROM "Delivery"
          WHERE "workspaceId" = running."id" AND "status" = 'held') AS d LIMIT ${countedAtMost}) AS d)::int AS "held",
        (SELECT COALESCE("retryAt", "dueAt") FROM "DueItem"
          WHERE "failedAt" IS NULL AND "workspaceId" IN (SELECT "id" FROM running)
          ORDER BY COALESCE("retryAt", "dueAt") LIMIT 1) AS "dueSince",
        (SELECT count(*) FROM (SELECT FROM "DueItem" WHERE "failedAt" IS NOT NULL
          AND "workspaceId" IN (SELECT "id" FROM running) LIMIT ${countedAtMost}) AS f)::int AS "failed",
        (SELECT count(*) FROM running)::int AS "running",
        (SELECT count(*) FROM "Workspace" WHERE "stoppedAt" IS NOT NULL)::int AS "stopped"`;
    const counters = await store.prisma.counter.findMany({ where: { name: { startsWith: droppedPrefix } } });
    return { state: row, counters };
  }

  async function refresh(): Promise<void> {
    const { state, counters } = await read();
    if (!state) return;
    const now = clock.now().getTime();
    const secondsSince = (at: Date | null) => (at ? Math.max(0, now - at.getTime()) / 1000 : 0);
    fromDatabase.pending.set(state.pending);
    fromDatabase.pendingAge.set(secondsSince(state.pendingSince));
    fromDatabase.dead.set(state.dead);
    fromDatabase.held.set(state.held);
    fromDatabase.lag.set(secondsSince(state.dueSince));
    fromDatabase.failed.set(state.failed);
    fromDatabase.running.set(state.running);
    fromDatabase.stopped.set(state.stopped);
    dropped.reset();
    for (const { name, value } of counters)
      dropped.inc({ kind: name.slice(droppedPrefix.length) }, Number(value));
  }

  return {
    acknowledged: (kind, milliseconds) => acknowledgement.observe({ kind }, milliseconds / 1000),
    failed: (kind) => failures.inc({ kind }),
    refused: (reason) => refusals.inc({ reason }),
    delivered: (outcome) => deliveries.inc({ outcome }),
    requested: (route, status) => requests.inc({ route, status }),
    contentType: registry.contentType,
    scrape: async () => {
      try {
        await inTime(databaseAnswersWithinMs, refresh());
        up.set(1);
      } catch {
        // What is not known is left out: an old figure would hide that it is old.
        up.set(0);
        for (const each of Object.values(fromDatabase)) each.remove();
      }
      return registry.metrics();
    },
  };
}

interface State {
  readonly pending: number;
  readonly pendingSince: Date | null;
  readonly dead: number;
  readonly held: number;
  readonly dueSince: Date | null;
  readonly failed: number;
  readonly running: number;
  readonly stopped: number;
}
