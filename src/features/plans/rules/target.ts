import { decimalOf, parseMoney } from '../../../core/money.ts';
import { Refusal } from '../../../core/refusal.ts';
import { pluralise } from '../../../core/text.ts';
import type { MetricUnit, Target } from '../../playbook/public.ts';

type NumberUnit = Exclude<MetricUnit, `money${string}`>;

const patterns: Readonly<Record<NumberUnit, RegExp>> = {
  share: /^(\d{1,3}(?:\.\d{1,2})?) ?%?$/,
  days: /^(\d{1,4})(?: days?)?$/,
  months: /^(\d{1,3}(?:\.\d)?)(?: months?)?$/,
  count: /^(\d{1,6})$/,
  points: /^([+-]?\d{1,3})$/,
  rating: /^(\d{1,2}(?:\.\d{1,2})?)$/,
};

/** How a target of each unit is written. */
export const targetExamples: Readonly<Record<MetricUnit, string>> = {
  ...{ share: '40 %', days: '30 days', months: '6 months', count: '5', points: '30', rating: '5.5' },
  ...{ money: '50,000 EUR', money_a_day: '500 EUR', money_a_month: '5,000 EUR' },
};

/** A target as people type it; a share is between 0 and 1. Null for what is none of this unit. */
export function readTarget(unit: MetricUnit, typed: string): Target | null {
  if (unit === 'money' || unit === 'money_a_day' || unit === 'money_a_month') return readAmount(typed);
  const text = typed.trim().replace(',', '.').replace('−', '-').replace(/\s+/g, ' ');
  const found = patterns[unit].exec(text)?.[1];
  if (found === undefined) return null;
  const number = Number(found);
  if (unit === 'share') return number > 100 ? null : Math.round(number * 100) / 10_000;
  return unit === 'points' && Math.abs(number) > 100 ? null : number;
}

function readAmount(typed: string): Target | null {
  try {
    const { amountMinor, currency } = parseMoney(typed, '');
    const amount = Number(amountMinor);
    return currency && Number.isSafeInteger(amount) ? { amountMinor: amount, currency } : null;
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

/** A target as it is kept and read: "40 %", "30 days", "5", "50,000 EUR". */
export function targetText(unit: MetricUnit, value: Target): string {
  if (typeof value !== 'number') {
    const { amountMinor, currency } = value;
    const [whole = '', fraction = ''] = decimalOf({ amountMinor: BigInt(amountMinor), currency }).split('.');
    const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
    return `${grouped}${/^0*$/.test(fraction) ? '' : `.${fraction}`} ${currency}`;
  }
  if (unit === 'share') return `${Math.round(value * 10_000) / 100} %`;
  if (unit === 'days') return pluralise(value, 'day');
  return unit === 'months' ? pluralise(value, 'month') : String(value);
}
