import { afterAll, beforeAll, expect, test } from 'vitest';
import { channels, startTestApp, type TestApp } from '../../support/app.ts';
import { startBrightpath } from '../onboarding/brightpath.ts';

const { shared } = channels;
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
  expect(page()).toContain('0 new leads, 0 deals registered, 0 deals won.');

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
  const { diego } = tandem.people;
  const there = channel();
  if (!there) throw new Error('no channel');
  delete there.canvas;
  await diego.mention(shared, 'deal Globex 9,000 EUR “Metering”');
  await tandem.settled();
  expect(page()).toContain('2 deals registered');

  there.canvas = { id: 'F0PEOPLES1', title: 'Our notes', markdown: 'Do not lose this.' };
  for (const customer of ['Initech', 'Umbrella']) {
    await diego.mention(shared, `deal ${customer} 9,000 EUR “Metering”`);
    await tandem.settled();
    await tandem.advance('day');
  }
  expect(page()).toBe('Do not lose this.');
  expect(told()).toHaveLength(1);
  expect(told()[0]).toContain('somebody else made');
  // The checklist beside it is as it was.
  expect(diego.sees(shared).some((message) => diego.reads(message).includes('of 26 steps done'))).toBe(true);
});

test('what a workspace does not allow is told once, and closes no channel', async () => {
  const { maya, diego } = tandem.people;
  const there = channel();
  if (there) delete there.canvas;
  const refuse = (error: string) =>
    tandem.sandbox.controls.failNext({
      ...{ method: 'conversations.canvases.create', mode: { error } },
    });
  for (const error of ['restricted_action', 'restricted_action', 'missing_scope']) {
    refuse(error);
    await diego.mention(shared, 'lead Hooli');
    await tandem.settled();
  }
  expect(told().slice(1)).toHaveLength(2);
  expect(told()[2]).toContain('canvases:write');
  const { state } = await tandem.app.store.prisma.partnerChannel.findFirstOrThrow();
  expect(state).toBe('live');
  await maya.command('/partner status', { channel: shared });
  await maya.hears('of 26 steps done', { channel: shared });
});
