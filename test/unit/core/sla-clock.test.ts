import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defaultWeekdays, defaultWorkingHours, isWorkingDay } from '../../../src/core/business-time.ts';
import { localDateOf, minuteOfDay } from '../../../src/core/calendar.ts';
import { type SlaEvents, type SlaTerms, slaClock, slaDeadline } from '../../../src/core/sla-clock.ts';

/** Eight open hours in two days: nine to half past five, where Berlin's clocks say so. */
const terms: SlaTerms = {
  ...{ minutes: 480, dueSoonMinutes: 60, hours: defaultWorkingHours, weekdays: defaultWeekdays },
  ...{ timeZone: 'Europe/Berlin', holidays: ['2026-01-06'] },
};
const at = (text: string) => new Date(`${text}:00Z`);
const events = (more: Partial<SlaEvents> & Pick<SlaEvents, 'startedAt'>): SlaEvents => ({
  ...{ pauses: [], answeredAt: null, cancelledAt: null },
  ...more,
});

describe('a clock of what was promised', () => {
  // Monday 5 January 2026, 16:00 in Berlin; Tuesday is a holiday.
  const startedAt = at('2026-01-05T15:00');
  const on = (now: string, more: Partial<SlaEvents> = {}) =>
    slaClock(events({ startedAt, ...more }), terms, at(now));

  test('counts open hours alone: not the evening, not the holiday', () => {
    expect(on('2026-01-05T16:00')).toEqual({ state: 'running', usedMinutes: 60 });
    expect(on('2026-01-06T12:00')).toEqual({ state: 'running', usedMinutes: 90 });
    expect(on('2026-01-07T08:30')).toEqual({ state: 'running', usedMinutes: 120 });
  });

  test('is due soon, then breached; on the last minute it is not yet', () => {
    // 90 minutes on Monday leave 390 for Wednesday: until 15:30 in Berlin.
    expect(on('2026-01-07T13:29').state).toBe('running');
    expect(on('2026-01-07T13:30').state).toBe('due_soon');
    expect(on('2026-01-07T14:30')).toEqual({ state: 'due_soon', usedMinutes: 480 });
    expect(on('2026-01-07T14:31').state).toBe('breached');
  });

  test('is met when answered in time and breached when answered late, for good', () => {
    expect(on('2026-02-01T12:00', { answeredAt: at('2026-01-07T14:30') }).state).toBe('met');
    expect(on('2026-02-01T12:00', { answeredAt: at('2026-01-07T14:31') }).state).toBe('breached');
    expect(on('2026-01-05T16:00', { answeredAt: at('2026-01-07T14:30') }).state).toBe('running');
  });

  test('a pause moves the deadline by the open hours it takes; overlapping ones count once', () => {
    const pauses = [
      { from: at('2026-01-05T15:30'), to: at('2026-01-07T09:00') },
      { from: at('2026-01-07T08:00'), to: at('2026-01-07T09:00') },
    ];
    expect(on('2026-01-06T12:00', { pauses })).toEqual({ state: 'paused', usedMinutes: 30 });
    // An hour of Monday and an hour of Wednesday were paused: breached two open hours later, on Thursday.
    expect(on('2026-01-07T16:30', { pauses })).toEqual({ state: 'due_soon', usedMinutes: 480 });
    expect(on('2026-01-08T08:01', { pauses }).state).toBe('breached');
  });

  test('stands still when cancelled, unless it was breached before', () => {
    const cancelledAt = at('2026-01-05T16:00');
    expect(on('2026-03-01T12:00', { cancelledAt })).toEqual({ state: 'cancelled', usedMinutes: 60 });
  });

  test('goes by the hours of each region', () => {
    const kolkata = { ...terms, timeZone: 'Asia/Kolkata', holidays: [] };
    expect(slaClock(events({ startedAt }), kolkata, at('2026-01-06T04:30')).usedMinutes).toBe(60);
  });
});

test('the minutes are those that a count of each single minute finds, also where the clocks change', () => {
  const zones = fc.constantFrom('Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe');
  // Around the changes of the clocks of spring and autumn 2026.
  const starts = fc.constantFrom('2026-03-06', '2026-03-27', '2026-10-02', '2026-10-23', '2026-10-30');
  const minute = fc.integer({ min: 0, max: 6 * 1440 });
  fc.assert(
    fc.property(zones, starts, minute, minute, minute, minute, (timeZone, start, a, b, c, d) => {
      const [from = 0, until = 0] = [a, b].sort((one, other) => one - other);
      const [pauseFrom = 0, pauseTo = 0] = [c, d].sort((one, other) => one - other);
      const base = Date.parse(`${start}T00:00:00Z`);
      const instant = (minutes: number) => new Date(base + minutes * 60_000);
      const hours = { startMinute: 60, endMinute: 8 * 60 };
      const own = { ...terms, timeZone, hours, holidays: [] };
      const pauses = [{ from: instant(pauseFrom), to: instant(pauseTo) }];
      const clock = slaClock(events({ startedAt: instant(from), pauses }), own, instant(until));
      let counted = 0;
      for (let each = from; each < until; each += 1) {
        const now = instant(each);
        const local = minuteOfDay(now, timeZone);
        const isOpen = local >= hours.startMinute && local < hours.endMinute;
        if (isOpen && isWorkingDay(localDateOf(now, timeZone)) && !(each >= pauseFrom && each < pauseTo))
          counted += 1;
      }
      expect(clock.usedMinutes).toBe(counted);
    }),
    { numRuns: 60, seed: 3 },
  );
});

describe('a deadline', () => {
  // As above: eight open hours from Monday 16:00, the Tuesday a holiday.
  const startedAt = at('2026-01-05T15:00');

  test('is the last instant in time; fewer minutes are used up sooner', () => {
    expect(slaDeadline(events({ startedAt }), terms)).toEqual(at('2026-01-07T14:30'));
    expect(slaDeadline(events({ startedAt }), terms, 420)).toEqual(at('2026-01-07T13:30'));
    expect(slaDeadline(events({ startedAt: at('2026-01-10T12:00') }), terms, 0)).toEqual(
      at('2026-01-12T08:00'),
    );
  });

  test('moves with pauses, and is nowhere while one goes on', () => {
    const pause = { from: at('2026-01-05T15:30'), to: at('2026-01-07T09:00') };
    expect(slaDeadline(events({ startedAt, pauses: [pause] }), terms)).toEqual(at('2026-01-07T16:30'));
    expect(slaDeadline(events({ startedAt, pauses: [{ ...pause, to: null }] }), terms)).toBeNull();
  });

  test('agrees with the clock: in time on it, breached a minute of open hours later, however it was paused', () => {
    const minute = fc.integer({ min: 0, max: 20 * 24 * 60 });
    fc.assert(
      fc.property(
        minute,
        fc.array(fc.tuple(minute, fc.integer({ min: 1, max: 3000 })), { maxLength: 4 }),
        (start, all) => {
          const later = (minutes: number) => new Date(at('2026-03-20T00:00').getTime() + minutes * 60_000);
          const pauses = all.map(([from, length]) => ({ from: later(from), to: later(from + length) }));
          const asked = events({ startedAt: later(start), pauses });
          const deadline = slaDeadline(asked, terms);
          if (!deadline) throw new Error('all pauses end');
          const usedAt = (answeredAt: Date) =>
            slaClock({ ...asked, answeredAt }, terms, answeredAt).usedMinutes;
          expect(usedAt(deadline)).toBeCloseTo(terms.minutes, 6);
          expect(usedAt(new Date(deadline.getTime() - 60_000))).toBeLessThan(terms.minutes);
        },
      ),
    );
  });
});
