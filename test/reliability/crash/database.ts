import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { PgBoss } from 'pg-boss';
import { newId, systemClock } from '../../../src/platform/clock.ts';
import { deliveryQueue } from '../../../src/platform/delivery/queue.ts';
import { createLog } from '../../../src/platform/log.ts';
import type { PrismaClient } from '../../../src/platform/store/generated/client.ts';
import { openStore, type Store } from '../../../src/platform/store/store.ts';
import { createWorkRunner } from '../../../src/platform/store/work-runner.ts';
import type { Sandbox } from '../../../src/sandbox/server.ts';
import type { Slot } from './processes.ts';
import { createDecider, type Decider, type Place, seedStore } from './seed.ts';

/** The database the processes under test share, and the runner's own way into it. */
export interface CrashDatabase {
  /** Null for the embedded store. */
  readonly url: string | null;
  readonly dataDir: string;
  /** Whether somebody is bringing the schema up to date just now. */
  isMigrating(): Promise<boolean>;
  /** Seeds it, once the migrations have survived. */
  seed(places: readonly Place[]): Promise<void>;
  /** What decides messages; null while the store belongs to the process under test. */
  decider(): Decider | null;
  /** Gives the store to the process under test, where only one can have it. */
  handOver(): Promise<void>;
  findDealId(customer: string): Promise<string | null>;
  /** Resolves when nothing waits to be sent and nothing is due; leaves the embedded store to the runner. */
  drained(slack: Sandbox, slots: readonly Slot[]): Promise<void>;
  prisma(): PrismaClient;
  close(): Promise<void>;
}

const log = createLog('fatal');
/** What was killed again and again is tried again ever more rarely, at least once a minute. */
const mostSeconds = 180;

export async function serverDatabase(serverUrl: string): Promise<CrashDatabase> {
  const name = `tandem_crash_${randomUUID().replaceAll('-', '')}`;
  await asAdmin(serverUrl, `CREATE DATABASE "${name}"`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  const eye = new pg.Client({ connectionString: url.href, options: '-c tandem.workspace=*' });
  await eye.connect();
  let opened: Opened | null = null;
  const store = () => {
    if (!opened) throw new Error('the database has not been seeded');
    return opened;
  };
  return {
    url: url.href,
    dataDir: '',
    isMigrating: async () => {
      const { rowCount } = await eye.query(
        "SELECT FROM pg_locks JOIN pg_database d ON d.oid = database WHERE locktype = 'advisory' AND objid = 72707369 AND datname = current_database()",
      );
      return (rowCount ?? 0) > 0;
    },
    seed: async (places) => {
      opened = await open({ databaseUrl: url.href, dataDir: '', log }, places);
    },
    decider: () => store().decider,
    handOver: async () => {},
    findDealId: async (customer) =>
      (await store().store.prisma.deal.findFirst({ where: { customer } }))?.id ?? null,
    drained: async (slack) => {
      await slack.controls.settled();
      await until(async () => (await countUndone(store().store)) === 0, 100).catch(async (error: unknown) => {
        const { rows } = await eye.query(
          'SELECT state, singleton_key, retry_count, start_after, heartbeat_on, now() FROM pgboss.job WHERE state < $1 LIMIT 20',
          ['completed'],
        );
        console.table(rows);
        const undone =
          await eye.query(`SELECT 'post' AS what, "target", "key", "attempts"::text, "lastError" FROM "Delivery" WHERE "status" = 'pending'
          UNION ALL SELECT 'view', "target", "kind", "version" || '>' || "shownVersion", "lastError" FROM "Surface" WHERE "version" > "shownVersion"
          UNION ALL SELECT 'due', "kind", "key", "attempts"::text, "lastError" FROM "DueItem" WHERE "kind" = 'calls.ask' LIMIT 30`);
        console.table(undone.rows);
        throw error;
      });
    },
    prisma: () => store().store.prisma,
    close: async () => {
      await opened?.close();
      await eye.end();
      await asAdmin(serverUrl, `DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
    },
  };
}

export async function embeddedDatabase(): Promise<CrashDatabase> {
  const dataDir = await mkdtemp(join(tmpdir(), 'tandem-crash-'));
  let opened: Opened | null = null;
  const handOver = async () => {
    await opened?.close();
    opened = null;
  };
  return {
    url: null,
    dataDir,
    isMigrating: async () => true,
    seed: async (places) => {
      opened = await open({ dataDir, log }, places);
    },
    decider: () => opened?.decider ?? null,
    handOver,
    findDealId: async () => null,
    drained: async (slack, [slot]) => {
      if (opened) {
        await handOver();
        await slot?.start();
      }
      await slack.controls.settled();
      for (let round = 0; round < 20; round += 1) {
        await quiet(slack);
        await slot?.stop();
        opened = await open({ dataDir, log }, []);
        if ((await countUndone(opened.store)) === 0) return;
        await handOver();
        await slot?.start();
      }
      throw new Error('what was decided was not all sent');
    },
    prisma: () => {
      if (!opened) throw new Error('the store belongs to the process under test');
      return opened.store.prisma;
    },
    close: async () => {
      await handOver();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

interface Opened {
  readonly store: Store;
  readonly decider: Decider;
  close(): Promise<void>;
}

/** The runner as one more process that decides and sends nothing; with places, it seeds them first. */
async function open(options: Parameters<typeof openStore>[0], places: readonly Place[]): Promise<Opened> {
  const store = await openStore(options);
  // It must not look after the queue: that would help the processes under test.
  const boss = new PgBoss({ ...store.bossDatabase, supervise: false, schedule: false });
  boss.on('error', () => {});
  await boss.start();
  if (!(await boss.getQueue(deliveryQueue)))
    await boss.createQueue(deliveryQueue, { policy: 'key_strict_fifo' });
  await boss.getBlockedKeys(deliveryQueue);
  if (places.length > 0) await seedStore(store.prisma, systemClock, newId, places);
  const workspace = await store.prisma.workspace.findFirstOrThrow();
  const inWork = createWorkRunner({ store, boss, clock: systemClock, newId, reactions: new Map() });
  return {
    store,
    decider: createDecider(inWork, workspace.id, systemClock, newId),
    close: async () => {
      await boss.stop({ graceful: false });
      await store.close();
    },
  };
}

async function countUndone(store: Store): Promise<number> {
  const [row] = await store.prisma.$queryRaw<{ undone: number }[]>`
    SELECT ((SELECT count(*) FROM "Delivery" WHERE "status" = 'pending')
          + (SELECT count(*) FROM "Surface" WHERE "version" > "shownVersion")
          + (SELECT count(*) FROM "DueItem" WHERE "kind" = 'calls.ask'))::int AS "undone"`;
  return row?.undone ?? 0;
}

/** Until Slack has not been called for a few seconds. */
async function quiet(slack: Sandbox): Promise<void> {
  let [calls, sameFor] = [-1, 0];
  while (sameFor < 30) {
    const now = slack.controls.calls().length;
    sameFor = now === calls ? sameFor + 1 : 0;
    calls = now;
    await wait(100);
  }
}

export async function until(isSo: () => Promise<boolean> | boolean, everyMs: number): Promise<void> {
  const deadline = performance.now() + mostSeconds * 1000;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(`waited ${mostSeconds} seconds in vain`);
    await wait(everyMs);
  }
}

async function asAdmin(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
