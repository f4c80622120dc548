import { readFileSync } from 'node:fs';
import type { TandemApp } from '../app.ts';
import { findCurrentPlaybook } from '../features/playbook/public.ts';
import { seedHistory } from './seed-history.ts';
import { seedVersions } from './seed-versions.ts';
import type { World } from './world.ts';

const sample = new URL('../../playbooks/partner-programme.yaml', import.meta.url);

/**
 * Gives a new sandbox the sample programme, as its admin would have published it, and the partners of the given
 * world a past. Changes nothing in one that has it.
 */
export async function seedProgramme(app: TandemApp, world: World): Promise<void> {
  await app.inWork({ workspaceId: app.workspace.id, source: 'cli:publish' }, async (work) => {
    if (await findCurrentPlaybook(work)) return;
    await seedVersions(work, readFileSync(sample, 'utf8'));
    await seedHistory(work, world);
  });
}
