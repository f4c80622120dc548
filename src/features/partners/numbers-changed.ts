import type { Work } from '../../platform/work.ts';
import { loadPartners } from './store.ts';

/** Tells the Home tabs that show these partners' numbers: of who manages them, and of who leads and sells on their side. */
export async function numbersChanged(work: Work, partnerIds: readonly string[]): Promise<void> {
  if (partnerIds.length === 0) return;
  const partners = await loadPartners(work, partnerIds);
  const readers = await work.tx.roleGrant.findMany({
    where: {
      workspaceId: work.workspaceId,
      partnerId: { in: [...partners.keys()] },
      role: { in: ['lead', 'sales'] },
    },
    select: { personId: true },
  });
  const managers = [...partners.values()].map(({ managerPersonId }) => managerPersonId);
  const personIds = new Set([...managers, ...readers.map(({ personId }) => personId)]);
  await work.emit({ type: 'work.changed', personIds: [...personIds] });
}
