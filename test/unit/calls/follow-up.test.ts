import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isWorkingDay } from '../../../src/core/business-time.ts';
import { addDays, type LocalDate, localDateOf, minuteOfDay } from '../../../src/core/calendar.ts';
import { isFollowUpDue, nextFollowUp, nextFollowUpDay } from '../../../src/features/calls/rules/follow-up.ts';

/** The days on which one hears of an action item, from a day on. */
function daysFrom(dueOn: LocalDate, from: LocalDate, count: number, holidays: readonly string[] = []) {
  const days: LocalDate[] = [];
  for (let after = addDays(from, -1); days.length < count; after = days.at(-1) ?? after)
    days.push(nextFollowUpDay(dueOn, after, holidays));
  return days;
}

describe('an action item', () => {
  test('is brought up the day before, on the day, then every third working day', () => {
    // Due on a Wednesday.
    expect(daysFrom('2026-03-04', '2026-02-23', 5)).toEqual([
      '2026-03-03',
      '2026-03-04',
      '2026-03-09',
      '2026-03-12',
      '2026-03-17',
    ]);
  });

  test('due on a weekend is brought up on the Friday and the Monday', () => {
    expect(daysFrom('2026-03-07', '2026-02-23', 2)).toEqual(['2026-03-06', '2026-03-09']);
  });

  test('is left alone on holidays', () => {
    expect(daysFrom('2026-12-25', '2026-12-20', 2, ['2026-12-24', '2026-12-25'])).toEqual([
      '2026-12-23',
      '2026-12-28',
    ]);
  });

  test('missed days are made up for by one reminder', () => {
    expect(isFollowUpDue(['2026-03-04'], '2026-03-03', '2026-03-06', [])).toBe(true);
    expect(isFollowUpDue(['2026-03-20'], '2026-03-03', '2026-03-06', [])).toBe(false);
  });
});

test('a person hears of what they have to do on a working morning of their own, in the future', () => {
  const day = fc.integer({ min: -40, max: 40 }).map((days) => addDays('2026-03-20', days));
  const zone = fc.constantFrom('Europe/Berlin', 'America/New_York', 'Asia/Tokyo', 'Pacific/Auckland');
  const instant = fc.date({
    min: new Date('2026-03-01T00:00:00Z'),
    max: new Date('2026-04-10T00:00:00Z'),
    noInvalidDate: true,
  });
  fc.assert(
    fc.property(fc.array(day, { minLength: 1, maxLength: 5 }), instant, zone, (dueDays, now, timeZone) => {
      const next = nextFollowUp(dueDays, now, timeZone, ['2026-04-03']);
      expect(next).not.toBeNull();
      if (!next) return;
      expect(next > now).toBe(true);
      expect(minuteOfDay(next, timeZone)).toBe(9 * 60);
      const on = localDateOf(next, timeZone);
      expect(isWorkingDay(on, ['2026-04-03'])).toBe(true);
      expect(isFollowUpDue(dueDays, on, on, ['2026-04-03'])).toBe(true);
    }),
  );
});

test('nobody without open items is reminded', () => {
  expect(nextFollowUp([], new Date('2026-03-01T00:00:00Z'), 'UTC', [])).toBeNull();
});
