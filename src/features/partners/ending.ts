import type { Partner } from '../../platform/store/generated/client.ts';
import type { Work } from '../../platform/work.ts';

/**
 * Ends a partnership: whatever comes by itself stops, since each job leaves ended partners out when its time comes.
 * Nothing is deleted, and the partner is still found by its name and in its channel.
 */
export async function endPartnership(work: Work, partner: Partner): Promise<void> {
  await work.tx.partner.updateMany({
    where: { id: partner.id, workspaceId: work.workspaceId, endedAt: null },
    data: { endedAt: work.now },
  });
}

/** Takes the end of a partnership back, and what recurs is planned again; false when it had not ended. */
export async function resumePartnership(work: Work, partner: Partner): Promise<boolean> {
  const { count } = await work.tx.partner.updateMany({
    where: { id: partner.id, workspaceId: work.workspaceId, endedAt: { not: null } },
    data: { endedAt: null },
  });
  if (count === 0) return false;
  await work.emit({ type: 'partner.resumed', partnerId: partner.id });
  return true;
}
