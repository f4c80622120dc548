import type { Work } from '../../platform/work.ts';
import { loadPartner } from '../partners/public.ts';
import { scheduleFollowUps } from './follow-ups.ts';
import { openActionItems } from './store/actions.ts';
import { touchAction, touchSummary } from './summary.ts';

/** An open action item that the partner's manager has now. */
export interface HandedOver {
  readonly partnerId: string;
  readonly number: number;
}

/** Gives a person's open action items to the managers of their partners. */
export async function handOverActions(work: Work, personId: string): Promise<HandedOver[]> {
  const { tx, workspaceId } = work;
  const items = await openActionItems(work, { ownerIds: [personId] });
  const managers = new Set<string>();
  for (const item of items) {
    const { managerPersonId } = await loadPartner(work, item.partnerId);
    managers.add(managerPersonId);
    await tx.actionItem.update({
      where: { id: item.id, workspaceId },
      data: { ownerPersonId: managerPersonId },
    });
    if (item.callId) await touchSummary(work, item.partnerId, item.callId);
    else await touchAction(work, item);
  }
  await scheduleFollowUps(work, [...managers]);
  await work.emit({ type: 'work.changed', personIds: [...managers] });
  return items.map(({ partnerId, number }) => ({ partnerId, number }));
}
