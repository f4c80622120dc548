import { describe, expect, test } from 'vitest';
import { addDays, isTimeZone, localDate } from '../../../src/core/calendar.ts';
import { minorUnitDigits, parseDecimal } from '../../../src/core/money.ts';
import { pastInstant, pastMoment } from '../../../src/features/pipeline/rules/instant.ts';
import { fc } from '../core/properties.ts';

const context = { now: new Date('2026-02-01T08:00:00Z'), timeZone: 'Europe/Berlin' };

describe('an instant', () => {
  test.each([
    ['2026-01-05T10:22:00Z', '2026-01-05T10:22:00.000Z'],
    ['2026-01-05T10:22:30.250+0100', '2026-01-05T09:22:30.250Z'],
    ['2026-01-05T10:22:00-05:30', '2026-01-05T15:52:00.000Z'],
    ['2026-01-05 10:22', '2026-01-05T09:22:00.000Z'],
    ['2026-01-05', '2026-01-04T23:00:00.000Z'],
    ['1767607320000', '2026-01-05T10:02:00.000Z'],
    ['2026-02-01T08:04:59Z', '2026-02-01T08:04:59.000Z'],
  ])('%s', (text, expected) => {
    expect(pastInstant(text, context)?.toISOString()).toBe(expected);
  });

  test.each(['2026-02-01T08:06:00Z', '2026-02-30', '05/01/2026', 'yesterday', '2026-01-05T25:00:00Z'])(
    'not %s',
    (text) => {
      expect(() => pastInstant(text, context)).toThrow(/future|is no time/);
    },
  );

  test('is not there where nothing is written', () => {
    expect(pastInstant('', context)).toBeUndefined();
  });
});

describe('a day, or the day of an instant', () => {
  test.each([
    ['2026-01-05', '2026-01-05', null],
    ['5.1.2026', '2026-01-05', null],
    ['2026-01-05T10:22:00Z', '2026-01-05', '2026-01-05T10:22:00.000Z'],
    ['2026-01-05T23:30:00Z', '2026-01-06', '2026-01-05T23:30:00.000Z'],
    ['2026-01-05 23:30', '2026-01-05', '2026-01-05T22:30:00.000Z'],
    ['2026-01-05 11:30 PM', '2026-01-05', null],
    ['1767655800000', '2026-01-06', '2026-01-05T23:30:00.000Z'],
    // A clock that is minutes ahead says now.
    ['2026-02-01T08:04:59Z', '2026-02-01', '2026-02-01T08:00:00.000Z'],
  ])('%s', (text, day, at) => {
    const moment = pastMoment(text, context);
    expect([moment.day, moment.at?.toISOString() ?? null]).toEqual([day, at]);
  });

  test.each(['2026-02-01T23:01:00Z', '2026-02-02', '2026-01-05T10:22:00 PST', '2026-01-05T25:00:00Z', ''])(
    'not “%s”',
    (text) => {
      expect(() => pastMoment(text, context)).toThrow();
    },
  );

  test('is the programme’s in every zone, however the instant is written', () => {
    const zones = Intl.supportedValuesOf('timeZone').filter(isTimeZone);
    const now = new Date('2026-06-01T00:00:00Z');
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.date({ min: new Date('2000-01-03'), max: now, noInvalidDate: true }),
        fc.integer({ min: -14 * 60, max: 14 * 60 }),
        (timeZone, at, offset) => {
          // As the runtime's own calendar has it, which shares no code with ours.
          const day = localDate(new Intl.DateTimeFormat('en-CA', { timeZone }).format(at));
          const wall = new Date(at.getTime() + offset * 60_000).toISOString().slice(0, -1);
          const size = Math.abs(offset);
          const [hours, minutes] = [Math.floor(size / 60), size % 60].map((n) => String(n).padStart(2, '0'));
          const written = `${wall}${offset < 0 ? '-' : '+'}${hours}:${minutes}`;
          for (const text of [at.toISOString(), written, String(at.getTime())])
            expect(pastMoment(text, { now, timeZone })).toEqual({ day, at });
          const tomorrow = new Date(now.getTime() + 25 * 3_600_000);
          expect(() => pastMoment(tomorrow.toISOString(), { now, timeZone })).toThrow('in the future');
          expect(pastMoment(addDays(day, -1), { now, timeZone })).toEqual({
            day: addDays(day, -1),
            at: null,
          });
        },
      ),
    );
  });
});

describe('a decimal amount', () => {
  test('is exact in every currency', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 2n ** 62n }),
        fc.constantFrom('EUR', 'JPY', 'BHD', 'CLF'),
        (minor, currency) => {
          const digits = minorUnitDigits(currency);
          const padded = minor.toString().padStart(digits + 1, '0');
          const text = digits === 0 ? padded : `${padded.slice(0, -digits)}.${padded.slice(-digits)}`;
          expect(parseDecimal(text, currency)).toEqual({ amountMinor: minor, currency });
        },
      ),
    );
  });

  test.each(['-5', '1,000', '1e3', '', '12.345', '1.', 'NaN', '9'.repeat(25)])('is not %s', (text) => {
    expect(() => parseDecimal(text, 'EUR')).toThrow();
  });

  test('groups no thousands: a point is a point', () => {
    expect(parseDecimal('1.234', 'BHD').amountMinor).toBe(1234n);
    expect(() => parseDecimal('1.234', 'EUR')).toThrow('too precise');
  });
});
