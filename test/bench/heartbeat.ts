import { performance } from 'node:perf_hooks';
import { startTestApp } from '../support/app.ts';
import { openBenchStore } from './store.ts';

/** How long a heartbeat takes that finds nothing due, with few and with many reminders waiting. */
export async function benchHeartbeat(): Promise<{
  few: number;
  many: number;
  fewMs: number;
  manyMs: number;
}> {
  const few = 1000;
  const many = 100_000;
  const t = await startTestApp({ store: await openBenchStore() });
  const add = (from: number, to: number) => t.app.store.prisma.$executeRaw`
    INSERT INTO "DueItem" ("id", "workspaceId", "kind", "key", "dueAt")
    SELECT gen_random_uuid(), ${t.app.workspace.id}::uuid, 'bench.idle', 'reminder-' || i, ${t.clock.now()}::timestamptz + (i + 60) * interval '1 minute'
    FROM generate_series(${from}::int, ${to}::int) AS i`;
  const median = async () => {
    const times: number[] = [];
    for (let round = 0; round < 200; round += 1) {
      const before = performance.now();
      await t.app.runDueWork();
      times.push(performance.now() - before);
    }
    return times.sort((a, b) => a - b)[100] ?? Number.NaN;
  };
  try {
    await add(1, few);
    await t.app.store.prisma.$executeRawUnsafe('ANALYZE "DueItem"');
    await median();
    const fewMs = await median();
    await add(few + 1, many);
    await t.app.store.prisma.$executeRawUnsafe('ANALYZE "DueItem"');
    const manyMs = await median();
    return { few, many, fewMs, manyMs };
  } finally {
    await t.stop();
  }
}
