import type { WorkingHours } from './business-time.ts';
import { addDays, instantOf, type LocalDate, localDateOf, type Weekday, weekdayOf } from './calendar.ts';

/** What was promised, and the hours that count: those of the region whose people answer. */
export interface SlaTerms {
  /** Open minutes in which it is to be answered. */
  readonly minutes: number;
  /** Due soon when no more open minutes than this are left. */
  readonly dueSoonMinutes: number;
  readonly hours: WorkingHours;
  readonly weekdays: readonly Weekday[];
  readonly timeZone: string;
  readonly holidays: readonly string[];
}

/** What happened to what is to be answered. A pause without an end goes on. */
export interface SlaEvents {
  readonly startedAt: Date;
  readonly pauses: readonly { readonly from: Date; readonly to: Date | null }[];
  readonly answeredAt: Date | null;
  readonly cancelledAt: Date | null;
}

export type SlaState = 'running' | 'due_soon' | 'breached' | 'met' | 'paused' | 'cancelled';

export interface SlaClock {
  readonly state: SlaState;
  /** Open minutes used until it was answered or cancelled, else until now; whole or broken. */
  readonly usedMinutes: number;
}

const minuteMs = 60_000;

/** Open hours by day, each worked out once however many clocks ask for it: one for many clocks of the same terms. */
export type OpenDays = (date: LocalDate) => { readonly from: number; readonly to: number } | null;

export function openDays({ hours, weekdays, timeZone, holidays }: SlaTerms): OpenDays {
  const known = new Map<LocalDate, { from: number; to: number } | null>();
  return (date) => {
    const found = known.get(date);
    if (found !== undefined) return found;
    const span =
      weekdays.includes(weekdayOf(date)) && !holidays.includes(date)
        ? {
            from: instantOf(date, hours.startMinute, timeZone).getTime(),
            to: instantOf(date, hours.endMinute, timeZone).getTime(),
          }
        : null;
    known.set(date, span);
    return span;
  };
}

/**
 * How the clock stands at an instant. Only open hours count, and none of a pause: a pause moves the deadline by the open
 * hours it takes. What was answered late stays breached; what is open is breached once more than the minutes are used.
 */
export function slaClock(events: SlaEvents, terms: SlaTerms, now: Date, days = openDays(terms)): SlaClock {
  const { startedAt, answeredAt, cancelledAt } = events;
  const happened = (at: Date | null) => (at && at <= now ? at : null);
  const answered = happened(answeredAt);
  const cancelled = answered ? null : happened(cancelledAt);
  const end = answered ?? cancelled ?? now;
  const pauses = events.pauses.filter(({ from }) => from <= end);
  const isPaused = pauses.some(({ to }) => to === null || to > end);
  const usedMinutes = openMinutes(startedAt, end, pauses, terms.timeZone, days);
  const state = (): SlaState => {
    if (cancelled) return 'cancelled';
    if (usedMinutes > terms.minutes) return 'breached';
    if (answered) return 'met';
    if (isPaused) return 'paused';
    return terms.minutes - usedMinutes <= terms.dueSoonMinutes ? 'due_soon' : 'running';
  };
  return { state: state(), usedMinutes };
}

/**
 * The last instant at which an answer is in time, or, with fewer minutes, at which that many are used. Null while a pause
 * without an end goes on.
 */
export function slaDeadline(
  { startedAt, pauses }: Pick<SlaEvents, 'startedAt' | 'pauses'>,
  terms: SlaTerms,
  minutes = terms.minutes,
): Date | null {
  if (pauses.some(({ to }) => to === null)) return null;
  const days = openDays(terms);
  const closed = merged(pauses, 0);
  let left = minutes * minuteMs;
  // A programme that never opens has no deadline.
  let date = localDateOf(startedAt, terms.timeZone);
  for (let day = 0; day < mostDays; day += 1, date = addDays(date, 1)) {
    const span = days(date);
    if (!span) continue;
    for (const { from, to } of without(span, closed)) {
      const begin = Math.max(from, startedAt.getTime());
      if (begin >= to) continue;
      if (left <= to - begin) return new Date(begin + left);
      left -= to - begin;
    }
  }
  return null;
}

/** Ten years. */
const mostDays = 3660;

interface Span {
  readonly from: number;
  readonly to: number;
}

/** What is left of a span, in order, without these, which are in order and apart. */
function without(span: Span, closed: readonly Span[]): readonly Span[] {
  const left: Span[] = [];
  let { from } = span;
  for (const pause of closed) {
    if (pause.from > from) left.push({ from, to: Math.min(pause.from, span.to) });
    from = Math.max(from, pause.to);
    if (from >= span.to) break;
  }
  return from < span.to ? [...left, { from, to: span.to }] : left;
}

function openMinutes(
  from: Date,
  to: Date,
  pauses: SlaEvents['pauses'],
  timeZone: string,
  days: OpenDays,
): number {
  if (to <= from) return 0;
  const closed = merged(pauses, to.getTime());
  const last = localDateOf(to, timeZone);
  let open = 0;
  for (let date = localDateOf(from, timeZone); date <= last; date = addDays(date, 1)) {
    const span = days(date);
    if (!span) continue;
    const part = { from: Math.max(span.from, from.getTime()), to: Math.min(span.to, to.getTime()) };
    if (part.to <= part.from) continue;
    open += part.to - part.from;
    for (const pause of closed)
      open -= Math.max(0, Math.min(part.to, pause.to) - Math.max(part.from, pause.from));
  }
  return open / minuteMs;
}

/** Pauses that overlap count once. */
function merged(pauses: SlaEvents['pauses'], end: number): { from: number; to: number }[] {
  const result: { from: number; to: number }[] = [];
  const spans = pauses.map(({ from, to }) => ({ from: from.getTime(), to: to?.getTime() ?? end }));
  for (const span of spans.sort((a, b) => a.from - b.from)) {
    const last = result.at(-1);
    if (last && span.from <= last.to) last.to = Math.max(last.to, span.to);
    else result.push({ ...span });
  }
  return result;
}
