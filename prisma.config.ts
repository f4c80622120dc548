import { defineConfig } from 'prisma/config';

// `prisma generate` asks for the schema engine but does not run it; any existing executable satisfies the
// check, so that installing needs nothing beyond the package registry.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath;

export default defineConfig({
  schema: 'prisma/schema',
  migrations: { path: 'prisma/migrations' },
});
