import { setTimeout as wait } from 'node:timers/promises';
import { systemClock } from '../../../src/platform/clock.ts';
import { readManifest } from '../../../src/platform/slack/manifest.ts';
import { type Sandbox, startSandboxServer } from '../../../src/sandbox/server.ts';
import { type Comparison, compare } from './compare.ts';
import { type CrashDatabase, embeddedDatabase, serverDatabase, until } from './database.ts';
import { createFeeder, type Feeder } from './feed.ts';
import { listen } from './listen.ts';
import { killAt, killOnCall, points, watchDatabase } from './points.ts';
import { Ended, openSlot, type Slot } from './processes.ts';
import { crashWorld, numbered, type Place, placesOf } from './seed.ts';

export interface MatrixOptions {
  readonly name: string;
  readonly processes: number;
  readonly kills: number;
  readonly messages: number;
  readonly seed: number;
  /** How often the takeover from a killed process is measured: each takes as long as that does. */
  readonly takeovers: number;
  /** A Postgres server, on which a database of its own is made; null for the embedded store. */
  readonly serverUrl: string | null;
}

export interface MatrixResult {
  readonly name: string;
  readonly comparison: Comparison;
  /** How often a process was killed, by where. Where no process came by the point in time it was `at random`. */
  readonly kills: ReadonlyMap<string, number>;
  /** Points at which fewer than half of the kills meant for them were made: the run has not shown what it is for. */
  readonly missed: readonly string[];
  /** The longest a note took from its decision to its channel while processes were being killed, seconds. */
  readonly longestDelaySeconds: number;
  /** With other processes running: the longest from a kill to what the killed one had in hand, seconds. */
  readonly takeoverSeconds: number | null;
  /** The longest a process that had work in hand took to end after it was asked to, seconds. */
  readonly shutdownSeconds: number;
  /** How many mentions were said once more, since Slack had given them up. */
  readonly saidAgain: number;
  readonly tookSeconds: number;
}

/** How many times Slack's rates; the local Slack takes what it is given. */
const speed = 60;

/** Kills processes while messages are decided, sees that all is sent in the end, and compares. */
export async function runMatrix(options: MatrixOptions): Promise<MatrixResult> {
  const startedAt = performance.now();
  const random = seeded(options.seed);
  const places = placesOf(options.serverUrl === null ? 8 : 40);
  const { scopes, events } = readManifest();
  const slack = await startSandboxServer({
    clock: systemClock,
    port: 0,
    dataDir: null,
    world: crashWorld(systemClock, places),
    scopes,
    events,
    // An event is then repeated because its connection broke, not because a busy machine was slow.
    ackTimeoutMs: 20_000,
  });
  const database =
    options.serverUrl === null ? await embeddedDatabase() : await serverDatabase(options.serverUrl);
  const slots = await Promise.all(
    Array.from({ length: options.processes }, (_, index) =>
      openSlot({ name: `slot ${index}`, slack, databaseUrl: database.url, dataDir: database.dataDir, speed }),
    ),
  );
  const kills = new Map<string, number>();
  const killed = (where: string) => kills.set(where, (kills.get(where) ?? 0) + 1);
  const tell = (what: string) =>
    console.log(`${options.name}, ${Math.round((performance.now() - startedAt) / 1000)} s: ${what}`);
  try {
    const migrations = Math.min(10, Math.ceil(options.kills / 20));
    for (let kill = 0; kill < migrations; kill += 1)
      killed(
        (await killWhileMigrating(slots, database, random, kill)) ? 'during a migration' : 'while starting',
      );
    await database.seed(places);
    const watch = database.url === null ? null : await watchDatabase(database.url);
    const listening = listen(slack);
    const feeder = createFeeder({
      slack,
      places,
      random,
      decider: database.decider,
      findDealId: database.findDealId,
      listening,
      nowMs: () => Date.now(),
    });
    if (!watch) await feeder.decide(options.messages / 2);
    await database.handOver();
    await Promise.all(slots.map((slot) => slot.start()));
    const allowed = points.filter((point) => watch || !point.endsWith('commit'));
    for (let kill = migrations; kill < options.kills; kill += 1) {
      const share = (kill - migrations + 1) / (options.kills - migrations);
      const point = allowed[kill % allowed.length] ?? 'at random';
      // Put in while somebody lies in wait, so that the processes come by the point; again where none does, since
      // what a killed process had in hand waits for its lease to end.
      const killing = killAt(point, { slots, watch, random });
      const isKilled = killing.then(() => true);
      do await feeder.provoke(point);
      while (!(await Promise.race([isKilled, wait(1000, false)])));
      const [victim, isThere] = await killing;
      killed(isThere ? point : 'at random');
      const started = victim.start();
      started.catch(ignoreKilled);
      await feeder.feed(Math.round(options.messages * share) - feeder.count());
      if (slots.length === 1) await started;
      if ((kill + 1) % Math.ceil(options.kills / 10) === 0)
        tell(`${kill + 1} of ${options.kills} kills, ${feeder.count()} messages`);
    }
    await until(() => slots.every((slot) => slot.isReady()), 50);
    let takeoverSeconds: number | null = null;
    if (slots.length > 1) {
      tell('all killed; waiting until what they had in hand is sent, then measuring takeover');
      // What is measured is what one death delays, not also the leases of the deaths before it.
      await database.drained(slack, slots);
      takeoverSeconds = await measureTakeover(
        slack,
        slots,
        feeder,
        database,
        places.slice(0, options.takeovers),
      );
    }
    tell('measuring shutdown');
    const shutdownSeconds = await measureShutdown(slots, feeder);
    tell('waiting until what was decided is sent');
    await feeder.feed(options.messages - feeder.count());
    await database.drained(slack, slots);
    let saidAgain = 0;
    for (let round = 0; round < 3; round += 1) {
      const said = await feeder.sayAgain();
      if (said === 0) break;
      saidAgain += said;
      await database.drained(slack, slots);
    }
    const longestDelaySeconds = longestDelay(slack, feeder, places);
    const comparison = await compare(slack, database.prisma(), places, feeder.fed, listening);
    await watch?.close();
    const hits = (point: string) => kills.get(point) ?? 0;
    const share = (options.kills - migrations) / allowed.length;
    const missed = [
      ...(hits('during a migration') === 0 ? ['during a migration'] : []),
      ...allowed.filter((point) => hits(point) < share / 2),
    ];
    return {
      name: options.name,
      comparison,
      kills,
      missed,
      longestDelaySeconds,
      takeoverSeconds,
      shutdownSeconds,
      saidAgain,
      tookSeconds: (performance.now() - startedAt) / 1000,
    };
  } finally {
    await Promise.all(slots.map((slot) => slot.close()));
    await slack.close();
    await database.close();
  }
}

function ignoreKilled(error: unknown): void {
  if (!(error instanceof Ended) || error.code !== null) throw error;
}

/** Kills the first start of all at some moment of bringing an empty database up to date. */
async function killWhileMigrating(
  slots: readonly Slot[],
  database: CrashDatabase,
  random: () => number,
  index: number,
): Promise<boolean> {
  const [slot] = slots;
  if (!slot) throw new Error('no process');
  slot.start().catch(ignoreKilled);
  const deadline = performance.now() + 60_000;
  while (!(await database.isMigrating()) && performance.now() < deadline) await wait(5);
  // The first at its very beginning, so that one is certain to hit.
  if (index > 0 || database.url === null) await wait(random() * (database.url === null ? 2500 : 250));
  const wasMigrating = index === 0 || (await database.isMigrating());
  await slot.kill();
  return wasMigrating;
}

function longestDelay(slack: Sandbox, feeder: Feeder, places: readonly Place[]): number {
  let longestMs = 0;
  for (const place of places)
    for (const { text, ts } of slack.controls.messages(place.channel)) {
      const decidedMs = feeder.fed.decidedAt.get(text);
      if (decidedMs !== undefined) longestMs = Math.max(longestMs, Number(ts) * 1000 - decidedMs);
    }
  return longestMs / 1000;
}

/** Kills whoever has just handed Slack a message, and waits for the next message in that channel. */
async function measureTakeover(
  slack: Sandbox,
  slots: readonly Slot[],
  feeder: Feeder,
  database: CrashDatabase,
  places: readonly Place[],
): Promise<number> {
  let longestMs = 0;
  const decider = database.decider();
  for (const place of places) {
    const from = feeder.fed.notes.get(place.index) ?? 0;
    const numbers = [from, from + 1, from + 2];
    feeder.fed.notes.set(place.index, from + numbers.length);
    const killing = killOnCall(slots, ['chat.postMessage'], 'lose-answer');
    await decider?.posts(place, numbers);
    const victim = await killing;
    if (!victim) throw new Error('nobody sent anything');
    const killedAt = performance.now();
    victim.start().catch(ignoreKilled);
    const last = numbered(place, from + 2);
    await until(() => slack.controls.messages(place.channel).some(({ text }) => text === last), 50);
    longestMs = Math.max(longestMs, performance.now() - killedAt);
    await until(() => slots.every((slot) => slot.isReady()), 50);
  }
  return longestMs / 1000;
}

/** Asks all to stop with work in hand, as a deployment does, and starts others in their places. */
async function measureShutdown(slots: readonly Slot[], feeder: Feeder): Promise<number> {
  await feeder.feed(10);
  const durations = await Promise.all(
    slots.map(async (slot) => {
      const askedAt = performance.now();
      await slot.stop();
      return performance.now() - askedAt;
    }),
  );
  await Promise.all(slots.map((slot) => slot.start()));
  return Math.max(...durations) / 1000;
}

/** Mulberry32: a small generator that gives the same numbers for the same seed everywhere. */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
