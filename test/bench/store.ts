import { randomUUID } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';
import { createLog } from '../../src/platform/log.ts';
import { PrismaClient } from '../../src/platform/store/generated/client.ts';
import { openStore, type Store } from '../../src/platform/store/store.ts';

const usualServer = 'postgres://postgres@127.0.0.1:5432/postgres';

/** A migrated, empty database of its own on a Postgres server. */
export interface BenchDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/** The server at TEST_DATABASE_URL, else one that answers where Postgres usually does; null when none does. */
export async function findServer(): Promise<string | null> {
  const given = process.env.TEST_DATABASE_URL;
  if (given) return given;
  const client = openDatabase(usualServer);
  try {
    await client.$queryRaw`SELECT 1`;
    return usualServer;
  } catch {
    return null;
  } finally {
    await client.$disconnect();
  }
}

export async function createDatabase(server: string): Promise<BenchDatabase> {
  const name = `tandem_bench_${randomUUID().replaceAll('-', '')}`;
  await asAdmin(server, `CREATE DATABASE "${name}"`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  const store = await openStore({ databaseUrl: url.href, dataDir: '', log: createLog('silent') });
  await store.close();
  return { url: url.href, drop: () => asAdmin(server, `DROP DATABASE "${name}" WITH (FORCE)`) };
}

/** A store on a database of its own, which is dropped when it is closed; the embedded one where there is no server. */
export async function openBenchStore(server: string | null): Promise<Store> {
  const log = createLog('silent');
  if (server === null) return openStore({ dataDir: 'memory', log });
  const database = await createDatabase(server);
  const store = await openStore({ databaseUrl: database.url, dataDir: '', log });
  return {
    ...store,
    close: async () => {
      await store.close();
      await database.drop();
    },
  };
}

async function asAdmin(server: string, statement: string): Promise<void> {
  const admin = openDatabase(server);
  try {
    await admin.$executeRawUnsafe(statement);
  } finally {
    await admin.$disconnect();
  }
}

/** One connection, past the app. */
export function openDatabase(url: string): PrismaClient {
  return new PrismaClient({ adapter: new PrismaPg({ connectionString: url, max: 1 }) });
}
