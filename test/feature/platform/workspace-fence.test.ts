import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../../src/platform/clock.ts';
import { post } from '../../../src/platform/delivery/post.ts';
import { Prisma } from '../../../src/platform/store/generated/client.ts';
import type { Work } from '../../../src/platform/work.ts';
import { cast } from '../../../src/sandbox/seed-world.ts';
import { type Engine, monday, startEngine, workspaceId } from '../../support/engine.ts';

// Raw SQL passes by the client's guard: what is tested here holds with the first fence switched off.

const elsewhere = '00000000-0000-4000-8000-000000000002';

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine({ isDelivering: false });
  for (const [id, name] of [
    [workspaceId, 'Here'],
    [elsewhere, 'There'],
  ] as const) {
    await engine.store.prisma.workspace.create({
      data: { id, slackTeamId: `T0${name}`, name, botUserId: 'U0BOT', createdAt: monday },
    });
    await engine.store.prisma.counter.create({ data: { name, value: 1 } });
    await engine.store.prisma.person.create({
      data: {
        id: newId(),
        workspaceId: id,
        slackUserId: `U0${name}`,
        slackTeamId: `T0${name}`,
        side: 'vendor',
        name,
        timeZone: 'UTC',
        checkedAt: monday,
      },
    });
  }
});
afterAll(() => engine.stop());

const names = async ({ tx }: Pick<Work, 'tx'>) =>
  (await tx.$queryRaw<{ name: string }[]>`SELECT "name" FROM "Person" ORDER BY "name"`).map(
    ({ name }) => name,
  );

describe('the SQL of one workspace’s work', () => {
  test('sees its own rows only, whatever it asks for', async () => {
    expect(await engine.work(names)).toEqual(['Here']);
    const others = await engine.work(
      ({ tx }) => tx.$queryRaw<unknown[]>`
        SELECT w."name" FROM "Workspace" w LEFT JOIN "Person" p ON p."workspaceId" = w."id"
        WHERE w."id" = ${elsewhere}::uuid OR p."workspaceId" = ${elsewhere}::uuid`,
    );
    expect(others).toEqual([]);
  });

  test('changes and deletes its own rows only', async () => {
    await engine.work(async ({ tx }) => {
      expect(await tx.$executeRaw`UPDATE "Person" SET "timeZone" = 'Asia/Tokyo'`).toBe(1);
      expect(await tx.$executeRaw`UPDATE "Workspace" SET "timeZone" = 'Asia/Tokyo'`).toBe(1);
      expect(await tx.$executeRaw`DELETE FROM "Person" WHERE "workspaceId" = ${elsewhere}::uuid`).toBe(0);
    });
    const people = await engine.store.prisma.person.findMany({ orderBy: { name: 'asc' } });
    expect(people.map(({ timeZone }) => timeZone)).toEqual(['Asia/Tokyo', 'UTC']);
  });

  test('is fenced in when what it asks to begin with finds nothing, too, and may be told not to write', async () => {
    const asking = Prisma.sql`SELECT "name" FROM "Workspace" WHERE "id" = ${newId()}::uuid`;
    const reading = { workspaceId, source: 'test', asking, isReadOnly: true };
    const seen = await engine.inWork(reading, async (work, asked) => [asked.name, ...(await names(work))]);
    expect(seen).toMatchObject({ value: [null, 'Here'] });
    const writing = engine.inWork(reading, ({ tx }) => tx.$executeRaw`DELETE FROM "Person"`);
    await expect(writing).rejects.toThrow('read-only transaction');
    const received = { workspaceId, source: 'test', asking, receipt: 'once' };
    expect(await engine.inWork(received, names)).toMatchObject({ value: ['Here'] });
    expect(await engine.inWork(received, names)).toEqual({ duplicate: true });
  });

  test('writes nothing into another workspace', async () => {
    const forge = (work: Work) => work.tx.$executeRaw`
      INSERT INTO "DueItem" ("id", "workspaceId", "kind", "key", "dueAt")
      VALUES (${work.newId()}::uuid, ${elsewhere}::uuid, 'forged', 'forged', now())`;
    await expect(engine.work(forge)).rejects.toThrow('row-level security');
    const move = ({ tx }: Work) => tx.$executeRaw`UPDATE "Person" SET "workspaceId" = ${elsewhere}::uuid`;
    await expect(engine.work(move)).rejects.toThrow('row-level security');
  });

  test('is done with when its transaction is: the platform sees every workspace again', async () => {
    await engine.work(names);
    await expect(
      engine.work(async () => {
        throw new Error('undone');
      }),
    ).rejects.toThrow('undone');
    expect(await names({ tx: engine.store.prisma })).toEqual(['Here', 'There']);
  });

  test('queues what it decided', async () => {
    await engine.work((work) =>
      post(work, {
        key: 'queued',
        to: { channel: cast.internal },
        audience: 'internal',
        message: { text: 'x' },
      }),
    );
    const [queued] = await engine.store.prisma.$queryRaw<{ jobs: number }[]>`
      SELECT count(*)::int AS "jobs" FROM pgboss.job WHERE "data"->>'workspaceId' = ${workspaceId}`;
    expect(queued?.jobs).toBe(1);
  });
});

test('an ordinary user who owns the tables is fenced in as well', async () => {
  const seen: string[][] = [];
  const undo = new Error('undone');
  const asOwner = engine.store.prisma.$transaction(async (tx) => {
    const owner = `owner_${newId().replaceAll('-', '')}`;
    await tx.$executeRawUnsafe(`CREATE ROLE ${owner} NOLOGIN`);
    await tx.$executeRawUnsafe(`GRANT CREATE ON SCHEMA public TO ${owner}`);
    await tx.$executeRawUnsafe(`ALTER TABLE "Person" OWNER TO ${owner}`);
    await tx.$executeRawUnsafe(`SET LOCAL ROLE ${owner}`);
    for (const setting of ['*', workspaceId, '']) {
      await tx.$executeRaw`SELECT set_config('tandem.workspace', ${setting}, true)`;
      seen.push(await names({ tx }));
    }
    throw undo;
  });
  await expect(asOwner).rejects.toThrow('undone');
  expect(seen).toEqual([['Here', 'There'], ['Here'], []]);
});

test('every table that has a workspace has the fence', async () => {
  const open = await engine.store.prisma.$queryRaw<{ name: string }[]>`
    SELECT c.relname::text AS "name" FROM pg_class c
    WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
      AND NOT (c.relrowsecurity AND c.relforcerowsecurity
        AND EXISTS (SELECT FROM pg_policy WHERE polrelid = c.oid AND polname = 'own_workspace'))
    ORDER BY 1`;
  expect(open.map(({ name }) => name)).toEqual([
    'Counter',
    'InboundReceipt',
    // An organisation's is several workspaces'; the role in which work is done may not read it at all.
    'Installation',
    'SendBudget',
    '_prisma_migrations',
  ]);
});
