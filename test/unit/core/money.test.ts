import { describe, expect, test } from 'vitest';
import {
  addMoney,
  decimalOf,
  formatMoney,
  isCurrency,
  minorUnitDigits,
  moneyRatio,
  parseMoney,
} from '../../../src/core/money.ts';
import { Refusal } from '../../../src/core/refusal.ts';
import { fc } from './properties.ts';

function refusal(text: string, currency = 'EUR'): string {
  try {
    return `read as ${formatMoney(parseMoney(text, currency))}`;
  } catch (error) {
    if (error instanceof Refusal && error.code === 'invalid') return error.message;
    throw error;
  }
}

describe('amounts as people write them', () => {
  test.each([
    ['$12,500', 1_250_000n, 'USD'],
    ['12.5k EUR', 1_250_000n, 'EUR'],
    ['1.234,56 EUR', 123_456n, 'EUR'],
    ['1_000', 100_000n, 'EUR'],
    ['1,234.56', 123_456n, 'EUR'],
    ["1'234.50 CHF", 123_450n, 'CHF'],
    ['12 500 eur', 1_250_000n, 'EUR'],
    ['12,5', 1_250n, 'EUR'],
    ['12.345', 1_234_500n, 'EUR'],
    ['12,345', 1_234_500n, 'EUR'],
    ['1.234.567,89', 123_456_789n, 'EUR'],
    ['1,00,000 INR', 10_000_000n, 'INR'],
    ['€99.5', 9_950n, 'EUR'],
    ['US$ 1,000.50', 100_050n, 'USD'],
    ['$5 CAD', 500n, 'CAD'],
    ['1.2m', 120_000_000n, 'EUR'],
    ['2bn JPY', 2_000_000_000n, 'JPY'],
    ['12.5k JPY', 12_500n, 'JPY'],
    ['1.250 BHD', 1_250n, 'BHD'],
    ['1.25 BHD', 1_250n, 'BHD'],
    ['0', 0n, 'EUR'],
    ['12.505k', 1_250_500n, 'EUR'],
    ['92233720368547758.07', 9_223_372_036_854_775_807n, 'EUR'],
  ])('%s', (text, amountMinor, currency) => {
    expect(parseMoney(text, 'EUR')).toEqual({ amountMinor, currency });
  });

  test('a bare sign is the programme’s own currency when it has that sign', () => {
    expect(parseMoney('$5', 'CAD').currency).toBe('CAD');
    expect(parseMoney('$5', 'EUR').currency).toBe('USD');
    expect(parseMoney('¥5', 'CNY').currency).toBe('CNY');
  });

  test('what cannot be read says what to write', () => {
    for (const negative of ['-5', '−5 EUR', '(500)', 'USD -5', '5-'])
      expect(refusal(negative)).toContain('negative');
    expect(refusal('1,250m')).toBe('“1,250m” could mean 1.250m or 1250m: please write one of the two.');
    expect(refusal('12.5 JPY')).toContain('JPY has no decimals');
    expect(refusal('0.125')).toContain('EUR has 2 decimals');
    expect(refusal('EUR 5 USD')).toContain('two currencies');
    expect(refusal('10 EUP')).toContain('Did you mean EUR?');
    expect(refusal('5 kr')).toContain('I do not know the currency “kr”');
    expect(refusal('92233720368547758.08')).toContain('more than I can count');
    expect(refusal('')).toContain('missing');
    for (const garbage of [
      'lots',
      '1.2.3',
      '1,23,45',
      '1e5',
      '12k5',
      '.5',
      '5 - 6',
      '٣٤',
      '1,234.5.6',
      '1.234,567.8',
    ]) {
      expect(refusal(garbage)).toMatch(/I could not read/);
    }
  });

  test('any text gives an amount or a refusal, never a crash', () => {
    const pieces = fc.array(
      fc.constantFrom('1', '250', '000', ',', '.', "'", '_', ' ', 'k', 'm', 'EUR', '$', '-', '('),
      { maxLength: 9 },
    );
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      pieces.map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(texts, (text) => {
        expect(refusal(text).length).toBeLessThan(250);
      }),
      { numRuns: 1000 },
    );
    expect(refusal('9'.repeat(10_000)).length).toBeLessThan(250);
  });
});

describe('amounts for readers', () => {
  test('follow the locale and the currency', () => {
    expect(formatMoney({ amountMinor: 1_250_000n, currency: 'USD' }, 'en-US')).toBe('$12,500');
    expect(formatMoney({ amountMinor: 1_250_000n, currency: 'USD' })).toBe('US$12,500');
    expect(formatMoney({ amountMinor: 9_950n, currency: 'EUR' })).toBe('€99.50');
    expect(formatMoney({ amountMinor: -5n, currency: 'GBP' })).toBe('-£0.05');
    expect(formatMoney({ amountMinor: 1_234n, currency: 'BHD' })).toBe('BHD\u00a01.234');
    expect(formatMoney({ amountMinor: 1_234n, currency: 'JPY' }, 'en-US')).toBe('¥1,234');
    expect(decimalOf({ amountMinor: -5n, currency: 'BHD' })).toBe('-0.005');
  });

  test('ISO 4217 decides the decimals, not what circulates', () => {
    expect(['JPY', 'BHD', 'HUF', 'CLF', 'EUR'].map(minorUnitDigits)).toEqual([0, 3, 2, 4, 2]);
    expect([isCurrency('EUR'), isCurrency('XYZ'), isCurrency('eur')]).toEqual([true, false, false]);
  });

  test('whatever is shown reads back to the last minor unit, beyond what a float can hold', () => {
    const currency = fc.constantFrom(...Intl.supportedValuesOf('currency'));
    const amount = fc.bigInt({ min: 0n, max: 2n ** 63n - 1n });
    fc.assert(
      fc.property(amount, currency, fc.constantFrom('en-GB', 'en-US'), (amountMinor, code, locale) => {
        const money = { amountMinor, currency: code };
        // In the American locale a bare sign is the reader's own dollar, yen or pound.
        const own = locale === 'en-US' && code !== 'JPY' ? 'USD' : 'GBP';
        expect(parseMoney(formatMoney(money, locale), own)).toEqual(money);
        expect(parseMoney(`${decimalOf(money)} ${code}`, own)).toEqual(money);
      }),
      { numRuns: 500 },
    );
  });
});

test('amounts of one currency add and divide; of two they do not', () => {
  const [a, b] = [
    { amountMinor: 10n, currency: 'EUR' },
    { amountMinor: 4n, currency: 'EUR' },
  ];
  expect(addMoney(a, b)).toEqual({ amountMinor: 14n, currency: 'EUR' });
  expect(moneyRatio(a, b)).toBe(2.5);
  expect(moneyRatio(a, { ...b, amountMinor: 0n })).toBeNull();
  expect(() => addMoney(a, { ...b, currency: 'USD' })).toThrow('Cannot combine EUR with USD');
  expect(() => moneyRatio(a, { ...b, currency: 'USD' })).toThrow(TypeError);
});
