import { randomBytes } from 'node:crypto';

export interface Trigger {
  readonly personId: string;
  /** The modal the person acted in, so that a modal opened by it goes on top. */
  readonly viewId: string | null;
  /** The workspace whose installation may use it. */
  readonly teamId: string;
}

export interface Triggers {
  create(trigger: Trigger): string;
  /** Takes the trigger: it works once and lives three seconds. */
  exchange(id: unknown): Trigger | 'invalid_trigger_id' | 'expired_trigger_id' | 'exchanged_trigger_id';
}

/** Trigger ids live in real time, whatever the sandbox's clock says: it is people's machines they protect. */
export function createTriggers(lifeMs: number, nowMs = () => performance.now()): Triggers {
  const triggers = new Map<string, { trigger: Trigger; expiresAt: number; isUsed: boolean }>();
  return {
    create(trigger) {
      const now = nowMs();
      // The oldest come first.
      for (const [id, held] of triggers) {
        if (held.expiresAt + 60_000 >= now) break;
        triggers.delete(id);
      }
      const id = `${Math.floor(now * 1000)}.1.${randomBytes(16).toString('hex')}`;
      triggers.set(id, { trigger, expiresAt: now + lifeMs, isUsed: false });
      return id;
    },
    exchange(id) {
      const held = typeof id === 'string' ? triggers.get(id) : undefined;
      if (!held) return 'invalid_trigger_id';
      if (held.isUsed) return 'exchanged_trigger_id';
      if (nowMs() > held.expiresAt) return 'expired_trigger_id';
      held.isUsed = true;
      return held.trigger;
    },
  };
}
