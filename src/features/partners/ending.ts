import type { Partner } from '../../platform/store/generated/client.ts';
import type { Work } from '../../platform/work.ts';

/**
 * Ends a partnership: whatever comes by itself stops, since each job leaves ended partners out when its time comes.
 * Nothing is deleted, and the partner is still found by its name and in its channel.
 */
export async function endPartnership(work: Work, partner: Partner): Promise<void> {
  const { count } = await work.tx.partner.updateMany({
    where: { id: partner.id, workspaceId: work.workspaceId, endedAt: null },
    data: { endedAt: work.now },
  });
  if (count === 0) return;
  await work.emit({ type: 'partner.ended', partnerId: partner.id });
  await redrawHomes(work, partner);
}

/** Takes the end of a partnership back, and what recurs is planned again; false when it had not ended. */
export async function resumePartnership(work: Work, partner: Partner, byPersonId: string): Promise<boolean> {
  const { count } = await work.tx.partner.updateMany({
    where: { id: partner.id, workspaceId: work.workspaceId, endedAt: { not: null } },
    data: { endedAt: null },
  });
  if (count === 0) return false;
  await work.emit({ type: 'partner.resumed', partnerId: partner.id, byPersonId });
  await redrawHomes(work, partner);
  return true;
}

async function redrawHomes(work: Work, { id, managerPersonId }: Partner): Promise<void> {
  const people = await work.tx.person.findMany({
    where: { workspaceId: work.workspaceId, partnerId: id },
    select: { id: true },
  });
  await work.emit({ type: 'work.changed', personIds: [managerPersonId, ...people.map((each) => each.id)] });
}
