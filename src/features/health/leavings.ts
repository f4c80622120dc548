import { type LocalDate, localDateOf } from '../../core/calendar.ts';
import type { TimeWindow } from '../../core/time-window.ts';
import type { Work } from '../../platform/work.ts';

/** How it stands with a partner by what was decided last: decisions to leave that were taken back do not count. */
export interface Partnership {
  /** It had left before the window. */
  readonly hadLeft: boolean;
  /** The day, by the programme's clocks, of the decision to leave that stands at the window's end; null: it goes on. */
  readonly leftOn: LocalDate | null;
}

/** By partner; one query. */
export async function loadPartnerships(
  work: Work,
  partnerIds: readonly string[],
  window: TimeWindow,
  timeZone: string,
): Promise<(partnerId: string) => Partnership> {
  const decisions = await work.tx.healthDecision.findMany({
    where: {
      workspaceId: work.workspaceId,
      partnerId: { in: [...partnerIds] },
      decidedAt: { lt: window.to },
    },
    select: { partnerId: true, choice: true, decidedAt: true },
    orderBy: { decidedAt: 'asc' },
  });
  const byPartner = new Map<string, typeof decisions>();
  for (const decision of decisions) {
    const { partnerId } = decision;
    byPartner.set(partnerId, [...(byPartner.get(partnerId) ?? []), decision]);
  }
  return (partnerId) => {
    const all = byPartner.get(partnerId) ?? [];
    const last = all.at(-1);
    const lastBefore = all.findLast(({ decidedAt }) => decidedAt < window.from);
    return {
      hadLeft: lastBefore?.choice === 'leave',
      leftOn: last?.choice === 'leave' ? localDateOf(last.decidedAt, timeZone) : null,
    };
  };
}
