import type { LocalDate } from '../../../core/calendar.ts';
import { utcMidnightOf } from '../../../core/calendar.ts';
import type { HealthDecision, RemediationPlan } from '../../../platform/store/generated/client.ts';
import type { Work } from '../../../platform/work.ts';

/** The ways back that these partners are on; at most one each. */
export function openPlans(work: Work, partnerIds: readonly string[]): Promise<RemediationPlan[]> {
  return work.tx.remediationPlan.findMany({
    where: { workspaceId: work.workspaceId, partnerId: { in: [...partnerIds] }, endedAt: null },
  });
}

export async function openPlanOf(work: Work, partnerId: string): Promise<RemediationPlan | null> {
  const [plan = null] = await openPlans(work, [partnerId]);
  return plan;
}

export function savePlan(
  work: Work,
  plan: {
    readonly partnerId: string;
    readonly title: string;
    readonly criteria: readonly string[];
    readonly actionItemIds: readonly string[];
    readonly startedById: string;
    readonly reviewOn: LocalDate;
  },
): Promise<RemediationPlan> {
  const { criteria, actionItemIds, reviewOn, ...row } = plan;
  return work.tx.remediationPlan.create({
    data: {
      ...row,
      id: work.newId(),
      workspaceId: work.workspaceId,
      criteria: [...criteria],
      actionItemIds: [...actionItemIds],
      reviewOn: utcMidnightOf(reviewOn),
      startedAt: work.now,
    },
  });
}

export async function endPlan(work: Work, planId: string): Promise<void> {
  await work.tx.remediationPlan.updateMany({
    where: { id: planId, workspaceId: work.workspaceId, endedAt: null },
    data: { endedAt: work.now },
  });
}

/** Whether to go on with a partner. */
export type Choice = 'continue' | 'scale_back' | 'leave';

export function saveDecision(
  work: Work,
  decision: {
    readonly partnerId: string;
    readonly planId: string | null;
    readonly choice: Choice;
    readonly reason: string;
    readonly met: readonly string[];
    readonly decidedById: string;
  },
): Promise<HealthDecision> {
  const { met, ...row } = decision;
  return work.tx.healthDecision.create({
    data: { ...row, met: [...met], id: work.newId(), workspaceId: work.workspaceId, decidedAt: work.now },
  });
}
