import { describe, expect, test } from 'vitest';
import {
  addWorkingDays,
  defaultWorkingHours,
  isWorkingDay,
  nextWorkingMoment,
  workingDaysBetween,
} from '../../../src/core/business-time.ts';
import { addDays, localDateOf, minuteOfDay } from '../../../src/core/calendar.ts';
import { fc } from './properties.ts';
import { wallClock, zones } from './wall-clock.ts';

const holidays = ['2026-12-24', '2026-12-25', '2027-01-01'];
const anyDate = fc.integer({ min: 0, max: 500 }).map((days) => addDays('2026-06-01', days));

describe('working days', () => {
  test('skip weekends and holidays', () => {
    expect(addWorkingDays('2026-12-23', 1, holidays)).toBe('2026-12-28');
    expect(addWorkingDays('2026-12-28', -1, holidays)).toBe('2026-12-23');
    expect(addWorkingDays('2026-11-20', 5)).toBe('2026-11-27');
    expect(addWorkingDays('2026-11-21', 0)).toBe('2026-11-23');
    expect(addWorkingDays('2026-11-20', 0)).toBe('2026-11-20');
    expect(workingDaysBetween('2026-12-23', '2026-12-28', holidays)).toBe(1);
    expect(workingDaysBetween('2026-11-22', '2026-11-22')).toBe(0);
  });

  test('adding and counting undo each other', () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: 1, max: 120 }), (date, n) => {
        const later = addWorkingDays(date, n, holidays);
        expect(isWorkingDay(later, holidays)).toBe(true);
        expect(workingDaysBetween(date, later, holidays)).toBe(n);
        const earlier = addWorkingDays(date, -n, holidays);
        expect(isWorkingDay(earlier, holidays)).toBe(true);
        expect(workingDaysBetween(date, earlier, holidays)).toBe(-n);
      }),
    );
  });
});

describe('the next working moment', () => {
  const moment = (iso: string, zone = 'Europe/Berlin') =>
    wallClock(nextWorkingMoment(new Date(iso), zone, defaultWorkingHours, holidays), zone);

  test('is now in working hours, else the next start', () => {
    expect(moment('2026-11-23T09:12:00Z')).toBe('2026-11-23 10:12');
    expect(moment('2026-11-23T05:00:00Z')).toBe('2026-11-23 09:00');
    expect(moment('2026-11-23T16:29:59Z')).toBe('2026-11-23 17:29');
    expect(moment('2026-11-23T16:30:00Z')).toBe('2026-11-24 09:00');
    expect(moment('2026-11-20T20:00:00Z')).toBe('2026-11-23 09:00');
    expect(moment('2026-12-23T20:00:00Z')).toBe('2026-12-28 09:00');
    // Friday evening in Berlin is still Friday's working day in New York.
    expect(moment('2026-11-20T20:00:00Z', 'America/New_York')).toBe('2026-11-20 15:00');
  });

  test('is never earlier, always inside working hours, and stays where it is', () => {
    const instants = fc.integer({ min: 1_767_225_600, max: 1_830_297_600 }).map((s) => new Date(s * 1000));
    fc.assert(
      fc.property(instants, fc.constantFrom(...zones), (instant, zone) => {
        const found = nextWorkingMoment(instant, zone, defaultWorkingHours, holidays);
        expect(found >= instant).toBe(true);
        expect(isWorkingDay(localDateOf(found, zone), holidays)).toBe(true);
        const minute = minuteOfDay(found, zone);
        expect(minute >= 540 && minute < 1050).toBe(true);
        expect(nextWorkingMoment(found, zone, defaultWorkingHours, holidays)).toEqual(found);
      }),
      { numRuns: 300 },
    );
  });
});
