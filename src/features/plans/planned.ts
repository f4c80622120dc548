import type { Side } from '../../core/actor.ts';
import { type LocalDate, utcMidnightOf } from '../../core/calendar.ts';
import type { Work } from '../../platform/work.ts';
import { loadPlaybook } from '../playbook/public.ts';
import { contributionsOf } from './contributions.ts';
import { sideTotals } from './rules/contributions.ts';
import { goalsIn, type PlannedGoal } from './rules/goals.ts';
import { templateParts } from './rules/parts.ts';
import { agreedOn, isAgreed } from './store.ts';

/** What a plan says of a quarter's goals. */
export interface QuarterPlan {
  readonly title: string;
  /** Both sides agree to what it says now. */
  readonly isAgreed: boolean;
  /** Both sides have agreed to it, if not to its last change. */
  readonly wasAgreed: boolean;
  /** As last agreed on, those on numbers that are the vendor's alone as well; none before it was agreed. */
  readonly goals: readonly PlannedGoal[];
  /** What each side put in, promised against given: "€2,500 of €5,000 given"; none where neither puts anything in. */
  readonly contributions: readonly { readonly side: Side; readonly words: string }[];
}

/** The plans of the quarter that begins on a day, by partner; a query for all and one for each playbook they follow. */
export async function plansOfQuarter(
  work: Work,
  partnerIds: readonly string[],
  first: LocalDate,
): Promise<ReadonlyMap<string, QuarterPlan>> {
  const rows = await work.tx.businessPlan.findMany({
    where: {
      workspaceId: work.workspaceId,
      partnerId: { in: [...partnerIds] },
      periodFrom: utcMidnightOf(first),
    },
  });
  const playbooks = new Map<string, Awaited<ReturnType<typeof loadPlaybook>>>();
  for (const id of new Set(rows.map((row) => row.playbookVersionId)))
    playbooks.set(id, await loadPlaybook(work, id));
  const contributions = await contributionsOf(
    work,
    rows.map((row) => row.id),
  );
  return new Map(
    rows.flatMap((row) => {
      const playbook = playbooks.get(row.playbookVersionId);
      if (!playbook?.plan) return [];
      const agreed = agreedOn(row);
      const putIn = playbook.plan.contributions ? (contributions.get(row.id) ?? []) : [];
      const plan: QuarterPlan = {
        title: playbook.plan.title,
        isAgreed: isAgreed(row),
        wasAgreed: agreed !== null,
        goals: agreed ? goalsIn(templateParts(playbook.plan, playbook.metrics), agreed.answers) : [],
        contributions: (putIn.length === 0 ? [] : (['vendor', 'partner'] as const)).map((side) => ({
          side,
          words: sideTotals(putIn.filter((each) => each.side === side)),
        })),
      };
      return [[row.partnerId, plan] as const];
    }),
  );
}
