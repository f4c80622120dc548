import { defineConfig } from 'vitest/config';

// unit: pure rules. feature: the whole app on the embedded store and the local Slack. postgres: what touches
// the store's concurrency, once more on a server. e2e: a real browser on the sandbox.
export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      { test: { name: 'unit', include: ['test/unit/**/*.test.ts'], testTimeout: 30_000 } },
      {
        test: {
          name: 'feature',
          include: ['test/feature/**/*.test.ts'],
          globalSetup: ['test/support/template.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'postgres',
          include: ['test/feature/platform/**/*.test.ts', 'test/postgres/**/*.test.ts'],
          globalSetup: ['test/support/template.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
