import { readFileSync } from 'node:fs';
import type { TandemApp } from '../app.ts';
import { findCurrentPlaybook, publish } from '../features/playbook/public.ts';

const sample = new URL('../../playbooks/partner-programme.yaml', import.meta.url);

/** Gives a new sandbox the sample programme, as its admin would publish it. Changes nothing in one that has it. */
export async function seedProgramme(app: TandemApp): Promise<void> {
  await app.inWork({ workspaceId: app.workspace.id, source: 'cli:publish' }, async (work) => {
    if (await findCurrentPlaybook(work)) return;
    await publish(work, {
      source: readFileSync(sample, 'utf8'),
      filename: 'partner-programme.yaml',
      publishedBy: 'Maya Chen',
      reason: 'The first version of our partner programme.',
    });
  });
}
