import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPacing } from '../../../src/platform/delivery/pacing.ts';
import { actAs } from '../../../src/sandbox/person.ts';
import { cast } from '../../../src/sandbox/seed-world.ts';
import { channels, startTestApp, type TestApp } from '../../support/app.ts';
import { startBrightpath } from '../onboarding/brightpath.ts';

// To know who reads a channel Tandem asks Slack, and Slack may not answer just then.

const { shared } = channels;
let tandem: TestApp;
beforeAll(async () => {
  tandem = await startTestApp();
  await startBrightpath(tandem);
  await tandem.settled();
});
afterAll(() => tandem.stop());

const deals = () => tandem.work((work) => work.tx.deal.count({ where: { workspaceId: work.workspaceId } }));

function mention(eventId: string, words: string, user: string = cast.diego) {
  return {
    ...{ type: 'event_callback', event_id: eventId, team_id: cast.lumen, api_app_id: 'A0TANDEM01' },
    authorizations: [{ team_id: cast.lumen, user_id: cast.tandem, is_bot: true }],
    event: {
      ...{ type: 'app_mention', channel: shared, user, ts: '1768204801.000100' },
      text: `<@${cast.tandem}> ${words}`,
    },
  };
}

/** What was asked about the channel is known for a minute; an event that concerns it forgets that. */
async function forgetChannel(): Promise<void> {
  const event = { type: 'channel_rename', channel: { id: shared, name: 'brightpath-lumen' } };
  await tandem.app.route(
    { ...mention(`Ev0RENAME${Math.floor(performance.now())}`, ''), event },
    async () => {},
  );
}

test.each([
  ['breaks off twice', 'reset', 2],
  ['is in trouble', 503, 1],
] as const)(
  'a mention is left to Slack when it %s, and does its work when it comes again',
  async (_what, mode, times) => {
    const before = await deals();
    const said = mention(`Ev0SILENT${mode}`, `deal ${mode} 5,000 EUR "Once"`);
    await forgetChannel();
    tandem.sandbox.controls.failNext({ method: 'conversations.info', mode, times });
    let acknowledged = 0;
    const ack = async () => {
      acknowledged += 1;
    };
    await expect(tandem.app.route(said, ack)).rejects.toThrow();
    expect(acknowledged).toBe(0);
    expect(await deals()).toBe(before);
    await tandem.app.route(said, ack);
    await tandem.app.route(said, ack);
    expect(acknowledged).toBe(2);
    expect(await deals()).toBe(before + 1);
  },
);

test('a stranger’s mention waits until Slack says who they are', async () => {
  const { controls } = tandem.sandbox;
  const rosa = actAs(tandem.sandbox, controls.addPerson({ teamId: cast.brightpath, name: 'Rosa Lima' }));
  controls.setMembership(shared, rosa.id, true);
  await tandem.settled();
  await tandem.app.store.prisma.person.deleteMany({ where: { slackUserId: rosa.id } });
  const said = mention('Ev0ROSA', 'status', rosa.id);
  controls.failNext({ method: 'users.info', mode: { error: 'internal_error' } });
  let acknowledged = 0;
  const ack = async () => {
    acknowledged += 1;
  };
  await expect(tandem.app.route(said, ack)).rejects.toThrow();
  expect(acknowledged).toBe(0);
  await tandem.app.route(said, ack);
  expect(acknowledged).toBe(1);
  const answer = await rosa.hears('You don’t have a role at Brightpath', { channel: shared });
  expect(answer.ephemeralFor).toBe(rosa.id);
});

test('a connection that breaks off once is tried again at once', async () => {
  const { maya } = tandem.people;
  const before = await deals();
  await forgetChannel();
  tandem.sandbox.controls.failNext({ method: 'conversations.info', mode: 'reset' });
  await maya.command('/partner deal Acme 5,000 EUR "Once"', { channel: shared });
  expect(await deals()).toBe(before + 1);
});

test('a command says that it is Slack who does not answer, and changes nothing', async () => {
  const { maya } = tandem.people;
  const before = await deals();
  await forgetChannel();
  tandem.sandbox.controls.failNext({ method: 'conversations.info', mode: 503 });
  await maya.command('/partner deal Acme 5,000 EUR "Never"', { channel: shared });
  expect(maya.reads(maya.ephemerals(shared).at(-1) ?? { blocks: [] })).toBe(
    'Slack doesn’t answer me just now, so I changed nothing. Please try again in a minute.',
  );
  expect(await deals()).toBe(before);
});

const tooMuch =
  'Slack lets me ask only so much in a minute, and that is used up, so I changed nothing. Please try again in a minute.';

/** As another process that has used up what may be asked. */
async function whilePaused(
  method: 'conversations.info' | 'users.info',
  run: () => Promise<void>,
): Promise<void> {
  const { workspace, store } = tandem.app;
  await createPacing(store, 1).forQuestions(workspace.id).pause(method, 600);
  await run().finally(() => store.prisma.sendBudget.deleteMany());
}

test('where nothing may be asked for now, a partner’s channel is as it was last heard of, and nowhere else is work done', async () => {
  const { maya } = tandem.people;
  const { controls } = tandem.sandbox;
  const before = await deals();
  await forgetChannel();
  const asked = controls.calls('conversations.info').length;
  await whilePaused('conversations.info', async () => {
    await maya.command('/partner deal Acme 5,000 EUR "As known"', { channel: shared });
    expect(await deals()).toBe(before + 1);
    await maya.command('/partner status', { channel: channels.internal });
    expect(maya.reads(maya.ephemerals(channels.internal).at(-1) ?? { blocks: [] })).toBe(tooMuch);
  });
  expect(controls.calls('conversations.info')).toHaveLength(asked);
});

test('where Slack says that it is asked too much, no process asks until it takes questions again', async () => {
  const { maya } = tandem.people;
  const { controls } = tandem.sandbox;
  const before = await deals();
  await forgetChannel();
  controls.failNext({ method: 'conversations.info', mode: 'ratelimited', retryAfterSeconds: 60 });
  const asked = controls.calls('conversations.info').length;
  await maya.command('/partner deal Acme 5,000 EUR "Limited"', { channel: shared });
  await maya.command('/partner deal Acme 5,000 EUR "Limited again"', { channel: shared });
  expect(controls.calls('conversations.info')).toHaveLength(asked + 1);
  expect(await deals()).toBe(before + 2);
  await tandem.app.store.prisma.sendBudget.deleteMany();
  await maya.command('/partner status', { channel: shared });
  expect(controls.calls('conversations.info')).toHaveLength(asked + 2);
});

test('somebody never seen is told to wait where nobody may be asked who they are', async () => {
  const { controls } = tandem.sandbox;
  const ines = actAs(tandem.sandbox, controls.addPerson({ teamId: cast.lumen, name: 'Ines Prado' }));
  controls.setMembership(shared, ines.id, true);
  await tandem.settled();
  await tandem.app.store.prisma.person.deleteMany({ where: { slackUserId: ines.id } });
  await whilePaused('users.info', async () => {
    await ines.command('/partner status', { channel: shared });
    expect(ines.reads(ines.ephemerals(shared).at(-1) ?? { blocks: [] })).toBe(tooMuch);
  });
});
