import { randomUUID } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';
import { createLog } from '../../src/platform/log.ts';
import { PrismaClient } from '../../src/platform/store/generated/client.ts';
import { openStore, type Store } from '../../src/platform/store/store.ts';

/** An empty, migrated store: a database of its own on the server at TEST_DATABASE_URL, else the embedded one in memory. */
export async function openBenchStore(): Promise<Store> {
  const log = createLog('silent');
  const server = process.env.TEST_DATABASE_URL;
  if (!server) return openStore({ dataDir: 'memory', log });
  const name = `tandem_bench_${randomUUID().replaceAll('-', '')}`;
  const admin = new PrismaClient({ adapter: new PrismaPg({ connectionString: server, max: 1 }) });
  await admin.$executeRawUnsafe(`CREATE DATABASE "${name}"`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  const store = await openStore({ databaseUrl: url.href, dataDir: '', log });
  return {
    ...store,
    close: async () => {
      await store.close();
      await admin.$executeRawUnsafe(`DROP DATABASE "${name}" WITH (FORCE)`);
      await admin.$disconnect();
    },
  };
}
