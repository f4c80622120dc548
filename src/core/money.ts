import { Refusal } from './refusal.ts';
import { closestMatch, truncate } from './text.ts';

/** An amount in the currency's minor units (cents, yen, fils) and its ISO 4217 code. */
export interface Money {
  readonly amountMinor: bigint;
  readonly currency: string;
}

/**
 * Digits after the point, for the currencies where they are not two: ISO 4217, list one. Not taken from Intl,
 * whose answer follows what is in circulation (HUF 0, IQD 0) and may change with the runtime, and with it what
 * a stored amount means.
 */
const exponents: Readonly<Record<string, number>> = {
  ...same(0, 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'),
  ...same(3, 'BHD IQD JOD KWD LYD OMR TND'),
  ...same(4, 'CLF UYW'),
};
const currencies: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));
const multipliers: Readonly<Record<string, number>> = { '': 0, k: 3, m: 6, mn: 6, bn: 9 };
/** The largest a bigint column holds. */
const largestMinor = 2n ** 63n - 1n;
const example = 'Write it like 12,500 or 12.5k EUR.';

function same(exponent: number, codes: string): Record<string, number> {
  return Object.fromEntries(codes.split(' ').map((code) => [code, exponent]));
}

/** Digits after the point in the currency: 2 for EUR, 0 for JPY, 3 for BHD. */
export function minorUnitDigits(currency: string): number {
  return exponents[currency] ?? 2;
}

export function isCurrency(code: string): boolean {
  return currencies.has(code);
}

/**
 * Reads an amount as people write it: "$12,500", "12.5k EUR", "1.234,56 EUR", "1_000". A lone point or comma
 * before three digits groups thousands unless the currency has three decimals. Refuses with `invalid` and says
 * what to write: negatives, more decimals than the currency has, readings that differ a thousandfold.
 */
export function parseMoney(text: string, defaultCurrency: string): Money {
  const shown = `“${truncate(text.trim(), 40)}”`;
  const plain = text.normalize('NFKC').trim();
  if (plain === '') throw new Refusal('invalid', `The amount is missing. ${example}`);
  if (plain.length > 60) throw new Refusal('invalid', `${shown} is too long for an amount. ${example}`);
  if (/^\(.*\)$|^\D*[-−–]|^[^-−–]*[-−–]$/.test(plain)) {
    throw new Refusal('invalid', `${shown} is negative: an amount must be zero or more. ${example}`);
  }
  const match =
    /^([^\d.,]*?)(?:(?<=\p{L})\.)?\s*(\d[\d.,'’_\s]*?)\s*(k|mn?|bn)?(?![a-z])\s*([^\d.,]*)$/iu.exec(plain);
  if (match === null) throw new Refusal('invalid', `I could not read ${shown} as an amount. ${example}`);
  const [, before = '', digits = '', multiplier = '', after = ''] = match;
  if (before.trim() !== '' && after.trim() !== '') {
    const [first, second] = [currencyOf(before, defaultCurrency), currencyOf(after, defaultCurrency)];
    if (first !== second && before.trim() !== '$') {
      throw new Refusal('invalid', `${shown} names two currencies. ${example}`);
    }
  }
  const currency = currencyOf(after.trim() === '' ? before : after, defaultCurrency);
  const { whole, fraction } = splitDecimal(digits, currency, multiplier.toLowerCase(), shown);
  const shift = minorUnitDigits(currency) + (multipliers[multiplier.toLowerCase()] ?? 0);
  const significant = fraction.replace(/0+$/, '');
  if (significant.length > shift) {
    const allowed = minorUnitDigits(currency);
    const rule = allowed === 0 ? 'has no decimals' : `has ${allowed} decimals`;
    throw new Refusal('invalid', `${shown} is too precise: ${currency} ${rule}. ${example}`);
  }
  const amountMinor = BigInt(whole + significant.padEnd(shift, '0'));
  if (amountMinor > largestMinor)
    throw new Refusal('invalid', `${shown} is more than I can count. ${example}`);
  return { amountMinor, currency };
}

/**
 * Reads an amount as programs write it: decimal digits with a point, in major units, "12500" or "12500.00". Refuses
 * with `invalid` whatever else there is, and more decimals than the currency has.
 */
export function parseDecimal(text: string, currency: string): Money {
  const shown = `“${truncate(text, 40)}”`;
  if (/^-\d/.test(text))
    throw new Refusal('invalid', `${shown} is negative: an amount must be zero or more.`);
  if (!/^\d{1,30}(\.\d{1,10})?$/.test(text))
    throw new Refusal('invalid', `${shown} is no decimal number. Write it like 12500.00.`);
  const [whole = '', fraction = ''] = text.split('.');
  const digits = minorUnitDigits(currency);
  const significant = fraction.replace(/0+$/, '');
  if (significant.length > digits)
    throw new Refusal('invalid', `${shown} is too precise: ${currency} has ${digits || 'no'} decimals.`);
  const amountMinor = BigInt(whole + significant.padEnd(digits, '0'));
  if (amountMinor > largestMinor) throw new Refusal('invalid', `${shown} is more than I can count.`);
  return { amountMinor, currency };
}

function currencyOf(mark: string, defaultCurrency: string): string {
  const symbol = mark.trim();
  if (symbol === '') return defaultCurrency;
  const code = symbol.toUpperCase();
  if (currencies.has(code)) return code;
  // A bare $ or ¥ is the programme's own when it has one, else the most traded.
  if (symbol === '$') return narrowSymbol(defaultCurrency) === '$' ? defaultCurrency : 'USD';
  if (symbol === '¥') return narrowSymbol(defaultCurrency) === '¥' ? defaultCurrency : 'JPY';
  const known = currencyOfSymbol().get(code);
  if (known !== undefined) return known;
  const near = /^[A-Z]{3}$/.test(code) ? closestMatch(code, ['EUR', 'USD', 'GBP', 'CHF', 'JPY']) : null;
  const hint = near === null ? 'Use a code such as EUR, USD or GBP.' : `Did you mean ${near}?`;
  throw new Refusal('invalid', `I do not know the currency “${truncate(symbol, 20)}”. ${hint}`);
}

function splitDecimal(
  digits: string,
  currency: string,
  multiplier: string,
  shown: string,
): { whole: string; fraction: string } {
  const unreadable = new Refusal('invalid', `I could not read ${shown} as an amount. ${example}`);
  const compact = digits.trim().replace(/[\s’]/g, "'");
  const marks = [...compact].filter((mark) => mark === '.' || mark === ',');
  const last = marks.at(-1);
  const at = last === undefined ? -1 : compact.lastIndexOf(last);
  const isLone = marks.length === 1;
  let decimalAt =
    last !== undefined && (isLone || marks.filter((mark) => mark === last).length === 1) ? at : -1;
  if (isLone && /^[1-9]\d{0,2}[.,]\d{3}$/.test(compact)) {
    if (multiplier !== '') {
      if (last === ',') {
        const [whole, rest] = compact.split(',');
        const [point, none] = [`${whole}.${rest}${multiplier}`, `${whole}${rest}${multiplier}`];
        throw new Refusal('invalid', `${shown} could mean ${point} or ${none}: please write one of the two.`);
      }
    } else if (last === ',' || minorUnitDigits(currency) < 3) decimalAt = -1;
  }
  const whole = decimalAt === -1 ? compact : compact.slice(0, decimalAt);
  const fraction = decimalAt === -1 ? '' : compact.slice(decimalAt + 1);
  if (!/^\d*$/.test(fraction)) throw unreadable;
  const groups = whole.split(/[.,'_]/);
  const separators = new Set(whole.replace(/\d/g, ''));
  // Thousands, or lakh and crore as in 1,00,000.
  const isGrouped =
    groups.length === 1 || /^(\d{1,3}(-\d{3})+|\d{1,2}(-\d{2})+-\d{3})$/.test(groups.join('-'));
  if (separators.size > 1 || !isGrouped || (decimalAt !== -1 && last !== undefined && separators.has(last))) {
    throw unreadable;
  }
  return { whole: groups.join(''), fraction };
}

/** The amount for readers, without decimals when it is whole: "US$12,500", "€99.50". */
export function formatMoney(money: Money, locale: 'en-GB' | 'en-US' = 'en-GB'): string {
  const digits = minorUnitDigits(money.currency);
  return new Intl.NumberFormat(locale, {
    style: 'currency',
    currency: money.currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    trailingZeroDisplay: 'stripIfInteger',
  }).format(decimalOf(money));
}

/** The exact amount in major units as decimal text: "12500.00", "-0.05". */
export function decimalOf(money: Money): `${number}` {
  const digits = minorUnitDigits(money.currency);
  const sign = money.amountMinor < 0n ? '-' : '';
  const text = (money.amountMinor < 0n ? -money.amountMinor : money.amountMinor).toString();
  if (digits === 0) return `${sign}${text}` as `${number}`;
  const padded = text.padStart(digits + 1, '0');
  return `${sign}${padded.slice(0, -digits)}.${padded.slice(-digits)}` as `${number}`;
}

/** Both must be in one currency: anything else is a mistake of the caller and throws a TypeError. */
export function addMoney(a: Money, b: Money): Money {
  assertSameCurrency(a, b);
  return { amountMinor: a.amountMinor + b.amountMinor, currency: a.currency };
}

/** a ÷ b as a plain number, null when b is zero. Both must be in one currency. */
export function moneyRatio(a: Money, b: Money): number | null {
  assertSameCurrency(a, b);
  return b.amountMinor === 0n ? null : Number(a.amountMinor) / Number(b.amountMinor);
}

function assertSameCurrency(a: Money, b: Money): void {
  if (a.currency !== b.currency) throw new TypeError(`Cannot combine ${a.currency} with ${b.currency}`);
}

function narrowSymbol(currency: string): string {
  return symbolIn(currency, 'narrowSymbol', 'en-GB');
}

function symbolIn(currency: string, currencyDisplay: 'symbol' | 'narrowSymbol', locale: string): string {
  const parts = new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay }).formatToParts(
    1,
  );
  return parts.find((part) => part.type === 'currency')?.value ?? currency;
}

let symbols: ReadonlyMap<string, string> | undefined;

/** Every unambiguous symbol of the two locales ("US$", "£", "CN¥"), upper case, to its code. */
function currencyOfSymbol(): ReadonlyMap<string, string> {
  symbols ??= new Map(
    ['en-GB', 'en-US'].flatMap((locale) =>
      [...currencies].map((code): [string, string] => [
        symbolIn(code, 'symbol', locale).normalize('NFKC').replace(/\.$/, '').toUpperCase(),
        code,
      ]),
    ),
  );
  return symbols;
}
