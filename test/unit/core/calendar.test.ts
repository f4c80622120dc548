import { describe, expect, test } from 'vitest';
import {
  addDays,
  daysBetween,
  daysInMonth,
  dueWords,
  formatInstant,
  formatLocalDate,
  formatMinute,
  instantOf,
  isLocalDate,
  isTimeZone,
  localDateFrom,
  localDateOf,
  localDateOfUtc,
  minuteOfDay,
  utcMidnightOf,
  weekdayOf,
} from '../../../src/core/calendar.ts';
import { fc } from './properties.ts';
import { wallClock, zones } from './wall-clock.ts';

const anyDate = fc
  .integer({ min: -5_000, max: 30_000 })
  .map((days) => localDateOfUtc(new Date(days * 24 * 60 * 60_000)));

describe('days of the calendar', () => {
  test('exist or not', () => {
    expect(['2024-02-29', '2026-12-31', '2000-02-29'].every(isLocalDate)).toBe(true);
    expect(
      ['2026-02-29', '1900-02-29', '2026-13-01', '2026-1-1', '0000-01-01', '2026-04-31', ''].some(
        isLocalDate,
      ),
    ).toBe(false);
    expect(localDateFrom(2026, 4, 31)).toBeNull();
    expect(localDateFrom(2028, 2, 29)).toBe('2028-02-29');
    expect([daysInMonth(2026, 2), daysInMonth(2028, 2), daysInMonth(2026, 12)]).toEqual([28, 29, 31]);
  });

  test('count from Monday to Sunday', () => {
    expect([weekdayOf('2026-11-23'), weekdayOf('2026-11-29'), weekdayOf('1969-12-31')]).toEqual([1, 7, 3]);
  });

  test('adding days and counting them undo each other, and the stored form holds the day', () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: -4_000, max: 4_000 }), (date, days) => {
        expect(daysBetween(date, addDays(date, days))).toBe(days);
        expect(localDateOfUtc(utcMidnightOf(date))).toBe(date);
        expect(weekdayOf(addDays(date, 7))).toBe(weekdayOf(date));
      }),
    );
  });

  test('days past the year 9999 are refused instead of written wrongly', () => {
    expect(() => addDays('9999-12-31', 1)).toThrow(RangeError);
  });
});

describe('instants and wall clocks', () => {
  test('a time the clocks skip is the first instant after the gap', () => {
    expect(instantOf('2026-03-29', 150, 'Europe/Berlin').toISOString()).toBe('2026-03-29T01:00:00.000Z');
    expect(instantOf('2026-10-04', 135, 'Australia/Lord_Howe').toISOString()).toBe(
      '2026-10-03T15:30:00.000Z',
    );
    // São Paulo's clocks used to skip midnight itself.
    expect(instantOf('2018-11-04', 0, 'America/Sao_Paulo').toISOString()).toBe('2018-11-04T03:00:00.000Z');
    // Apia skipped the whole of 30 December 2011.
    expect(instantOf('2011-12-30', 600, 'Pacific/Apia').toISOString()).toBe('2011-12-30T10:00:00.000Z');
  });

  test('a time the clocks show twice is the first of the two', () => {
    expect(instantOf('2026-10-25', 150, 'Europe/Berlin').toISOString()).toBe('2026-10-25T00:30:00.000Z');
    expect(instantOf('2026-11-01', 90, 'America/New_York').toISOString()).toBe('2026-11-01T05:30:00.000Z');
    expect(instantOf('2026-04-05', 105, 'Australia/Lord_Howe').toISOString()).toBe(
      '2026-04-04T14:45:00.000Z',
    );
    expect(instantOf('2019-02-16', 1410, 'America/Sao_Paulo').toISOString()).toBe('2019-02-17T01:30:00.000Z');
  });

  test('in every zone the instant shows the time asked for, or follows the gap that swallowed it', () => {
    const day = fc.integer({ min: 0, max: 11_000 }).map((days) => addDays('2005-01-01', days));
    fc.assert(
      fc.property(fc.constantFrom(...zones), day, fc.integer({ min: 0, max: 1439 }), (zone, date, minute) => {
        const wanted = `${date} ${formatMinute(minute)}`;
        const instant = instantOf(date, minute, zone);
        const shown = wallClock(instant, zone);
        if (shown === wanted) {
          for (const earlier of [30, 60, 120]) {
            expect(wallClock(new Date(instant.getTime() - earlier * 60_000), zone)).not.toBe(wanted);
          }
        } else {
          expect(shown > wanted).toBe(true);
          expect(wallClock(new Date(instant.getTime() - 1), zone) < wanted).toBe(true);
        }
      }),
      { numRuns: 400 },
    );
  });

  test('around every change of the clocks too', () => {
    const changes: [string, string][] = [
      ['Europe/Berlin', '2026-03-29'],
      ['Europe/Berlin', '2026-10-25'],
      ['America/New_York', '2026-03-08'],
      ['America/New_York', '2026-11-01'],
      ['Australia/Lord_Howe', '2026-04-05'],
      ['Australia/Lord_Howe', '2026-10-04'],
      ['America/Sao_Paulo', '2018-11-04'],
      ['America/Sao_Paulo', '2019-02-16'],
      ['Pacific/Apia', '2011-12-30'],
    ];
    for (const [zone, date] of changes) {
      if (!isLocalDate(date)) throw new Error(date);
      let before = instantOf(addDays(date, -1), 1425, zone);
      for (let minute = 0; minute < 1440; minute += 15) {
        const instant = instantOf(date, minute, zone);
        expect(instant >= before, `${zone} ${date} ${minute}`).toBe(true);
        const shown = wallClock(instant, zone);
        const wanted = `${date} ${formatMinute(minute)}`;
        if (shown !== wanted) expect(wallClock(new Date(instant.getTime() - 1), zone) < wanted).toBe(true);
        before = instant;
      }
    }
  });

  test('reading an instant agrees with the runtime', () => {
    const instants = fc.integer({ min: 0, max: 2 ** 31 }).map((seconds) => new Date(seconds * 1000));
    fc.assert(
      fc.property(fc.constantFrom(...zones), instants, (zone, instant) => {
        const read = `${localDateOf(instant, zone)} ${formatMinute(minuteOfDay(instant, zone))}`;
        expect(read).toBe(wallClock(instant, zone));
      }),
      { numRuns: 300 },
    );
  });

  test('unknown zones are noticed', () => {
    expect(isTimeZone('Europe/Berlin')).toBe(true);
    expect(
      ['Europe/Berln', '', 'yesterday', '2026-12-24', 'UTC-25', '+01:00', '+99:99'].filter(isTimeZone),
    ).toEqual([]);
    expect(() => localDateOf(new Date(0), 'Europe/Berln')).toThrow('No time zone called Europe/Berln');
  });
});

describe('days for readers', () => {
  test('the year is there when it is not the current one', () => {
    expect(formatLocalDate('2026-12-01', '2026-11-22')).toBe('Tue 1 Dec');
    expect(formatLocalDate('2027-01-01', '2026-11-22')).toBe('Fri 1 Jan 2027');
    const instant = new Date('2026-12-01T09:00:00Z');
    expect(formatInstant(instant, 'Europe/Berlin', new Date('2026-11-22T10:00:00Z'))).toBe(
      'Tue 1 Dec, 10:00',
    );
  });

  test('due days in words', () => {
    const words = (['2026-11-22', '2026-11-23', '2026-11-25', '2026-11-21', '2026-11-19'] as const).map(
      (due) => dueWords(due, '2026-11-22'),
    );
    expect(words).toEqual(['today', 'tomorrow', 'in 3 days', '1 day late', '3 days late']);
  });
});
