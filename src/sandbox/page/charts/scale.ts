/** Round steps that cover the values, always including zero: at most six lines. */
export function ticksFor(values: readonly number[]): readonly number[] {
  const low = Math.min(0, ...values);
  const high = Math.max(0, ...values);
  const span = high - low || 1;
  const rough = span / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const round = ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  // There are no half deals.
  const step = values.every(Number.isInteger) ? Math.max(1, Math.ceil(round)) : round;
  const first = Math.floor(low / step);
  const last = Math.max(first + 1, Math.ceil(high / step));
  return Array.from({ length: last - first + 1 }, (_, index) =>
    Number(((first + index) * step).toPrecision(12)),
  );
}

const short = new Intl.NumberFormat('en-GB', { notation: 'compact', maximumFractionDigits: 1 });
const long = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 2 });

export const shortNumber = (value: number): string => short.format(value);
export const longNumber = (value: number): string => long.format(value);
