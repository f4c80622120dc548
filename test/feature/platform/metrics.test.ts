import { addMinutes } from 'date-fns';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Post, SurfaceRef } from '../../../src/platform/delivery/message.ts';
import { post, touch } from '../../../src/platform/delivery/post.ts';
import type { DueItem } from '../../../src/platform/feature.ts';
import { createMetrics, type Metrics } from '../../../src/platform/metrics.ts';
import { schedule } from '../../../src/platform/schedule/schedule.ts';
import { tooLate } from '../../../src/platform/schedule/too-late.ts';
import type { Work } from '../../../src/platform/work.ts';
import { cast } from '../../../src/sandbox/seed-world.ts';
import {
  type Engine,
  keepsNoChannels,
  monday,
  startEngine,
  testClock,
  workspaceId,
} from '../../support/engine.ts';
import { sampleOf } from '../../support/sample.ts';
import { openTestStore } from '../../support/store.ts';

// Each figure of what waits, what came of it and what is late says something other than nothing once.

const channel = cast.shared;
const card: SurfaceRef = { kind: 'test.card', subject: 'one', to: { channel } };
let engine: Engine;
let metrics: Metrics;
let isClosed: boolean;
let shown: string;

beforeEach(async () => {
  const [store, clock] = [await openTestStore(), testClock()];
  [isClosed, shown] = [false, 'first'];
  metrics = createMetrics({ store, clock });
  engine = await startEngine({
    ...{ store, clock, isDelivering: false, onOutcome: metrics.delivered },
    renderers: { 'test.card': async () => ({ audience: 'partner', message: { text: shown } }) },
    channels: { ...keepsNoChannels, closedBecause: async () => (isClosed ? 'It is archived.' : null) },
    jobs: {
      'test.breaks': { says: 'breaks', run: () => Promise.reject(new Error('always')) },
      'test.reminder': { says: 'reminds', run: remindWithinTheHour },
    },
  });
  await store.prisma.workspace.create({
    data: { id: workspaceId, slackTeamId: cast.lumen, name: 'Lumen', botUserId: 'U1', createdAt: monday },
  });
});
afterEach(async () => {
  await engine.stop();
  await engine.slack.close();
  await engine.store.close();
});

async function remindWithinTheHour(work: Work, item: DueItem): Promise<undefined> {
  if (work.now > addMinutes(item.dueAt, 60)) await tooLate(work, item);
}

const say = (key: string, more: Partial<Post> = {}) =>
  engine.work((work) =>
    post(work, { key, to: { channel }, audience: 'partner', message: { text: key }, ...more }),
  );
const change = () => engine.work((work) => touch(work, card));

/** These samples as they stand, by their names without the prefix. */
async function samples(...names: readonly string[]): Promise<(number | undefined)[]> {
  const scraped = await metrics.scrape();
  return names.map((name) => sampleOf(scraped, `tandem_${name}`));
}
const outcome = (name: string) => `deliveries_total{outcome="${name}"}`;
const waiting = ['deliveries_pending', 'delivery_oldest_pending_seconds'] as const;

test('what waits is counted with its age, a live view as a message', async () => {
  await change();
  engine.clock.moveMinutes(5);
  expect(await samples(...waiting)).toEqual([1, 300]);
  await say('later');
  engine.clock.moveMinutes(5);
  expect(await samples(...waiting)).toEqual([2, 600]);
  await engine.delivery.start();
  await engine.delivery.settled();
  expect(await samples(...waiting, outcome('sent'), outcome('shown'))).toEqual([0, 0, 1, 1]);
});

test('an update that shows nothing new is not counted as one', async () => {
  await engine.delivery.start();
  await change();
  await engine.delivery.settled();
  await change();
  await engine.delivery.settled();
  expect(await samples(outcome('shown'))).toEqual([1]);
  shown = 'second';
  await change();
  await engine.delivery.settled();
  expect(await samples(outcome('shown'))).toEqual([2]);
});

test('what became of messages and of live views is counted', async () => {
  const { controls } = engine.slack;
  await engine.delivery.start();
  const trying = async (error: 'ratelimited' | { readonly error: string }, decide: () => Promise<void>) => {
    controls.failNext({ method: 'chat.postMessage', mode: error });
    await decide();
    await engine.delivery.settled();
  };
  await trying('ratelimited', () => say('tried again'));
  await trying({ error: 'msg_too_long' }, () => say('too long'));
  await trying({ error: 'msg_too_long' }, change);
  await trying('ratelimited', change);
  await say('too late', { staleAt: monday });
  await engine.delivery.settled();
  isClosed = true;
  await say('held back');
  await engine.delivery.settled();
  await change();
  await engine.delivery.settled();
  expect(
    await samples(
      ...['sent', 'shown', 'retried', 'dead', 'stale', 'held'].map(outcome),
      ...['deliveries_dead', 'deliveries_held'],
    ),
  ).toEqual([1, 1, 2, 2, 1, 2, 1, 1]);
});

test('due work that is late, given up or dropped is counted', async () => {
  await engine.work((work) =>
    schedule(
      work,
      { kind: 'test.breaks', key: 'one', dueAt: monday },
      { kind: 'test.reminder', key: 'two', dueAt: monday },
    ),
  );
  engine.clock.moveMinutes(2);
  expect(await samples('heartbeat_lag_seconds')).toEqual([120]);
  for (let tries = 0; tries < 8; tries += 1) {
    engine.clock.moveMinutes(61);
    await engine.heartbeat.runDueWork();
  }
  expect(
    await samples(
      'heartbeat_lag_seconds',
      'due_items_failed',
      'due_items_dropped_total{kind="test.reminder"}',
    ),
  ).toEqual([0, 1, 1]);
});

test('who has the connections to a server is told', async () => {
  const { prisma, kind, connections } = engine.store;
  if (kind === 'embedded') return expect(connections).toBeNull();
  const [busy] = await prisma.$transaction(async () => samples('database_connections{state="busy"}'));
  expect(busy).toBe(1);
  const [idle, up] = await samples('database_connections{state="idle"}', 'database_up');
  expect([(idle ?? 0) > 0, up]).toEqual([true, 1]);
});
