import { instantOf, isLocalDate, type LocalDate, localDate, localDateOf } from '../../../core/calendar.ts';
import { Refusal } from '../../../core/refusal.ts';
import { pastDay, readOr } from './fields.ts';

/** Clocks of two machines may be this far apart. */
const skewMs = 5 * 60_000;

/**
 * An instant as exports and programs write it: `2026-01-05T10:22:00Z`, `2026-01-05T10:22:00.000+0100`,
 * `2026-01-05 10:22` (by the programme's clocks), milliseconds since 1970. Undefined where nothing is written.
 * Refuses (`invalid`) what is none, and what is yet to come: it would hold back all that follows.
 */
export function pastInstant(
  text: string,
  { now, timeZone }: { readonly now: Date; readonly timeZone: string },
): Date | undefined {
  if (text === '') return;
  const instant = readInstant(text, timeZone);
  if (instant.getTime() <= now.getTime() + skewMs) return instant;
  throw new Refusal('invalid', `${text} is in the future.`);
}

/** A day by the programme's clocks, and the instant on it where one is known. */
export interface Moment {
  readonly day: LocalDate;
  readonly at: Date | null;
}

/**
 * A day as people or exports write it, or an instant as `pastInstant` reads it: its day is the one by the programme's
 * clocks, not the one that is written. Refuses (`invalid`) days that are yet to come.
 */
export function pastMoment(
  text: string,
  { now, timeZone }: { readonly now: Date; readonly timeZone: string },
): Moment {
  const today = localDateOf(now, timeZone);
  const [, day, rest = ''] = /^(\d{4}-\d{2}-\d{2})[T ](.*)$/s.exec(text) ?? [];
  if (day === undefined && !/^\d{12,14}$/.test(text)) return { day: pastDayIn(text, today), at: null };
  // A time that is none of ours (10:22 PM) still leaves its day, as long as it names no zone.
  if (day !== undefined && /^[\d:. ]*[ap]m$/i.test(rest)) return { day: pastDay(day, today), at: null };
  const at = readInstant(text, timeZone);
  const isNow = at > now && at.getTime() <= now.getTime() + skewMs;
  const written = day !== undefined && /^[\d:.]+$/.test(rest) ? localDate(day) : localDateOf(at, timeZone);
  return { day: pastDay(isNow ? today : written, today), at: at > now ? now : at };
}

/** As people write it; who has a file of them is told what to write in all its rows. */
function pastDayIn(text: string, today: LocalDate): LocalDate {
  return readOr(
    () => pastDay(text, today),
    (words) => {
      throw new Refusal(
        'invalid',
        text.includes('/') ? `${words} Days like 2026-01-05 are always clear.` : words,
      );
    },
  );
}

function readInstant(text: string, timeZone: string): Date {
  if (/^\d{12,14}$/.test(text)) return new Date(Number(text));
  const [, day = '', hours = '00', minutes = '00', seconds = '00', fraction = '', zone = ''] =
    /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?)?$/i.exec(
      text,
    ) ?? [];
  const [hour, minute] = [Number(hours), Number(minutes)];
  if (!isLocalDate(day) || hour > 23 || minute > 59 || Number(seconds) > 59)
    throw new Refusal('invalid', `“${text}” is no time. Write it like 2026-01-05T10:22:00Z.`);
  const rest = Number(`${seconds}${fraction}`) * 1000;
  if (zone === '') return new Date(instantOf(day, hour * 60 + minute, timeZone).getTime() + rest);
  const [, sign, ahead = '0', aheadMinutes = '0'] = /^([+-])(\d{2}):?(\d{2})$/.exec(zone) ?? [];
  const offset = (Number(ahead) * 60 + Number(aheadMinutes)) * (sign === '-' ? -1 : 1);
  return new Date(instantOf(day, hour * 60 + minute, 'UTC').getTime() - offset * 60_000 + rest);
}
