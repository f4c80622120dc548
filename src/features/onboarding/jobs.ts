import type { DueJob } from '../../platform/feature.ts';
import { touchChecklist } from './announce.ts';
import { dailyMinute } from './hours.ts';
import { nextDailyAt } from './rules/digest.ts';
import { loadRuns } from './store/load.ts';

/** Once a day per journey: what was due yesterday is late today, and the checklist says so. */
export const daily: DueJob = {
  catchUp: 'late',
  run: async (work, item) => {
    const [run] = await loadRuns(work, { journeyIds: [item.key], status: 'running' });
    if (!run) return undefined;
    await touchChecklist(work, run);
    return nextDailyAt(work.now, dailyMinute, run.partner.timeZone);
  },
};
