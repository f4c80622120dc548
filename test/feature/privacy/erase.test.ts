import { afterAll, beforeAll, expect, test } from 'vitest';
import { erasePerson } from '../../../src/features/privacy/erase-person.ts';
import { loadCards } from '../../../src/features/scorecards/facts.ts';
import { newId } from '../../../src/platform/clock.ts';
import { eraseWorkspace } from '../../../src/platform/privacy/erase-workspace.ts';
import { erasing } from '../../../src/platform/privacy/erasing.ts';
import { cast } from '../../../src/sandbox/seed-world.ts';
import { channels, type TestApp } from '../../support/app.ts';
import { checklistOf } from '../onboarding/brightpath.ts';
import { said, startStory } from './story.ts';
import { dump, emptyTables, tracesOf } from './traces.ts';

let tandem: TestApp;
beforeAll(async () => {
  tandem = await startStory();
}, 120_000);
afterAll(() => tandem.stop());

test('what is only appended to stays as it is, except in the workspace whose data is being erased', async () => {
  const { store, workspace } = tandem.app;
  const rewrite = (erased: string | null) =>
    store.prisma.$transaction(async (tx) => {
      const change = () => tx.$executeRaw`UPDATE "AuditEntry" SET "summary" = 'nothing happened'`;
      await (erased === null ? change() : erasing(tx, erased, change));
      throw new Error('was allowed to');
    });
  await expect(rewrite(null)).rejects.toThrow('append-only');
  await expect(rewrite(workspace.id)).rejects.toThrow('was allowed to');
  // The fence already hides this workspace's rows there; without it the trigger refuses.
  await expect(
    store.prisma.$transaction(async (tx) => {
      await tx.$executeRaw`SELECT set_config('tandem.erasing', ${newId()}, true)`;
      await tx.$executeRaw`DELETE FROM "PlaybookVersion"`;
    }),
  ).rejects.toThrow('append-only');
});

test('a person is erased without a trace, and every number stays what it was', async () => {
  const { store, workspace } = tandem.app;
  const { maya } = tandem.people;
  const facts = () =>
    tandem.work(async (work) => {
      const partners = await work.tx.partner.findMany({ where: { workspaceId: work.workspaceId } });
      // What happens this very minute counts from the next.
      const cards = await loadCards(work, partners, new Date(work.now.getTime() + 60_000));
      return cards.map((card) => ({ name: card.name, ...card.facts }));
    });
  const before = await facts();
  expect(before.find(({ name }) => name === 'Brightpath')).toMatchObject({ won: 1, nps: { n: 1 } });
  const markers = ['Diego', cast.diego, said.inSurvey];
  const named = (await tracesOf(store, markers)).join('\n');
  for (const table of [
    'AuditEntry',
    'Delivery',
    'AgendaItem',
    'Decision',
    'JourneyStep',
    'Lead',
    'pgboss.job',
  ])
    expect(named).toContain(`${table} `);
  const { id } = await store.prisma.person.findFirstOrThrow({ where: { slackUserId: cast.diego } });

  await tandem.work(async (work) => {
    const person = await work.tx.person.findUniqueOrThrow({ where: { id, workspaceId: workspace.id } });
    await erasePerson(work, person, []);
  });

  expect(await tracesOf(store, markers)).toEqual([]);
  expect(await facts()).toEqual(before);
  const told = maya.reads(await maya.hears('Somebody’s data was erased', { channel: 'dm' }));
  expect(told).toContain('Empty seats: Alliance lead and Partner seller.');
  expect(told).toContain('“Agree on what success means”');
  expect(told).toContain('A-1');
  expect(checklistOf(tandem)).not.toContain('Diego');
  await maya.command('/partner history Brightpath');
  await maya.hears('A former colleague marked deal', { channel: 'dm' });
});

test('who was erased and acts again is a newcomer', async () => {
  const { diego, maya } = tandem.people;
  await diego.mention(channels.shared, 'lead Initech, Bill Lumbergh');
  await tandem.settled();
  await maya.hears('Diego Santos*, who has no role yet, asked me for something', { channel: 'dm' });
});

test('a workspace is erased without a trace, and no other is touched', async () => {
  const { store, workspace, inWork } = tandem.app;
  const elsewhere = newId();
  await store.prisma.workspace.create({
    data: {
      id: elsewhere,
      slackTeamId: 'T0ELSE',
      name: 'Elsewhere',
      botUserId: 'U0ELSE',
      createdAt: tandem.clock.now(),
    },
  });
  await inWork({ workspaceId: elsewhere, source: 'test', receipt: 'theirs' }, (work) =>
    work.tx.auditEntry.create({
      data: { workspaceId: elsewhere, at: work.now, source: 'test', verb: 'test', summary: 'Something' },
    }),
  );
  const others = await dump(store, elsewhere);
  expect(others).toHaveLength(3);
  const markers = [workspace.id, workspace.slackTeamId, workspace.name];
  expect(await emptyTables(store, workspace.id)).toEqual([]);
  const before = (await tracesOf(store, markers)).join('\n');
  for (const unowned of ['InboundReceipt', 'SendBudget', 'pgboss.job']) expect(before).toContain(unowned);

  await inWork({ workspaceId: workspace.id, source: 'test' }, (work) =>
    eraseWorkspace(work.tx, workspace.id),
  );

  expect(await tracesOf(store, markers)).toEqual([]);
  expect(await dump(store, elsewhere)).toEqual(others);
});
