import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { channelOf } from '../../../src/features/partners/public.ts';
import { linkChannel } from '../../../src/features/partners/save-partner.ts';
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
  await t.settled();
  expect(said(words)).toEqual(words);
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
      const before = controls.calls('chat.postMessage').length;
      await t.people.maya.press('Try now');
      await t.people.maya.until(() => controls.calls('chat.postMessage').length === before + 1);
      controls.freezeChannel(shared, null);
      await t.advance('day');
      await arrives(['frozen 1', 'frozen 2', 'frozen 3']);
    },
    'frozen',
  );
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
    await linkChannel(work, partner, {
      id: second,
      name: 'brightpath-deals',
      isShared: true,
      isArchived: false,
      isMember: true,
      connectedTeamIds: [cast.lumen, cast.brightpath],
    });
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
