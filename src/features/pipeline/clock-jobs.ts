import type { DueJob } from '../../platform/feature.ts';
import { showLeadClock } from './announce.ts';
import { showHandoff } from './handoffs/card.ts';
import { showCard } from './registration/state.ts';
import { waitsForApproval } from './rules/registration.ts';
import { loadDeal, loadLead } from './store.ts';

/** What waits is shown as it stands now; what was decided meanwhile needs nothing. */
const moves = (says: string): DueJob => ({
  says,
  run: async (work, { key }) => {
    const [what, id = ''] = key.split(':');
    const where = { id, workspaceId: work.workspaceId };
    if (what === 'handoff') {
      const handoff = await work.tx.handoff.findFirst({ where: { ...where, acceptedAt: null } });
      if (handoff) await showHandoff(work, handoff);
      return;
    }
    if (what === 'lead') {
      if ((await work.tx.lead.count({ where: { ...where, status: 'submitted' } })) > 0)
        await showLeadClock(work, await loadLead(work, id));
      return;
    }
    if ((await work.tx.deal.count({ where })) === 0) return;
    const deal = await loadDeal(work, id);
    if (waitsForApproval(deal)) await showCard(work, deal);
  },
});

export const clockJobs: Readonly<Record<string, DueJob>> = {
  'pipeline.clock-due-soon': moves('A decision is due soon'),
  'pipeline.clock-runs-out': moves('A decision is late'),
};
