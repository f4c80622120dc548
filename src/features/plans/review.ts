import { localDateOf } from '../../core/calendar.ts';
import { Refusal } from '../../core/refusal.ts';
import { audit } from '../../platform/audit.ts';
import { post } from '../../platform/delivery/post.ts';
import type { PlanReview } from '../../platform/store/generated/client.ts';
import type { Work } from '../../platform/work.ts';
import { channelOf, loadPeople, ownWorkspace } from '../partners/public.ts';
import { compareGoals, goalCells, goalStandingWords } from '../scorecards/public.ts';
import { goalsIn } from './rules/goals.ts';
import type { Answers, Part } from './rules/parts.ts';
import { agreedOn, lastDayOf, type Plan } from './store.ts';
import { contributionsButton, contributionTotals } from './views/contributions.ts';
import {
  goalsMenu,
  type ReviewedContributions,
  type ReviewedGoal,
  reviewedContributions,
  reviewedGoals,
  reviewMessage,
  summaryOf,
} from './views/review.ts';

export interface Occasion {
  readonly callId: string | null;
  /** Null for the schedule. */
  readonly takenById: string | null;
  /** "for the Quarterly business review". */
  readonly words: string;
}

/**
 * Compares the goals both sides agreed on with what happened and what was promised with what was given, keeps it as it
 * was seen, and shows it in the channel; goals on numbers that are the vendor's alone go to the manager. Once for a call.
 */
export async function takeReview(work: Work, plan: Plan, occasion: Occasion): Promise<void> {
  const { row, partner, window } = plan;
  const agreed = agreedOn(row);
  if (!agreed)
    throw new Refusal(
      'invalid',
      `The plan of ${plan.period} isn’t agreed by both sides yet, so there is nothing to compare. “plan” shows what is missing.`,
    );
  if (work.now <= window.from)
    throw new Refusal('invalid', `${plan.period} has not begun yet, so there is nothing to compare.`);
  const { callId, takenById, words } = occasion;
  const { workspaceId } = work;
  if (callId && (await work.tx.planReview.count({ where: { workspaceId, planId: row.id, callId } })) > 0)
    return;
  const shared = await compared(work, plan, agreed.answers, 'both');
  const own = await compared(work, plan, agreed.answers, 'vendor');
  if (shared.length + own.length + plan.contributions.length === 0)
    throw new Refusal('invalid', 'The plan has no goals, so there is nothing to compare.');
  const contributions = contributionTotals(plan, (await ownWorkspace(work)).name);
  const id = work.newId();
  await work.tx.planReview.create({
    data: {
      ...{ id, workspaceId, partnerId: partner.id, planId: row.id, version: agreed.version },
      ...{ callId, takenById, takenAt: work.now, goals: [...shared], internalGoals: [...own] },
      contributions: [...contributions],
    },
  });
  const on = localDateOf(work.now, window.timeZone);
  const lastDay = lastDayOf(plan);
  const view = {
    title: `${plan.template.title}: ${partner.name}, ${plan.period}`,
    ...{ contributions, version: agreed.version, on, today: on, lastDay, occasion: words },
  };
  const isUnsaid = plan.contributions.some(({ given }) => given === null);
  if (shared.length + contributions.length > 0)
    await post(work, {
      key: `plans.review:${id}`,
      to: { channel: (await channelOf(work, partner.id)).slackChannelId },
      audience: 'partner',
      message: reviewMessage(
        { ...view, goals: shared, isInternal: false },
        ...(isUnsaid ? [contributionsButton(plan, 'Say what was given')] : []),
        ...goalsMenu(plan, shared),
      ),
    });
  const manager = (await loadPeople(work, [partner.managerPersonId])).get(partner.managerPersonId);
  if (own.length > 0 && manager && !manager.deactivatedAt)
    await post(work, {
      key: `plans.review:${id}:internal`,
      to: { person: manager.slackUserId },
      audience: 'internal',
      message: reviewMessage(
        { ...view, goals: [...shared, ...own], isInternal: true },
        ...goalsMenu(plan, [...shared, ...own]),
      ),
    });
  await audit(work, {
    actorPersonId: takenById,
    verb: 'plans.review',
    partnerId: partner.id,
    subject: `businessPlan:${row.id}`,
    summary: `The joint plan of ${plan.period} was compared with what happened: ${summaryOf(shared, on > lastDay)}`,
  });
}

async function compared(
  work: Work,
  plan: Plan,
  agreed: Answers,
  shownTo: Part['shownTo'],
): Promise<readonly ReviewedGoal[]> {
  const goals = goalsIn(plan.parts, agreed).filter((goal) => goal.shownTo === shownTo);
  const result = await compareGoals(work, plan.partner, plan.window, goals);
  return result.map((goal) => ({
    title: goal.title,
    metric: goal.metric,
    ...goalCells(goal),
    standing: goal.standing,
    words: goalStandingWords(goal.standing),
  }));
}

/** The reviews of a plan as they were seen, the newest first. */
export async function keptReviews(work: Work, planId: string, take: number): Promise<readonly KeptReview[]> {
  const rows = await work.tx.planReview.findMany({
    where: { workspaceId: work.workspaceId, planId },
    orderBy: { takenAt: 'desc' },
    take,
  });
  return rows.map((row) => ({
    row,
    goals: reviewedGoals.parse(row.goals),
    internalGoals: reviewedGoals.parse(row.internalGoals),
    contributions: reviewedContributions.parse(row.contributions ?? []),
  }));
}

interface KeptReview {
  readonly row: PlanReview;
  readonly goals: readonly ReviewedGoal[];
  readonly internalGoals: readonly ReviewedGoal[];
  readonly contributions: readonly ReviewedContributions[];
}
