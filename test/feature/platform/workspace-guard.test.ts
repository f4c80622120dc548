import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadPeople, ownWorkspace } from '../../../src/features/partners/public.ts';
import { newId } from '../../../src/platform/clock.ts';
import { Prisma } from '../../../src/platform/store/generated/client.ts';
import type { Work } from '../../../src/platform/work.ts';
import { type Engine, monday, startEngine, workspaceId } from '../../support/engine.ts';

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
    await engine.store.prisma.person.create({ data: personRow(id, `U0${name}`) });
  }
});
afterAll(() => engine.stop());

function personRow(owner: string, slackUserId: string): Prisma.PersonUncheckedCreateInput {
  const shown = { side: 'vendor', name: slackUserId, timeZone: 'UTC', checkedAt: monday } as const;
  return { id: newId(), workspaceId: owner, slackUserId, slackTeamId: 'T0HERE', ...shown };
}

describe('a query that does not name its workspace is a mistake', () => {
  const mistakes: readonly (readonly [string, (work: Work) => unknown])[] = [
    ['Person.findMany', ({ tx }) => tx.person.findMany()],
    ['Person.findMany', ({ tx }) => tx.person.findMany({ where: { workspaceId: elsewhere } })],
    ['Person.findMany', ({ tx }) => tx.person.findMany({ where: { workspaceId: undefined } })],
    ['Person.findMany', (work) => work.tx.person.findMany({ where: { OR: [scope(work), { name: 'x' }] } })],
    ['Person.findMany', (work) => work.tx.person.findMany({ where: { NOT: scope(work) } })],
    ['Person.findMany', (work) => work.tx.person.findMany({ where: { partner: scope(work) } })],
    ['Person.findUnique', ({ tx, newId: id }) => tx.person.findUnique({ where: { id: id() } })],
    ['Person.count', ({ tx }) => tx.person.count()],
    ['Deal.aggregate', ({ tx }) => tx.deal.aggregate({ _sum: { amountMinor: true } })],
    ['Deal.groupBy', ({ tx }) => tx.deal.groupBy({ by: ['partnerId'] })],
    ['Person.updateMany', ({ tx }) => tx.person.updateMany({ data: { name: 'x' } })],
    [
      'Person.updateMany',
      (work) => work.tx.person.updateMany({ where: scope(work), data: { workspaceId: elsewhere } }),
    ],
    ['Person.delete', ({ tx, newId: id }) => tx.person.delete({ where: { id: id() } })],
    ['Person.create', ({ tx }) => tx.person.create({ data: personRow(elsewhere, 'U0FORGED') })],
    [
      'Person.createMany',
      ({ tx }) =>
        tx.person.createMany({ data: [personRow(workspaceId, 'U0MINE'), personRow(elsewhere, 'U0X')] }),
    ],
    [
      'Person.upsert',
      (work) =>
        work.tx.person.upsert({
          where: { id: work.newId(), ...scope(work) },
          create: personRow(elsewhere, 'U0FORGED'),
          update: {},
        }),
    ],
    [
      'Partner.update',
      (work) =>
        work.tx.partner.update({
          where: { id: work.newId(), ...scope(work) },
          data: { people: { updateMany: { where: {}, data: { name: 'x' } } } },
        }),
    ],
    ['Workspace.findMany', ({ tx }) => tx.workspace.findMany()],
    ['Workspace.update', ({ tx }) => tx.workspace.update({ where: { id: elsewhere }, data: { name: 'x' } })],
  ];
  test.each(mistakes)('%s throws and names itself (%#)', async (name, run) => {
    await expect(engine.work(async (work) => run(work))).rejects.toThrow(`${name} `);
  });
});

const scope = (work: Work) => ({ workspaceId: work.workspaceId });

describe('a query that names its workspace', () => {
  test('finds by an id of this workspace, and nothing by an id of another', async () => {
    const others = await engine.store.prisma.person.findFirstOrThrow({ where: { workspaceId: elsewhere } });
    const own = await engine.store.prisma.person.findFirstOrThrow({ where: { workspaceId } });
    const found = await engine.work(async ({ tx }) => [
      await tx.person.findUnique({ where: { id: own.id, workspaceId } }),
      await tx.person.findUnique({ where: { id: others.id, workspaceId } }),
      await tx.person.findFirst({ where: { AND: [{ id: own.id }, { workspaceId }] } }),
      await tx.person.findUnique({
        where: { workspaceId_slackUserId: { workspaceId, slackUserId: own.slackUserId } },
      }),
      await tx.workspace.findUnique({ where: { id: workspaceId } }),
    ]);
    expect(found.map((row) => row?.id ?? null)).toEqual([own.id, null, own.id, own.id, workspaceId]);
  });
});

describe('a person, a partner or the workspace that a transaction has read', () => {
  const changes: readonly (readonly [string, (work: Work) => Promise<unknown>])[] = [
    [
      'after it wrote to them',
      async (work) => {
        await work.tx.person.updateMany({ where: scope(work), data: { name: 'New' } });
        await work.tx.workspace.update({ where: { id: work.workspaceId }, data: { name: 'New' } });
      },
    ],
    [
      'after a script that may have written to them',
      async ({ tx }) => {
        await tx.$executeRawUnsafe(`UPDATE "Person" SET "name" = 'New'; `);
        await tx.$executeRawUnsafe(`UPDATE "Workspace" SET "name" = 'New'; `);
      },
    ],
  ];
  test.each(changes)('is asked for once, and anew %s', async (_when, change) => {
    const undo = new Error('undone');
    const seen: string[][] = [];
    const reading = engine.work(async (work) => {
      const { id } = await work.tx.person.findFirstOrThrow({ where: scope(work) });
      const person = async () => (await loadPeople(work, [id, id, work.newId()])).get(id);
      const [first, programme] = [await person(), await ownWorkspace(work)];
      expect(first?.id).toBe(id);
      expect(await person()).toBe(first);
      expect(await ownWorkspace(work)).toBe(programme);
      await change(work);
      seen.push([(await person())?.name ?? '', (await ownWorkspace(work)).name]);
      throw undo;
    });
    await expect(reading).rejects.toThrow('undone');
    expect(seen).toEqual([['New', 'New']]);
    // Another transaction knows nothing of it.
    expect((await engine.work(ownWorkspace)).name).toBe('Here');
  });
});

test('what no workspace owns is a short list', () => {
  const folder = new URL('../../../prisma/schema/', import.meta.url);
  const schema = readdirSync(folder).map((file) => readFileSync(new URL(file, folder), 'utf8'));
  const models = [...schema.join('\n').matchAll(/^model (\w+) \{(.*?)^\}/gms)];
  const unowned = models.filter(([, , body]) => !/^\s+workspaceId\s+String\s/m.test(body ?? ''));
  expect(models).toHaveLength(Object.keys(Prisma.ModelName).length);
  expect(unowned.map(([, name]) => name).sort()).toEqual([
    'Counter',
    'InboundReceipt',
    'Installation',
    'SendBudget',
    'Workspace',
  ]);
});
