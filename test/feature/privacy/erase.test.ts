import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../../src/platform/clock.ts';
import { eraseWorkspace } from '../../../src/platform/privacy/erase-workspace.ts';
import { erasing } from '../../../src/platform/privacy/erasing.ts';
import type { TestApp } from '../../support/app.ts';
import { startStory } from './story.ts';
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
