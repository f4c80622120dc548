import { describe, expect, test } from 'vitest';
import { minorUnitDigits, parseDecimal } from '../../../src/core/money.ts';
import { pastInstant } from '../../../src/features/pipeline/rules/instant.ts';
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
