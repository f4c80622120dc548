import { setMaxListeners } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { NotYet, type PacedMethod, type Turns } from '../slack/turns.ts';
import type { Store } from '../store/store.ts';
import type { Urgency } from '../work.ts';

/** A rate: one call every `everyMs` in the long run, `burst` of them at once. */
interface Rate {
  readonly everyMs: number;
  readonly burst: number;
}

const perMinute = (calls: number, burst: number): Rate => ({ everyMs: 60_000 / calls, burst });

/**
 * Slack's rates per method and workspace (https://docs.slack.dev/apis/web-api/rate-limits, 2026-11), with a
 * margin for what else calls the same method: no minute sees more calls than the method's tier allows. The bursts
 * have one too, because a call that took its turn may be late, and then arrives together with the next ones.
 * "Several hundred" posts a minute is taken as 300, short bursts beyond it as tolerated, as Slack says.
 */
const methodRates: Readonly<Record<PacedMethod, Rate>> = {
  'chat.postMessage': perMinute(300, 30),
  'chat.postEphemeral': perMinute(80, 15),
  'chat.update': perMinute(40, 7),
  'views.open': perMinute(80, 15),
  'views.push': perMinute(80, 15),
  'views.update': perMinute(80, 15),
  'views.publish': perMinute(80, 15),
  'conversations.open': perMinute(40, 7),
  'conversations.inviteShared': perMinute(15, 4),
  'conversations.canvases.create': perMinute(15, 4),
  'canvases.edit': perMinute(40, 7),
  'canvases.sections.lookup': perMinute(40, 7),
  'conversations.info': perMinute(40, 7),
  'conversations.history': perMinute(40, 7),
  'conversations.replies': perMinute(40, 7),
  'files.getUploadURLExternal': perMinute(80, 15),
  'files.completeUploadExternal': perMinute(80, 15),
  'users.info': perMinute(80, 15),
};

/** One post a second per channel, a few at once tolerated. */
const channelRate: Rate = { everyMs: 1000, burst: 3 };

/** A live view is redrawn at most once a second, however often it is touched. */
const surfaceRate: Rate = { everyMs: 1000, burst: 1 };

/** Longer waits are left to the queue, so that no worker is held up. */
const longestWaitMs = 5000;

/** Somebody waits for an answer that has to come within Slack's three seconds. */
const longestQuestionWaitMs = 1000;

/** What can wait does so longer: the queue would repeat it ever more rarely, and the rate would not be used up. */
const longestBulkWaitMs = 20_000;

/** The share of a burst that is kept for what answers a person. */
const keptForPeople = 1 / 3;

export interface Pacing {
  forWorkspace(workspaceId: string, urgency: Urgency): Turns;
  /**
   * For what is asked while somebody's interaction waits, and for the windows that answer it: a turn soon, or none.
   * Windows count for the workspace whose installation was pressed, by its Slack id: it may be the partner's own.
   */
  forQuestions(workspaceId: string): Turns;
  /** Answers whether the turn had to be waited for. */
  surface(surfaceId: string): Promise<boolean>;
  /** Whoever waits for a turn is sent away, so that a process that stops is not held up. */
  stop(): void;
}

/**
 * Keeps all processes together within Slack's rates, by the generic cell rate algorithm: one row per rate holds
 * the time at which the next call would be due if calls came evenly; one statement reads, decides and reserves.
 * Time is the database's, the only one all processes share. `speed` multiplies every rate: 1 for Slack.
 *
 * What answers a person reserves its turn ahead and may use up the whole burst. What is bulk takes a turn only
 * when one is free, and leaves part of the burst: so an answer passes by a digest at once, however long that is.
 */
export function createPacing(store: Store, speed: number): Pacing {
  const stopping = new AbortController();
  // As many as wait for their turns.
  setMaxListeners(0, stopping.signal);

  async function pauseFor(milliseconds: number): Promise<void> {
    try {
      await wait(milliseconds, undefined, { signal: stopping.signal });
    } catch {
      throw new NotYet('The process is stopping.');
    }
  }

  /** Answers whether it had to wait. */
  async function reserve(key: string, rate: Rate, longestMs = longestWaitMs): Promise<boolean> {
    const everyMs = rate.everyMs / speed;
    const toleranceMs = everyMs * (rate.burst - 1);
    const arrivalMs = await take(key, everyMs, toleranceMs + longestMs);
    if (arrivalMs === null) throw new NotYet(`Slack’s rate for ${key} is used up for now.`);
    const waitMs = arrivalMs - everyMs - toleranceMs;
    if (waitMs > 0) await pauseFor(waitMs);
    return waitMs > 0;
  }

  async function reserveInBulk(key: string, rate: Rate): Promise<void> {
    const everyMs = rate.everyMs / speed;
    const toleranceMs = everyMs * (rate.burst - 1 - Math.ceil(rate.burst * keptForPeople));
    const giveUpAt = performance.now() + longestBulkWaitMs;
    while ((await take(key, everyMs, toleranceMs)) === null) {
      const aheadMs = (await arrivalOf(key)) - toleranceMs;
      if (performance.now() + aheadMs > giveUpAt)
        throw new NotYet(`Slack’s rate for ${key} is used up for now.`);
      // Not all at once: several processes wait for the same turn.
      await pauseFor(Math.max(aheadMs, 0) + Math.random() * everyMs * 2);
    }
  }

  /**
   * Moves the time on by one call if it is at most so far ahead; answers how far ahead it is then, milliseconds. Not
   * waited for until it is on the disk: should the database crash, the rate of the last moment is forgotten.
   */
  async function take(key: string, everyMs: number, mostAheadMs: number): Promise<number | null> {
    const [row] = await store.prisma.$queryRaw<{ aheadMs: number }[]>`
      INSERT INTO "SendBudget" AS b ("key", "arrivalAt")
      VALUES (${key}, clock_timestamp() + ${everyMs}::float8 * interval '1 ms')
      ON CONFLICT ("key") DO UPDATE
        SET "arrivalAt" = GREATEST(b."arrivalAt", clock_timestamp()) + ${everyMs}::float8 * interval '1 ms'
        WHERE b."arrivalAt" <= clock_timestamp() + ${mostAheadMs}::float8 * interval '1 ms'
      RETURNING (extract(epoch FROM b."arrivalAt" - clock_timestamp()) * 1000)::float8 AS "aheadMs",
        set_config('synchronous_commit', 'off', true)`;
    return row?.aheadMs ?? null;
  }

  async function arrivalOf(key: string): Promise<number> {
    const [row] = await store.prisma.$queryRaw<{ aheadMs: number }[]>`
      SELECT (extract(epoch FROM "arrivalAt" - clock_timestamp()) * 1000)::float8 AS "aheadMs"
      FROM "SendBudget" WHERE "key" = ${key}`;
    return row?.aheadMs ?? 0;
  }

  async function pause(key: string, rate: Rate, seconds: number): Promise<void> {
    const pauseMs = seconds * 1000 + (rate.everyMs / speed) * (rate.burst - 1);
    await store.prisma.$executeRaw`
      INSERT INTO "SendBudget" AS b ("key", "arrivalAt")
      VALUES (${key}, clock_timestamp() + ${pauseMs}::float8 * interval '1 ms')
      ON CONFLICT ("key") DO UPDATE SET "arrivalAt" = GREATEST(b."arrivalAt", EXCLUDED."arrivalAt")`;
  }

  function turnsOf(workspaceId: string, waitForTurn: (key: string, rate: Rate) => Promise<unknown>): Turns {
    return {
      take: async (method, channel) => {
        await waitForTurn(`method ${workspaceId} ${method}`, methodRates[method]);
        if (channel !== null) await reserve(`channel ${workspaceId} ${channel}`, channelRate);
      },
      pause: (method, seconds) => pause(`method ${workspaceId} ${method}`, methodRates[method], seconds),
    };
  }

  return {
    forWorkspace: (workspaceId, urgency) =>
      turnsOf(workspaceId, urgency === 'bulk' ? reserveInBulk : reserve),
    forQuestions: (workspaceId) =>
      turnsOf(workspaceId, (key, rate) => reserve(key, rate, longestQuestionWaitMs)),
    surface: (surfaceId) => reserve(`surface ${surfaceId}`, surfaceRate),
    stop: () => stopping.abort(),
  };
}
