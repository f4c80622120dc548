import { Refusal } from '../../core/refusal.ts';
import { post } from '../../platform/delivery/post.ts';
import type { Partner, TierProposal } from '../../platform/store/generated/client.ts';
import type { Work } from '../../platform/work.ts';
import { loadPeople } from '../partners/public.ts';
import type { Playbook } from '../playbook/public.ts';
import type { Proposal } from './rules.ts';
import { proposalMessage } from './views.ts';

/** Kept as it was by decision, or withdrawn by numbers that may be back tomorrow, the same change is not proposed again for so long. */
const quietDays = 90;

export function openProposals(work: Work, partnerIds: readonly string[]): Promise<TierProposal[]> {
  return work.tx.tierProposal.findMany({
    where: { workspaceId: work.workspaceId, partnerId: { in: [...partnerIds] }, outcome: null },
  });
}

/** Brings proposals up to what the facts say now: new ones are put to the manager, those that nothing speaks for any more withdrawn. */
export async function refreshProposals(
  work: Work,
  playbook: Playbook,
  found: readonly { readonly partner: Partner; readonly proposal: Proposal | null }[],
): Promise<void> {
  const { workspaceId } = work;
  const ids = found.map(({ partner }) => partner.id);
  const open = new Map((await openProposals(work, ids)).map((each) => [each.partnerId, each]));
  const past = await work.tx.tierProposal.findMany({
    where: {
      workspaceId,
      partnerId: { in: ids },
      outcome: { in: ['kept', 'withdrawn'] },
      endedAt: { gt: new Date(work.now.getTime() - quietDays * 86_400_000) },
    },
  });
  const isQuiet = (partner: Partner, toTier: string) =>
    past.some(
      (each) => each.partnerId === partner.id && each.fromTier === partner.tier && each.toTier === toTier,
    );
  const isSame = (partner: Partner, proposal: Proposal | null) =>
    open.get(partner.id)?.toTier === proposal?.toTier && open.get(partner.id)?.fromTier === partner.tier;
  const over = found.flatMap(({ partner, proposal }) => {
    const own = open.get(partner.id);
    return own && !isSame(partner, proposal) ? [own.id] : [];
  });
  await work.tx.tierProposal.updateMany({
    where: { workspaceId, id: { in: over }, outcome: null },
    data: { outcome: 'withdrawn', endedAt: work.now },
  });
  const begun = found.flatMap(({ partner, proposal }) =>
    !proposal || isSame(partner, proposal) || isQuiet(partner, proposal.toTier)
      ? []
      : [
          {
            partner,
            row: {
              ...{ id: work.newId(), workspaceId, partnerId: partner.id, fromTier: partner.tier },
              ...{ toTier: proposal.toTier, evidence: [...proposal.evidence], proposedAt: work.now },
            },
          },
        ],
  );
  if (begun.length === 0) return;
  await work.tx.tierProposal.createMany({ data: begun.map(({ row }) => row) });
  const managers = await loadPeople(
    work,
    begun.map(({ partner }) => partner.managerPersonId),
  );
  await post(
    work,
    ...begun.flatMap(({ partner, row }) => {
      const manager = managers.get(partner.managerPersonId);
      if (!manager || manager.deactivatedAt) return [];
      return [
        {
          key: `segments.proposal:${row.id}`,
          to: { person: manager.slackUserId },
          audience: 'internal' as const,
          message: proposalMessage(playbook, partner, row),
        },
      ];
    }),
  );
}

/** Nothing is decided any more of a partner that has left. */
export async function withdrawProposals(work: Work, partnerId: string): Promise<void> {
  await work.tx.tierProposal.updateMany({
    where: { workspaceId: work.workspaceId, partnerId, outcome: null },
    data: { outcome: 'withdrawn', endedAt: work.now },
  });
}

/** The open proposal with this id; refuses when it is settled or gone. */
export async function loadOpen(work: Work, id: string): Promise<TierProposal> {
  const found = /^[0-9a-f-]{36}$/i.test(id)
    ? await work.tx.tierProposal.findFirst({ where: { id, workspaceId: work.workspaceId, outcome: null } })
    : null;
  if (found) return found;
  throw new Refusal(
    'stale',
    'That is settled already, or nothing speaks for it any more. `segments` shows how things stand.',
  );
}

/** Settles an open proposal; refuses when somebody was faster. */
export async function settle(
  work: Work,
  { id }: TierProposal,
  outcome: 'accepted' | 'kept',
  decidedById: string,
  reason: string | null,
): Promise<void> {
  const { count } = await work.tx.tierProposal.updateMany({
    where: { id, workspaceId: work.workspaceId, outcome: null },
    data: { outcome, endedAt: work.now, decidedById, reason },
  });
  if (count === 0)
    throw new Refusal('conflict', 'Somebody settled that in this very moment. `segments` shows how.');
}
