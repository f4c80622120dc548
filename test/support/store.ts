import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { PrismaPg } from '@prisma/adapter-pg';
import { pino } from 'pino';
import { inject } from 'vitest';
import { PrismaClient } from '../../src/platform/store/generated/client.ts';
import { openStore, type Store, type StoreOptions } from '../../src/platform/store/store.ts';
import { databaseUrl } from './template.ts';

/** Where to open a store of one's own, and how to be rid of it afterwards. */
export interface TestDatabase {
  readonly options: StoreOptions;
  drop(): Promise<void>;
}

/** A fresh, migrated, empty database on whichever store the run is about; takes well under a second. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const log = pino({ level: 'silent' });
  const template = inject('storeTemplate');
  if (template.kind === 'embedded') {
    const loadDataDir = new Blob([await readFile(template.archive)]);
    return { options: { dataDir: 'memory', loadDataDir, log }, drop: async () => {} };
  }
  const name = `tandem_test_${randomUUID().replaceAll('-', '')}`;
  await asAdmin(template.url, `CREATE DATABASE "${name}" TEMPLATE "${template.template}"`);
  // A server need not be in UTC; nothing may depend on it.
  await asAdmin(template.url, `ALTER DATABASE "${name}" SET timezone TO 'Asia/Kolkata'`);
  return {
    options: { databaseUrl: databaseUrl(template.url, name), dataDir: '', log },
    drop: () => asAdmin(template.url, `DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`),
  };
}

/** A store on a fresh database; closing it drops the database. */
export async function openTestStore(): Promise<Store> {
  const database = await createTestDatabase();
  const store = await openStore(database.options);
  return {
    ...store,
    close: async () => {
      await store.close();
      await database.drop();
    },
  };
}

async function asAdmin(url: string, statement: string): Promise<void> {
  const admin = new PrismaClient({ adapter: new PrismaPg({ connectionString: url, max: 1 }) });
  try {
    await admin.$executeRawUnsafe(statement);
  } finally {
    await admin.$disconnect();
  }
}
