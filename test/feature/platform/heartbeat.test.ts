import { addMinutes } from 'date-fns';
import { afterEach, describe, expect, test } from 'vitest';
import { post } from '../../../src/platform/delivery/post.ts';
import type { DueItem, DueJob, Postponed } from '../../../src/platform/feature.ts';
import { retryDue } from '../../../src/platform/schedule/retry.ts';
import { schedule, scheduleRecurring, unschedule } from '../../../src/platform/schedule/schedule.ts';
import { tooLate } from '../../../src/platform/schedule/too-late.ts';
import type { Work } from '../../../src/platform/work.ts';
import { cast } from '../../../src/sandbox/seed-world.ts';
import { type Engine, type EngineOptions, monday, startEngine, workspaceId } from '../../support/engine.ts';

const engines: Engine[] = [];
afterEach(async () => {
  // The first owns the store and the local Slack.
  for (const engine of engines.splice(0).reverse()) await engine.stop();
});

async function start(
  run: (work: Work, item: DueItem) => Promise<Date | Postponed | undefined>,
  options: EngineOptions = {},
): Promise<Engine> {
  const job: DueJob = { says: 'Test', run };
  const engine = await startEngine({ isDelivering: false, ...options, jobs: { 'test.job': job } });
  engines.push(engine);
  return engine;
}

const inMinutes = (minutes: number) => addMinutes(monday, minutes);
const plan = (engine: Engine, key: string, minutes: number) =>
  engine.work((work) => schedule(work, { kind: 'test.job', key, dueAt: inMinutes(minutes) }));
const items = (engine: Engine) => engine.store.prisma.dueItem.findMany({ orderBy: { key: 'asc' } });

describe('due work', () => {
  test('is done when it is due and not before, the oldest first', async () => {
    const done: string[] = [];
    const engine = await start(async (_work, { key }) => void done.push(key));
    await plan(engine, 'later', 20);
    await plan(engine, 'sooner', 10);
    expect(await engine.heartbeat.runDueWork()).toBe(0);
    expect(await engine.heartbeat.nextDue()).toEqual({
      at: inMinutes(10),
      kind: 'test.job',
      key: 'sooner',
      label: 'Test',
    });
    engine.clock.moveMinutes(20);
    await engine.heartbeat.runDueWork();
    expect([...done].sort()).toEqual(['later', 'sooner']);
    expect(await items(engine)).toEqual([]);
    expect(await engine.heartbeat.nextDue()).toBeNull();
  });

  test('that finds mostly nothing to say is done in its turn, but nobody waits for it', async () => {
    const done: string[] = [];
    const job = (says: string): DueJob => ({ says, run: async (_work, { key }) => void done.push(key) });
    const engine = await startEngine({
      isDelivering: false,
      jobs: { 'test.look': { ...job('Daily look'), isSilent: true }, 'test.call': job('Reminder of a call') },
    });
    engines.push(engine);
    await engine.work(async (work) => {
      await schedule(work, { kind: 'test.look', key: 'look', dueAt: inMinutes(10) });
      await schedule(work, { kind: 'test.call', key: 'call', dueAt: inMinutes(20) });
    });
    expect(await engine.heartbeat.nextDue()).toMatchObject({ label: 'Daily look' });
    expect(await engine.heartbeat.nextAwaited()).toMatchObject({
      label: 'Reminder of a call',
      at: inMinutes(20),
    });
    engine.clock.moveMinutes(10);
    await engine.heartbeat.runDueWork();
    expect(done).toEqual(['look']);
  });

  test('is done once, though several processes look for it', async () => {
    const remind = async (work: Work, { key }: DueItem) => {
      await post(work, {
        key: `reminder ${key}`,
        to: { channel: cast.internal },
        audience: 'internal',
        message: { text: key },
      });
      await work.tx.counter.upsert({
        where: { name: key },
        create: { name: key, value: 1 },
        update: { value: { increment: 1 } },
      });
      return undefined;
    };
    const first = await start(remind);
    const second = await start(remind, { store: first.store, slack: first.slack, clock: first.clock });
    const keys = Array.from({ length: 40 }, (_, index) => `item ${String(index).padStart(2, '0')}`);
    await first.work((work) =>
      schedule(work, ...keys.map((key) => ({ kind: 'test.job', key, dueAt: monday }))),
    );
    await Promise.all([first.heartbeat.runDueWork(), second.heartbeat.runDueWork()]);
    const counters = await first.store.prisma.counter.findMany();
    expect(counters.map(({ name, value }) => [name, Number(value)]).sort()).toEqual(
      keys.map((key) => [key, 1]),
    );
    expect(await first.store.prisma.delivery.count()).toBe(keys.length);
  });

  test('comes again at the date its job returns', async () => {
    const seen: Date[] = [];
    const engine = await start(async (_work, { dueAt }) => {
      seen.push(dueAt);
      return addMinutes(dueAt, 60);
    });
    await plan(engine, 'hourly', 0);
    await engine.heartbeat.runDueWork();
    engine.clock.moveMinutes(125);
    await engine.heartbeat.runDueWork();
    expect(seen).toEqual([inMinutes(0), inMinutes(60), inMinutes(120)]);
    expect(await items(engine)).toMatchObject([{ dueAt: inMinutes(180), attempts: 0 }]);
  });

  test('keeps what the job itself has scheduled under its own key', async () => {
    const engine = await start(async (work, { kind, key }) => {
      await schedule(work, { kind, key, dueAt: inMinutes(99) });
      return undefined;
    });
    await plan(engine, 'moved', 0);
    await engine.heartbeat.runDueWork();
    expect(await items(engine)).toMatchObject([{ key: 'moved', dueAt: inMinutes(99) }]);
  });

  test('is moved by scheduling it again, and forgotten by its key or the beginning of it', async () => {
    const engine = await start(async () => undefined);
    await plan(engine, 'call:1:24h', 10);
    await plan(engine, 'call:1:24h', 30);
    await plan(engine, 'call:1:10m', 40);
    await plan(engine, 'call:2:24h', 40);
    expect(await items(engine)).toHaveLength(3);
    await engine.work((work) => unschedule(work, 'test.job', 'call:1:'));
    expect(await items(engine)).toMatchObject([{ key: 'call:2:24h' }]);
  });
});

describe('work that recurs', () => {
  const planNext = (engine: Engine, minutes: number) =>
    engine.work((work) =>
      scheduleRecurring(work, { kind: 'test.job', key: 'digest', dueAt: inMinutes(minutes) }),
    );

  test('is moved while it lies ahead, and stays due once it is, until it is done', async () => {
    const done: Date[] = [];
    const engine = await start(async (_work, { dueAt }) => {
      done.push(dueAt);
      return inMinutes(1000);
    });
    await planNext(engine, 30);
    await planNext(engine, 20);
    await planNext(engine, 25);
    engine.clock.moveMinutes(25);
    await planNext(engine, 500);
    expect(await items(engine)).toMatchObject([{ dueAt: inMinutes(25) }]);
    await engine.heartbeat.runDueWork();
    expect(done).toEqual([inMinutes(25)]);
    await planNext(engine, 500);
    expect(await items(engine)).toMatchObject([{ dueAt: inMinutes(500) }]);
  });

  test('stays due while it is repeated or postponed; given up, it begins afresh', async () => {
    const seen: Date[] = [];
    let comesOf: 'fails' | 'waits' | 'done' = 'fails';
    const engine = await start(async (_work, { dueAt }) => {
      seen.push(dueAt);
      if (comesOf === 'fails') throw new Error('out of order');
      return comesOf === 'waits' ? { postponedTo: inMinutes(600) } : inMinutes(1000);
    });
    await planNext(engine, 0);
    await engine.heartbeat.runDueWork();
    await planNext(engine, 500);
    comesOf = 'waits';
    engine.clock.moveMinutes(1);
    await engine.heartbeat.runDueWork();
    expect(await engine.heartbeat.nextDue()).toMatchObject({ at: inMinutes(600) });
    await planNext(engine, 700);
    comesOf = 'done';
    engine.clock.moveMinutes(598);
    await engine.heartbeat.runDueWork();
    expect(seen).toHaveLength(2);
    engine.clock.moveMinutes(1);
    await engine.heartbeat.runDueWork();
    expect(seen).toEqual([monday, monday, monday]);
    expect(await items(engine)).toMatchObject([{ dueAt: inMinutes(1000), retryAt: null, attempts: 0 }]);
    await engine.store.prisma.dueItem.updateMany({ data: { dueAt: monday, failedAt: monday } });
    await planNext(engine, 2000);
    expect(await items(engine)).toMatchObject([{ dueAt: inMinutes(2000), failedAt: null }]);
  });
});

describe('work found late', () => {
  test('is done all the same where its kind says so', async () => {
    const done: string[] = [];
    const engine = await start(async (_work, { key }) => void done.push(key));
    await plan(engine, 'digest', 0);
    engine.clock.moveMinutes(7 * 24 * 60);
    await engine.heartbeat.runDueWork();
    expect(done).toEqual(['digest']);
  });

  test('is left undone and counted, once, where its job finds it stale', async () => {
    const done: string[] = [];
    const engine = await start(async (work, item) => {
      if (work.now > addMinutes(item.dueAt, 30)) await tooLate(work, item);
      else done.push(item.key);
      return undefined;
    });
    await plan(engine, 'ten minutes to go', 0);
    await plan(engine, 'still fresh', 20);
    engine.clock.moveMinutes(31);
    await engine.heartbeat.runDueWork();
    expect(done).toEqual(['still fresh']);
    expect(await items(engine)).toEqual([]);
    expect(await engine.store.prisma.counter.findMany()).toEqual([
      { name: 'schedule.dropped.test.job', value: 1n },
    ]);
  });
});

describe('a job that fails', () => {
  test('changes nothing, is repeated ever later, keeps its date, and is given up in the end', async () => {
    const seen: Date[] = [];
    const engine = await start(async (work, { dueAt }) => {
      seen.push(dueAt);
      await work.tx.counter.create({ data: { name: `trace ${seen.length}`, value: 1 } });
      throw new Error('out of order');
    });
    await plan(engine, 'broken', 0);
    await plan(engine, 'broken too', 0);
    await engine.heartbeat.runDueWork();
    expect(seen).toHaveLength(2);
    expect(engine.errors).toHaveLength(2);
    for (let round = 0; round < 20; round += 1) {
      engine.clock.moveMinutes(60);
      await engine.heartbeat.runDueWork();
    }
    expect(seen).toHaveLength(16);
    expect(new Set(seen.map((date) => date.getTime()))).toEqual(new Set([monday.getTime()]));
    expect(await items(engine)).toMatchObject([
      { key: 'broken', attempts: 8, lastError: 'out of order', failedAt: expect.any(Date) },
      { key: 'broken too', attempts: 8 },
    ]);
    expect(engine.errors).toHaveLength(4);
    expect(await engine.store.prisma.counter.count()).toBe(0);
    expect(await engine.heartbeat.nextDue()).toBeNull();
  });

  test('holds up no other, and begins afresh when it is scheduled again', async () => {
    let isBroken = true;
    const done: string[] = [];
    const engine = await start(async (_work, { key }) => {
      if (isBroken && key === 'broken') throw new Error('out of order');
      done.push(key);
      return undefined;
    });
    await plan(engine, 'broken', 0);
    await plan(engine, 'whole', 0);
    await engine.heartbeat.runDueWork();
    expect(done).toEqual(['whole']);
    isBroken = false;
    await plan(engine, 'broken', 0);
    await engine.heartbeat.runDueWork();
    expect(done).toEqual(['whole', 'broken']);
  });

  test('is tried again when somebody asks for it, with its own date, and only while it is given up', async () => {
    let isBroken = true;
    const done: Date[] = [];
    const engine = await start(async (_work, { dueAt }) => {
      if (isBroken) throw new Error('out of order');
      done.push(dueAt);
      return undefined;
    });
    await plan(engine, 'broken', 0);
    for (let round = 0; round < 8; round += 1) {
      await engine.heartbeat.runDueWork();
      engine.clock.moveMinutes(60);
    }
    const [item] = await items(engine);
    expect(item).toMatchObject({ failedAt: expect.any(Date) });
    isBroken = false;
    await engine.heartbeat.runDueWork();
    expect(done).toEqual([]);
    expect(await engine.work((work) => retryDue(work, item?.id ?? ''))).toBe(true);
    expect(await engine.work((work) => retryDue(work, item?.id ?? ''))).toBe(false);
    await engine.heartbeat.runDueWork();
    expect(done).toEqual([monday]);
  });

  test('is one that names a date that is not later', async () => {
    const engine = await start(async (_work, { dueAt }) => dueAt);
    await plan(engine, 'circle', 0);
    await engine.heartbeat.runDueWork();
    expect(await items(engine)).toMatchObject([
      { attempts: 1, lastError: expect.stringContaining('not later') },
    ]);
  });

  test('is one nobody does', async () => {
    const engine = await start(async () => undefined);
    await engine.work((work) => schedule(work, { kind: 'no.such', key: 'k', dueAt: monday }));
    await engine.heartbeat.runDueWork();
    expect(await engine.store.prisma.dueItem.findFirstOrThrow({ where: { workspaceId } })).toMatchObject({
      attempts: 1,
      lastError: 'No feature does work of kind no.such.',
    });
  });
});
