import { afterAll, beforeAll, expect, test } from 'vitest';
import { post } from '../../src/platform/delivery/post.ts';
import type { Store } from '../../src/platform/store/store.ts';
import { cast, newChannel, seedWorld } from '../../src/sandbox/seed-world.ts';
import { type Sandbox, startSandboxServer } from '../../src/sandbox/server.ts';
import { type Engine, startEngine, testClock } from '../support/engine.ts';
import { openTestStore } from '../support/store.ts';

// A digest to 2,000 channels through three processes, against a local Slack that enforces Slack's allowances, so
// many times faster than Slack that it takes less than a minute. PACING_CHANNELS=10000 PACING_SPEED=10 takes four.

const speed = Number(process.env.PACING_SPEED ?? 7);
const channels = Number(process.env.PACING_CHANNELS ?? 2000);
const answers = 20;
/** What the local Slack allows: 300 posts a minute, forty at once. */
const dictatedSeconds = ((channels + answers - 40) / 300 / speed) * 60;

let slack: Sandbox;
let store: Store;
let engines: Engine[];

const channelOf = (index: number) => `C0DIGEST${String(index).padStart(4, '0')}`;

beforeAll(async () => {
  const clock = testClock();
  const world = seedWorld(clock);
  for (let index = 0; index < channels; index += 1)
    world.data.channels[channelOf(index)] = newChannel({
      id: channelOf(index),
      name: `digest-${index}`,
      teamIds: [cast.lumen, cast.brightpath],
      memberIds: [cast.tandem, cast.diego],
      createdAt: 0,
    });
  slack = await startSandboxServer({ clock, port: 0, dataDir: null, world, rateSpeed: speed });
  store = await openTestStore();
  engines = await Promise.all([1, 2, 3].map(() => startEngine({ store, slack, clock, speed })));
});
afterAll(async () => {
  for (const engine of engines) await engine.stop();
  await slack.close();
  await store.close();
});

test(`a digest to ${channels} channels takes what the allowance dictates, no call is refused, and answers pass by it`, {
  timeout: 600_000,
}, async () => {
  const [engine] = engines;
  if (!engine) throw new Error('no engine');
  const shownAt = new Map<string, number>();
  const look = (event: { type: string; channelId?: string }) => {
    if (event.type !== 'messages' || event.channelId === undefined) return;
    const text = slack.controls.messages(event.channelId).at(-1)?.text;
    if (text !== undefined && !shownAt.has(text)) shownAt.set(text, performance.now());
  };
  slack.world.listeners.add(look);
  await engine.work((work) =>
    post(
      work,
      ...Array.from({ length: channels }, (_, index) => ({
        key: `digest ${index}`,
        to: { channel: channelOf(index) },
        audience: 'partner' as const,
        message: { text: `digest ${index}` },
        urgency: 'bulk' as const,
      })),
    ),
  );
  const startedAt = performance.now();
  // Meanwhile people are answered: elsewhere, and in a channel whose own digest still waits far behind.
  const waits: number[] = [];
  for (let turn = 0; turn < answers; turn += 1) {
    const done = shownAt.size;
    await until(() => shownAt.size >= done + channels / 40);
    const channel = turn % 2 === 0 ? cast.shared : channelOf(channels - 1 - turn);
    const text = `answer ${turn}`;
    const askedAt = performance.now();
    await engine.work((work) =>
      post(work, { key: text, to: { channel }, audience: 'partner', message: { text } }),
    );
    await until(() => shownAt.has(text));
    waits.push((shownAt.get(text) ?? 0) - askedAt);
  }
  await engine.delivery.settled();
  slack.world.listeners.delete(look);
  const tookSeconds = (Math.max(...shownAt.values()) - startedAt) / 1000;
  waits.sort((a, b) => a - b);
  console.log(
    `digest to ${channels} channels: ${tookSeconds.toFixed(1)} s, ${(tookSeconds / dictatedSeconds).toFixed(3)} × what the allowance dictates; an answer waited ${Math.round(waits[10] ?? 0)} ms in the middle, ${Math.round(waits.at(-1) ?? 0)} ms at most`,
  );
  const calls = slack.controls.calls('chat.postMessage');
  expect(calls.filter(({ outcome }) => outcome === 'ratelimited')).toEqual([]);
  expect(calls.filter(({ outcome }) => outcome === 'ok')).toHaveLength(channels + answers);
  // Asking about each channel would take forty minutes at Slack's rate for that.
  expect(slack.controls.calls('conversations.info')).toHaveLength(0);
  expect(waits.at(-1)).toBeLessThan(3000);
  expect(tookSeconds / dictatedSeconds).toBeLessThan(1.05);
});

/** Looks again whenever something is said. */
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
