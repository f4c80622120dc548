import type { LocalDate } from '../../core/calendar.ts';
import { monthStart, monthsThrough, sumCosts, sumRevenue } from './ledger.ts';
import type { PartnerFacts } from './metrics/metric.ts';

type Needed = Pick<PartnerFacts, 'costs' | 'usage' | 'currency' | 'today'>;

/**
 * A pilot since its first month with a cost, up to the last month that is over (the running one, when it began in it).
 * Amounts in minor units. Null where no cost of a pilot is recorded in the partner's currency.
 */
export function pilotOf({ costs, usage, currency, today }: Needed) {
  const [began] = costs
    .filter((each) => each.kind === 'pilot' && each.currency === currency)
    .map(({ month }) => month)
    .sort();
  if (began === undefined) return null;
  const lastFull = monthStart(today, -1);
  const through = began > lastFull ? began : lastFull;
  const isIn = (month: LocalDate) => month >= began && month <= through;
  const spent = sumCosts(costs, ['pilot'], currency, isIn);
  const revenue = sumRevenue(usage, currency, isIn);
  const months = monthsThrough(began, through);
  const booked =
    sumCosts(costs, ['pilot'], currency).minor - sumRevenue(usage, currency, (month) => month >= began).minor;
  return {
    months,
    /** Net spend of those months. */
    net: spent.minor - revenue.minor,
    /** Net spend of everything that is booked, the running month with it. */
    booked,
    burn: (spent.minor - revenue.minor) / months,
    notes: [...spent.notes, ...revenue.notes],
    monthly: Array.from({ length: months }, (_, index) => {
      const month = monthStart(began, index);
      const isThis = (each: LocalDate) => each === month;
      return {
        cost: sumCosts(costs, ['pilot'], currency, isThis).minor,
        margin:
          sumRevenue(usage, currency, isThis).minor - sumCosts(costs, ['variable'], currency, isThis).minor,
      };
    }),
  };
}

/** The first month, counted from 1, at whose end the margins so far come to the costs so far; null before that. */
export function paybackMonth(
  monthly: readonly { readonly cost: number; readonly margin: number }[],
): number | null {
  let left = 0;
  for (const [index, { cost, margin }] of monthly.entries()) {
    left += margin - cost;
    if (left >= 0) return index + 1;
  }
  return null;
}

/** Whether a partner has a pilot: the playbook names one, or one has cost something. */
export function hasPilot({ costs, pilotCap }: Pick<PartnerFacts, 'costs' | 'pilotCap'>): boolean {
  return pilotCap !== null || costs.some(({ kind }) => kind === 'pilot');
}

export const noPilot = 'no cost of a pilot is recorded in the partner’s currency';
