import { audit } from '../../platform/audit.ts';
import { erasePartnerData } from '../../platform/privacy/erase-partner.ts';
import type { Partner } from '../../platform/store/generated/client.ts';
import type { Work } from '../../platform/work.ts';
import { leaveMentoring } from '../mentoring/public.ts';

/** Erases one partner, tells whom it helped or was helped by that this is over, and has its manager's Home tab drawn without it. */
export async function erasePartner(work: Work, partner: Partner): Promise<void> {
  await leaveMentoring(work, partner.id);
  await erasePartnerData(work, partner);
  await audit(work, {
    actorPersonId: null,
    verb: 'privacy.erase-partner',
    partnerId: null,
    summary: 'A partner was erased on request',
    isInternal: true,
  });
  await work.emit({ type: 'work.changed', personIds: [partner.managerPersonId] });
}
