import { addDays, instantOf, localDateOf } from '../../../core/calendar.ts';

/** When the day's first people come. */
const minute = 7 * 60;

/** The next seven o'clock by the programme's clocks. */
export function nextLookAt(now: Date, timeZone: string): Date {
  const today = localDateOf(now, timeZone);
  const next = instantOf(today, minute, timeZone);
  return next > now ? next : instantOf(addDays(today, 1), minute, timeZone);
}
