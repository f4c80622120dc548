import { type LocalDate, localDateOf } from '../../core/calendar.ts';
import type { ProgrammeEventOf } from '../../core/programme-event.ts';
import type { TimeWindow } from '../../core/time-window.ts';
import type { Work } from '../../platform/work.ts';
import { loadPartners } from '../partners/public.ts';
import { absences, partnershipIn } from './rules/absences.ts';
import { saveDecision } from './store/plans.ts';

/** How it stands with a partner: leaving that was taken back does not count. */
export interface Partnership {
  /** It had left before the window. */
  readonly hadLeft: boolean;
  /** The day it left, by the programme's clocks, where it is away at the window's end; null: it goes on. */
  readonly leftOn: LocalDate | null;
}

/** By partner; two queries. */
export async function loadPartnerships(
  work: Work,
  partnerIds: readonly string[],
  window: TimeWindow,
  timeZone: string,
): Promise<(partnerId: string) => Partnership> {
  const partners = await loadPartners(work, partnerIds);
  const decisions = await work.tx.healthDecision.findMany({
    where: { workspaceId: work.workspaceId, partnerId: { in: [...partnerIds] } },
    select: { partnerId: true, choice: true, decidedAt: true },
    orderBy: { decidedAt: 'asc' },
  });
  const byPartner = new Map<string, typeof decisions>();
  for (const decision of decisions) {
    const { partnerId } = decision;
    byPartner.set(partnerId, [...(byPartner.get(partnerId) ?? []), decision]);
  }
  return (partnerId) => {
    const all = absences(byPartner.get(partnerId) ?? [], partners.get(partnerId)?.endedAt ?? null);
    const { hadLeft, leftAt } = partnershipIn(all, window);
    return { hadLeft, leftOn: leftAt && localDateOf(leftAt, timeZone) };
  };
}

/** A partner that had left was taken up again: where nobody has decided that in so many words, it is a decision as well. */
export async function noteReturn(
  work: Work,
  { partnerId, byPersonId }: ProgrammeEventOf<'partner.resumed'>,
): Promise<void> {
  const last = await work.tx.healthDecision.findFirst({
    where: { workspaceId: work.workspaceId, partnerId },
    orderBy: { decidedAt: 'desc' },
  });
  if (last?.choice !== 'leave') return;
  await saveDecision(work, {
    ...{ partnerId, planId: null, choice: 'continue', met: [], decidedById: byPersonId },
    reason: 'Its onboarding was started again.',
  });
}
