import { describe, expect, test } from 'vitest';
import { addDays, formatLocalDate, localDate, weekdayOf } from '../../../src/core/calendar.ts';
import { parseLocalDate, parseWeekday } from '../../../src/core/parse-date.ts';
import { Refusal } from '../../../src/core/refusal.ts';
import { fc } from './properties.ts';

/** A Sunday. */
const today = '2026-11-22';
const anyDate = fc.integer({ min: 0, max: 60_000 }).map((days) => addDays('2001-01-01', days));

function refusal(text: string): string {
  try {
    return `read as ${parseLocalDate(text, today)}`;
  } catch (error) {
    if (error instanceof Refusal && error.code === 'invalid') return error.message;
    throw error;
  }
}

describe('a day as people write it', () => {
  test.each([
    ['2026-12-01', '2026-12-01'],
    ['2026/12/1', '2026-12-01'],
    ['1 Dec', '2026-12-01'],
    ['Dec 1st, 2027', '2027-12-01'],
    ['the 1st of December', '2026-12-01'],
    ['by Tue 1 Dec', '2026-12-01'],
    ['3 Sept', '2027-09-03'],
    ['1.12.', '2026-12-01'],
    ['1.12.2027', '2027-12-01'],
    ['25/12', '2026-12-25'],
    ['12/25/2027', '2027-12-25'],
    ['5/5', '2027-05-05'],
    ['29 Feb', '2028-02-29'],
    ['22 November', '2026-11-22'],
    ['21 November', '2027-11-21'],
    ['today', '2026-11-22'],
    ['  Tomorrow ', '2026-11-23'],
    ['yesterday', '2026-11-21'],
    ['the day after tomorrow', '2026-11-24'],
    ['Tuesday', '2026-11-24'],
    ['on tue', '2026-11-24'],
    ['sunday', '2026-11-29'],
    ['this sunday', '2026-11-22'],
    ['next Tuesday', '2026-11-24'],
    ['next week', '2026-11-23'],
    ['next month', '2026-12-01'],
    ['end of the month', '2026-11-30'],
    ['in 3 days', '2026-11-25'],
    ['in a week', '2026-11-29'],
    ['in two months', '2027-01-22'],
    ['10 days from now', '2026-12-02'],
    ['2 weeks ago', '2026-11-08'],
  ])('%s', (text, expected) => {
    expect(parseLocalDate(text, today)).toBe(expected);
  });

  test('“next Friday” said on a Monday is that of the next week, “Friday” that of this one', () => {
    expect(parseLocalDate('next Friday', '2026-11-23')).toBe('2026-12-04');
    expect(parseLocalDate('Friday', '2026-11-23')).toBe('2026-11-27');
  });

  test('months end where they end', () => {
    expect(parseLocalDate('in 1 month', '2027-01-31')).toBe('2027-02-28');
    expect(parseLocalDate('2 months ago', '2027-01-31')).toBe('2026-11-30');
  });

  test('whatever the bot shows it reads back', () => {
    fc.assert(
      fc.property(anyDate, anyDate, (date, now) => {
        expect(parseLocalDate(date, now)).toBe(date);
        expect(parseLocalDate(formatLocalDate(date, '0001-01-01'), now)).toBe(date);
        if (date.slice(0, 4) === now.slice(0, 4) && date >= now) {
          expect(parseLocalDate(formatLocalDate(date, now), now)).toBe(date);
        }
      }),
    );
  });

  test('a weekday is within the coming week', () => {
    fc.assert(
      fc.property(anyDate, fc.constantFrom('mon', 'Tuesday', 'sat', 'Sunday'), (now, word) => {
        const found = parseLocalDate(word, now);
        expect(weekdayOf(found)).toBe(parseWeekday(word));
        expect(found > now && found <= addDays(now, 7)).toBe(true);
      }),
    );
  });
});

describe('what is not a day', () => {
  test('says what is wrong and what to write', () => {
    expect(refusal('12/1')).toBe('“12/1” could be 12 Jan or 1 Dec: please write one of the two.');
    expect(refusal('3/4/2027')).toBe(
      '“3/4/2027” could be 3 Apr 2027 or 4 Mar 2027: please write one of the two.',
    );
    expect(refusal('31 Feb')).toContain('February 2026 has 28 days');
    expect(refusal('2026-13-01')).toContain('there is no month 13');
    expect(refusal('Mon 1 Dec')).toContain('that day is Tue 1 Dec');
    expect(refusal('1 Dec 26')).toContain('year of “1 Dec 26” in full');
    expect(refusal('tomorow')).toContain('Did you mean “tomorrow”?');
    expect(refusal('1 Dec 1815')).toContain('too far away');
    expect(refusal('  ')).toContain('The date is missing');
    expect(refusal('whenever it suits')).toContain('Try 2026-12-01');
  });

  test('any text gives a day or a refusal, never a crash, and quickly', () => {
    const pieces = fc.array(
      fc.constantFrom(
        '12',
        '1',
        '/',
        '.',
        ' ',
        'dec',
        'next',
        'in',
        'days',
        '2026',
        '-',
        'tue',
        '31',
        '0',
        'ago',
      ),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          pieces.map((parts) => parts.join('')),
        ),
        (text) => {
          const message = refusal(text);
          expect(message.length).toBeLessThan(250);
        },
      ),
      { numRuns: 1000 },
    );
    expect(refusal('1 '.repeat(5_000)).length).toBeLessThan(250);
  });

  test('stored text that is no day is a mistake, not a refusal', () => {
    expect(localDate('2026-12-01')).toBe('2026-12-01');
    expect(() => localDate('1 Dec')).toThrow(TypeError);
  });
});
