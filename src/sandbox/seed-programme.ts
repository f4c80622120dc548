import { readFileSync } from 'node:fs';
import type { TandemApp } from '../app.ts';
import { findCurrentPlaybook, publish } from '../features/playbook/public.ts';
import { seedHistory } from './seed-history.ts';
import type { World } from './world.ts';

const sample = new URL('../../playbooks/partner-programme.yaml', import.meta.url);

/** Long enough before every partner's kickoff. */
const publishedDaysAgo = 400;

/**
 * Gives a new sandbox the sample programme, as its admin would have published it, and the partners of the given
 * world a past. Changes nothing in one that has it.
 */
export async function seedProgramme(app: TandemApp, world: World): Promise<void> {
  await app.inWork({ workspaceId: app.workspace.id, source: 'cli:publish' }, async (work) => {
    if (await findCurrentPlaybook(work)) return;
    const backThen = { ...work, now: new Date(work.now.getTime() - publishedDaysAgo * 86_400_000) };
    await publish(backThen, {
      source: readFileSync(sample, 'utf8'),
      filename: 'partner-programme.yaml',
      publishedBy: 'Maya Chen',
      reason: 'The first version of our partner programme.',
    });
    await seedHistory(work, world);
  });
}
