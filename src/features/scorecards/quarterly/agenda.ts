import { z } from 'zod';
import type { ProgrammeEventOf } from '../../../core/programme-event.ts';
import type { DueJob } from '../../../platform/feature.ts';
import type { Work } from '../../../platform/work.ts';
import { callAhead, putOnAgenda, scheduleBeforeCall } from '../../calls/public.ts';
import { loadPartner } from '../../partners/public.ts';
import { findCurrentPlaybook } from '../../playbook/public.ts';
import { namesOf } from './compose.ts';
import { quarterToReview } from './show.ts';

export const agendaKind = 'scorecards.reviewCall';

/** Before the agenda is posted, a day ahead of the call. */
const minutesAhead = 25 * 60;

/** A review call gets the pack on its agenda. Whether it is one is found out then: calls are moved and renamed. */
export function planPackForCall(work: Work, event: ProgrammeEventOf<'call.scheduled'>): Promise<void> {
  return scheduleBeforeCall(work, event, agendaKind, minutesAhead);
}

export const packForCall: DueJob = {
  says: 'The quarterly pack for a call',
  async run(work, { key, data }) {
    const { partnerId } = z.object({ partnerId: z.string() }).parse(data);
    const call = await callAhead(work, key);
    const quarterly = (await findCurrentPlaybook(work))?.playbook.scorecards.quarterly;
    if (!call?.callKey || !quarterly?.reviewedAt.includes(call.callKey)) return;
    const partner = await loadPartner(work, partnerId);
    const quarter = partner.endedAt ? null : await quarterToReview(work, partner);
    if (!quarter) return;
    const { words, name } = namesOf(quarter);
    await putOnAgenda(work, {
      callId: key,
      text: `${words}: results against targets and plan. Say “review ${name}” for the pack`,
      addedById: partner.managerPersonId,
    });
  },
};
