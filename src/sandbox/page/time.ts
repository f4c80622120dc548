/** Slack's `ts` is seconds with a counter behind the dot. */
export const dateOfTs = (ts: string): Date => new Date(Number.parseFloat(ts) * 1000);

const format = (date: Date, timeZone: string, options: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat('en-GB', { timeZone, ...options }).format(date);

export const clockTime = (date: Date, timeZone: string): string =>
  format(date, timeZone, { hour: '2-digit', minute: '2-digit' });

export const weekdayAndDate = (date: Date, timeZone: string): string =>
  format(date, timeZone, { weekday: 'short', day: 'numeric', month: 'short' });

export const fullMoment = (date: Date, timeZone: string): string =>
  format(date, timeZone, { dateStyle: 'full', timeStyle: 'short' });

/** `2026-11-22` in the zone: days compare as text. */
export const dayKey = (date: Date, timeZone: string): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(date);

export function dayName(date: Date, now: Date, timeZone: string): string {
  const day = dayKey(date, timeZone);
  if (day === dayKey(now, timeZone)) return 'Today';
  if (day === dayKey(new Date(now.getTime() - 86_400_000), timeZone)) return 'Yesterday';
  const sameYear = day.slice(0, 4) === dayKey(now, timeZone).slice(0, 4);
  return format(date, timeZone, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    ...(sameYear ? {} : { year: 'numeric' }),
  });
}

/** "in 3 h", "in 2 days": how far ahead something lies. */
export function distance(from: Date, to: Date): string {
  const minutes = Math.max(0, Math.round((to.getTime() - from.getTime()) / 60_000));
  if (minutes < 1) return 'now';
  if (minutes < 60) return `in ${minutes} min`;
  if (minutes < 36 * 60) return `in ${Math.round(minutes / 60)} h`;
  return `in ${Math.round(minutes / 1440)} days`;
}

/** Slack's `<!date^…>` tokens, of which there are ten; anything else in braces stays as it is. */
export function formatSlackDate(pattern: string, date: Date, timeZone: string, now: Date): string {
  const pretty = (fallback: string) => {
    const name = dayName(date, now, timeZone);
    return name === 'Today' || name === 'Yesterday' ? name.toLowerCase() : fallback;
  };
  const long = format(date, timeZone, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
  const medium = format(date, timeZone, { day: 'numeric', month: 'long', year: 'numeric' });
  const short = format(date, timeZone, { day: 'numeric', month: 'short', year: 'numeric' });
  const tokens: Record<string, string> = {
    date_num: dayKey(date, timeZone),
    date_slash: format(date, timeZone, { dateStyle: 'short' }),
    date: medium,
    date_pretty: pretty(medium),
    date_short: short,
    date_short_pretty: pretty(short),
    date_long: long,
    date_long_pretty: pretty(long),
    time: clockTime(date, timeZone),
    time_secs: format(date, timeZone, { timeStyle: 'medium' }),
    ago: distance(now, date),
    day_divider_pretty: dayName(date, now, timeZone),
  };
  return pattern.replace(/\{(\w+)\}/g, (whole, name: string) => tokens[name] ?? whole);
}

/** Minutes by which the zone is ahead of UTC at that instant. */
function offsetMinutes(date: Date, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' }).formatToParts(
    date,
  );
  const name = parts.find((part) => part.type === 'timeZoneName')?.value ?? 'GMT';
  const match = /GMT([+-])(\d{2}):(\d{2})/.exec(name);
  if (!match) return 0;
  return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3]));
}

/** `2026-11-22T10:00` on the wall in `timeZone`, as epoch seconds. */
export function secondsOfLocal(local: string, timeZone: string): number {
  const asUtc = new Date(`${local}:00Z`).getTime();
  const guess = asUtc - offsetMinutes(new Date(asUtc), timeZone) * 60_000;
  // Once more from the guess: the first offset was read on the wrong side of a clock change.
  return (asUtc - offsetMinutes(new Date(guess), timeZone) * 60_000) / 1000;
}

/** Epoch seconds as `2026-11-22T10:00` on the wall in `timeZone`. */
export function localOfSeconds(seconds: number, timeZone: string): string {
  const date = new Date(seconds * 1000);
  return new Date(date.getTime() + offsetMinutes(date, timeZone) * 60_000).toISOString().slice(0, 16);
}
