import { type LocalDate, localDate } from '../../core/calendar.ts';
import type { Work } from '../../platform/work.ts';
import { reachedDays } from '../onboarding/public.ts';
import { milestoneDays } from '../pipeline/public.ts';

/** What both the numbers and the signals know of a partner already. */
export interface KnownDays {
  readonly firstWonOn: LocalDate | null;
  readonly completedOn: LocalDate | null;
}

/**
 * When the playbook's events (playbook/schema/events.ts) happened to each of these partners, in queries that do not
 * grow with the partners; null while one has not.
 */
export async function eventDays(
  work: Work,
  partnerIds: readonly string[],
  events: readonly string[],
  timeZone: string,
): Promise<(partnerId: string, event: string, known: KnownDays) => LocalDate | null> {
  const keysOf = (kind: string) => [
    ...new Set(
      events.flatMap((event) => (event.startsWith(`${kind}:`) ? [event.slice(kind.length + 1)] : [])),
    ),
  ];
  const parts = { steps: keysOf('step'), gates: keysOf('gate') };
  const journeys = await reachedDays(work, partnerIds, parts, timeZone);
  const milestones = await milestoneDays(work, partnerIds, keysOf('milestone'), timeZone);
  return (partnerId, event, { firstWonOn, completedOn }) => {
    if (event === 'first_deal') return firstWonOn;
    if (event === 'onboarding') return completedOn;
    const day = event.startsWith('milestone:')
      ? milestones.get(`${partnerId} ${event.slice('milestone:'.length)}`)
      : journeys.get(`${partnerId} ${event}`);
    return day === undefined ? null : localDate(day);
  };
}
