import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemClock } from '../../src/platform/clock.ts';
import { actAs } from '../../src/sandbox/person.ts';
import { type Sandbox, startSandboxServer } from '../../src/sandbox/server.ts';
import { type CrashDatabase, serverDatabase } from './crash/database.ts';
import { buildProcess, openSlot, type Slot } from './crash/processes.ts';
import { crashWorld, numbered, type Place, placesOf } from './crash/seed.ts';

// A process stands still (SIGSTOP) for longer than its leases, another takes over, and the first goes on: at the
// three moments at which it could do what the other has done already.

let slack: Sandbox;
let database: CrashDatabase;
let slots: Slot[];
let holder: pg.Client;
const places = placesOf(3);
const holdKey = 815_009;

beforeAll(async () => {
  await buildProcess();
  slack = await startSandboxServer({
    clock: systemClock,
    port: 0,
    dataDir: null,
    world: crashWorld(systemClock, places),
    ackTimeoutMs: 20_000,
  });
  database = await serverDatabase(process.env.TEST_DATABASE_URL ?? '');
  await database.seed(places);
  holder = new pg.Client({ connectionString: database.url ?? '' });
  await holder.connect();
  // The test's own: whoever reserves a try waits while the test holds the lock.
  await holder.query(`
    CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN PERFORM pg_advisory_xact_lock_shared(${holdKey}); RETURN NEW; END $$;
    CREATE TRIGGER hold BEFORE UPDATE OF "sendingAt" ON "Delivery" FOR EACH ROW EXECUTE FUNCTION hold();
    CREATE TRIGGER hold BEFORE INSERT OR UPDATE ON "SendBudget" FOR EACH ROW
      WHEN (NEW."key" LIKE '%chat.update') EXECUTE FUNCTION hold()`);
  slots = await Promise.all(
    [0, 1].map((index) =>
      openSlot({ name: `slot ${index}`, slack, databaseUrl: database.url, dataDir: '', speed: 60 }),
    ),
  );
  await Promise.all(slots.map((slot) => slot.start()));
}, 300_000);
afterAll(async () => {
  await Promise.all(slots.map((slot) => slot.close()));
  await holder.end();
  await slack.close();
  await database.close();
});

const said = (place: Place) =>
  slack.controls
    .messages(place.channel)
    .filter((message) => message.isFromApp && message.ephemeralFor === null)
    .map(({ text }) => text);
const [first, second, third] = places as [Place, Place, Place];
const three = (place: Place) => [0, 1, 2].map((number) => numbered(place, number));

/** Decides something and stands whoever is about to do it still while the database holds it. */
async function pauseWhoWaits(decide: () => Promise<unknown> | undefined): Promise<Slot> {
  await holder.query('SELECT pg_advisory_lock($1)', [holdKey]);
  await decide();
  for (;;) {
    const { rows } = await holder.query<{ name: string }>(
      `SELECT application_name AS name FROM pg_stat_activity
       WHERE datname = current_database() AND wait_event = 'advisory' AND application_name LIKE 'slot %'`,
    );
    const slot = slots.find(({ name }) => name === rows[0]?.name);
    if (!slot) continue;
    slot.pause();
    await holder.query('SELECT pg_advisory_unlock($1)', [holdKey]);
    return slot;
  }
}

/** Lets it go on with what it was at, and all that was decided be sent. */
async function finish(slot: Slot): Promise<void> {
  slot.goOn();
  await slot.stop();
  await slot.start();
  await database.drained(slack, slots);
}

function until(isSo: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (!isSo()) return;
      slack.world.listeners.delete(later);
      resolve();
    };
    const later = () => queueMicrotask(look);
    slack.world.listeners.add(later);
    look();
  });
}

test('after Slack has accepted a message, and before it has heard so', async () => {
  const paused = new Promise<Slot>((resolve) => {
    for (const slot of slots)
      slot.wire.onAnswer = async (method) => {
        if (method !== 'chat.postMessage') return;
        for (const each of slots) each.wire.onAnswer = async () => {};
        slot.pause();
        resolve(slot);
      };
  });
  await database.decider()?.posts(first, [0, 1, 2]);
  const slot = await paused;
  await until(() => said(first).length === 3);
  await finish(slot);
  expect(said(first)).toEqual(three(first));
});

test('when it has recorded that it is about to send, and before it sends', async () => {
  const slot = await pauseWhoWaits(() => database.decider()?.posts(second, [0, 1, 2]));
  await until(() => said(second).length === 3);
  await finish(slot);
  expect(said(second)).toEqual(three(second));
});

test('before it shows a state that is not the newest any more', async () => {
  await actAs(slack, third.lead).mention(third.channel, 'deal Acme 1,000 USD "Rollout"');
  await database.drained(slack, slots);
  const dealId = (await database.findDealId('Acme')) ?? '';
  const shows = (amount: string) =>
    slack.controls
      .messages(third.channel)
      .some((message) => message.isFromApp && JSON.stringify(message.blocks).includes(amount));
  const slot = await pauseWhoWaits(() => database.decider()?.revalue(dealId, 200_000n));
  await database.decider()?.revalue(dealId, 300_000n);
  await until(() => shows('3,000'));
  await finish(slot);
  expect(shows('3,000')).toBe(true);
});
