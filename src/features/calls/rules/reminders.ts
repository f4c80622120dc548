const minuteMs = 60_000;

export interface Reminder {
  readonly minutesBefore: number;
  readonly dueAt: Date;
}

/** The instant so many minutes of elapsed time before the start, whatever the clocks do in between. */
export function before(startsAt: Date, minutes: number): Date {
  return new Date(startsAt.getTime() - minutes * minuteMs);
}

export function endOf(call: { readonly startsAt: Date }, durationMinutes: number): Date {
  return before(call.startsAt, -durationMinutes);
}

/** The reminders of a call that can still be given in time. */
export function remindersAhead(startsAt: Date, leads: readonly number[], now: Date): Reminder[] {
  return [...new Set(leads)]
    .map((minutesBefore) => ({ minutesBefore, dueAt: before(startsAt, minutesBefore) }))
    .filter(({ dueAt }) => dueAt > now);
}

/** Whether a reminder found now is worth giving: the call has not begun, and no later reminder is due as well. */
export function isTimely(
  startsAt: Date,
  minutesBefore: number,
  leads: readonly number[],
  now: Date,
): boolean {
  if (now >= startsAt) return false;
  return !leads.some((lead) => lead < minutesBefore && before(startsAt, lead) <= now);
}

/** Minutes in words: "24 hours", "1 hour", "10 minutes", "2 days". */
export function leadWords(minutes: number): string {
  const [count, unit] =
    minutes > 1440 && minutes % 1440 === 0
      ? [minutes / 1440, 'day']
      : minutes >= 60 && minutes % 60 === 0
        ? [minutes / 60, 'hour']
        : [minutes, 'minute'];
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
