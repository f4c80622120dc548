import { type LocalDate, localDateOfUtc } from '../../core/calendar.ts';
import type { Work } from '../../platform/work.ts';
import { signalLabel } from './signals/catalogue.ts';
import { openPlans } from './store/plans.ts';
import { openSignalsOf } from './store/signals.ts';

export { eventDays } from './event-days.ts';
/** What others may ask about partners' health. */
export { askEvidence } from './evidence/view.ts';
export { scheduleCheck } from './jobs.ts';
export { loadPartnerships, type Partnership } from './leavings.ts';
export { refreshSignals } from './refresh.ts';

/** An open signal, as the last look at the partner found it. Internal. */
export interface OpenSignal {
  readonly id: string;
  readonly kind: string;
  readonly label: string;
  readonly isSerious: boolean;
  readonly since: LocalDate;
  readonly evidence: string;
  /** Somebody has planned what to do about it. */
  readonly isPlanned: boolean;
}

/** A way back whose day has come without a decision. Internal. */
export interface DueDecision {
  readonly title: string;
  readonly reviewOn: LocalDate;
}

/** The decisions that are due on a day or overdue, by partner: one query for all of them. */
export async function dueDecisions(
  work: Work,
  partnerIds: readonly string[],
  today: LocalDate,
): Promise<ReadonlyMap<string, DueDecision>> {
  const plans = await openPlans(work, partnerIds);
  return new Map(
    plans
      .map(
        ({ partnerId, title, reviewOn }) =>
          [partnerId, { title, reviewOn: localDateOfUtc(reviewOn) }] as const,
      )
      .filter(([, { reviewOn }]) => reviewOn <= today),
  );
}

/** Open signals by partner, the serious ones first; partners without any are left out. */
export async function openSignals(
  work: Work,
  partnerIds: readonly string[],
): Promise<ReadonlyMap<string, readonly OpenSignal[]>> {
  const byPartner = new Map<string, OpenSignal[]>();
  for (const { id, partnerId, kind, severity, since, evidence, actionItemId } of await openSignalsOf(
    work,
    partnerIds,
  )) {
    const signal: OpenSignal = {
      id,
      kind,
      label: signalLabel(kind),
      isSerious: severity === 'serious',
      since: localDateOfUtc(since),
      evidence,
      isPlanned: actionItemId !== null,
    };
    byPartner.set(partnerId, [...(byPartner.get(partnerId) ?? []), signal]);
  }
  return byPartner;
}
