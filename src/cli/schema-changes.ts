import { readdir, readFile } from 'node:fs/promises';
import { PGlite } from '@electric-sql/pglite';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import * as engineModule from '@prisma/schema-engine-wasm/schema_engine_bg';
import { PrismaPGlite } from 'pglite-prisma-adapter';
import { listMigrations, migrationsUrl } from '../platform/store/migrate.ts';

const schemaUrl = new URL('../../prisma/schema/', import.meta.url);
const { SchemaEngine } = engineModule;

/**
 * The SQL that takes a database from what the migrations make of it to what prisma/schema says; empty when
 * they agree. Runs Prisma's schema engine as WebAssembly against databases in memory, so it needs no server.
 */
export async function schemaChanges(): Promise<string> {
  await loadEngine();
  const names = (await readdir(schemaUrl)).filter((name) => name.endsWith('.prisma'));
  const files = await Promise.all(
    names.map(async (path) => ({ path, content: await readFile(new URL(path, schemaUrl), 'utf8') })),
  );
  const client = new PGlite();
  const engine = await SchemaEngine.new(
    { datamodels: files.map((file) => [file.path, file.content]) },
    () => {},
    bindMigrationAwareSqlAdapterFactory(new PrismaPGlite(client)),
  );
  try {
    const difference = await engine.diff({
      from: {
        tag: 'migrations',
        baseDir: migrationsUrl.pathname,
        lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
        shadowDbInitScript: '',
        migrationDirectories: (await listMigrations()).map(({ name, sql }) => ({
          path: name,
          migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: sql } },
        })),
      },
      to: { tag: 'schemaDatamodel', files },
      script: true,
      exitCode: null,
      filters: { externalTables: [], externalEnums: [] },
    });
    const sql = (difference.stdout ?? '').trim();
    return sql === '-- This is an empty migration.' ? '' : `${sql}\n`;
  } finally {
    engine.free();
    await client.close();
  }
}

/** The package's own loader wants a bundler; Node is told where the module's WebAssembly is. */
async function loadEngine(): Promise<void> {
  const url = new URL(
    'schema_engine_bg.wasm',
    import.meta.resolve('@prisma/schema-engine-wasm/schema_engine_bg'),
  );
  const { instance } = await WebAssembly.instantiate(await readFile(url), {
    './schema_engine_bg.js': { ...engineModule },
  });
  engineModule.__wbg_set_wasm(instance.exports);
  const start = instance.exports.__wbindgen_start;
  if (typeof start === 'function') start();
}
