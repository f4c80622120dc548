import { addDays, utcMidnightOf } from '../core/calendar.ts';
import type { Work } from '../platform/work.ts';
import type { Setting } from './seed-journey.ts';

const dayMs = 86_400_000;

/** Writes the ways back that partners were on: the plan, the signal that led to it, the decision at its end, the lesson. */
export async function seedRescues(work: Work, settings: readonly Setting[]): Promise<void> {
  const { workspaceId } = work;
  const ago = (days: number) => new Date(work.now.getTime() - days * dayMs);
  for (const { further, partner, manager, current, today } of settings) {
    const { rescue } = further;
    const plan = current.playbook.health?.remediation?.[0];
    if (!rescue || !plan) continue;
    const { startedDaysAgo, decidedDaysAgo, reason, lesson } = rescue;
    const of = { workspaceId, partnerId: partner.id };
    const { id: planId } = await work.tx.remediationPlan.create({
      data: {
        ...{ ...of, id: work.newId(), title: plan.title, criteria: [...plan.exit], actionItemIds: [] },
        ...{ startedById: manager.id, startedAt: ago(startedDaysAgo), endedAt: ago(decidedDaysAgo) },
        reviewOn: utcMidnightOf(addDays(today, plan.days - startedDaysAgo)),
      },
    });
    await work.tx.healthSignal.create({
      data: {
        ...{ ...of, id: work.newId(), kind: 'falling_scores', severity: 'serious' },
        since: utcMidnightOf(addDays(today, -startedDaysAgo - 6)),
        evidence:
          '3 of 11 ratings of the last 90 days were 4 or 5 of 5, after 9 of 12 in the 90 days before.',
        ...{ foundAt: ago(startedDaysAgo + 6), clearedAt: ago(decidedDaysAgo + 3) },
        ...{ toldSeverity: 'serious', clearToldAt: ago(decidedDaysAgo + 3) },
      },
    });
    await work.tx.healthDecision.create({
      data: {
        ...{ ...of, id: work.newId(), planId, choice: 'continue', reason, met: [...plan.exit] },
        ...{ decidedById: manager.id, decidedAt: ago(decidedDaysAgo) },
      },
    });
    await work.tx.lesson.create({
      data: {
        ...{
          ...of,
          ...lesson,
          id: work.newId(),
          writtenById: manager.id,
          writtenAt: ago(decidedDaysAgo - 1),
        },
        ...{ status: 'adopted', settledById: manager.id, settledAt: ago(decidedDaysAgo - 8) },
      },
    });
  }
}
