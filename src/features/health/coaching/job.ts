import { z } from 'zod';
import { formatInstant } from '../../../core/calendar.ts';
import type { ProgrammeEventOf } from '../../../core/programme-event.ts';
import { post } from '../../../platform/delivery/post.ts';
import type { DueJob } from '../../../platform/feature.ts';
import type { Work } from '../../../platform/work.ts';
import { callAhead, scheduleBeforeCall } from '../../calls/public.ts';
import { loadPartner, loadPeople } from '../../partners/public.ts';
import { askSum } from '../../pipeline/public.ts';
import { findCurrentPlaybook } from '../../playbook/public.ts';
import { refreshSignals } from '../refresh.ts';
import { loadCoachingFacts } from './facts.ts';
import { type CoachingFacts, coachingCard, sinceWords } from './rules.ts';
import { coachingMessage } from './view.ts';

export const coachKind = 'health.coach';

/** A day ahead it is found out how long before the call the card comes, as the playbook says by then. */
const firstLookMinutes = 24 * 60;

/** Plans the card about a partner that its manager gets before a call. */
export function planCoaching(work: Work, event: ProgrammeEventOf<'call.scheduled'>): Promise<void> {
  return scheduleBeforeCall(work, event, coachKind, firstLookMinutes);
}

/** The sums the card tells of, to be asked for. */
function askedSums(partnerId: string, { won, lost, leads, window }: CoachingFacts) {
  return [
    ...(won.count + lost > 0 ? [askSum({ kind: 'closed', partnerId, window })] : []),
    ...(leads > 0 ? [askSum({ kind: 'leads', partnerId, window })] : []),
  ];
}

/** The card, in the manager's messages; none when the call was cancelled or has begun. */
export const coach: DueJob = {
  says: 'What to know before a call',
  async run(work, { key, data }): Promise<Date | undefined> {
    const { partnerId } = z.object({ partnerId: z.string() }).parse(data);
    const call = await callAhead(work, key);
    const minutes = (await findCurrentPlaybook(work))?.playbook.health.coachingBefore;
    if (!call || minutes === undefined) return undefined;
    const dueAt = new Date(call.startsAt.getTime() - minutes * 60_000);
    if (dueAt > work.now) return dueAt;
    const partner = await loadPartner(work, partnerId);
    const manager = (await loadPeople(work, [partner.managerPersonId])).get(partner.managerPersonId);
    if (partner.endedAt || !manager || manager.deactivatedAt) return undefined;
    await refreshSignals(work, [partner]);
    const facts = await loadCoachingFacts(work, partner);
    await post(work, {
      key: `health.coach:${key}:${call.startsAt.toISOString()}`,
      to: { person: manager.slackUserId },
      audience: 'internal',
      message: coachingMessage({
        partner,
        signals: facts.signals,
        sums: askedSums(partner.id, facts),
        callId: key,
        title: call.title,
        startsAt: call.startsAt,
        moment: formatInstant(call.startsAt, manager.timeZone, work.now),
        since: sinceWords(facts),
        points: coachingCard(facts),
      }),
    });
    return undefined;
  },
};
