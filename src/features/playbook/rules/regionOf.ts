import { addDays, formatLocalDate, formatMinute, localDateOf, weekdayOf } from '../../../core/calendar.ts';
import type { SlaTerms } from '../../../core/sla-clock.ts';
import { listing } from '../../../core/text.ts';
import type { Playbook } from '../schema/playbook.ts';
import type { Region } from '../schema/regions.ts';

/**
 * The region of a partner by its segments, or of a lead that says its `territory` itself; null where the programme's
 * hours count: the territories lie in several regions, one lies in none, or there are none.
 */
export function regionOf(
  playbook: Pick<Playbook, 'regions'> | null,
  segments: readonly string[],
  territory: string | null = null,
): Region | null {
  const prefix = 'territory:';
  const own = segments.filter((each) => each.startsWith(prefix)).map((each) => each.slice(prefix.length));
  const territories = territory === null ? own : [territory];
  const all = territories.map(
    (key) => playbook?.regions.find((region) => region.territories.includes(key)) ?? null,
  );
  const [first = null, ...others] = all;
  return others.every((each) => each === first) ? first : null;
}

/**
 * Whose hours a deadline is counted in, with the holidays that move it: “Counted in the hours of Nordics, 08:00–16:00 in
 * Oslo; Mon 17 May is a holiday there”. `terms` are the region's.
 */
export function hoursInWords(
  region: Region,
  { hours, weekdays, timeZone, holidays }: SlaTerms,
  { from, to }: { readonly from: Date; readonly to: Date },
): string {
  const [first, last] = [localDateOf(from, timeZone), localDateOf(to, timeZone)];
  const closed = [];
  for (let day = first; day <= last; day = addDays(day, 1))
    if (holidays.includes(day) && weekdays.includes(weekdayOf(day))) closed.push(formatLocalDate(day, first));
  const open = `${formatMinute(hours.startMinute)}–${formatMinute(hours.endMinute)}`;
  const place = timeZone.split('/').at(-1)?.replaceAll('_', ' ') ?? timeZone;
  const counted = `Counted in the hours of ${region.name}, ${open} in ${place}`;
  if (closed.length === 0) return counted;
  return `${counted}; ${listing(closed)} ${closed.length === 1 ? 'is a holiday' : 'are holidays'} there`;
}
