import { defineConfig } from 'vitest/config';

// unit: pure rules. feature: the whole app on the embedded store and the local Slack. postgres: what touches
// the store's concurrency, and what other systems send, once more on a server. reliability: faults and pacing on a
// server. hostile: a hundred thousand mutated payloads. e2e: a real browser on the sandbox.
export default defineConfig({
  test: {
    maxWorkers: 2,
    // Files share a process: a warm store and app halve the time. Nothing here mocks modules or leaves state behind.
    isolate: false,
    projects: [
      { extends: true, test: { name: 'unit', include: ['test/unit/**/*.test.ts'], testTimeout: 30_000 } },
      {
        extends: true,
        test: {
          name: 'feature',
          include: ['test/feature/**/*.test.ts'],
          globalSetup: ['test/support/template.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'postgres',
          include: [
            'test/{feature/platform,feature/privacy,feature/installations,feature/ingest,postgres}/**/*.test.ts',
          ],
          globalSetup: ['test/support/template.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'hostile',
          include: ['test/hostile/**/*.test.ts'],
          globalSetup: ['test/support/template.ts'],
          testTimeout: 600_000,
          hookTimeout: 240_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'reliability',
          include: ['test/reliability/**/*.test.ts'],
          globalSetup: ['test/support/template.ts'],
          testTimeout: 180_000,
          hookTimeout: 120_000,
          fileParallelism: false,
          isolate: true,
        },
      },
      {
        extends: true,
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
