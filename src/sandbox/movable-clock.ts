import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../platform/clock.ts';

/** Real time plus what it was moved by. It never goes back. */
export interface MovableClock extends Clock {
  moveTo(instant: Date): void;
}

/** Keeps how far it was moved in `dataDir`, so that a restart does not go back in time; null keeps nothing. */
export function createMovableClock(dataDir: string | null): MovableClock {
  const file = dataDir && join(dataDir, 'sandbox-clock.json');
  let aheadMs = file ? load(file) : 0;
  return {
    now: () => new Date(Date.now() + aheadMs),
    moveTo: (instant) => {
      aheadMs = Math.max(aheadMs, instant.getTime() - Date.now());
      if (!file || !dataDir) return;
      mkdirSync(dataDir, { recursive: true });
      writeFileSync(file, JSON.stringify({ aheadMs }));
    },
  };
}

function load(file: string): number {
  try {
    const { aheadMs } = JSON.parse(readFileSync(file, 'utf8')) as { aheadMs?: unknown };
    return typeof aheadMs === 'number' ? aheadMs : 0;
  } catch {
    return 0;
  }
}
