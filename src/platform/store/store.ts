import { PGlite } from '@electric-sql/pglite';
import { PrismaPg } from '@prisma/adapter-pg';
import { Pool } from 'pg';
import { type ConstructorOptions, fromPglite } from 'pg-boss';
import type { Log } from '../log.ts';
import { createEmbeddedAdapter } from './embedded-adapter.ts';
import { PrismaClient } from './generated/client.ts';
import { lockDataDir } from './lock.ts';
import { listMigrations, type MigrationConnection, migrate } from './migrate.ts';
import { migrateServer } from './migrate-server.ts';
import { serverConnection } from './server-connection.ts';
import { createStatementNames } from './statement-names.ts';
import { everyWorkspace, findWorkRole } from './workspace-fence.ts';

export interface Store {
  readonly prisma: PrismaClient;
  /** `embedded`: PGlite in this process, one connection. `server`: any Postgres, shared by any number of processes. */
  readonly kind: 'embedded' | 'server';
  /** The database role a workspace's work is done in; null for the user the app connects as. See workspace-fence.ts. */
  readonly workRole: string | null;
  /** How pg-boss reaches the same database. */
  readonly bossDatabase: Pick<ConstructorOptions, 'db' | 'backend' | 'connectionString' | 'max' | 'options'>;
  /** Null for the embedded store, which has one connection. */
  readonly connections: (() => PoolState) | null;
  /** The whole database as an archive, which `loadDataDir` opens again. Embedded stores only. */
  dump(): Promise<Blob>;
  close(): Promise<void>;
}

/** What the pool of connections to a server does right now; the queue's own pool is not counted. */
export interface PoolState {
  readonly busy: number;
  readonly idle: number;
  /** Queries that wait for a connection. */
  readonly waiting: number;
}

export interface StoreOptions {
  /** A Postgres server; without it the embedded store in `dataDir`. */
  readonly databaseUrl?: string | undefined;
  /** A folder, or `memory` for an embedded store that is forgotten when it is closed. */
  readonly dataDir: string;
  /** A dump to start from instead of an empty database. */
  readonly loadDataDir?: Blob | undefined;
  readonly log: Log;
}

/** Opens the database and brings it up to date. Refuses a data folder another process uses, and edited migrations. */
export async function openStore(options: StoreOptions): Promise<Store> {
  return options.databaseUrl ? openServer(options.databaseUrl, options.log) : openEmbedded(options);
}

async function openServer(databaseUrl: string, log: Log): Promise<Store> {
  // The driver adapter writes and reads instants without a zone, so every session must be in UTC. Compiling a query
  // takes longer than it saves here: an eighth of the time of 10,000 scorecards, and more of a single one's.
  const session = `-c TimeZone=UTC -c jit=off -c tandem.workspace=${everyWorkspace}`;
  const pool = new Pool({ ...serverConnection(databaseUrl), max: 10, options: session });
  const prisma = new PrismaClient({
    adapter: new PrismaPg(pool, {
      disposeExternalPool: true,
      statementNameGenerator: createStatementNames(),
    }),
  });
  let workRole: string | null;
  try {
    const [actual] = await prisma.$queryRaw<{ zone: string }[]>`SELECT current_setting('TimeZone') AS "zone"`;
    if (actual?.zone !== 'UTC') {
      throw new Error(
        `The database session is in the time zone ${actual?.zone}, and Tandem needs UTC. Take “options” out of DATABASE_URL, or add -c TimeZone=UTC to it.`,
      );
    }
    report(await migrateServer(databaseUrl, session, await listMigrations(), log), log);
    workRole = await chooseWorkRole(prisma, log);
  } catch (error) {
    await prisma.$disconnect();
    throw error;
  }
  return {
    prisma,
    kind: 'server',
    workRole,
    // What the queue itself notes need not be on the disk before it goes on: that a job was taken or done is only
    // repeated after a crash of the database. Jobs are put in by the transactions of work, which wait for it.
    // Nor may it join its thousands of waiting jobs with themselves one by one: that is how a server plans whose statistics
    // are of the empty queue before a digest, and what a fetch of 10,000 jobs then took half a minute for.
    bossDatabase: {
      ...serverConnection(databaseUrl),
      max: 8,
      options: '-c synchronous_commit=off -c enable_nestloop=off',
    },
    connections: () => ({
      busy: pool.totalCount - pool.idleCount,
      idle: pool.idleCount,
      waiting: pool.waitingCount,
    }),
    dump: () => Promise.reject(new Error('Only the embedded store can be dumped; use pg_dump.')),
    close: () => prisma.$disconnect(),
  };
}

async function openEmbedded(options: StoreOptions): Promise<Store> {
  const inMemory = options.dataDir === 'memory';
  const unlock = inMemory ? async () => {} : await lockDataDir(options.dataDir);
  const client = new PGlite({
    ...(inMemory ? {} : { dataDir: `${options.dataDir}/postgres` }),
    ...(options.loadDataDir ? { loadDataDir: options.loadDataDir } : {}),
  });
  const prisma = new PrismaClient({ adapter: createEmbeddedAdapter(client) });
  const close = async () => {
    await prisma.$disconnect();
    if (!client.closed) await client.close();
    await unlock();
  };
  let workRole: string | null;
  try {
    await client.waitReady;
    await client.exec(`SET TIME ZONE 'UTC'; SET tandem.workspace = '${everyWorkspace}'`);
    const applied = await client.transaction(async (tx) => {
      const connection: MigrationConnection = {
        run: async (script) => void (await tx.exec(script)),
        query: async (sql, values) => (await tx.query<Record<string, unknown>>(sql, [...values])).rows,
      };
      return migrate(connection, await listMigrations());
    });
    report(applied, options.log);
    workRole = await chooseWorkRole(prisma, options.log);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    prisma,
    kind: 'embedded',
    workRole,
    bossDatabase: { db: fromPglite(client), backend: 'pglite' },
    connections: null,
    dump: () => client.dumpDataDir('none'),
    close,
  };
}

async function chooseWorkRole(prisma: PrismaClient, log: Log): Promise<string | null> {
  const { workRole, isFenced } = await findWorkRole(prisma);
  if (!isFenced) {
    log.warn(
      'This database user passes by row-level security and the role tandem_work is missing: connect as an ordinary user for the second fence between workspaces',
    );
  }
  return workRole;
}

function report(applied: readonly string[], log: Log): void {
  if (applied.length > 0) log.info({ migrations: applied }, 'Database brought up to date');
}
