import { z } from 'zod';
import { clockTime, key, list, mapping, text, timeZone, weekday, wholeNumber } from './fields.ts';
import { seatReference } from './seats.ts';

const weekly = mapping('a weekly recurrence with every, unit, weekdays, at and timeZone', {
  unit: z.literal('week'),
  every: wholeNumber('a number of weeks between 1 and 52', 1, 52),
  weekdays: list('a list of days such as [tuesday]', weekday),
  at: clockTime,
  timeZone,
});

const monthly = mapping('a monthly recurrence with every, unit, dayOfMonth, at and timeZone', {
  unit: z.literal('month'),
  every: wholeNumber('a number of months between 1 and 12', 1, 12),
  /** In a month that is shorter, its last day. */
  dayOfMonth: z.union([z.literal('last'), z.int().min(1).max(31)], {
    error: 'a day between 1 and 31, or last',
  }),
  at: clockTime,
  timeZone,
});

const recurrence = z.discriminatedUnion('unit', [weekly, monthly], {
  error: 'a recurrence with the unit week or month',
});
export type CallRecurrence = z.output<typeof recurrence>;

/** How long before the call: `24h`, `10m`; minutes once parsed. */
export const lead = z.unknown().transform((value, context): number => {
  const match = typeof value === 'string' ? /^(\d{1,3})\s*(m|h|d)$/.exec(value) : null;
  const minutes = match ? Number(match[1]) * { m: 1, h: 60, d: 1440 }[match[2] as 'm' | 'h' | 'd'] : value;
  if (typeof minutes === 'number' && Number.isInteger(minutes) && minutes > 0 && minutes <= 20_160)
    return minutes;
  context.issues.push({ code: 'custom', message: 'a time before the call such as 24h or 10m', input: value });
  return z.NEVER;
});

export const call = mapping('a call with key, title, purpose, recurrence, attendees and agenda', {
  key,
  title: text('the title of the call', 75),
  purpose: text('what the call is for', 600),
  recurrence,
  durationMinutes: wholeNumber('a number of minutes between 5 and 480', 5, 480),
  attendees: list('a list of seats', seatReference('a seat such as partner.lead')),
  agenda: list('a list of standing agenda items', text('one agenda item', 300)),
  /** Minutes before the start. */
  reminders: list('a list such as [24h, 1h, 10m]', lead),
});
export type CallDefinition = z.output<typeof call>;
