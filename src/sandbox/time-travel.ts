import type { TandemApp } from '../app.ts';

const spanMs = { hour: 3_600_000, day: 86_400_000, week: 604_800_000 } as const;

export type Span = keyof typeof spanMs | 'next';

/** A clock that can be set forward. */
export interface SettableClock {
  now(): Date;
  moveTo(instant: Date): void;
}

/**
 * Moves time forward as it would have passed: the clock stops at each due thing on the way, which is done and
 * sent before the next, so that everything arrives in order and carries its own time.
 */
export async function advance(
  app: Pick<TandemApp, 'nextDue' | 'nextAwaited' | 'runDueWork' | 'settled'>,
  clock: SettableClock,
  by: Span | Date,
): Promise<void> {
  const next = by === 'next' ? await app.nextAwaited() : null;
  if (by === 'next' && !next) return;
  const target =
    by instanceof Date
      ? by
      : (next?.at ?? new Date(clock.now().getTime() + spanMs[by as keyof typeof spanMs]));
  for (;;) {
    const due = await app.nextDue();
    if (!due || due.at > target) break;
    clock.moveTo(due.at);
    await app.runDueWork();
    await app.settled();
  }
  clock.moveTo(target);
  await app.settled();
}
