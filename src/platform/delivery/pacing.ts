import { setTimeout as wait } from 'node:timers/promises';
import type { PacedMethod, Turns } from '../slack/sender.ts';
import type { Store } from '../store/store.ts';

/** A rate: one call every `everyMs` in the long run, `burst` of them at once. */
interface Rate {
  readonly everyMs: number;
  readonly burst: number;
}

const perMinute = (calls: number, burst: number): Rate => ({ everyMs: 60_000 / calls, burst });

/**
 * Slack's rates per method and workspace (https://docs.slack.dev/apis/web-api/rate-limits, 2026-11), with a
 * margin for what else calls the same method. "Several hundred" posts a minute is taken as 300.
 */
const methodRates: Readonly<Record<PacedMethod, Rate>> = {
  'chat.postMessage': perMinute(300, 30),
  'chat.postEphemeral': perMinute(90, 20),
  'chat.update': perMinute(45, 15),
  'views.publish': perMinute(90, 20),
  'conversations.open': perMinute(45, 15),
  'conversations.inviteShared': perMinute(18, 5),
  'conversations.info': perMinute(45, 15),
  'conversations.history': perMinute(45, 15),
  'conversations.replies': perMinute(45, 15),
  'files.getUploadURLExternal': perMinute(90, 20),
  'files.completeUploadExternal': perMinute(90, 20),
};

/** One post a second per channel, a few at once tolerated. */
const channelRate: Rate = { everyMs: 1000, burst: 3 };

/** A live view is redrawn at most once a second, however often it is touched. */
const surfaceRate: Rate = { everyMs: 1000, burst: 1 };

/** Longer waits are left to the queue, so that no worker is held up. */
const longestWaitMs = 5000;

/** It is not this call's turn for a good while; nothing was sent. */
export class NotYet extends Error {
  override readonly name = 'NotYet';
}

export interface Pacing {
  forWorkspace(workspaceId: string): Turns;
  surface(surfaceId: string): Promise<void>;
}

/**
 * Keeps all processes together within Slack's rates, by the generic cell rate algorithm: one row per rate holds
 * the time at which the next call would be due if calls came evenly; one statement reads, decides and reserves.
 * Time is the database's, the only one all processes share. `speed` multiplies every rate: 1 for Slack.
 */
export function createPacing(store: Store, speed: number): Pacing {
  async function reserve(key: string, rate: Rate): Promise<void> {
    const everyMs = rate.everyMs / speed;
    const toleranceMs = everyMs * (rate.burst - 1);
    const rows = await store.prisma.$queryRaw<{ waitMs: number }[]>`
      INSERT INTO "SendBudget" AS b ("key", "arrivalAt")
      VALUES (${key}, clock_timestamp() + ${everyMs}::float8 * interval '1 ms')
      ON CONFLICT ("key") DO UPDATE
        SET "arrivalAt" = GREATEST(b."arrivalAt", clock_timestamp()) + ${everyMs}::float8 * interval '1 ms'
        WHERE b."arrivalAt" <= clock_timestamp() + ${toleranceMs + longestWaitMs}::float8 * interval '1 ms'
      RETURNING (extract(epoch FROM b."arrivalAt" - clock_timestamp()) * 1000)::float8 AS "waitMs"`;
    const [row] = rows;
    if (!row) throw new NotYet(`Slack’s rate for ${key} is used up for now.`);
    const waitMs = row.waitMs - everyMs - toleranceMs;
    if (waitMs > 0) await wait(waitMs);
  }

  async function pause(key: string, rate: Rate, seconds: number): Promise<void> {
    const pauseMs = seconds * 1000 + (rate.everyMs / speed) * (rate.burst - 1);
    await store.prisma.$executeRaw`
      INSERT INTO "SendBudget" AS b ("key", "arrivalAt")
      VALUES (${key}, clock_timestamp() + ${pauseMs}::float8 * interval '1 ms')
      ON CONFLICT ("key") DO UPDATE SET "arrivalAt" = GREATEST(b."arrivalAt", EXCLUDED."arrivalAt")`;
  }

  return {
    forWorkspace: (workspaceId) => ({
      take: async (method, channel) => {
        await reserve(`method ${workspaceId} ${method}`, methodRates[method]);
        if (channel !== null) await reserve(`channel ${workspaceId} ${channel}`, channelRate);
      },
      pause: (method, seconds) => pause(`method ${workspaceId} ${method}`, methodRates[method], seconds),
    }),
    surface: (surfaceId) => reserve(`surface ${surfaceId}`, surfaceRate),
  };
}
