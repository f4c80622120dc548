import type { MetricUnit } from '../../playbook/public.ts';

const patterns: Readonly<Record<MetricUnit, RegExp>> = {
  share: /^(\d{1,3}(?:\.\d{1,2})?) ?%$/,
  days: /^(\d{1,4})(?: days?)?$/,
  count: /^(\d{1,6})$/,
  points: /^([+-]?\d{1,3})$/,
};

/** How a target of each unit is written. */
export const targetExamples: Readonly<Record<MetricUnit, string>> = {
  share: '40 %',
  days: '30 days',
  count: '5',
  points: '30',
};

/** A target as people type it; a share is between 0 and 1. Null for what is none of this unit. */
export function readTarget(unit: MetricUnit, typed: string): number | null {
  const text = typed.trim().replace(',', '.').replace('−', '-').replace(/\s+/g, ' ');
  const found = patterns[unit].exec(unit === 'share' && /^[\d.]+$/.test(text) ? `${text}%` : text)?.[1];
  if (found === undefined) return null;
  const number = Number(found);
  if (unit === 'share') return number > 100 ? null : Math.round(number * 100) / 10_000;
  return unit === 'points' && Math.abs(number) > 100 ? null : number;
}

/** A target as it is kept and read: "40 %", "30 days", "5". */
export function targetText(unit: MetricUnit, value: number): string {
  if (unit === 'share') return `${Math.round(value * 10_000) / 100} %`;
  return unit === 'days' ? `${value} ${value === 1 ? 'day' : 'days'}` : String(value);
}
