import type { LocalDate } from '../../core/calendar.ts';
import {
  fullMonths,
  lastFullMonths,
  monthStart,
  quantityOf,
  staleness,
  sumCosts,
  sumRevenue,
} from './ledger.ts';
import type { Note, PartnerFacts } from './metrics/metric.ts';

/** What customers cost, bring and stay: the parts that several metrics share. Amounts in minor units. */

const isAmong = (months: readonly LocalDate[]) => (month: LocalDate) => months.includes(month);

/** (onboarding + support cost) ÷ customers won, over the whole time. Null without a cost or a customer. */
export function acquisition({
  costs,
  customersWon,
  currency,
}: Pick<PartnerFacts, 'costs' | 'customersWon' | 'currency'>) {
  const spent = sumCosts(costs, ['onboarding', 'support'], currency);
  const isKnown = spent.entries > 0 && customersWon > 0;
  return { ...spent, customers: customersWon, each: isKnown ? spent.minor / customersWon : null };
}

/** Revenue ÷ customers active, over the last full months in which both are known. */
export function monthlyRevenue({
  usage,
  currency,
  today,
}: Pick<PartnerFacts, 'usage' | 'currency' | 'today'>) {
  const months = lastFullMonths(today).filter(
    (month) =>
      quantityOf(usage, 'customers', month) !== null &&
      usage.some((each) => each.kind === 'revenue' && each.month === month && each.currency === currency),
  );
  const customerMonths = months.reduce((sum, month) => sum + (quantityOf(usage, 'customers', month) ?? 0), 0);
  const revenue = sumRevenue(usage, currency, isAmong(months));
  const isKnown = customerMonths > 0;
  return {
    customerMonths,
    each: isKnown ? revenue.minor / customerMonths : null,
    notes: [
      ...(isKnown ? [] : [{ kind: 'missing' as const, words: missingUsage(usage, months) }]),
      ...staleness(usage, 'revenue', today, 'revenues'),
      ...sumRevenue(usage, currency, isAmong(lastFullMonths(today))).notes,
    ],
  };
}

function missingUsage(usage: PartnerFacts['usage'], months: readonly LocalDate[]): string {
  if (months.length > 0) return 'no customer was active in the last full months';
  const [revenue, customers] = (['revenue', 'customers'] as const).map((kind) =>
    usage.some((each) => each.kind === kind),
  );
  if (!revenue && !customers) return 'nobody has said yet what customers pay, or how many are active';
  return `no month of the last ${fullMonths} has both a revenue in this currency and a number of active customers`;
}

/** The share of revenue that is left, of won deals whose cost is known; null without any. */
export function marginOf({ economics }: Pick<PartnerFacts, 'economics'>): number | null {
  const { revenueMinor, costMinor, deals } = economics;
  return deals === 0 || revenueMinor === 0n ? null : Number(revenueMinor - costMinor) / Number(revenueMinor);
}

export const noMargin: Note = {
  kind: 'missing',
  words: 'no won deal of the window has a cost, so that the margin is not known',
};

/** Customers lost in each of the last full months, and those active when it began, added up over the months. */
export function customersLost({ usage, today }: Pick<PartnerFacts, 'usage' | 'today'>) {
  let lost = 0;
  let active = 0;
  const notes: Note[] = [];
  for (const month of lastFullMonths(today)) {
    const [atStart, gone] = [
      quantityOf(usage, 'customers', monthStart(month, -1)),
      quantityOf(usage, 'lost', month),
    ];
    if (atStart === null || gone === null) continue;
    if (gone > atStart) {
      const words = `${gone} customers were lost in a month that began with ${atStart}; that month is left out`;
      notes.push({ kind: 'contradictory', words });
      continue;
    }
    lost += gone;
    active += atStart;
  }
  if (active === 0 && notes.length === 0) {
    const words = 'no full month is known with the customers it began with and those it lost';
    notes.push({ kind: 'missing', words });
  }
  return { lost, active, notes: [...notes, ...staleness(usage, 'customers', today, 'active customers')] };
}
