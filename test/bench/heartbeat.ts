import { performance } from 'node:perf_hooks';
import { startTestApp } from '../support/app.ts';
import { milliseconds, type Part, percentile, times } from './figures.ts';
import { openBenchStore } from './store.ts';

const few = 1000;
const many = 1_000_000;
const rounds = 200;
const goal = 1.2;

const cause = 'not yet profiled on a quiet machine.';

/** How long a heartbeat takes that finds nothing due, with few and with many reminders waiting. */
export const heartbeat: Part = async (server) => {
  const t = await startTestApp({ store: await openBenchStore(server) });
  const { prisma } = t.app.store;
  const add = async (from: number, to: number) => {
    await prisma.$executeRaw`
      INSERT INTO "DueItem" ("id", "workspaceId", "kind", "key", "dueAt")
      SELECT gen_random_uuid(), ${t.app.workspace.id}::uuid, 'bench.idle', 'reminder-' || i, ${t.clock.now()}::timestamptz + (i + 60) * interval '1 minute'
      FROM generate_series(${from}::int, ${to}::int) AS i`;
    await prisma.$executeRawUnsafe('VACUUM ANALYZE "DueItem"');
  };
  const beats = async () => {
    const taken: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const before = performance.now();
      await t.app.runDueWork();
      taken.push(performance.now() - before);
    }
    return percentile(taken, 0.5);
  };
  try {
    await add(1, few);
    await beats();
    const fewMs = await beats();
    await add(few + 1, many);
    await beats();
    const manyMs = await beats();
    return [
      {
        title: `A heartbeat that finds nothing due, median of ${rounds}, on ${server ? 'Postgres' : 'the embedded store'}`,
        figures: [
          {
            what: `With ${many.toLocaleString('en')} idle reminders; the reference has ${few.toLocaleString('en')}`,
            measured: milliseconds(manyMs),
            reference: milliseconds(fewMs),
            ratio: times(manyMs / fewMs),
            goal: `≤ ${goal}×`,
            isMet: manyMs <= goal * fewMs,
            cause,
          },
        ],
      },
    ];
  } finally {
    await t.stop();
  }
};
