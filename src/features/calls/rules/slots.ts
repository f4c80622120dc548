import { addDays, type LocalDate, localDateOf } from '../../../core/calendar.ts';
import { nextOccurrence, type Recurrence } from '../../../core/recurrence.ts';

/** How many places of a series, counted from now, exist as calls. */
export const plannedAhead = 3;

/** The rule's next places after `now` that have no call yet. A call keeps its place when it is moved or cancelled. */
export function missingSlots(recurrence: Recurrence, taken: readonly Date[], now: Date): Date[] {
  const known = new Set(taken.map((slot) => slot.getTime()));
  return nextSlots(recurrence, now, plannedAhead).filter((slot) => !known.has(slot.getTime()));
}

function nextSlots(recurrence: Recurrence, after: Date, count: number): Date[] {
  const slots: Date[] = [];
  for (let slot = nextOccurrence(recurrence, after); slot && slots.length < count; ) {
    slots.push(slot);
    slot = nextOccurrence(recurrence, slot);
  }
  return slots;
}

/**
 * The rule of a series that belongs to a journey: counted from its first fitting day after the kickoff. What
 * happens more seldom than every four weeks looks back on a period (a quarterly review), so it first happens one
 * period after that.
 */
export function afterKickoff(recurrence: Recurrence, kickoffOn: LocalDate): Recurrence {
  const dayAfter = { ...recurrence, from: addDays(kickoffOn, 1) };
  const first = firstDay({ ...dayAfter, every: 1 });
  const isRare = recurrence.unit === 'month' ? recurrence.every > 1 : recurrence.every > 4;
  const start = { ...recurrence, from: first ?? dayAfter.from };
  if (!isRare || first === null) return start;
  const second = nextOccurrence(start, new Date(`${addDays(first, 2)}T00:00:00Z`));
  return second === null ? start : { ...recurrence, from: localDateOf(second, recurrence.timeZone) };
}

function firstDay(recurrence: Recurrence): LocalDate | null {
  // Before anything on the rule's first day, in whatever zone.
  const first = nextOccurrence(recurrence, new Date(`${addDays(recurrence.from, -2)}T00:00:00Z`));
  return first && localDateOf(first, recurrence.timeZone);
}
