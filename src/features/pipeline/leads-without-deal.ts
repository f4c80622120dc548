import type { Work } from '../../platform/work.ts';

/** An accepted lead no deal has come of. */
export interface LeadWithoutDeal {
  readonly number: number;
  readonly customer: string;
}

/** A partner’s accepted leads of which no deal has come, the longest accepted first; not those whose source names a deal. */
export function leadsWithoutDeal(work: Work, partnerId: string): Promise<LeadWithoutDeal[]> {
  return work.tx.lead.findMany({
    where: {
      ...{ workspaceId: work.workspaceId, partnerId, status: 'accepted' },
      ...{ deals: { none: {} }, dealExternalIds: { isEmpty: true } },
    },
    orderBy: [{ reviewedAt: 'asc' }, { number: 'asc' }],
    select: { number: true, customer: true },
  });
}
