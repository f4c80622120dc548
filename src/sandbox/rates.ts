/** Slack's own allowances, enforced: a call beyond them is answered 429. */
export interface Rates {
  /** 0 when the call is allowed; else for how many seconds no more are. */
  take(method: string, channel: unknown): number;
}

interface Allowance {
  readonly perMinute: number;
  /** How many at once, after a pause. */
  readonly burst: number;
}

// https://docs.slack.dev/apis/web-api/rate-limits, 2026-11. Tiers are calls a minute, per method and workspace.
const tiers: Readonly<Record<string, Allowance>> = {
  'chat.postMessage': { perMinute: 300, burst: 40 },
  'chat.postEphemeral': { perMinute: 100, burst: 20 },
  'chat.update': { perMinute: 50, burst: 10 },
  'conversations.info': { perMinute: 50, burst: 10 },
  'conversations.open': { perMinute: 50, burst: 10 },
  'conversations.canvases.create': { perMinute: 20, burst: 6 },
  'canvases.edit': { perMinute: 50, burst: 10 },
  'canvases.sections.lookup': { perMinute: 50, burst: 10 },
  'conversations.history': { perMinute: 50, burst: 10 },
  'conversations.replies': { perMinute: 50, burst: 10 },
  'views.open': { perMinute: 100, burst: 20 },
  'views.push': { perMinute: 100, burst: 20 },
  'views.update': { perMinute: 100, burst: 20 },
  'views.publish': { perMinute: 100, burst: 20 },
  'users.info': { perMinute: 100, burst: 20 },
};
const perChannel: Allowance = { perMinute: 60, burst: 5 };

/** `speed` is how many times faster than real time the allowances refill. */
export function createRates(speed: number): Rates {
  const buckets = new Map<string, { readonly left: number; readonly atMs: number }>();

  function secondsUntilFree(key: string, { perMinute, burst }: Allowance): number {
    const perMs = (perMinute / 60_000) * speed;
    const nowMs = performance.now();
    const before = buckets.get(key) ?? { left: burst, atMs: nowMs };
    const left = Math.min(burst, before.left + (nowMs - before.atMs) * perMs);
    const isFree = left >= 1;
    buckets.set(key, { left: isFree ? left - 1 : left, atMs: nowMs });
    return isFree ? 0 : Math.max(1, Math.ceil((1 - left) / perMs / 1000));
  }

  return {
    take: (method, channel) => {
      const allowance = tiers[method];
      if (!allowance) return 0;
      const seconds = secondsUntilFree(method, allowance);
      if (seconds > 0 || method !== 'chat.postMessage') return seconds;
      return secondsUntilFree(`channel ${String(channel)}`, perChannel);
    },
  };
}
