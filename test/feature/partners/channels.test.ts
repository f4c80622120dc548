import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { channelOf } from '../../../src/features/partners/public.ts';
import { linkChannel, savePartner } from '../../../src/features/partners/save-partner.ts';
import { post } from '../../../src/platform/delivery/post.ts';
import { cast } from '../../../src/sandbox/seed-world.ts';
import { channels, startTestApp, type TestApp } from '../../support/app.ts';
import { checklistOf, openStartForm, startBrightpath } from '../onboarding/brightpath.ts';

let shared: string = channels.shared;
let t: TestApp;
let mayasFrom = 0;
let partnerId = '';
beforeAll(async () => {
  t = await startTestApp();
  await startBrightpath(t);
  const brightpath = await t.work((work) =>
    work.tx.partner.findFirstOrThrow({ where: { workspaceId: work.workspaceId } }),
  );
  partnerId = brightpath.id;
});
beforeEach(() => {
  mayasFrom = t.people.maya.dm().length;
});
afterAll(() => t.stop());

const say = (...words: readonly string[]) =>
  t.work((work) =>
    post(
      work,
      ...words.map((text) => ({
        key: text,
        to: { channel: shared },
        audience: 'partner' as const,
        message: { text },
      })),
    ),
  );

/** Posts that are too late to be of use after an instant. */
const remind = (posts: Readonly<Record<string, Date>>) =>
  t.work((work) =>
    post(
      work,
      ...Object.entries(posts).map(([text, staleAt]) => ({
        key: text,
        to: { channel: shared },
        audience: 'partner' as const,
        message: { text },
        staleAt,
      })),
    ),
  );

/** How many posts were dropped because it was too late for them. */
async function staleCount(): Promise<number> {
  const server = createServer(t.app.requestListener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const scraped = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  server.close();
  return Number(/tandem_deliveries_total\{outcome="stale"\} (\d+)/.exec(scraped)?.[1] ?? 0);
}

const asChannel = (id: string, connectedTeamIds: readonly string[]) => ({
  ...{ id, name: 'brightpath-deals', connectedTeamIds },
  ...{ isShared: true, isArchived: false, isFrozen: false, isMember: true },
});

/** What of these words is in a channel, in its order. */
const said = (words: readonly string[], channel: string = shared) =>
  t.sandbox.controls
    .messages(channel)
    .map((message) => message.text)
    .filter((text) => words.includes(text));

const statusOf = (key: string) =>
  t.work(
    async (work) =>
      (await work.tx.delivery.findFirstOrThrow({ where: { workspaceId: work.workspaceId, key } })).status,
  );

const probe = () =>
  t.work(async (work) => work.enqueueDelivery({ target: `channel:${shared}`, isProbe: true }, 'bulk'));

/** Whether a channel takes posts again is tried aside from what is to be sent, and waited for by its outcome. */
async function arrives(words: readonly string[]): Promise<void> {
  await t.people.maya.until(() => said(words).length === words.length);
  expect(said(words)).toEqual(words);
}

/** What Maya has been told directly since the test began. */
const told = () =>
  t.people.maya
    .dm()
    .slice(mayasFrom)
    .map((message) => t.people.maya.reads(message))
    .filter((text) => text.includes('the channel of Brightpath'));

/** Posts while the channel is closed wait, their live views too, and go out in order once it is open. */
async function waitsAndGoesOut(
  name: string,
  close: () => void,
  open: () => unknown,
  reason: string,
): Promise<void> {
  const { maya } = t.people;
  const words = [1, 2, 3].map((n) => `${name} ${n}`);
  close();
  await t.settled();
  await say(...words.slice(0, 2));
  await say(...words.slice(2));
  expect(said(words)).toEqual([]);
  expect(await statusOf(`${name} 1`)).toBe('held');
  await maya.command('/partner undelivered', { channel: channels.internal });
  const listed = await maya.hears(/3 messages wait since/, { channel: channels.internal });
  expect(maya.reads(listed)).toContain(reason);
  expect(told()).toHaveLength(1);
  await open();
  await arrives(words);
  await maya.until(() => told().length > 1);
  expect(told()).toHaveLength(2);
  expect(told()[1]).toContain('What waited for it goes out now, in order.');
}

test('archived: what is due waits, the manager is told once, and it goes out in order once it is restored', async () => {
  const { controls } = t.sandbox;
  await waitsAndGoesOut(
    'archived',
    () => controls.archiveChannel(shared),
    () => controls.archiveChannel(shared, false),
    'The channel is archived.',
  );
  expect(told()[0]).toContain('was archived');
});

test('the bot taken out: the same, until it is invited again; Slack may not tell that it was taken out', async () => {
  const { controls } = t.sandbox;
  const [remove, invite] = [false, true].map(
    (isIn) => () => controls.setMembership(shared, cast.tandem, isIn),
  );
  await waitsAndGoesOut('left', remove as () => void, invite as () => void, 'Tandem is not in the channel.');
  mayasFrom = t.people.maya.dm().length;
  const channel = t.sandbox.world.data.channels[shared];
  await waitsAndGoesOut(
    'left in silence',
    () => {
      if (channel) channel.memberIds = channel.memberIds.filter((id) => id !== cast.tandem);
    },
    invite as () => void,
    'Tandem is not in the channel.',
  );
});

test('disconnected: nothing goes where the partner does not read it, until it is shared again', async () => {
  const { controls } = t.sandbox;
  await waitsAndGoesOut(
    'disconnected',
    () => controls.shareState(shared, cast.brightpath, 'unshared'),
    () => {
      controls.shareState(shared, cast.brightpath, 'shared');
      for (const id of [cast.diego, cast.aiko, cast.sam]) controls.setMembership(shared, id, true);
    },
    'no longer shared with the partner’s organisation',
  );
});

test('frozen: Slack says neither when it begins nor when it ends; it is tried once a day', async () => {
  const { controls } = t.sandbox;
  await waitsAndGoesOut(
    'frozen',
    () => controls.freezeChannel(shared, 'trial_ended'),
    async () => {
      const before = controls.calls('conversations.info').length;
      await t.people.maya.press('Try now');
      await t.people.maya.until(() => controls.calls('conversations.info').length > before);
      expect(said(['frozen 1'])).toEqual([]);
      controls.freezeChannel(shared, null);
      await t.advance('day');
    },
    'Slack has frozen the channel',
  );
});

test('only some may post: nothing but a post tells when that ends; what is too late by then is left out', async () => {
  const { controls } = t.sandbox;
  const { maya } = t.people;
  const mode = { error: 'restricted_action' };
  const from = controls.calls('chat.postMessage').length;
  const tried = () =>
    controls
      .calls('chat.postMessage')
      .slice(from)
      .filter(({ args }) => args.channel === shared).length;
  controls.failNext({ method: 'chat.postMessage', channel: shared, mode, times: 2 });
  const soon = new Date(t.clock.now().getTime() + 3_600_000);
  const later = new Date(t.clock.now().getTime() + 7 * 86_400_000);
  await remind({ 'starts in 10 minutes': soon, 'due by next week': later });
  await say('what happened');
  expect(told()).toEqual([expect.stringContaining('only some people may post there')]);
  await maya.command('/partner undelivered', { channel: channels.internal });
  await maya.hears(/3 messages wait since/, { channel: channels.internal });
  await maya.press('Try now');
  await maya.until(() => tried() === 2);
  await t.advance('day');
  await arrives(['due by next week', 'what happened']);
  await maya.until(() => told().length === 2);
  expect(told()[1]).toContain(
    'takes my messages again. I carry on there. What waited for it goes out now, in order.',
  );
  expect(said(['starts in 10 minutes'])).toEqual([]);
  expect(await statusOf('starts in 10 minutes')).toBe('dismissed');
});

test('where only a live view waits, showing it tells that posts are taken again', async () => {
  const { controls } = t.sandbox;
  const { maya } = t.people;
  const target = `channel:${shared}`;
  const change = () =>
    t.work(async (work) => {
      const { workspaceId } = work;
      const [view] = await work.tx.surface.updateManyAndReturn({
        where: { workspaceId, target, kind: 'onboarding.checklist' },
        data: { version: { increment: 1 }, shownHash: null },
      });
      if (!view) throw new Error('no live view');
      work.enqueueDelivery({ target, surface: { kind: view.kind, subject: view.subject } }, 'interactive');
    });
  const updates = () => controls.calls('chat.update').filter(({ args }) => args.channel === shared).length;
  controls.failNext({
    method: 'chat.update',
    channel: shared,
    mode: { error: 'restricted_action' },
    times: 2,
  });
  const toldLast = (words: string) => maya.until(() => told().at(-1)?.includes(words));
  await change();
  await toldLast('only some people may post there');
  // The daily look by itself, without the reminders of that day.
  const look = () => t.work(async (work) => work.enqueueDelivery({ target, isProbe: true }, 'interactive'));
  const before = updates();
  await look();
  await maya.until(() => updates() === before + 1);
  await look();
  await toldLast('takes my messages again');
  expect(updates()).toBe(before + 2);
});

test('a reminder held in a closed channel is sent when it opens in time, and dropped, counted and left out when not', async () => {
  const { controls } = t.sandbox;
  const { maya } = t.people;
  const inAnHour = new Date(t.clock.now().getTime() + 3_600_000);
  controls.archiveChannel(shared);
  await t.settled();
  await remind({ 'in time': inAnHour });
  controls.archiveChannel(shared, false);
  await arrives(['in time']);
  await maya.until(() => told().length === 2);
  expect(told()[1]).not.toContain('left out');
  const dropped = await staleCount();
  controls.archiveChannel(shared);
  await t.settled();
  await remind({ 'too late': inAnHour });
  await t.advance('day');
  controls.archiveChannel(shared, false);
  await maya.until(() => told().length === 4);
  await t.settled();
  expect(told()[3]).toMatch(/I carry on there\. Reminders whose time has passed are left out\.$/);
  expect(said(['too late'])).toEqual([]);
  expect(await statusOf('too late')).toBe('dismissed');
  expect(await staleCount()).toBe(dropped + 1);
});

test('restored, but disconnected meanwhile: it stays closed, for the reason that is left, until it is shared again', async () => {
  const { controls } = t.sandbox;
  const { maya } = t.people;
  // Whichever comes first: the last thing heard of it is that it was archived.
  controls.shareState(shared, cast.brightpath, 'unshared');
  await t.settled();
  controls.archiveChannel(shared);
  await t.settled();
  await say('for the partner');
  controls.archiveChannel(shared, false);
  await maya.until(() => told().length === 3);
  expect(told().map((text) => /is no longer shared|was archived|is open again/.exec(text)?.[0])).toEqual([
    'is no longer shared',
    'was archived',
    'is no longer shared',
  ]);
  expect(await statusOf('for the partner')).toBe('held');
  controls.shareState(shared, cast.brightpath, 'shared');
  for (const id of [cast.diego, cast.aiko, cast.sam]) controls.setMembership(shared, id, true);
  await arrives(['for the partner']);
  await maya.until(() => told().length === 4);
  // The same while it is still archived: shared again is not open.
  controls.archiveChannel(shared);
  await t.settled();
  controls.shareState(shared, cast.brightpath, 'unshared');
  await t.settled();
  controls.shareState(shared, cast.brightpath, 'shared');
  await maya.until(() => told().length === 7);
  expect(told()[6]).toContain('was archived');
  controls.archiveChannel(shared, false);
  await maya.until(() => told().length === 8);
  for (const id of [cast.diego, cast.aiko, cast.sam]) controls.setMembership(shared, id, true);
  await t.settled();
});

test('a live view shows its newest state once the channel is open again', async () => {
  const { maya } = t.people;
  const before = checklistOf(t);
  t.sandbox.controls.setMembership(shared, cast.tandem, false);
  await t.settled();
  await maya.command('/partner done kickoff meeting https://notes.example/1', { channel: shared });
  await t.settled();
  expect(checklistOf(t)).toBe(before);
  t.sandbox.controls.setMembership(shared, cast.tandem, true);
  await maya.until(() => told().length === 2);
  await t.settled();
  expect(checklistOf(t)).toContain('1 of 26 steps done');
});

test('renamed, made private and public: followed without a word; a private one is archived and left by events of its own', async () => {
  const { controls } = t.sandbox;
  const nameNow = () => t.work(async (work) => (await channelOf(work, partnerId)).name);
  controls.renameChannel(shared, 'brightpath');
  await t.settled();
  expect(await nameNow()).toBe('brightpath');
  controls.convertChannel(shared, true);
  controls.renameChannel(shared, 'brightpath-lumen');
  await t.settled();
  expect(await nameNow()).toBe('brightpath-lumen');
  expect(told()).toEqual([]);
  await waitsAndGoesOut(
    'private, archived',
    () => controls.archiveChannel(shared),
    () => controls.archiveChannel(shared, false),
    'The channel is archived.',
  );
  mayasFrom = t.people.maya.dm().length;
  await waitsAndGoesOut(
    'private, left',
    () => controls.setMembership(shared, cast.tandem, false),
    () => controls.setMembership(shared, cast.tandem, true),
    'Tandem is not in the channel.',
  );
  controls.convertChannel(shared, false);
});

test('its id changed while something waits: that goes out under the new id', async () => {
  const { controls } = t.sandbox;
  const words = ['before the id', 'after the id'];
  controls.freezeChannel(shared, 'moving');
  await say('before the id');
  shared = controls.changeChannelId(shared);
  await t.settled();
  await say('after the id');
  expect(said(words)).toEqual([]);
  controls.freezeChannel(shared, null);
  await probe();
  await arrives(words);
  await t.people.maya.until(() => told().length === 2);
});

test('two channels: the older open one gets the posts; when it closes, the other takes over what was due, in order', async () => {
  const { controls } = t.sandbox;
  const second = controls.addChannel({
    name: 'brightpath-deals',
    memberIds: [cast.maya, cast.diego, cast.tandem],
    teamIds: [cast.lumen, cast.brightpath],
  });
  await t.work(async (work) => {
    const partner = await work.tx.partner.findFirstOrThrow({
      where: { id: partnerId, workspaceId: work.workspaceId },
    });
    await linkChannel(work, partner, asChannel(second, [cast.lumen, cast.brightpath]));
  });
  const used = () => t.work(async (work) => (await channelOf(work, partnerId)).slackChannelId);
  expect(await used()).toBe(shared);
  const words = ['second 1', 'second 2'];
  // Closed without a word, so that the post is refused first.
  controls.freezeChannel(shared, 'trial_ended');
  await say(...words);
  expect(said(words, second)).toEqual(words);
  expect(told()).toEqual([expect.stringContaining('I carry on in #brightpath-deals')]);
  expect(await used()).toBe(second);
  controls.freezeChannel(shared, null);
  await t.work((work) =>
    work.tx.partnerChannel.deleteMany({ where: { workspaceId: work.workspaceId, slackChannelId: second } }),
  );
});

test('replaced by a copy under another id, or deleted: what is due waits for the channel that /partner start names', async () => {
  const { maya } = t.people;
  const { controls } = t.sandbox;
  await t.work((work) =>
    work.tx.partnerChannel.updateMany({ where: { workspaceId: work.workspaceId }, data: { state: 'live' } }),
  );
  const words = ['moved 1', 'moved 2'];
  const copy = controls.disconnectCopy(shared);
  await say(...words);
  expect(told()).toEqual([expect.stringContaining('Run `/partner start` in the channel that replaces it')]);
  controls.shareState(copy, cast.brightpath, 'shared');
  for (const id of [cast.diego, cast.aiko, cast.sam]) controls.setMembership(copy, id, true);
  await openStartForm(t, copy);
  expect(await maya.submit()).toEqual({});
  await t.settled();
  expect(said(words, copy)).toEqual(words);
  shared = copy;
});

test('an invitation that was pending is accepted, without one of ours: the manager hears once that they are there', async () => {
  const { controls } = t.sandbox;
  const { maya, diego } = t.people;
  const [ours, nobodys] = ['southwind-lumen', 'elsewhere'].map((name) =>
    controls.addChannel({ name, memberIds: [maya.id, cast.tandem], teamIds: [cast.lumen] }),
  );
  if (!ours || !nobodys) throw new Error('unreachable');
  for (const id of [ours, nobodys]) controls.shareState(id, cast.brightpath, 'pending');
  await t.work(async (work) => {
    const southwind = { name: 'Southwind', tier: 'silver', timeZone: 'UTC', currency: 'EUR' };
    const { managerPersonId } = await work.tx.partner.findFirstOrThrow({
      where: { id: partnerId, workspaceId: work.workspaceId },
    });
    await savePartner(work, { ...southwind, managerPersonId, channel: asChannel(ours, [cast.lumen]) });
  });
  const from = maya.dm().length;
  const heard = () =>
    maya
      .dm()
      .slice(from)
      .map((message) => maya.reads(message))
      .filter((text) => /invitation|is shared|joined/.test(text));
  controls.answerInvitation(nobodys, diego.id, 'accepted');
  await t.settled();
  expect(heard()).toEqual([]);
  controls.answerInvitation(ours, diego.id, 'accepted, to be approved');
  await maya.until(() => heard().length === 1);
  expect(heard()[0]).toContain('has to approve it before the channel is shared');
  controls.answerInvitation(ours, diego.id, 'approved');
  await controls.redeliver(3);
  await t.settled();
  expect(heard()).toHaveLength(2);
  expect(heard()[1]).toContain('the channel of Southwind, is shared with the partner’s organisation now');
});
