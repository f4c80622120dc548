import { mkdir, writeFile } from 'node:fs/promises';
import { systemClock } from '../platform/clock.ts';
import { migrationsUrl } from '../platform/store/migrate.ts';
import { schemaChanges } from './schema-changes.ts';

// `npm run migration -- NAME`: writes the SQL that takes the database from what the migrations make of it to
// what prisma/schema says. Read it, add what Prisma cannot say, and commit it; it is applied at the next start.
const name = process.argv[2];
if (!name || !/^[a-z][a-z0-9_]*$/.test(name)) {
  console.error('Say what changes, in snake_case: npm run migration -- add_partner_region');
  process.exit(2);
}
const sql = await schemaChanges();
if (sql === '') {
  console.log('The migrations already say what prisma/schema says: nothing to write.');
} else {
  const stamp = systemClock.now().toISOString().replace(/\D/g, '').slice(0, 14);
  const folder = new URL(`${stamp}_${name}/`, migrationsUrl);
  await mkdir(folder, { recursive: true });
  await writeFile(new URL('migration.sql', folder), sql);
  console.log(`Wrote prisma/migrations/${stamp}_${name}/migration.sql. Read it before you commit it.`);
}
