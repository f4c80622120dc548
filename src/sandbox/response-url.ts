import { randomBytes } from 'node:crypto';

/** What a response_url answers to. */
export interface ResponseTarget {
  readonly channelId: string;
  readonly personId: string;
  /** The message that was acted on, if any: what `replace_original` and `delete_original` mean. */
  readonly messageTs: string | null;
  readonly threadTs: string | null;
}

export interface ResponseUrls {
  create(target: ResponseTarget, nowMs: number): string;
  /** A response_url works five times within thirty minutes. */
  use(token: string, nowMs: number): ResponseTarget | 'expired_url' | 'used_url';
}

const lifeMs = 30 * 60_000;
const maxUses = 5;

/** Takes the world's time, so that a test can let half an hour pass. */
export function createResponseUrls(baseUrl: () => string): ResponseUrls {
  const held = new Map<string, { target: ResponseTarget; expiresAt: number; uses: number }>();
  return {
    create(target, nowMs) {
      // The oldest come first.
      for (const [token, one] of held) {
        if (one.expiresAt >= nowMs - lifeMs) break;
        held.delete(token);
      }
      const token = randomBytes(12).toString('hex');
      held.set(token, { target, expiresAt: nowMs + lifeMs, uses: 0 });
      return `${baseUrl()}/response/${token}`;
    },
    use(token, nowMs) {
      const one = held.get(token);
      if (!one || nowMs > one.expiresAt) return 'expired_url';
      if (one.uses >= maxUses) return 'used_url';
      one.uses += 1;
      return one.target;
    },
  };
}
