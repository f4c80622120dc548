import { afterEach, expect, test } from 'vitest';
import { followChannel } from '../../../src/platform/delivery/follow-channel.ts';
import type { Audience, Rendered, SurfaceRef } from '../../../src/platform/delivery/message.ts';
import { post, touch } from '../../../src/platform/delivery/post.ts';
import { schedule } from '../../../src/platform/schedule/schedule.ts';
import type { Work } from '../../../src/platform/work.ts';
import { cast, newChannel, seedWorld } from '../../../src/sandbox/seed-world.ts';
import { startSandboxServer } from '../../../src/sandbox/server.ts';
import {
  type Engine,
  type EngineOptions,
  startEngine,
  testClock,
  workspaceId,
} from '../../support/engine.ts';

let engine: Engine;
afterEach(() => engine.stop());

const board: SurfaceRef = { kind: 'test.board', subject: 'b1', to: { channel: cast.shared } };

/** A live view that shows what is in this variable, as a feature's shows what is in the database. */
let shown: string | null;
let audience: Audience;
const renderers = {
  'test.board': async (): Promise<Rendered | null> =>
    shown === null ? null : { audience, message: { text: shown } },
};

/** By how much the database's clock may differ from this process's over a few seconds, milliseconds. */
const clockMs = 50;

async function start(options: EngineOptions = {}): Promise<void> {
  shown = 'version 1';
  audience = 'partner';
  engine = await startEngine({
    renderers,
    fallbackRecipient: async () => cast.maya,
    ...options,
  });
}

function messages(channel: string = cast.shared): { text: string; threadTs: string | null }[] {
  return engine.slack.controls
    .messages(channel)
    .filter((message) => message.isFromApp)
    .map(({ text, threadTs }) => ({ text, threadTs }));
}

async function change(text: string): Promise<void> {
  shown = text;
  await engine.work((work) => touch(work, board));
}

const stored = () =>
  engine.store.prisma.surface.findUniqueOrThrow({
    where: { workspaceId_kind_subject: { workspaceId, kind: board.kind, subject: board.subject } },
  });

test('is posted once and then updated in place', async () => {
  await start();
  await change('version 1');
  await engine.delivery.settled();
  await change('version 2');
  await engine.delivery.settled();
  expect(messages()).toEqual([{ text: 'version 2', threadTs: null }]);
});

test('many changes become few updates that end at the newest state', async () => {
  await start();
  await change('version 1');
  await engine.delivery.settled();
  for (let version = 2; version <= 20; version += 1) await change(`version ${version}`);
  await engine.delivery.settled();
  expect(messages()).toEqual([{ text: 'version 20', threadTs: null }]);
  expect(engine.slack.controls.calls('chat.update').length).toBeLessThan(19);
});

test('what the clock has redrawn in many channels gives way to what somebody is waiting for', async () => {
  const clock = testClock();
  const world = seedWorld(clock);
  const channels = Array.from({ length: 30 }, (_, index) => `C0REDRAW${String(index).padStart(2, '0')}`);
  for (const id of channels)
    world.data.channels[id] = newChannel({
      ...{ id, name: id.toLowerCase(), teamIds: [cast.lumen], memberIds: [cast.tandem], createdAt: 0 },
    });
  const slack = await startSandboxServer({ clock, port: 0, dataDir: null, world });
  let version = 'drawn';
  const boards = channels.map((id) => ({ kind: 'test.board', subject: id, to: { channel: id } }));
  const touchAll = async (work: Work) => {
    for (const each of boards) await touch(work, each);
    return undefined;
  };
  engine = await startEngine({
    ...{ clock, slack, speed: 20 },
    renderers: {
      'test.board': async (_work, id) => ({ audience: 'partner', message: { text: `${id} ${version}` } }),
    },
    jobs: { 'test.daily': { says: 'All boards', run: touchAll } },
  });
  await engine.work(touchAll);
  await engine.work((work) => touch(work, board));
  await engine.delivery.settled();
  const updates = () => slack.controls.calls('chat.update').length;
  version = 'redrawn';
  await engine.work((work) => schedule(work, { kind: 'test.daily', key: '', dueAt: clock.now() }));
  await engine.heartbeat.runDueWork();
  await until(() => updates() >= 5);
  await engine.work((work) => touch(work, board));
  await until(() => messages().some(({ text }) => text === 'b1 redrawn'));
  const before = updates();
  await engine.delivery.settled();
  expect(slack.controls.messages(channels[29] ?? '').map(({ text }) => text)).toEqual(['C0REDRAW29 redrawn']);
  expect(updates()).toBe(31);
  expect(before).toBeLessThan(20);
  await slack.close();

  function until(isSo: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        if (!isSo()) return;
        slack.world.listeners.delete(look);
        resolve();
      };
      slack.world.listeners.add(look);
      look();
    });
  }
});

test('is updated at most once a second, though it changes all the time and two processes show it', async () => {
  await start({ speed: 1 });
  const other = await startEngine({
    ...{ store: engine.store, slack: engine.slack, clock: engine.clock },
    speed: 1,
    renderers,
  });
  try {
    await change('version 1');
    await engine.delivery.settled();
    const updates = () => engine.slack.controls.calls('chat.update');
    const startedAt = performance.now();
    const { listeners } = engine.slack.world;
    const wanted = 5;
    await new Promise<void>((resolve, reject) => {
      let version = 1;
      // As soon as a change is shown there is another; each process records every second one.
      const changeAgain = () => {
        if (updates().length >= wanted) {
          listeners.delete(look);
          resolve();
        } else if (updates().length >= version) {
          version = updates().length + 1;
          shown = `version ${version}`;
          const recorder = version % 2 === 0 ? engine : other;
          recorder.work((work) => touch(work, board)).catch(reject);
        }
      };
      const look = () => queueMicrotask(changeAgain);
      listeners.add(look);
      shown = 'version 0';
      engine.work((work) => touch(work, board)).catch(reject);
    });
    await engine.delivery.settled();
    const times = updates().map(({ atMs }) => atMs);
    // No update is ahead of its second, however long each takes on a busy machine.
    for (const [index, at] of times.entries()) expect(at).toBeGreaterThan(startedAt + index * 1000 - clockMs);
    const gaps = times.slice(1).map((at, index) => at - (times[index] ?? 0));
    gaps.sort((a, b) => a - b);
    expect(gaps[Math.floor(gaps.length / 2)]).toBeGreaterThan(800);
  } finally {
    await other.stop();
  }
});

test('nothing is sent when nothing changed', async () => {
  await start();
  await change('same');
  await engine.delivery.settled();
  await change('same');
  await engine.delivery.settled();
  expect(engine.slack.controls.calls('chat.update')).toHaveLength(0);
});

test('one that was deleted in Slack is posted anew', async () => {
  await start();
  await change('version 1');
  await engine.delivery.settled();
  const before = await stored();
  engine.slack.controls.deleteMessage(cast.shared, before.slackTs ?? '');
  await change('version 2');
  await engine.delivery.settled();
  expect(messages()).toEqual([{ text: 'version 2', threadTs: null }]);
  expect((await stored()).slackTs).not.toBe(before.slackTs);
});

test.each(['no-answer-after-accepting', 'reset', 500] as const)('is there once after %s', async (mode) => {
  await start();
  engine.slack.controls.failNext({ method: 'chat.postMessage', mode });
  await change('version 1');
  await engine.delivery.settled();
  expect(messages()).toEqual([{ text: 'version 1', threadTs: null }]);
});

test('a post in the same transaction finds its thread, in whichever order they were recorded', async () => {
  await start();
  await engine.work(async (work) => {
    await post(work, {
      key: 'comment',
      to: { channel: cast.shared },
      audience: 'partner',
      message: { text: 'a comment' },
      thread: { surface: 'test.board:b1' },
    });
    await touch(work, board);
  });
  await engine.delivery.settled();
  const { slackTs } = await stored();
  expect(messages()).toContainEqual({ text: 'a comment', threadTs: slackTs });
});

test('an internal one moves to the manager once its channel is shared', async () => {
  await start();
  audience = 'internal';
  await change('margins');
  await engine.delivery.settled();
  expect(messages()).toEqual([]);
  const dm = (await stored()).slackChannelId ?? '';
  expect(engine.slack.world.data.channels[dm]?.memberIds).toContain(cast.maya);
  expect(messages(dm)).toEqual([{ text: expect.stringContaining('margins'), threadTs: null }]);
});

test('an internal one that is shown already is taken out of a channel that others come to read', async () => {
  await start();
  audience = 'internal';
  shown = 'margins';
  const inside = { ...board, to: { channel: cast.internal } };
  await engine.work((work) => touch(work, inside));
  await engine.delivery.settled();
  expect(messages(cast.internal)).toEqual([{ text: 'margins', threadTs: null }]);
  engine.slack.controls.shareState(cast.internal, cast.brightpath, 'pending');
  shown = 'margins, newest';
  await engine.work((work) => touch(work, inside));
  await engine.delivery.settled();
  expect(messages(cast.internal)).toEqual([{ text: 'This was moved to a direct message.', threadTs: null }]);
  expect(messages((await stored()).slackChannelId ?? '')).toEqual([
    { text: expect.stringContaining('margins, newest'), threadTs: null },
  ]);
});

test('with nothing to show, the last state stays', async () => {
  await start();
  await change('version 1');
  await engine.delivery.settled();
  shown = null;
  await engine.work((work) => touch(work, board));
  await engine.delivery.settled();
  expect(messages()).toEqual([{ text: 'version 1', threadTs: null }]);
});

test('a Home tab is published to its person', async () => {
  await start();
  await engine.work((work) => touch(work, { kind: 'test.board', subject: 'home', to: { home: cast.maya } }));
  await engine.delivery.settled();
  expect(engine.slack.controls.calls('views.publish')).toMatchObject([{ args: { user_id: cast.maya } }]);
});

test('one whose channel is gone is given up, and taken up again elsewhere', async () => {
  await start();
  engine.slack.controls.deleteChannel(cast.shared);
  await change('version 1');
  await engine.delivery.settled();
  expect(engine.undeliverable).toMatchObject([{ key: 'test.board:b1', placeIsGone: true }]);
  await engine.work((work) => touch(work, { ...board, to: { channel: cast.internal } }));
  await engine.delivery.settled();
  expect(messages(cast.internal)).toEqual([{ text: 'version 1', threadTs: null }]);
});

test('follows its channel when Slack gives that another id', async () => {
  await start();
  await change('version 1');
  await engine.delivery.settled();
  const moved = engine.slack.controls.changeChannelId(cast.shared);
  shown = 'version 2';
  await engine.work((work) => followChannel(work, cast.shared, moved));
  await engine.delivery.settled();
  expect(messages(moved)).toEqual([{ text: 'version 2', threadTs: null }]);
});

test('a fault in its renderer is logged, told in plain words, and mended by the next change', async () => {
  let isBroken = true;
  engine = await startEngine({
    renderers: {
      'test.board': async () => {
        if (isBroken) throw new Error('undefined is not a function');
        return { audience: 'partner', message: { text: 'whole' } };
      },
    },
  });
  await engine.work((work) => touch(work, board));
  await engine.delivery.settled();
  expect(engine.undeliverable).toMatchObject([{ reason: expect.not.stringContaining('undefined') }]);
  expect(engine.errors).toEqual([expect.stringContaining('undefined is not a function')]);
  isBroken = false;
  await engine.work((work) => touch(work, board));
  await engine.delivery.settled();
  expect(messages()).toEqual([{ text: 'whole', threadTs: null }]);
});

test('one that Slack never takes is given up in the end, and then holds up its channel no more', async () => {
  await start();
  await change('version 1');
  await engine.delivery.settled();
  engine.slack.controls.failNext({ method: 'chat.update', mode: { error: 'internal_error' }, times: 1000 });
  // The hours of tries before.
  await engine.store.prisma.surface.updateMany({ data: { attempts: 499 } });
  await change('version 2');
  await engine.work((work) =>
    post(work, {
      ...{ key: 'after it', to: { channel: cast.shared }, audience: 'partner' },
      message: { text: 'after it' },
    }),
  );
  await engine.delivery.settled();
  expect(messages().map(({ text }) => text)).toEqual(['version 1', 'after it']);
  expect(engine.undeliverable).toMatchObject([{ reason: 'Slack did not take it in 500 tries.' }]);
  const tried = engine.slack.controls.calls('chat.update').length;
  await change('version 3');
  await engine.delivery.settled();
  expect(engine.slack.controls.calls('chat.update')).toHaveLength(tried + 1);
  engine.slack.controls.clearFaults();
  await change('version 4');
  await engine.delivery.settled();
  expect(messages().map(({ text }) => text)).toEqual(['version 4', 'after it']);
  expect(await stored()).toMatchObject({ attempts: 0, lastError: null });
});
