import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays, instantOf, localDateOf, weekdayOf } from '../../../src/core/calendar.ts';
import { isWithin } from '../../../src/core/time-window.ts';
import { lookBack, weeksBefore } from '../../../src/features/scorecards/facts.ts';
import { periodIn, periodWords } from '../../../src/features/scorecards/period.ts';

const zone = 'Europe/Berlin';

test('reads a month, an ISO week, or a day as its week, wherever it stands in the text', () => {
  expect(periodIn('2026-01 Brightpath', zone)).toMatchObject({
    period: { cadence: 'monthly', window: { from: new Date('2025-12-31T23:00:00Z') } },
    rest: 'Brightpath',
  });
  // 1 January 2027 lies in week 53 of 2026 (ISO 8601).
  const week53 = periodIn('Brightpath 2026-w53', zone);
  expect(week53?.period.window.from).toEqual(new Date('2026-12-27T23:00:00Z'));
  expect(periodIn('2027-01-01', zone)?.period).toEqual(week53?.period);
  for (const text of ['', 'Brightpath', '2026-13', '2025-W53', '2026-W00', '2026-02-30', 'P2026-01']) {
    expect(periodIn(text, zone), text).toBeNull();
  }
  const now = new Date('2026-02-02T12:00:00Z');
  expect(periodWords('monthly', new Date('2025-12-31T23:00:00Z'), zone, now)).toBe('January 2026');
});

test('every day lies in the week it names, and that week begins on a Monday', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4000 }), (days) => {
      const date = addDays('2022-01-01', days);
      const window = periodIn(date, zone)?.period.window;
      if (!window) throw new Error(date);
      expect(isWithin(window, instantOf(date, 720, zone))).toBe(true);
      expect(weekdayOf(localDateOf(window.from, zone))).toBe(1);
    }),
  );
});

test('windows keep the hour when the clocks change, follow one another, and end at the moment asked about', () => {
  // Berlin's clocks went forward on 29 March 2026.
  const asOf = new Date('2026-04-06T07:00:00Z');
  expect(lookBack(asOf, zone)).toEqual({ from: new Date('2026-01-06T08:00:00Z'), to: asOf });
  const zones = fc.constantFrom('Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata');
  const instants = fc
    .integer({ min: 1_600_000_000, max: 1_900_000_000 })
    .map((each) => new Date(each * 1000));
  fc.assert(
    fc.property(instants, zones, (at, anyZone) => {
      const weeks = weeksBefore(at, anyZone);
      expect(weeks.at(-1)?.to).toEqual(at);
      weeks.forEach(({ from, to }, index) => {
        expect(from < to).toBe(true);
        if (index > 0) expect(weeks[index - 1]?.to).toEqual(from);
      });
    }),
  );
});
