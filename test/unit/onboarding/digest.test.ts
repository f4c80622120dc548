import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addWorkingDays, isWorkingDay } from '../../../src/core/business-time.ts';
import { addDays, type LocalDate, localDateOf, minuteOfDay } from '../../../src/core/calendar.ts';
import {
  isEscalated,
  isReminderDay,
  mayWriteAt,
  nextDailyAt,
  nextDigestAt,
  standingOf,
} from '../../../src/features/onboarding/rules/digest.ts';

const hours = { startMinute: 9 * 60, endMinute: 17 * 60 + 30 };
const times = { daysBefore: [3, 1], overdueEvery: 2 };
const zones = fc.constantFrom(
  'Europe/Berlin',
  'America/New_York',
  'Asia/Tokyo',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'Pacific/Apia',
);
const instants = fc.date({
  min: new Date('2025-01-01T00:00:00Z'),
  max: new Date('2029-01-01T00:00:00Z'),
  noInvalidDate: true,
});
const holidayLists = fc
  .array(fc.nat(1400), { maxLength: 40 })
  .map((days) => days.map((n) => addDays('2025-01-01', n)));

test('a digest lands at the start of working hours on a working day, later than now and within a fortnight of free days', () => {
  fc.assert(
    fc.property(instants, zones, holidayLists, (now, zone, holidays) => {
      const at = nextDigestAt(now, zone, hours, holidays);
      expect(at.getTime()).toBeGreaterThan(now.getTime());
      expect(minuteOfDay(at, zone)).toBe(hours.startMinute);
      expect(isWorkingDay(localDateOf(at, zone), holidays)).toBe(true);
      expect(mayWriteAt(at, zone, hours, holidays)).toBe(true);
    }),
  );
});

test('between now and the next digest no working day begins: none is left out', () => {
  fc.assert(
    fc.property(instants, zones, holidayLists, (now, zone, holidays) => {
      const at = nextDigestAt(now, zone, hours, holidays);
      for (let day = addDays(localDateOf(now, zone), 1); day < localDateOf(at, zone); day = addDays(day, 1))
        expect(isWorkingDay(day, holidays)).toBe(false);
    }),
  );
});

test('outside working hours nothing is written', () => {
  expect(mayWriteAt(new Date('2026-01-12T07:59:00Z'), 'Europe/Berlin', hours, [])).toBe(false);
  expect(mayWriteAt(new Date('2026-01-12T08:00:00Z'), 'Europe/Berlin', hours, [])).toBe(true);
  expect(mayWriteAt(new Date('2026-01-12T16:30:00Z'), 'Europe/Berlin', hours, [])).toBe(false);
  expect(mayWriteAt(new Date('2026-01-10T10:00:00Z'), 'Europe/Berlin', hours, [])).toBe(false);
  expect(mayWriteAt(new Date('2026-01-12T08:00:00Z'), 'Europe/Berlin', hours, ['2026-01-12'])).toBe(false);
});

test('a step is spoken of three days and one day before, on its day, the day after and every other working day', () => {
  // Due on a Wednesday; each working day from the Thursday before.
  const step = { dueOn: '2026-01-21', snoozedUntil: null } as const;
  const days: LocalDate[] = ['2026-01-15', '2026-01-16', '2026-01-19', '2026-01-20', '2026-01-21'];
  expect(days.map((day) => isReminderDay(step, times, day, []))).toEqual([false, true, false, true, true]);
  const late: LocalDate[] = ['2026-01-22', '2026-01-23', '2026-01-26', '2026-01-27', '2026-01-28'];
  expect(late.map((day) => isReminderDay(step, times, day, []))).toEqual([true, false, true, false, true]);
  expect(standingOf(step, times, '2026-01-15', [])).toBeNull();
  expect(standingOf(step, times, '2026-01-16', [])).toBe('soon');
  expect(standingOf(step, times, '2026-01-22', [])).toBe('overdue');
});

test('a snoozed step is silent until its day, and then spoken of whatever the rhythm', () => {
  const step = { dueOn: '2026-01-21', snoozedUntil: '2026-01-23' } as const;
  expect(isReminderDay(step, times, '2026-01-22', [])).toBe(false);
  expect(isReminderDay(step, times, '2026-01-23', [])).toBe(true);
});

test('escalation begins after more working days than the playbook tolerates, weekends not counted', () => {
  fc.assert(
    fc.property(fc.nat(700), fc.integer({ min: 1, max: 15 }), (n, after) => {
      const due = addWorkingDays(addDays('2026-01-05', n), 0);
      expect(isEscalated(due, addWorkingDays(due, after), after, [])).toBe(false);
      expect(isEscalated(due, addWorkingDays(due, after + 1), after, [])).toBe(true);
    }),
  );
});

test('the daily look is at the same time on the wall through a change of the clocks', () => {
  const saturday = nextDailyAt(new Date('2026-03-28T06:00:00Z'), 8 * 60, 'Europe/Berlin');
  expect(saturday.toISOString()).toBe('2026-03-28T07:00:00.000Z');
  expect(nextDailyAt(saturday, 8 * 60, 'Europe/Berlin').toISOString()).toBe('2026-03-29T06:00:00.000Z');
});
