import { newId } from '../../../src/platform/clock.ts';
import { startQueue } from '../../../src/platform/delivery/queue.ts';
import { createLog } from '../../../src/platform/log.ts';
import { openStore } from '../../../src/platform/store/store.ts';
import { createWorkRunner } from '../../../src/platform/store/work-runner.ts';
import type { Work } from '../../../src/platform/work.ts';

export const lumenId = '00000000-0000-7000-8000-000000000001';
/** The instant at which all scorecards are taken. */
export const now = new Date('2026-11-16T08:00:00Z');

/** Work of the one workspace, as the app does it: one transaction, fenced in, at the instant of the scorecards. */
export async function inLumen<T>(url: string, run: (work: Work) => Promise<T>): Promise<T> {
  const lumen = await openLumen(url);
  try {
    return await lumen.inWork(run);
  } finally {
    await lumen.close();
  }
}

export async function openLumen(url: string) {
  const log = createLog('silent');
  const store = await openStore({ databaseUrl: url, dataDir: '', log });
  const boss = await startQueue(store, log);
  const inWork = createWorkRunner({ store, boss, clock: { now: () => now }, newId, reactions: new Map() });
  return {
    inWork: async <T>(run: (work: Work) => Promise<T>): Promise<T> => {
      const done = await inWork({ workspaceId: lumenId, source: 'bench' }, run);
      if (done.duplicate) throw new Error('unreachable: no receipt was given');
      return done.value;
    },
    close: async () => {
      await boss.stop({ graceful: false });
      await store.close();
    },
  };
}
