import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemClock } from '../../src/platform/clock.ts';
import { invite } from '../../src/platform/delivery/invitation.ts';
import { post, touch } from '../../src/platform/delivery/post.ts';
import { actAs } from '../../src/sandbox/person.ts';
import { type Sandbox, startSandboxServer } from '../../src/sandbox/server.ts';
import { type CrashDatabase, serverDatabase } from './crash/database.ts';
import { buildProcess, openSlot, type Slot } from './crash/processes.ts';
import { crashWorld, numbered, type Place, placesOf } from './crash/seed.ts';

// A process stands still (SIGSTOP) for longer than its leases, another takes over, and the first goes on: at the
// moments at which it could do what the other has done already.

let slack: Sandbox;
let database: CrashDatabase;
let slots: Slot[];
let holder: pg.Client;
const places = placesOf(7);

/** Where the test holds whoever comes by, each by a lock of its own: about to reserve a try, or a turn for a method. */
const holdKeys = {
  sendingAt: 815_009,
  'chat.update': 815_010,
  'files.getUploadURLExternal': 815_011,
  'conversations.inviteShared': 815_012,
  'canvases.edit': 815_013,
  'conversations.info': 815_014,
} as const;
type Moment = keyof typeof holdKeys;

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
  // The test's own: whoever comes by waits while the test holds the lock.
  await holder.query(`
    CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN PERFORM pg_advisory_xact_lock_shared(TG_ARGV[0]::int); RETURN NEW; END $$;
    CREATE TRIGGER hold BEFORE UPDATE OF "sendingAt" ON "Delivery" FOR EACH ROW
      WHEN (NEW."status" = 'pending') EXECUTE FUNCTION hold(${holdKeys.sendingAt})`);
  for (const [method, key] of Object.entries(holdKeys).filter(([moment]) => moment !== 'sendingAt'))
    await holder.query(`
      CREATE TRIGGER "hold ${method}" BEFORE INSERT OR UPDATE ON "SendBudget" FOR EACH ROW
        WHEN (NEW."key" LIKE '%${method}') EXECUTE FUNCTION hold(${key})`);
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
const [first, second, third, fourth, fifth, sixth, seventh] = places as Place[] &
  [...[Place, Place, Place, Place], ...[Place, Place, Place]];
const three = (place: Place) => [0, 1, 2].map((number) => numbered(place, number));

/** Decides something and stands whoever is about to do it still while the database holds it. */
async function pauseWhoWaits(moment: Moment, decide: () => Promise<unknown> | undefined): Promise<Slot> {
  const holdKey = holdKeys[moment];
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
  const slot = await pauseWhoWaits('sendingAt', () => database.decider()?.posts(second, [0, 1, 2]));
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
  const slot = await pauseWhoWaits('chat.update', () => database.decider()?.revalue(dealId, 200_000n));
  await database.decider()?.revalue(dealId, 300_000n);
  await until(() => shows('3,000'));
  await finish(slot);
  expect(shows('3,000')).toBe(true);
});

test('before it uploads a file that another has put into the thread', async () => {
  const key = 'the agenda';
  const slot = await pauseWhoWaits('files.getUploadURLExternal', () =>
    database.decider()?.decides((work) =>
      post(work, {
        ...{ key, to: { channel: fourth.channel }, audience: 'partner', message: { text: key } },
        attachment: { filename: 'agenda.ics', title: 'Agenda', content: 'BEGIN:VCALENDAR' },
      }),
    ),
  );
  const files = () => slack.controls.messages(fourth.channel).flatMap(({ fileIds }) => fileIds);
  await until(() => files().length === 1);
  await finish(slot);
  expect(files()).toHaveLength(1);
  expect(said(fourth)[0]).toBe(key);
});

test('before it sends an invitation that another has sent', async () => {
  const sent = () => slack.controls.calls('conversations.inviteShared');
  const slot = await pauseWhoWaits('conversations.inviteShared', () =>
    database.decider()?.decides((work) =>
      invite(work, 'an invitation', {
        ...{ slackChannelId: fifth.channel, email: 'new@brightpath.example', requestedBy: fifth.manager },
      }),
    ),
  );
  await until(() => sent().length === 1);
  await finish(slot);
  expect(sent()).toHaveLength(1);
});

test('before it shows a page that is not the newest any more', async () => {
  const page = () => slack.world.data.channels[sixth.channel]?.canvas?.markdown ?? '';
  let number = 0;
  const addLead = () =>
    database.decider()?.decides(async (work) => {
      const { tx, workspaceId, now, newId } = work;
      const { partnerId } = await tx.partnerChannel.findFirstOrThrow({
        where: { workspaceId, slackChannelId: sixth.channel },
      });
      number += 1;
      await tx.lead.create({
        data: { id: newId(), workspaceId, partnerId, number, customer: `Customer ${number}`, createdAt: now },
      });
      await touch(work, {
        ...{ kind: 'scorecards.canvas', subject: partnerId, to: { channel: sixth.channel } },
      });
    });
  await addLead();
  await database.drained(slack, slots);
  expect(page()).toContain('1 new lead,');
  const slot = await pauseWhoWaits('canvases.edit', addLead);
  await addLead();
  await until(() => page().includes('3 new leads'));
  await finish(slot);
  expect(page()).toContain('3 new leads');
});

test('before it looks why a channel has refused what another then got through', async () => {
  slack.controls.failNext({
    ...{ method: 'chat.postMessage', channel: seventh.channel, mode: { error: 'restricted_action' } },
  });
  const slot = await pauseWhoWaits('conversations.info', () => database.decider()?.posts(seventh, [0]));
  await until(() => said(seventh).length === 1);
  await finish(slot);
  const prisma = database.prisma();
  const { status } = await prisma.delivery.findFirstOrThrow({ where: { key: numbered(seventh, 0) } });
  const { state } = await prisma.partnerChannel.findFirstOrThrow({
    where: { slackChannelId: seventh.channel },
  });
  expect([status, state]).toEqual(['sent', 'live']);
});
