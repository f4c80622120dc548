import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { PrismaPg } from '@prisma/adapter-pg';
import { pino } from 'pino';
import type { TestProject } from 'vitest/node';
import { startQueue } from '../../src/platform/delivery/queue.ts';
import { PrismaClient } from '../../src/platform/store/generated/client.ts';
import { listMigrations } from '../../src/platform/store/migrate.ts';
import { openStore, type StoreOptions } from '../../src/platform/store/store.ts';

/** From what the stores of a test run are made: an archive of an embedded store, or a template database. */
export type StoreTemplate =
  | { readonly kind: 'embedded'; readonly archive: string }
  | { readonly kind: 'server'; readonly url: string; readonly template: string };

declare module 'vitest' {
  interface ProvidedContext {
    storeTemplate: StoreTemplate;
  }
}

const cacheFolder = fileURLToPath(new URL('../.cache/', import.meta.url));
const log = pino({ level: 'silent' });

/** Runs once per project: has a migrated, empty store ready to be copied, kept until the migrations change. */
export default async function setup(project: TestProject): Promise<void> {
  project.provide(
    'storeTemplate',
    project.name === 'postgres' || project.name === 'reliability'
      ? await serverTemplate()
      : await embeddedTemplate(),
  );
}

async function embeddedTemplate(): Promise<StoreTemplate> {
  const archive = `${cacheFolder}store-${await contentKey()}.tar`;
  if (!existsSync(archive)) {
    await mkdir(cacheFolder, { recursive: true });
    for (const old of await readdir(cacheFolder)) await rm(cacheFolder + old, { force: true });
    const blob = await prepare({ dataDir: 'memory', log }, true);
    // Renamed into place, so that a run beside this one never reads half a file.
    const unfinished = `${archive}.${randomUUID()}`;
    await writeFile(unfinished, Buffer.from(await blob.arrayBuffer()));
    await rename(unfinished, archive);
  }
  return { kind: 'embedded', archive };
}

async function serverTemplate(): Promise<StoreTemplate> {
  const url = process.env.TEST_DATABASE_URL;
  if (!url) throw new Error('Set TEST_DATABASE_URL to a Postgres server where databases may be created.');
  const template = `tandem_template_${await contentKey()}`;
  const admin = new PrismaClient({ adapter: new PrismaPg({ connectionString: url, max: 2 }) });
  try {
    const known = await admin.$queryRaw<unknown[]>`SELECT FROM pg_database WHERE datname = ${template}`;
    if (known.length === 0) {
      const unfinished = `tandem_unfinished_${randomUUID().replaceAll('-', '')}`;
      await admin.$executeRawUnsafe(`CREATE DATABASE "${unfinished}"`);
      await prepare({ databaseUrl: databaseUrl(url, unfinished), dataDir: '', log }, false);
      await admin.$executeRawUnsafe(`ALTER DATABASE "${unfinished}" RENAME TO "${template}"`);
    }
  } finally {
    await admin.$disconnect();
  }
  return { kind: 'server', url, template };
}

/** Migrations applied and queues created; returns the archive of an embedded store. */
async function prepare(options: StoreOptions, dump: boolean): Promise<Blob> {
  const store = await openStore(options);
  try {
    const boss = await startQueue(store, log);
    await boss.stop({ graceful: false });
    return dump ? await store.dump() : new Blob();
  } finally {
    await store.close();
  }
}

/** Changes with whatever decides what an empty store looks like. */
async function contentKey(): Promise<string> {
  const hash = createHash('sha256');
  for (const migration of await listMigrations()) hash.update(migration.name).update(migration.checksum);
  hash.update(await readFile(new URL('../../src/platform/delivery/queue.ts', import.meta.url)));
  const require = createRequire(import.meta.url);
  for (const name of ['pg-boss', '@electric-sql/pglite']) hash.update(require.resolve(name));
  const lock = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8'));
  hash.update(JSON.stringify(lock.dependencies));
  return hash.digest('hex').slice(0, 16);
}

export function databaseUrl(server: string, database: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.href;
}
