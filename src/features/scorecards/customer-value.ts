import type { LocalDate } from '../../core/calendar.ts';
import { type Estimate, ratioOfSums } from '../../core/statistics.ts';
import {
  fullMonths,
  incomplete,
  isLate,
  lastFullMonths,
  monthStart,
  quantityOf,
  repeated,
  staleness,
  sumCosts,
  sumRevenue,
} from './ledger.ts';
import type { Note, PartnerFacts } from './metrics/metric.ts';

/** What customers cost, bring and stay: the parts that several metrics share. Amounts in minor units. */

const isAmong = (months: readonly LocalDate[]) => (month: LocalDate) => months.includes(month);

const acquisitionKinds = ['onboarding', 'support'] as const;

/** The first month with a cost of winning customers; undefined without any. */
export function acquisitionBegan(costs: PartnerFacts['costs'], currency: string): LocalDate | undefined {
  return costs
    .filter((each) => acquisitionKinds.some((kind) => kind === each.kind) && each.currency === currency)
    .map(({ month }) => month)
    .sort()[0];
}

/** (onboarding + support cost) ÷ customers won, both since the first of these costs. Null without a cost or a customer. */
export function acquisition({
  costs,
  customersWon,
  currency,
}: Pick<PartnerFacts, 'costs' | 'customersWon' | 'currency'>) {
  const spent = sumCosts(costs, acquisitionKinds, currency);
  const isKnown = spent.entries > 0 && customersWon > 0;
  return { ...spent, customers: customersWon, each: isKnown ? spent.minor / customersWon : null };
}

/** Revenue ÷ customers active, over the last full months in which both are known. */
export function monthlyRevenue({
  usage,
  currency,
  today,
}: Pick<PartnerFacts, 'usage' | 'currency' | 'today'>) {
  const among = lastFullMonths(today);
  const months = among.filter(
    (month) =>
      quantityOf(usage, 'customers', month) !== null &&
      usage.some((each) => each.kind === 'revenue' && each.month === month && each.currency === currency),
  );
  const customerMonths = months.reduce((sum, month) => sum + (quantityOf(usage, 'customers', month) ?? 0), 0);
  const revenue = sumRevenue(usage, currency, isAmong(months));
  const isKnown = customerMonths > 0;
  const twice = repeated(usage, 'customers', among);
  // A month that was reported twice is told by itself.
  const isTwice = (month: LocalDate) => repeated(usage, 'customers', [month]).length > 0;
  const isTold = (month: LocalDate) => isLate(usage, 'revenue', month) || isLate(usage, 'customers', month);
  const unknown = among.filter((month) => !months.includes(month) && !isTwice(month) && !isTold(month));
  return {
    customerMonths,
    each: isKnown ? revenue.minor / customerMonths : null,
    notes: [
      ...(isKnown ? incomplete(unknown) : [{ kind: 'missing' as const, words: missingUsage(usage, months) }]),
      ...twice,
      ...staleness(usage, ['revenue', 'customers'], today),
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

/** The share of revenue that is left, of won deals whose cost is known; each deal is one pair of the two. */
export function marginOf({ economics }: Pick<PartnerFacts, 'economics'>): Estimate {
  const { revenueMinor, costMinor, deals, revenueSquares, costSquares, revenueByCost } = economics;
  return ratioOfSums({
    n: deals,
    above: revenueMinor - costMinor,
    below: revenueMinor,
    aboveSquares: revenueSquares - 2n * revenueByCost + costSquares,
    belowSquares: revenueSquares,
    products: revenueSquares - revenueByCost,
  });
}

export const noMargin: Note = {
  kind: 'missing',
  words: 'no won deal of the window has a cost, so that the margin is not known',
};

/** Customers lost in a month that began with fewer; null where it is not so, or not known. */
export function lostBeyondStart(usage: PartnerFacts['usage'], month: LocalDate) {
  const atStart = quantityOf(usage, 'customers', monthStart(month, -1));
  const lost = quantityOf(usage, 'lost', month);
  return atStart !== null && lost !== null && lost > atStart ? { atStart, lost } : null;
}

/** Customers lost in each of the last full months, and those active when it began, added up over the months. */
export function customersLost({ usage, today }: Pick<PartnerFacts, 'usage' | 'today'>) {
  let lost = 0;
  let active = 0;
  const unknown: LocalDate[] = [];
  const notes: Note[] = [
    ...repeated(usage, 'customers', lastFullMonths(monthStart(today, -1))),
    ...repeated(usage, 'lost', lastFullMonths(today)),
  ];
  for (const month of lastFullMonths(today)) {
    const [atStart, gone] = [
      quantityOf(usage, 'customers', monthStart(month, -1)),
      quantityOf(usage, 'lost', month),
    ];
    if (atStart === null || gone === null) {
      const isTwice =
        repeated(usage, 'customers', [monthStart(month, -1)]).length +
          repeated(usage, 'lost', [month]).length >
        0;
      const isTold = isLate(usage, 'customers', monthStart(month, -1)) || isLate(usage, 'lost', month);
      if (!isTwice && !isTold) unknown.push(month);
      continue;
    }
    if (lostBeyondStart(usage, month)) {
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
  } else if (active > 0) notes.push(...incomplete(unknown));
  return {
    lost,
    active,
    notes: [...notes, ...staleness(usage, ['customers', 'lost'], today)],
  };
}
