import { formatInstant } from '../../../core/calendar.ts';
import { type SlaEvents, type SlaTerms, slaClock, slaDeadline } from '../../../core/sla-clock.ts';
import { pluralise } from '../../../core/text.ts';
import { hoursInWords, type Region } from '../../playbook/public.ts';
import { waitsForApproval } from './registration.ts';

interface Decided {
  readonly stage: string;
  readonly registration: string;
  readonly registeredAt: Date;
  readonly closedAt: Date | null;
  readonly decisionAskedAt: Date | null;
  readonly decidedAt: Date | null;
}

/** The clock of a registration's approval; null where none was ever asked for. Closing the deal stops it, as does leaving. */
export function registrationEvents(deal: Decided, partnerLeftAt: Date | null): SlaEvents | null {
  const isWaiting = waitsForApproval(deal);
  if (!isWaiting && !deal.decisionAskedAt) return null;
  return {
    // Deals from before this was kept have waited since they were registered.
    startedAt: deal.decisionAskedAt ?? deal.registeredAt,
    pauses: [],
    answeredAt: isWaiting ? null : deal.decidedAt,
    cancelledAt: isWaiting ? partnerLeftAt : deal.decidedAt ? null : deal.closedAt,
  };
}

/** The clock of a lead’s answer. */
export function leadEvents(lead: {
  readonly submittedAt: Date;
  readonly answeredAt: Date | null;
}): SlaEvents {
  return { startedAt: lead.submittedAt, pauses: [], answeredAt: lead.answeredAt, cancelledAt: null };
}

interface HandedOver {
  readonly createdAt: Date;
  readonly completeAt: Date | null;
  readonly acceptedAt: Date | null;
}

/** The clock of a handoff's acceptance: it pauses while something is missing, so that it can't be accepted yet. */
export function handoffEvents(
  { createdAt, completeAt, acceptedAt }: HandedOver,
  isComplete: boolean,
  /** When what is handed over was lost, or the partner left. */
  cancelledAt: Date | null,
): SlaEvents {
  const to = isComplete ? (completeAt ?? createdAt) : null;
  return { startedAt: createdAt, pauses: [{ from: createdAt, to }], answeredAt: acceptedAt, cancelledAt };
}

/**
 * “Late: it was due by Tue 13 Jan, 15:30”, and while it waits, where it counts in a region’s hours, which: “By Tue 13
 * Jan, 15:30. Counted in the hours of Nordics, 08:00–16:00 in Oslo”. `terms` are the region’s.
 */
export function clockWords(events: SlaEvents, terms: SlaTerms, region: Region | null, now: Date): string {
  const { state, usedMinutes } = slaClock(events, terms, now);
  const deadline = slaDeadline(events, terms);
  const counted =
    region && deadline ? `. ${hoursInWords(region, terms, { from: events.startedAt, to: deadline })}` : '';
  const by = deadline ? `by ${formatInstant(deadline, terms.timeZone, now)}${counted}` : '';
  const used = `${Math.ceil(usedMinutes / 60)} of ${pluralise(terms.minutes / 60, 'working hour')}`;
  if (state === 'met') return `In time, after ${used}`;
  if (state === 'cancelled') return `Stopped after ${used}`;
  if (state === 'paused') return 'Paused until nothing is missing';
  if (state === 'breached') return events.answeredAt ? `Too late, after ${used}` : `Late: it was due ${by}`;
  return state === 'due_soon' ? `Due soon: ${by}` : `${by.charAt(0).toUpperCase()}${by.slice(1)}`;
}
