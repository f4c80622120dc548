import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import type { Slot } from './processes.ts';

/** Where a process is killed. `at random` is wherever it happens to be. */
export const points = [
  'at random',
  'before commit',
  'after commit',
  'before send',
  'after Slack accepted, before recorded',
  'while updating',
  'during shutdown',
  'while starting',
] as const;
export type Point = (typeof points)[number];

/** What the runner watches the database with: who is about to commit, and who just has. */
export interface DatabaseWatch {
  /** Holds every transaction that records something to be sent, until one waits; answers its process's name. */
  holdBeforeCommit(withinMs: number): Promise<{ name: string | null; release(): Promise<void> }>;
  /** The name of the next process that commits something to be sent. */
  nextCommit(withinMs: number, names: ReadonlySet<string>): Promise<string | null>;
  close(): Promise<void>;
}

const holdKey = 815_008;

/** Triggers of the test's own: what is recorded waits while the runner holds a lock, and is told once it is committed. */
export async function watchDatabase(databaseUrl: string): Promise<DatabaseWatch> {
  const client = new pg.Client({ connectionString: databaseUrl });
  // Ended with its database when a run is broken off.
  client.on('error', () => {});
  await client.connect();
  await client.query(`
    CREATE FUNCTION crash_watch() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM pg_advisory_xact_lock_shared(${holdKey});
      PERFORM pg_notify('crash_committed', current_setting('application_name'));
      RETURN NULL;
    END $$;
    CREATE TRIGGER crash_watch AFTER INSERT ON "Delivery" FOR EACH STATEMENT EXECUTE FUNCTION crash_watch();
    CREATE TRIGGER crash_watch AFTER INSERT OR UPDATE OF "version" ON "Surface" FOR EACH STATEMENT EXECUTE FUNCTION crash_watch();
    LISTEN crash_committed`);
  return {
    holdBeforeCommit: async (withinMs) => {
      await client.query(`SELECT pg_advisory_lock(${holdKey})`);
      const release = async () => void (await client.query(`SELECT pg_advisory_unlock(${holdKey})`));
      const until = Date.now() + withinMs;
      while (Date.now() < until) {
        const { rows } = await client.query<{ name: string }>(`
          SELECT application_name AS name FROM pg_stat_activity
          WHERE datname = current_database() AND wait_event = 'advisory' AND application_name LIKE 'slot %'`);
        if (rows[0]) return { name: rows[0].name, release };
        await wait(10);
      }
      return { name: null, release };
    },
    nextCommit: (withinMs, names) =>
      new Promise((resolve) => {
        const finish = (name: string | null) => {
          clearTimeout(timer);
          client.off('notification', listen);
          resolve(name);
        };
        const listen = ({ payload }: pg.Notification) => {
          if (payload !== undefined && names.has(payload)) finish(payload);
        };
        const timer = setTimeout(() => finish(null), withinMs);
        client.on('notification', listen);
      }),
    close: () => client.end(),
  };
}

/** On a quiet machine somebody comes by within a second. */
export const patienceMs = 60_000;

export interface Killing {
  readonly slots: readonly Slot[];
  readonly watch: DatabaseWatch | null;
  readonly random: () => number;
}

/**
 * Kills one process at the point, or, when none comes by it in time, wherever the chosen one is.
 * Answers which, and whether it was at the point.
 */
export async function killAt(point: Point, { slots, watch, random }: Killing): Promise<[Slot, boolean]> {
  const ready = slots.filter((slot) => slot.isReady());
  const chosen = ready[Math.floor(random() * ready.length)] ?? slots[0];
  if (!chosen) throw new Error('no process to kill');
  const byName = (name: string | null) => slots.find((slot) => slot.name === name) ?? null;
  switch (point) {
    case 'before commit': {
      if (!watch) break;
      const { name, release } = await watch.holdBeforeCommit(patienceMs);
      const victim = byName(name);
      await victim?.kill();
      await release();
      if (victim) return [victim, true];
      break;
    }
    case 'after commit': {
      const victim = byName(
        (await watch?.nextCommit(patienceMs, new Set(slots.map(({ name }) => name)))) ?? null,
      );
      await victim?.kill();
      if (victim) return [victim, true];
      break;
    }
    case 'before send': {
      const victim = await killOnCall(slots, ['chat.postMessage'], 'lose-request');
      if (victim) return [victim, true];
      break;
    }
    case 'after Slack accepted, before recorded': {
      const victim = await killOnCall(slots, ['chat.postMessage'], 'lose-answer');
      if (victim) return [victim, true];
      break;
    }
    case 'while updating': {
      const how = random() < 0.5 ? 'lose-request' : 'lose-answer';
      const victim = await killOnCall(slots, ['chat.update', 'views.publish'], how);
      if (victim) return [victim, true];
      break;
    }
    case 'during shutdown':
      chosen.terminate();
      await wait(random() * 250);
      await chosen.kill();
      return [chosen, true];
    case 'while starting':
      await chosen.kill();
      chosen.start().catch(() => {});
      await wait(50 + random() * 600);
      await chosen.kill();
      return [chosen, true];
    case 'at random':
      await wait(random() * 400);
      await chosen.kill();
      return [chosen, true];
  }
  await chosen.kill();
  return [chosen, false];
}

/** Cuts the line at the next such call of any process, and kills that process before it can notice. */
export function killOnCall(
  slots: readonly Slot[],
  methods: readonly string[],
  how: 'lose-request' | 'lose-answer',
): Promise<Slot | null> {
  return new Promise((resolve) => {
    let taken = false;
    const finish = (victim: Slot | null) => {
      clearTimeout(timer);
      for (const { wire } of slots) {
        wire.onCall = () => 'pass';
        wire.onLost = () => {};
      }
      if (victim) void victim.kill().then(() => resolve(victim));
      else resolve(null);
    };
    const timer = setTimeout(() => {
      if (!taken) finish(null);
    }, patienceMs);
    for (const slot of slots) {
      slot.wire.onCall = (method) => {
        if (taken || !methods.includes(method)) return 'pass';
        taken = true;
        slot.wire.onLost = () => finish(slot);
        return how;
      };
    }
  });
}
