import type { LocalDate, Weekday } from '../../../core/calendar.ts';
import type { Recurrence } from '../../../core/recurrence.ts';
import type { CallDefinition } from '../schema/calls.ts';
import { weekdayNames } from '../schema/fields.ts';

/** A call's recurrence as core/recurrence reads it, counted from the week or month of `from`. */
export function recurrenceOf({ recurrence }: CallDefinition, from: LocalDate): Recurrence {
  const { every, at, timeZone } = recurrence;
  if (recurrence.unit === 'month') {
    return { every, unit: 'month', dayOfMonth: recurrence.dayOfMonth, at, timeZone, from };
  }
  const [first, ...rest] = recurrence.weekdays.map((name) => (weekdayNames.indexOf(name) + 1) as Weekday);
  return { every, unit: 'week', ...(first && { weekdays: [first, ...rest] }), at, timeZone, from };
}
