import fc from 'fast-check';
import { type LocalDate, localDate } from '../../../src/core/calendar.ts';
import { mean, nps, proportion } from '../../../src/core/statistics.ts';
import type { CostKind, MonthlyCost, MonthlyUsage, UsageKind } from '../../../src/features/ingest/public.ts';
import type { DealSum } from '../../../src/features/pipeline/public.ts';
import type { PartnerFacts } from '../../../src/features/scorecards/metrics/metric.ts';

/** Anything that may be known of a partner: made from deals, answers and entries, so that its parts fit together. */

const today = localDate('2026-03-02');
const count = fc.nat(30);
const minor = fc.integer({ min: 0, max: 100_000_00 }).map(BigInt);
const currency = fc.constantFrom('EUR', 'USD');
const pastDay: fc.Arbitrary<LocalDate> = fc
  .integer({ min: 0, max: 700 })
  .map((days) => localDate(new Date(Date.UTC(2026, 2, 2 - days)).toISOString().slice(0, 10)));
const months = ['2025-10', '2025-11', '2025-12', '2026-01', '2026-02'].map((of) => localDate(`${of}-01`));

const total = (amounts: readonly bigint[]) => amounts.reduce((sum, each) => sum + each, 0n);
const squares = (amounts: readonly bigint[]) => total(amounts.map((each) => each * each));
const sumOf = (amounts: readonly bigint[]): DealSum => ({ count: amounts.length, minor: total(amounts) });
const amounts = fc.array(minor, { maxLength: 12 });
const anySum = amounts.map(sumOf);

const own = fc
  .record({
    sourced: amounts,
    influenced: amounts,
    others: amounts,
    lost: amounts,
    waiting: amounts,
    open: amounts,
  })
  .chain(({ sourced, influenced, others, lost, waiting, open }) => {
    const won = [...sourced, ...influenced, ...others];
    return fc.record({
      won: fc.constant(sumOf(won)),
      lost: fc.constant(sumOf(lost)),
      open: fc.constant(sumOf([...open, ...waiting])),
      qualified: fc.constant(sumOf(open)),
      sourced: fc.record({ won: fc.constant(sumOf(sourced)), quick: anySum, open: anySum }),
      influenced: fc.record({ won: fc.constant(sumOf(influenced)), quick: anySum, open: anySum }),
      wonSquares: fc.constant(squares(won)),
      sourcedSquares: fc.constant(squares(sourced)),
    });
  });

const economics = fc
  .record({ deals: fc.array(fc.tuple(minor, minor), { maxLength: 12 }), withoutCost: count })
  .map(({ deals, withoutCost }) => ({
    revenueMinor: total(deals.map(([revenue]) => revenue)),
    costMinor: total(deals.map(([, cost]) => cost)),
    deals: deals.length,
    withoutCost,
    revenueSquares: squares(deals.map(([revenue]) => revenue)),
    costSquares: squares(deals.map(([, cost]) => cost)),
    revenueByCost: total(deals.map(([revenue, cost]) => revenue * cost)),
  }));

/** One row a month, kind and currency, the oldest month first, as they are loaded. */
const byMonth = <Row extends { readonly month: LocalDate }>(rows: Row[]) =>
  rows.toSorted((a, b) => a.month.localeCompare(b.month));
const costs: fc.Arbitrary<readonly MonthlyCost[]> = fc
  .uniqueArray(
    fc.record({
      partnerId: fc.constant('p'),
      kind: fc.constantFrom<CostKind>('onboarding', 'support', 'variable', 'pilot'),
      month: fc.constantFrom(...months),
      currency: fc.option(currency),
      amountMinor: minor,
      minutes: fc.nat(3000),
      entries: fc.integer({ min: 1, max: 3 }),
    }),
    { selector: (row) => `${row.kind} ${row.month} ${row.currency}`, maxLength: 20 },
  )
  .map((rows) => byMonth(rows.map((row) => (row.currency ? row : { ...row, amountMinor: 0n }))));
const usage: fc.Arbitrary<readonly MonthlyUsage[]> = fc
  .uniqueArray(
    fc.record({
      partnerId: fc.constant('p'),
      kind: fc.constantFrom<UsageKind>('revenue', 'units', 'customers', 'lost'),
      month: fc.constantFrom(...months),
      currency,
      amountMinor: minor,
      quantity: fc.nat(200).map(BigInt),
      entries: fc.integer({ min: 1, max: 2 }),
    }),
    {
      selector: (row) => `${row.kind} ${row.month} ${row.kind === 'revenue' ? row.currency : ''}`,
      maxLength: 24,
    },
  )
  .map((rows) =>
    byMonth(
      rows.map((row) =>
        row.kind === 'revenue' ? { ...row, quantity: 0n } : { ...row, currency: null, amountMinor: 0n },
      ),
    ),
  );

const share = fc.tuple(count, count).map(([part, rest]) => proportion(part, part + rest));
const level = fc.integer({ min: 1, max: 5 });
const rating = fc.tuple(level, level).map(([likelihood, impact]) => likelihood * impact);
const risks = fc.array(
  fc.record({
    title: fc.constantFrom('Price', 'People', 'Law'),
    inherent: rating,
    residual: rating,
    before: fc.option(fc.record({ inherent: rating, residual: rating, since: pastDay })),
  }),
  { maxLength: 4 },
);

export const anyFacts: fc.Arbitrary<PartnerFacts> = fc.record<PartnerFacts>({
  currency: fc.constant('EUR'),
  today: fc.constant(today),
  onboarding: fc.option(
    fc.record({ done: count, total: fc.integer({ min: 30, max: 90 }), late: count, dueByNow: count }),
  ),
  partnership: fc.record({
    hadLeft: fc.boolean(),
    leftOn: fc.option(pastDay),
    from: fc.constant(localDate('2025-12-02')),
  }),
  signedOn: fc.option(pastDay),
  kickoffOn: fc.option(pastDay),
  firstValueOn: fc.option(pastDay),
  leads: fc
    .record({ submitted: count, accepted: count, declined: count, unreviewed: count })
    .map(({ declined, ...leads }) => ({ ...leads, reviewed: leads.accepted + declined })),
  cohort: fc.tuple(count, count).map(([won, others]) => ({ leads: won + others, won })),
  won: count,
  lost: count,
  sourced: count,
  influenced: count,
  unsourced: fc.record({ contested: count, unregistered: count }),
  own,
  programme: fc.record({
    won: anySum,
    squares: minor,
    foreign: count,
    currencies: fc.constantFrom([], ['USD']),
  }),
  foreign: fc.record({
    currencies: fc.constantFrom([], ['USD']),
    everWon: fc.constantFrom([], ['USD']),
    ...{ won: count, open: count, qualified: count, sourced: count, influenced: count },
  }),
  economics,
  variableMinor: minor,
  faults: fc.record({ withoutAmount: count, beforeRegistered: count, withoutLead: count }),
  durations: fc.array(
    fc
      .record({ days: fc.nat(300), event: fc.boolean(), entry: fc.nat(300), currency })
      .map((deal) => ({ ...deal, entry: Math.min(deal.entry, deal.days) })),
    { maxLength: 20 },
  ),
  firstWonOn: fc.option(pastDay),
  csat: share,
  nps: fc.array(fc.nat(10), { maxLength: 20 }).map(nps),
  ces: fc.array(fc.integer({ min: 1, max: 7 }), { maxLength: 20 }).map((answers) => mean(answers)),
  activation: fc.record({ on: fc.option(pastDay), withinDays: fc.integer({ min: 1, max: 200 }) }),
  ramp: fc.option(
    fc.record({
      amount: fc.record({ amountMinor: fc.nat(9_000_000), currency }),
      reachedIn: fc.option(fc.constantFrom(...months)),
    }),
  ),
  responses: fc.option(
    fc.record({
      ...{ met: count, breached: count, running: count, dueSoon: count, byDay: count },
      withinHours: fc.integer({ min: 1, max: 40 }),
    }),
  ),
  risks,
  costs,
  usage,
  customersWon: count,
  api: fc.option(
    fc
      .record({ successful: fc.nat(100_000), failed: fc.nat(1000), countedTo: pastDay })
      .map(({ successful, failed, countedTo }) => ({ successful, total: successful + failed, countedTo })),
  ),
  activities: fc.option(
    fc.record({
      minuteMinor: fc.integer({ min: 1, max: 500 }),
      currency: fc.constant('EUR'),
      freeMinutes: fc.option(fc.nat(5000)),
    }),
  ),
  pilotCap: fc.option(fc.record({ amountMinor: fc.nat(90_000_000), currency })),
});
