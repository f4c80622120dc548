import type { PgBoss } from 'pg-boss';

const listeners = new WeakMap<PgBoss, () => void>();

/**
 * `begin` is told whenever a transaction that this process has committed put something into the queue. (pg-boss's
 * own notification wakes every worker of every process for each job, and each then asks the database: that costs
 * more than most jobs do. Other processes, should this one die, find the job when they next look.)
 */
export function whenQueued(boss: PgBoss, begin: () => void): void {
  listeners.set(boss, begin);
}

export function tellQueued(boss: PgBoss): void {
  listeners.get(boss)?.();
}
