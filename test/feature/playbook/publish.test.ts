import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { currentPlaybook, loadPlaybook, publish } from '../../../src/features/playbook/public.ts';
import type { Work } from '../../../src/platform/work.ts';
import { startTestApp, type TestApp } from '../../support/app.ts';

const sample = readFileSync('playbooks/partner-programme.yaml', 'utf8');
const amended = sample.replace('due: +22', 'due: +24');

let tandem: TestApp;
beforeAll(async () => {
  tandem = await startTestApp();
});
afterAll(() => tandem.stop());

function publishText(source: string, reason = 'Learnt from two pilots') {
  return tandem.work((work) =>
    publish(work, { source, filename: 'p.yaml', publishedBy: 'Maya Chen', reason }),
  );
}

function countVersions() {
  return tandem.work((work) => work.tx.playbookVersion.count({ where: { workspaceId: work.workspaceId } }));
}

describe('publishing', () => {
  test('the first version says what is in it, and sets the programme’s days', async () => {
    const version = await publishText(sample, 'We begin');
    expect(version).toMatchObject({
      programme: 'lumen-partners',
      number: 1,
      publishedBy: 'Maya Chen',
      reason: 'We begin',
      changes: ['The first version, with 4 gates, 31 steps, 2 call series and 3 surveys'],
    });
    const workspace = await tandem.work((work) =>
      work.tx.workspace.findUniqueOrThrow({ where: { id: work.workspaceId } }),
    );
    expect(workspace.timeZone).toBe('Europe/Berlin');
    expect(workspace.holidays).toContain('2026-12-25');
  });

  test('what says the same is refused, whatever its layout', async () => {
    await expect(publishText(`# a remark\n${sample.replace('due: +22', 'due: 22')}`)).rejects.toThrow(
      'exactly what version 1 says',
    );
    expect(await countVersions()).toBe(1);
  });

  test('a faulty file is refused with its faults and changes nothing', async () => {
    await expect(publishText(sample.replace('due: +22', 'due: soon'))).rejects.toThrow(
      'p.yaml:473:14  gates[2].steps[0].due: expected a number of working days like "+5", got "soon"',
    );
    await expect(publishText(amended, '  ')).rejects.toThrow('why the playbook changes');
    expect(await countVersions()).toBe(1);
  });

  test('an amendment is the next version and says what changed', async () => {
    const version = await publishText(amended);
    expect(version.number).toBe(2);
    expect(version.changes).toEqual(['Step “Certify a seller” is now due on working day 24 (was 22)']);
  });

  test('each version stays readable, and the last one published is the current one', async () => {
    const due = async (load: (work: Work) => ReturnType<typeof loadPlaybook>) => {
      const playbook = await tandem.work(load);
      return playbook.gates[2]?.steps[0]?.due;
    };
    const versions = await tandem.work((work) =>
      work.tx.playbookVersion.findMany({
        where: { workspaceId: work.workspaceId },
        orderBy: { number: 'asc' },
      }),
    );
    expect(await due((work) => loadPlaybook(work, versions[0]?.id ?? ''))).toBe(22);
    expect(await due((work) => loadPlaybook(work, versions[1]?.id ?? ''))).toBe(24);
    expect(await due(async (work) => (await currentPlaybook(work)).playbook)).toBe(24);
  });

  test('a version of another workspace is not found', async () => {
    const { version } = await tandem.work(currentPlaybook);
    const elsewhere = '00000000-0000-4000-8000-000000000000';
    await expect(
      tandem.work((work) => loadPlaybook({ ...work, workspaceId: elsewhere }, version.id)),
    ).rejects.toThrow();
  });

  test('the database itself refuses to change or delete a version', async () => {
    const change = { data: { reason: 'Another' } };
    await expect(
      tandem.work((work) =>
        work.tx.playbookVersion.updateMany({ ...change, where: { workspaceId: work.workspaceId } }),
      ),
    ).rejects.toThrow();
    await expect(
      tandem.work((work) => work.tx.playbookVersion.deleteMany({ where: { workspaceId: work.workspaceId } })),
    ).rejects.toThrow();
    expect(await countVersions()).toBe(2);
  });

  test('one can go back to what an earlier version said', async () => {
    const version = await publishText(sample, 'Two days were not needed');
    expect(version.number).toBe(3);
    expect(version.changes).toEqual(['Step “Certify a seller” is now due on working day 22 (was 24)']);
  });
});
