import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { audit } from '../../../src/platform/audit.ts';
import { newId } from '../../../src/platform/clock.ts';
import { post } from '../../../src/platform/delivery/post.ts';
import { cast } from '../../../src/sandbox/seed-world.ts';
import { type Engine, monday, startEngine, workspaceId } from '../../support/engine.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine({ isDelivering: false });
});
afterAll(() => engine.stop());

describe('a transaction of work', () => {
  const note = (key: string) => ({
    key,
    to: { channel: cast.internal },
    audience: 'internal' as const,
    message: { text: key },
  });

  test('happens once for its receipt, also when both come at the same time', async () => {
    let runs = 0;
    const options = { workspaceId, source: 'test', receipt: 'event Ev1' };
    const handle = () =>
      engine.inWork(options, async (work) => {
        runs += 1;
        await post(work, note(`run ${runs}`));
        return runs;
      });
    const results = await Promise.all([handle(), handle(), handle()]);
    expect(results.filter((result) => !result.duplicate)).toEqual([{ duplicate: false, value: 1 }]);
    expect(await handle()).toEqual({ duplicate: true });
    expect(await engine.store.prisma.delivery.count({ where: { key: { startsWith: 'run ' } } })).toBe(1);
  });

  test('may be tried again with its receipt after it failed', async () => {
    const options = { workspaceId, source: 'test', receipt: 'event Ev2' };
    await expect(
      engine.inWork(options, async () => {
        throw new Error('not yet');
      }),
    ).rejects.toThrow('not yet');
    expect(await engine.inWork(options, async () => 'now')).toEqual({ duplicate: false, value: 'now' });
  });

  test('has failed when the database refuses it at the very end', async () => {
    const { prisma } = engine.store;
    await prisma.$executeRaw`CREATE TABLE "checked_late" ("value" int UNIQUE DEFERRABLE INITIALLY DEFERRED)`;
    const twice = prisma.$transaction(async (tx) => {
      await tx.$executeRaw`INSERT INTO "checked_late" VALUES (1)`;
      await tx.$executeRaw`INSERT INTO "checked_late" VALUES (1)`;
    });
    await expect(twice).rejects.toThrow(/unique/i);
    await prisma.$executeRaw`DROP TABLE "checked_late"`;
  });

  test('with the same receipt in another workspace is another', async () => {
    const receipt = 'event Ev3';
    await engine.inWork({ workspaceId, source: 'test', receipt }, async () => 1);
    const other = await engine.inWork({ workspaceId: newId(), source: 'test', receipt }, async () => 2);
    expect(other).toEqual({ duplicate: false, value: 2 });
  });

  test('is run again when the database breaks it off', async () => {
    const { prisma } = engine.store;
    await prisma.counter.createMany({ data: [{ name: 'left' }, { name: 'right' }] });
    const raise = (name: string) => ({ where: { name }, data: { value: { increment: 1 } } });
    // Each locks what the other wants next: on a server one of the two is broken off as a deadlock.
    const cross = (first: string, second: string) =>
      engine.work(async (work) => {
        await work.tx.counter.update(raise(first));
        await work.tx.$executeRaw`SELECT pg_sleep(0.1)`;
        await work.tx.counter.update(raise(second));
      });
    await Promise.all([cross('left', 'right'), cross('right', 'left')]);
    const counters = await prisma.counter.findMany({ where: { name: { in: ['left', 'right'] } } });
    expect(counters.map(({ value }) => value)).toEqual([2n, 2n]);
  });
});

describe('the database', () => {
  test('keeps instants to the millisecond', async () => {
    const at = new Date('2026-07-01T12:34:56.789Z');
    await engine.store.prisma.inboundReceipt.create({ data: { key: 'instant', receivedAt: at } });
    const [row] = await engine.store.prisma.$queryRaw<{ same: boolean }[]>`
      SELECT "receivedAt" = ${at} AND "receivedAt" = '2026-07-01 14:34:56.789+02' AS "same"
      FROM "InboundReceipt" WHERE "key" = 'instant'`;
    expect(row).toEqual({ same: true });
    const stored = await engine.store.prisma.inboundReceipt.findUniqueOrThrow({ where: { key: 'instant' } });
    expect(stored.receivedAt).toEqual(at);
  });

  test('refuses to rewrite what was done', async () => {
    const { prisma } = engine.store;
    await engine.work((work) =>
      audit(work, { actorPersonId: null, verb: 'test.done', partnerId: null, summary: 'It was done' }),
    );
    await expect(prisma.auditEntry.updateMany({ data: { summary: 'It was not' } })).rejects.toThrow(
      'append-only',
    );
    await expect(prisma.auditEntry.deleteMany()).rejects.toThrow('append-only');
    expect(await prisma.auditEntry.findMany()).toMatchObject([
      { summary: 'It was done', source: 'test', at: monday, isInternal: false },
    ]);
  });

  test('refuses to rewrite a published playbook', async () => {
    const { prisma } = engine.store;
    await prisma.playbookVersion.create({
      data: {
        id: newId(),
        workspaceId,
        programme: 'p',
        number: 1,
        contentHash: 'a'.repeat(64),
        source: '',
        document: {},
        publishedAt: monday,
        publishedBy: 'test',
        reason: '',
      },
    });
    await expect(prisma.playbookVersion.updateMany({ data: { reason: 'other' } })).rejects.toThrow(
      'append-only',
    );
    await expect(prisma.playbookVersion.deleteMany()).rejects.toThrow('append-only');
  });

  test('holds one grant of a role for the whole programme, not two', async () => {
    const grant = { workspaceId, personId: newId(), partnerId: null, role: 'admin', grantedAt: monday };
    const { roleGrant } = engine.store.prisma;
    await roleGrant.create({ data: { id: newId(), ...grant } });
    await expect(roleGrant.create({ data: { id: newId(), ...grant } })).rejects.toMatchObject({
      code: 'P2002',
    });
  });

  test.each([
    [
      'a role nobody knows',
      (id: string) => ({ id, workspaceId, personId: id, role: 'wizard', grantedAt: monday }),
    ],
  ])('refuses %s', async (_, row) => {
    await expect(engine.store.prisma.roleGrant.create({ data: row(newId()) })).rejects.toThrow('role_check');
  });
});
