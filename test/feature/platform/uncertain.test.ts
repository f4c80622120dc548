import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { release } from '../../../src/platform/delivery/hold.ts';
import type { Post, SurfaceRef } from '../../../src/platform/delivery/message.ts';
import { post, touch } from '../../../src/platform/delivery/post.ts';
import { resend } from '../../../src/platform/delivery/resend.ts';
import type { PlannedFault } from '../../../src/sandbox/faults.ts';
import { cast } from '../../../src/sandbox/seed-world.ts';
import { nextTs } from '../../../src/sandbox/world.ts';
import { type Engine, keepsNoChannels, startEngine, workspaceId } from '../../support/engine.ts';

// A message whose first try broke off arrives at Slack only while later tries fail: it must be there once all the same.

const board: SurfaceRef = { kind: 'test.board', subject: 'b1', to: { channel: cast.shared } };
let isClosed: boolean;
let engine: Engine;
/** Runs once, between the reading of a post and what is done about it. */
let meanwhile: (() => Promise<unknown>) | null;

beforeEach(async () => {
  isClosed = false;
  meanwhile = null;
  engine = await startEngine({
    renderers: { 'test.board': async () => ({ audience: 'partner', message: { text: 'once' } }) },
    channels: {
      ...keepsNoChannels,
      closedBecause: async () => {
        const run = meanwhile;
        meanwhile = null;
        await run?.();
        return isClosed ? 'The channel is archived.' : null;
      },
      refused: async () => {
        isClosed = true;
        return true;
      },
    },
  });
});
afterEach(() => engine.stop());

const note = (key: string, more: Partial<Post> = {}): Post => ({
  ...{ key, to: { channel: cast.shared }, audience: 'partner', message: { text: key } },
  ...more,
});
const sent = () =>
  engine.slack.controls
    .messages(cast.shared)
    .filter((message) => message.isFromApp)
    .map((message) => message.text);
const find = (key: string) =>
  engine.store.prisma.delivery.findUniqueOrThrow({ where: { workspaceId_key: { workspaceId, key } } });
const posts = () => engine.slack.controls.calls('chat.postMessage').map(({ outcome }) => outcome);

/** Slack has the message of the first try by now, which it never confirmed. */
async function land(id: string, text: string): Promise<void> {
  const { world } = engine.slack;
  const messages = world.data.messages[cast.shared] ?? [];
  const [any] = messages;
  if (!any) throw new Error('nothing was ever said here');
  const metadata = { event_type: 'tandem_delivery', event_payload: { id } };
  messages.push({ ...any, isFromApp: true, userId: cast.tandem, metadata, ts: nextTs(world), text });
}

/** Runs something at the moment when this many posts have been tried. */
function whenTried(times: number, run: () => unknown): void {
  const { listeners } = engine.slack.world;
  const look = () => {
    if (posts().length < times) return;
    listeners.delete(look);
    run();
  };
  listeners.add(look);
}

const fail = (mode: PlannedFault['mode'], times = 1, method = 'chat.postMessage') =>
  engine.slack.controls.failNext({ method, mode, times });

/** What Slack says when it has certainly not taken the second try. */
const refusals: readonly PlannedFault['mode'][] = [
  'ratelimited',
  { error: 'org_login_required' },
  { error: 'token_expired' },
];

describe('a first try that arrives late, after the second was refused', () => {
  test.each(refusals)('a post: %j', async (mode) => {
    fail('reset');
    fail(mode);
    whenTried(2, async () => land((await find('once')).id, 'once'));
    await engine.work((work) => post(work, note('once'), note('next')));
    await engine.delivery.settled();
    expect(sent()).toEqual(['once', 'next']);
    expect(posts().slice(0, 2)).toEqual(['reset', expect.any(String)]);
  });

  test.each(refusals)('a live view: %j', async (mode) => {
    fail('reset');
    fail(mode);
    const surfaces = engine.store.prisma.surface;
    whenTried(2, async () => land((await surfaces.findFirstOrThrow()).id, 'once'));
    await engine.work((work) => touch(work, board));
    await engine.delivery.settled();
    expect(sent()).toEqual(['once']);
  });

  test.each(['a post', 'a live view'] as const)(
    '%s whose channel was archived and is open again',
    async (what) => {
      fail('reset');
      fail({ error: 'is_archived' });
      const { surface } = engine.store.prisma;
      await engine.work((work) => (what === 'a post' ? post(work, note('once')) : touch(work, board)));
      await engine.delivery.settled();
      expect(posts()).toEqual(['reset', 'is_archived']);
      const { id } = await (what === 'a post' ? find('once') : surface.findFirstOrThrow());
      await land(id, 'once');
      isClosed = false;
      await engine.work((work) => release(work, cast.shared));
      await engine.delivery.settled();
      expect(sent()).toEqual(['once']);
    },
  );

  test('a post that was given up, and sent again hours later', async () => {
    fail('reset');
    fail({ error: 'msg_too_long' });
    await engine.work((work) => post(work, note('once')));
    await engine.delivery.settled();
    const { id, status } = await find('once');
    expect(status).toBe('dead');
    await land(id, 'once');
    engine.clock.moveMinutes(5 * 60);
    await engine.work((work) => resend(work, id));
    await engine.delivery.settled();
    expect(sent()).toEqual(['once']);
    expect(posts()).toHaveLength(2);
  });

  test('a reminder that is too late by then is found, or left out and counted as such', async () => {
    const staleAt = new Date(engine.clock.now().getTime() + 60_000);
    fail('reset', 2);
    fail({ error: 'internal_error' }, 2);
    whenTried(2, () => engine.clock.moveMinutes(5));
    await engine.work((work) => post(work, note('reminder', { staleAt })));
    await engine.delivery.settled();
    expect(sent()).toEqual([]);
    expect(await find('reminder')).toMatchObject({ status: 'dismissed', sendingAt: null });
  });
});

test('a post that another has sent meanwhile is not marked as too late by one that was paused', async () => {
  const staleAt = new Date(engine.clock.now().getTime() + 60_000);
  meanwhile = async () => {
    // As the other process does it, in time.
    await engine.store.prisma.delivery.updateMany({
      data: { status: 'sent', slackTs: '1.1', slackChannelId: cast.shared, sentAt: engine.clock.now() },
    });
    engine.clock.moveMinutes(5);
  };
  await engine.work((work) => post(work, note('in time', { staleAt })));
  await engine.delivery.settled();
  await engine.work((work) => post(work, note('next')));
  await engine.delivery.settled();
  expect(await find('in time')).toMatchObject({ status: 'sent' });
});

test('a channel that cannot be looked into does not stand for good', { timeout: 120_000 }, async () => {
  fail('reset');
  fail({ error: 'internal_error' }, 1000, 'conversations.history');
  whenTried(1, async () => {
    // The hours of tries before.
    await engine.store.prisma.delivery.updateMany({ where: { key: 'lost' }, data: { attempts: 498 } });
  });
  await engine.work((work) => post(work, note('lost'), note('next')));
  await engine.delivery.settled();
  expect(sent()).toEqual(['next']);
  expect(await find('lost')).toMatchObject({ status: 'dead', sendingAt: expect.any(Date) });
  expect(engine.undeliverable).toMatchObject([{ key: 'lost' }]);
});

test.each([403, 404, 407, 408])('what a proxy answers, HTTP %i, gives nothing up', async (status) => {
  fail({ proxy: status }, 2);
  await engine.work((work) => post(work, note('first'), note('second')));
  await engine.delivery.settled();
  expect(sent()).toEqual(['first', 'second']);
  expect(engine.undeliverable).toEqual([]);
});
