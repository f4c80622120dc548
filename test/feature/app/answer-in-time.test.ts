import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createApp, type TandemApp } from '../../../src/app.ts';
import { actAs } from '../../../src/sandbox/person.ts';
import { cast } from '../../../src/sandbox/seed-world.ts';
import { channels, startTestApp, type TestApp } from '../../support/app.ts';
import { startBrightpath } from '../onboarding/brightpath.ts';

const { shared } = channels;
const busy =
  /I’m busy right now, so I changed nothing\. Please try again in a minute; if it happens again, tell your programme admin this reference: ([0-9A-F]{4}-[0-9A-F]{4})\./;
/** What the other process has logged. */
const logged: Record<string, unknown>[] = [];
let tandem: TestApp;
/** The same store and Slack with another process's impatience. */
let hurried: TandemApp;
let release: () => void = () => {};

beforeAll(async () => {
  tandem = await startTestApp();
  await startBrightpath(tandem);
  const { diego } = tandem.people;
  await diego.mention(shared, 'done name the team');
  await diego.hears('Open the form', { channel: shared });
  await tandem.settled();
  await tandem.app.stop();
  const { botToken, appToken } = tandem.sandbox.tokens;
  hurried = await createApp(
    {
      slack: { kind: 'socket', botToken, appToken },
      slackApiUrl: tandem.sandbox.apiUrl,
      databaseUrl: undefined,
      dataDir: 'memory',
      port: 0,
      logLevel: 'silent',
    },
    {
      log: pino({ level: 'info' }, { write: (line: string) => void logged.push(JSON.parse(line)) }),
      clock: tandem.clock,
      store: tandem.app.store,
      deliverySpeed: 1000,
      answerWithinMs: 1500,
    },
  );
});

afterEach(() => release());

afterAll(async () => {
  await hurried.stop();
  await tandem.stop();
});

/** Keeps the store's one connection until `release`. */
async function holdStore(): Promise<void> {
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  await new Promise<void>((held, failed) => {
    hurried.store.prisma
      .$transaction(
        async () => {
          held();
          await released;
        },
        { timeout: 60_000 },
      )
      .catch(failed);
  });
}

async function settled(): Promise<void> {
  release();
  await tandem.sandbox.controls.settled();
  await hurried.settled();
}

async function rows(): Promise<unknown> {
  const { deal, auditEntry, inboundReceipt, journeyStep } = hurried.store.prisma;
  return {
    deals: await deal.count(),
    audit: await auditEntry.count(),
    receipts: await inboundReceipt.count(),
    done: await journeyStep.count({ where: { completedAt: { not: null } } }),
  };
}

test('a command the store keeps waiting is answered in time, changes nothing, and works when tried again', async () => {
  const { maya } = tandem.people;
  const before = await rows();
  await holdStore();
  await maya.command('/partner deal Acme 5,000 EUR "Once"', { channel: shared });
  expect(maya.reads(maya.ephemerals(shared).at(-1) ?? { blocks: [] })).toMatch(busy);
  await settled();
  expect(await rows()).toEqual(before);
  await maya.command('/partner deal Acme 5,000 EUR "Once"', { channel: shared });
  expect(await hurried.store.prisma.deal.count()).toBe(1);
});

test('a press the store keeps waiting is answered in time, in a window of its own', async () => {
  const { diego } = tandem.people;
  const before = await rows();
  await holdStore();
  await diego.press('Open the form', await diego.hears('Open the form', { channel: shared }));
  const shown = await diego.until(() => diego.modal());
  expect(diego.reads(shown)).toMatch(busy);
  await settled();
  expect(await rows()).toEqual(before);
  await diego.close();
});

test('when the window does not open either, the answer comes as soon as it can', async () => {
  const { diego } = tandem.people;
  tandem.sandbox.controls.failNext({ method: 'views.open', mode: 'reset' });
  await holdStore();
  await diego.press('Open the form', await diego.hears('Open the form', { channel: shared }));
  expect(diego.modal()).toBeNull();
  await settled();
  const answer = await diego.hears('I’m busy right now', { channel: shared });
  expect(answer.ephemeralFor).toBe(diego.id);
  expect(diego.reads(answer)).toMatch(busy);
});

/** What the log says under the reference that somebody was told. */
function loggedUnder(said: string): string[] {
  const reference = /reference: (\S+)\./.exec(said)?.[1];
  return logged.filter((line) => line.reference === reference).map((line) => String(line.msg));
}

test('what was too late is in the log under the reference that the person is told', async () => {
  const { maya } = tandem.people;
  await holdStore();
  await maya.command('/partner deal Late 5,000 EUR "Once"', { channel: shared });
  await settled();
  const said = maya.reads(maya.ephemerals(shared).at(-1) ?? { blocks: [] });
  await expect
    .poll(() => loggedUnder(said))
    .toEqual(['acknowledged', 'there was no answer in time; nothing was changed']);
});

test('what failed is in the log under the reference that the person is told', async () => {
  const { maya } = tandem.people;
  const { prisma } = hurried.store;
  await prisma.$executeRawUnsafe(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'a fault of our own'; END $$`);
  await prisma.$executeRawUnsafe(
    'CREATE TRIGGER refuse BEFORE INSERT ON "Deal" FOR EACH ROW EXECUTE FUNCTION refuse()',
  );
  await maya.command('/partner deal Faulty 5,000 EUR "Once"', { channel: shared });
  await prisma.$executeRawUnsafe('DROP TRIGGER refuse ON "Deal"');
  const said = maya.reads(maya.ephemerals(shared).at(-1) ?? { blocks: [] });
  expect(said).toContain('Something went wrong on my side, and nothing was changed.');
  expect(loggedUnder(said)).toEqual(['a handler failed', 'acknowledged']);
});

test('a form the store keeps waiting is answered in time, and what was typed is still there to be sent again', async () => {
  const { diego } = tandem.people;
  await diego.press('Open the form', await diego.hears('Open the form', { channel: shared }));
  const form = await diego.until(() => diego.modal());
  const input = form.blocks.find(({ type }) => type === 'input') as { label: { text: string } };
  diego.fill({ [input.label.text]: 'Diego sells' });
  const before = await rows();
  await holdStore();
  await diego.submit();
  const shown = await diego.until(() => diego.modal()?.id !== form.id && diego.modal());
  expect(diego.reads(shown)).toMatch(busy);
  await settled();
  expect(await rows()).toEqual(before);
  await diego.close();
  await diego.submit();
  await settled();
  expect(await hurried.store.prisma.journeyStep.count({ where: { status: 'done' } })).toBe(1);
});

test('a Slack that does not say who somebody is keeps nobody waiting', async () => {
  const { controls } = tandem.sandbox;
  const rosa = actAs(tandem.sandbox, controls.addPerson({ teamId: cast.lumen, name: 'Rosa Lima' }));
  await settled();
  await hurried.store.prisma.person.deleteMany({ where: { slackUserId: rosa.id } });
  controls.failNext({ method: 'users.info', mode: 'silent' });
  await rosa.command('/partner help');
  expect(rosa.reads(rosa.dm().at(-1) ?? { blocks: [] })).toMatch(busy);
});

/** Somebody, or the bot itself, says something where the bot hears it. */
function spoken(said: Record<string, unknown>) {
  return {
    type: 'event_callback',
    event_id: 'Ev0INTIME01',
    team_id: cast.lumen,
    api_app_id: 'A0TANDEM01',
    authorizations: [{ team_id: cast.lumen, user_id: cast.tandem, is_bot: true }],
    event: { type: 'message', channel: shared, channel_type: 'group', ts: '1768204801.000100', ...said },
  };
}

test('what the bot itself said comes back and asks the store for nothing', async () => {
  const said = { user: cast.tandem, bot_id: 'B0TANDEM01', app_id: 'A0TANDEM01', text: 'Hello' };
  let acknowledged = 0;
  const ack = async () => {
    acknowledged += 1;
  };
  await holdStore();
  await hurried.route(spoken(said), ack);
  await hurried.route(spoken({ subtype: 'message_changed', message: said, previous_message: said }), ack);
  expect(acknowledged).toBe(2);
});

// After the others: it uses up what this process may open in a minute.
test('of the windows that say so a process opens twenty a minute at most', async () => {
  const { diego } = tandem.people;
  const opened = () => tandem.sandbox.controls.calls('views.open').length;
  const before = opened();
  const form = await diego.hears('Open the form', { channel: shared });
  await holdStore();
  await Promise.all(Array.from({ length: 24 }, () => diego.press('Open the form', form)));
  await settled();
  expect(opened() - before).toBeGreaterThan(10);
  expect(opened() - before).toBeLessThanOrEqual(20);
});

describe('when the database is gone', () => {
  beforeAll(async () => {
    await settled();
    await tandem.app.store.close();
  });

  test('a command and a press are answered at once', async () => {
    const { maya, diego } = tandem.people;
    await maya.command('/partner status', { channel: shared });
    const said = maya.reads(maya.ephemerals(shared).at(-1) ?? { blocks: [] });
    expect(said).toMatch(busy);
    expect(loggedUnder(said)).toEqual(['nothing could be done; is the database there?', 'acknowledged']);
    await diego.press('Open the form', await diego.hears('Open the form', { channel: shared }));
    expect(diego.reads(await diego.until(() => diego.modal()))).toMatch(busy);
  });

  test('an event is not acknowledged, so that Slack delivers it again', async () => {
    let isAcknowledged = false;
    const mention = spoken({ type: 'app_mention', user: cast.diego, text: `<@${cast.tandem}> status` });
    const routed = hurried.route(mention, async () => {
      isAcknowledged = true;
    });
    await expect(routed).rejects.toThrow();
    expect(isAcknowledged).toBe(false);
  });
});
