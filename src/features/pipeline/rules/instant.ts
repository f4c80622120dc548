import { instantOf, isLocalDate } from '../../../core/calendar.ts';
import { Refusal } from '../../../core/refusal.ts';

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
