import type { DueJob } from '../../../platform/feature.ts';
import type { Work } from '../../../platform/work.ts';
import type { Deal } from '../store.ts';
import { lapseIfDue, remindOfEnd } from './protection.ts';

const remind: DueJob = {
  says: 'A deal’s protection ends soon',
  run: async (work, item) => {
    const deal = await findDeal(work, item.key);
    if (deal) await remindOfEnd(work, deal, item);
  },
};

const lapse: DueJob = {
  says: 'A deal’s protection ends',
  run: async (work, { key }) => {
    const deal = await findDeal(work, key);
    if (deal) await lapseIfDue(work, deal);
  },
};

function findDeal(work: Work, id: string): Promise<Deal | null> {
  return work.tx.deal.findFirst({
    where: { id, workspaceId: work.workspaceId },
    include: { lead: true, roles: true },
  });
}

export const registrationJobs: Readonly<Record<string, DueJob>> = {
  'pipeline.protection-ends': remind,
  'pipeline.protection-lapses': lapse,
};
