import { z } from 'zod';
import { localDateOfUtc, utcMidnightOf } from '../../core/calendar.ts';
import { Refusal } from '../../core/refusal.ts';
import type { PlanContribution } from '../../platform/store/generated/client.ts';
import type { Work } from '../../platform/work.ts';
import { type Contribution, type Given, givens, kinds, type Promised } from './rules/contributions.ts';

const sides = z.enum(['vendor', 'partner']);

function read(row: PlanContribution): Contribution {
  const { id, side, kind, amount, currency, purpose, dueOn, ownerPersonId, given, givenSaidAt } = row;
  return {
    ...{ id, amount, currency, purpose, ownerPersonId },
    side: sides.parse(side),
    kind: z.enum(kinds).parse(kind),
    dueOn: dueOn && localDateOfUtc(dueOn),
    given: givenSaidAt && {
      how: z.enum(givens).parse(given),
      amount: row.givenAmount,
      byId: row.givenSaidById,
      at: givenSaidAt,
    },
  };
}

/** What each side puts into these plans, by plan, in the order it was added. */
export async function contributionsOf(
  work: Work,
  planIds: readonly string[],
): Promise<ReadonlyMap<string, readonly Contribution[]>> {
  const rows = await work.tx.planContribution.findMany({
    where: { workspaceId: work.workspaceId, planId: { in: [...planIds] } },
    orderBy: [{ addedAt: 'asc' }, { id: 'asc' }],
  });
  return new Map(planIds.map((id) => [id, rows.filter(({ planId }) => planId === id).map(read)]));
}

/** One of this plan's, whatever id was sent. */
export function contributionNamed(contributions: readonly Contribution[], id: string): Contribution {
  const found = contributions.find((each) => each.id === id);
  if (found) return found;
  throw new Refusal(
    'not_found',
    'That contribution isn’t in the plan any more. Say “plan contribute” to see what is.',
  );
}

type Written = Promised & { readonly ownerPersonId: string | null };

const columns = ({ kind, amount, currency, purpose, dueOn, ownerPersonId }: Written) => ({
  ...{ kind, amount, currency, purpose, ownerPersonId },
  dueOn: dueOn && utcMidnightOf(dueOn),
});

export async function addContribution(
  work: Work,
  plan: { readonly id: string; readonly partnerId: string },
  by: { readonly side: Contribution['side']; readonly personId: string },
  written: Written,
): Promise<void> {
  await work.tx.planContribution.create({
    data: {
      ...{ ...columns(written), id: work.newId(), workspaceId: work.workspaceId },
      ...{ planId: plan.id, partnerId: plan.partnerId, side: by.side },
      ...{ addedById: by.personId, addedAt: work.now },
    },
  });
}

export async function changeContribution(work: Work, id: string, written: Written): Promise<void> {
  await work.tx.planContribution.update({
    where: { id, workspaceId: work.workspaceId },
    data: columns(written),
  });
}

export async function removeContribution(work: Work, id: string): Promise<void> {
  await work.tx.planContribution.delete({ where: { id, workspaceId: work.workspaceId } });
}

/** Keeps what came of a contribution; said again, the later word counts. */
export async function sayGiven(
  work: Work,
  id: string,
  how: Given,
  amount: bigint | null,
  saidById: string,
): Promise<void> {
  await work.tx.planContribution.update({
    where: { id, workspaceId: work.workspaceId },
    data: { given: how, givenAmount: amount, givenSaidById: saidById, givenSaidAt: work.now },
  });
}
