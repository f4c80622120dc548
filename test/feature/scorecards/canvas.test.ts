import { afterAll, beforeAll, expect, test } from 'vitest';
import { channels, startTestApp, type TestApp } from '../../support/app.ts';
import { startBrightpath } from '../onboarding/brightpath.ts';

const { shared, internal } = channels;
let tandem: TestApp;

beforeAll(async () => {
  tandem = await startTestApp();
});
afterAll(() => tandem.stop());

const channel = () => tandem.sandbox.world.data.channels[shared];
const page = () => channel()?.canvas?.markdown ?? '';
const calls = (method: string) => tandem.sandbox.controls.calls(method).length;
/** What the manager was told about the canvas. */
const told = () =>
  tandem.people.maya
    .dm()
    .map((message) => tandem.people.maya.reads(message))
    .filter((words) => words.includes('canvas'));

test('the shared channel gets a page of where both sides stand, made once though the answer was lost, and kept current', async () => {
  const { maya, diego } = tandem.people;
  tandem.sandbox.controls.failNext({
    method: 'conversations.canvases.create',
    mode: 'no-answer-after-accepting',
  });
  await startBrightpath(tandem);
  await tandem.settled();
  // The first answer was lost: the canvas that is there is known by its last line, and not made again.
  expect(channel()?.canvas?.title).toBe('Brightpath: where we stand');
  expect(page()).toContain('**0 of 26 steps done**, on the way to Kick-off');
  expect(page()).toContain('- [ ] Name your team (Diego Santos, due Wed 14 Jan)');
  expect(page()).toContain('**Calibration call**, Tue 13 Jan, 10:00 (Europe/Berlin)');
  expect(page()).toContain(
    '0 new leads, 0 deals registered, 0 deals won. How? `@Tandem pipeline` lists them.',
  );
  expect(page()).toContain('How it is counted: `@Tandem status` shows every step.');
  expect(page()).toContain('How? `@Tandem scorecard how win rate`, or any other of these names,');

  await maya.command('/partner done kickoff meeting https://notes.example/kickoff', { channel: shared });
  await tandem.work(async ({ tx, workspaceId, newId, now }) => {
    const { id: partnerId, managerPersonId } = await tx.partner.findFirstOrThrow({ where: { workspaceId } });
    await tx.actionItem.create({
      data: {
        ...{ id: newId(), workspaceId, partnerId, number: 900, text: 'Ring ![](@U0MAYACHEN) *now*' },
        ...{ ownerPersonId: managerPersonId, createdById: managerPersonId, createdAt: now, dueOn: now },
      },
    });
  });
  await diego.mention(shared, 'deal Acme 12,500 EUR “Platform [rollout](https://evil.example)”');
  await tandem.settled();
  expect(page()).toContain('**1 of 26 steps done**');
  expect(page()).toContain('1 deal registered');
  // People's words stay words.
  expect(page()).toContain('- [ ] Ring');
  expect(page()).not.toContain('![](@');
  expect(page()).not.toMatch(/argin|Variable cost/);

  // What shows nothing new is not sent again.
  const before = calls('canvases.edit');
  await diego.mention(shared, 'steps');
  await tandem.settled();
  expect(calls('canvases.edit')).toBe(before);
  expect(told()).toEqual([]);
});

test('a page that somebody deleted is made anew; one that somebody made is left alone, and the manager is told once', async () => {
  const { maya, diego } = tandem.people;
  const there = channel();
  if (!there) throw new Error('no channel');
  delete there.canvas;
  await diego.mention(shared, 'deal Globex 9,000 EUR “Metering”');
  await tandem.settled();
  expect(page()).toContain('2 deals registered');

  there.canvas = { id: 'F0PEOPLES1', title: 'Our notes', markdown: 'Do not lose this.' };
  await diego.mention(shared, 'deal Initech 9,000 EUR “Metering”');
  await tandem.settled();
  const before = calls('conversations.canvases.create');
  await diego.mention(shared, 'deal Umbrella 9,000 EUR “Metering”');
  await tandem.settled();
  await tandem.advance('day');
  // Slack is not asked again at every change.
  expect(calls('conversations.canvases.create')).toBe(before);
  expect(page()).toBe('Do not lose this.');
  expect(told()).toHaveLength(1);
  expect(told()[0]).toContain('somebody else made');
  // The checklist beside it is as it was, with the step that the early deal brought.
  expect(diego.sees(shared).some((message) => diego.reads(message).includes('of 27 steps done'))).toBe(true);

  // Once theirs is gone, an admin has it tried again.
  delete there.canvas;
  await maya.command('/partner undelivered', { channel: internal });
  const listed = await maya.hears('The channel’s canvas', { channel: internal });
  expect(maya.reads(listed)).toContain('somebody else made');
  await maya.press('Send again', listed);
  await tandem.settled();
  expect(page()).toContain('4 deals registered');
  await maya.command('/partner undelivered', { channel: internal });
  await maya.hears('Nothing is undelivered', { channel: internal });
});

test('what a workspace does not allow is told once, closes no channel, and is tried again when its cause may have gone', async () => {
  const { maya, diego } = tandem.people;
  const there = channel();
  if (there) delete there.canvas;
  const refuse = (error: string) =>
    tandem.sandbox.controls.failNext({
      ...{ method: 'conversations.canvases.create', mode: { error } },
    });
  const sayMore = async () => {
    await diego.mention(shared, 'lead Hooli');
    await tandem.settled();
  };
  refuse('slack_connect_canvas_sharing_blocked');
  await sayMore();
  await sayMore();
  expect(page()).toBe('');
  expect(told().slice(1)).toHaveLength(1);
  // Another organisation reads the channel: its rules may be others.
  refuse('missing_scope');
  tandem.sandbox.controls.shareState(shared, 'T0NORTHWIND', 'shared');
  await tandem.settled();
  expect(told().slice(2)).toHaveLength(1);
  expect(told()[2]).toContain('canvases:write');

  const { state } = await tandem.app.store.prisma.partnerChannel.findFirstOrThrow();
  expect(state).toBe('live');
  await maya.command('/partner status', { channel: shared });
  await maya.hears('of 27 steps done', { channel: shared });

  await maya.command('/partner undelivered', { channel: internal });
  await maya.press('Dismiss', await maya.hears('canvases:write', { channel: internal }));
  await maya.hears('Dismissed', { channel: internal });
  await maya.command('/partner undelivered', { channel: internal });
  await maya.hears('Nothing is undelivered', { channel: internal });
  await sayMore();
  expect(page()).toBe('');
});

test('content that Slack cannot show is tried again with the next content', async () => {
  const { diego } = tandem.people;
  await tandem.work(({ tx, workspaceId }) =>
    tx.surface.updateMany({ where: { workspaceId, givenUp: 'dismissed' }, data: { givenUp: null } }),
  );
  tandem.sandbox.controls.failNext({
    ...{ method: 'conversations.canvases.create', mode: { error: 'canvas_creation_failed' } },
  });
  await diego.mention(shared, 'lead Vandelay');
  await tandem.settled();
  expect(page()).toBe('');
  await diego.mention(shared, 'lead Kramerica');
  await tandem.settled();
  expect(page()).toContain('new leads');
});
