import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type LocalDate, localDate } from '../../../src/core/calendar.ts';
import { wilsonInterval } from '../../../src/core/statistics.ts';
import type { CostKind, MonthlyCost, MonthlyUsage, UsageKind } from '../../../src/features/ingest/public.ts';
import { needsAttention } from '../../../src/features/scorecards/attention.ts';
import { costOfMinute } from '../../../src/features/scorecards/cost-of-minute.ts';
import { formatEstimate } from '../../../src/features/scorecards/figures.ts';
import { lastFullMonths, monthStart, monthsThrough } from '../../../src/features/scorecards/ledger.ts';
import { errorBudgetWords } from '../../../src/features/scorecards/metrics/api-reliability.ts';
import { metricOf, metrics } from '../../../src/features/scorecards/metrics/catalogue.ts';
import type { PartnerFacts } from '../../../src/features/scorecards/metrics/metric.ts';
import { paybackMonth } from '../../../src/features/scorecards/pilots.ts';
import { describeStanding, scorecard, standingOf } from '../../../src/features/scorecards/rules.ts';
import { noAnswers } from './facts.ts';

const today = localDate('2026-03-16');
const month = (text: string) => localDate(`${text}-01`);
const cost = (kind: CostKind, of: string, major: number, more: Partial<MonthlyCost> = {}): MonthlyCost => ({
  ...{ partnerId: 'p', kind, month: month(of), currency: 'EUR', minutes: 0, entries: 1 },
  amountMinor: BigInt(Math.round(major * 100)),
  ...more,
});
const revenue = (of: string, major: number, currency = 'EUR'): MonthlyUsage => ({
  ...{ partnerId: 'p', kind: 'revenue', month: month(of), currency, quantity: 0n, entries: 1 },
  amountMinor: BigInt(major * 100),
});
const quantity = (kind: UsageKind, of: string, count: number): MonthlyUsage => ({
  ...{ partnerId: 'p', kind, month: month(of), currency: null, amountMinor: 0n, entries: 1 },
  quantity: BigInt(count),
});
const economics = (margin: number, deals = 10) => ({
  ...{ revenueMinor: 100_000_00n, costMinor: BigInt(Math.round(100_000_00 * (1 - margin))), deals },
  ...{ withoutCost: 0, revenueSquares: 0n, costSquares: 0n, revenueByCost: 0n },
});
const figure = (key: Parameters<typeof metricOf>[0], known: Partial<PartnerFacts>) =>
  metricOf(key).estimate(noAnswers({ today, ...known }));
const shown = (
  key: Parameters<typeof metricOf>[0],
  known: Partial<PartnerFacts>,
  target: number | null = null,
) => formatEstimate(metricOf(key), figure(key, known), target);
const notesOf = (key: Parameters<typeof metricOf>[0], known: Partial<PartnerFacts>) =>
  (figure(key, known).notes ?? []).map(({ kind, words }) => `${kind}: ${words}`);

/** 100 customers in each of the last months, each paying €2,000; so many of 1,000 lost in all. */
const hundred = (lost: readonly [number, number, number]) => [
  ...['2025-11', '2025-12', '2026-01', '2026-02'].map((of) => quantity('customers', of, 100)),
  ...['2025-12', '2026-01', '2026-02'].map((of) => revenue(of, 200_000)),
  ...['2025-12', '2026-01', '2026-02'].map((of, index) => quantity('lost', of, lost[index] ?? 0)),
];

describe('the cost of a customer, and what it brings', () => {
  const costs = [
    cost('onboarding', '2025-06', 12_000),
    cost('support', '2026-01', 6_000),
    cost('pilot', '2026-01', 9),
  ];

  test('by hand: €18,000 of onboarding and support ÷ 6 customers = €3,000', () => {
    expect(shown('cac', { costs, customersWon: 6 })).toBe('€3,000');
    expect(shown('cac', { costs, customersWon: 2 })).toBe('too few (2)');
    expect(notesOf('cac', { costs, customersWon: 0 })).toEqual([
      'missing: no customer has been won since the first such cost',
    ]);
    expect(notesOf('cac', { customersWon: 6 })[0]).toMatch(/^missing: no cost of onboarding or support/);
  });

  test('leaves out what is in another currency, or in minutes alone, and says so', () => {
    const mixed = [
      ...costs,
      cost('support', '2026-01', 5, { currency: 'USD' }),
      cost('support', '2026-02', 0, { currency: null, minutes: 90 }),
    ];
    expect(shown('cac', { costs: mixed, customersWon: 6 })).toBe('€3,000');
    expect(notesOf('cac', { costs: mixed, customersWon: 6 })).toEqual([
      'left_out: 1 cost in USD left out, as currencies are never added',
      'left_out: 1 cost known in minutes alone left out',
    ]);
  });

  test('lifetime value agrees with abracalc.com: $2,000 a month at a margin of 60 % and a churn of 0.5 % is $240,000', () => {
    // Three of 600 customer-months: 200 in each of the three months.
    const usage = [
      ...['2025-11', '2025-12', '2026-01', '2026-02'].map((of) => quantity('customers', of, 200)),
      ...['2025-12', '2026-01', '2026-02'].map((of) => revenue(of, 400_000)),
      ...['2025-12', '2026-01', '2026-02'].map((of) => quantity('lost', of, 1)),
    ];
    const known = { usage, economics: economics(0.6) };
    expect(figure('lifetime_value', known).value).toBeCloseTo(240_000_00, 4);
    expect(figure('churn', known)).toMatchObject({ numerator: 3, denominator: 600, value: 0.005 });
  });

  test('payback is the cost of a customer by the margin it brings a month (Finmark’s formula): 3,000 ÷ (2,000 × 60 %) = 2.5', () => {
    const known = { costs, customersWon: 6, usage: hundred([1, 1, 1]), economics: economics(0.6) };
    expect(figure('cac_payback', known).value).toBeCloseTo(2.5);
    expect(shown('cac_payback', known)).toBe('2.5 months');
    expect(shown('cac_payback', { ...known, economics: economics(-0.2) })).toBe('never, at this margin');
    expect(figure('cac_payback', { ...known, economics: economics(0.6, 0) }).verdict).toBe('no_data');
  });

  test('lifetime value is undefined while no customer was lost', () => {
    const known = { usage: hundred([0, 0, 0]), economics: economics(0.6) };
    expect(shown('lifetime_value', known)).toBe('undefined: no customer lost');
    expect(shown('churn', known)).toBe('0 % (0–1.3)');
  });
});

describe('churn', () => {
  test('says what is missing, contradictory or stale', () => {
    expect(notesOf('churn', {})[0]).toMatch(/^missing: no full month is known/);
    const contradictory = hundred([2, 101, 2]);
    expect(notesOf('churn', { usage: contradictory })).toEqual([
      'contradictory: 101 customers were lost in a month that began with 100; that month is left out',
    ]);
    expect(figure('churn', { usage: contradictory })).toMatchObject({ numerator: 4, denominator: 200 });
    expect(standingOf(metricOf('churn'), figure('churn', { usage: contradictory }), 0.1)).toBe(
      'contradictory',
    );
    const old = { usage: hundred([1, 1, 1]), today: localDate('2026-04-16') };
    expect(notesOf('churn', old)).toEqual(['stale: the newest active customers known are of February 2026']);
    expect(standingOf(metricOf('churn'), figure('churn', old), 0.1)).toBe('stale');
  });

  test('a feed that has stopped for one of its parts is stale, and a month not all is known of is named', () => {
    const all = hundred([1, 1, 1]);
    const without = (kind: string, ...months: readonly string[]) =>
      all.filter((row) => row.kind !== kind || !months.map(month).includes(row.month));
    // Lost customers were reported once and never again.
    const once = { usage: without('lost', '2026-01', '2026-02') };
    expect(notesOf('churn', once)).toEqual(['stale: the newest lost customers known are of December 2025']);
    expect(standingOf(metricOf('churn'), figure('churn', once), 0.1)).toBe('stale');
    // One month in between is not known.
    expect(notesOf('churn', { usage: without('lost', '2026-01') })).toEqual([
      'missing: not all is known of January 2026, which is left out',
    ]);
    expect(figure('churn', { usage: without('lost', '2026-01') })).toMatchObject({
      numerator: 2,
      denominator: 200,
    });
    const money = { economics: economics(0.6) };
    expect(notesOf('lifetime_value', { ...money, usage: without('revenue', '2025-12', '2026-01') })).toEqual([
      'missing: not all is known of December 2025 and January 2026, which are left out',
    ]);
    expect(
      notesOf('lifetime_value', { ...money, usage: without('customers', '2026-01', '2026-02') }),
    ).toEqual(['stale: the newest active customers known are of December 2025']);
    expect(notesOf('lifetime_value', { ...money, usage: all })).toEqual([]);
  });

  test('of all lost is 100 %, of none 0 %; months add up', () => {
    expect(figure('churn', { usage: hundred([100, 100, 100]) })).toMatchObject({ value: 1, high: 1 });
    fc.assert(
      fc.property(fc.tuple(fc.nat(100), fc.nat(100), fc.nat(100)), (lost) => {
        const usage = hundred(lost);
        const whole = figure('churn', { usage });
        expect(whole.numerator).toBe(lost[0] + lost[1] + lost[2]);
        expect(figure('churn', { usage: [...usage].reverse() })).toEqual(whole);
      }),
    );
  });
});

describe('a pilot', () => {
  // calcounselgroup.com, “Burn rate”: $500,000 a month and $3,000,000 in cash make a runway of six months.
  const spends = ['2025-12', '2026-01', '2026-02'].map((of) => cost('pilot', of, 500_000));
  const cap = { amountMinor: 4_500_000_00, currency: 'EUR' };

  test('agrees with the example of calcounselgroup.com, “Burn rate”: $3,000,000 left ÷ $500,000 a month is six months', () => {
    expect(shown('pilot_burn', { costs: spends })).toBe('€500,000 a month');
    expect(shown('pilot_runway', { costs: spends, pilotCap: cap })).toBe('6 months');
  });

  test('burns net: what it earns counts against it, and one that earns spends nothing', () => {
    const usage = ['2025-12', '2026-01', '2026-02'].map((of) => revenue(of, 100_000));
    expect(figure('pilot_burn', { costs: spends, usage }).value).toBe(400_000_00);
    const rich = usage.map((row) => ({ ...row, amountMinor: row.amountMinor * 6n }));
    expect(shown('pilot_runway', { costs: spends, usage: rich, pilotCap: cap })).toBe(
      'no end: it spends nothing',
    );
  });

  test('is at its end once its cap is spent; without cost or cap it says so', () => {
    expect(figure('pilot_runway', { costs: spends, pilotCap: { ...cap, amountMinor: 1 } }).value).toBe(0);
    expect(notesOf('pilot_runway', { costs: spends })).toEqual([
      'missing: the playbook names no cap for this pilot',
    ]);
    expect(notesOf('pilot_burn', {})).toEqual([
      'missing: no cost of a pilot is recorded in the partner’s currency',
    ]);
    expect(notesOf('pilot_runway', { costs: spends, pilotCap: { ...cap, currency: 'USD' } })).toEqual([
      'missing: the cap is in USD, the costs are in EUR',
    ]);
  });

  test('counts months without a cost, and the running one only when it began in it', () => {
    expect(figure('pilot_burn', { costs: [cost('pilot', '2025-11', 40)] })).toMatchObject({ denominator: 4 });
    expect(figure('pilot_burn', { costs: [cost('pilot', '2026-03', 40)] })).toMatchObject({ denominator: 1 });
  });

  test('has paid back in the first month whose margins so far come to the costs so far', () => {
    // By hand: −100, −100 + 60 − 50 = −90, −90 + 120 − 30 = 0.
    const months = [
      { cost: 100, margin: 0 },
      { cost: 50, margin: 60 },
      { cost: 30, margin: 120 },
    ];
    expect(paybackMonth(months)).toBe(3);
    expect(paybackMonth(months.slice(0, 2))).toBeNull();
    expect(paybackMonth([])).toBeNull();
    const usage = ['2025-12', '2026-01', '2026-02'].map((of) => revenue(of, 800_000));
    const costs = [...spends, cost('variable', '2025-12', 400_000)];
    expect(shown('pilot_payback', { costs, usage })).toBe('2 months');
    expect(shown('pilot_payback', { costs: spends })).toBe('not paid back yet');
  });

  test('pays back no later when a month brings more', () => {
    const months = fc.array(fc.record({ cost: fc.nat(100), margin: fc.nat(100) }), {
      minLength: 1,
      maxLength: 12,
    });
    fc.assert(
      fc.property(months, fc.nat(11), fc.nat(500), (all, index, more) => {
        const richer = all.map((each, at) => (at === index ? { ...each, margin: each.margin + more } : each));
        expect(paybackMonth(richer) ?? 99).toBeLessThanOrEqual(paybackMonth(all) ?? 99);
      }),
    );
  });
});

describe('the cost of activities', () => {
  /**
   * Kaplan and Anderson, “Time-driven activity-based costing”, Harvard Business Review 82 (2004): a department of
   * $560,000 a quarter and 700,000 practical minutes (80 % of 875,000) costs $0.80 a minute; an order takes 8 minutes
   * ($6.40), an inquiry 44 ($35.20), a credit check 50 ($40).
   */
  const minuteMinor = costOfMinute({
    ...{ amountMinor: 560_000_00, monthlyMinutes: 875_000, practicalCapacity: 0.8 },
  });
  const activities = { minuteMinor, currency: 'USD', freeMinutes: 0 };
  const of = (minutes: number, freeMinutes = 0) => ({
    costs: [cost('support', '2026-01', 0, { currency: null, minutes })],
    activities: { ...activities, freeMinutes },
  });

  test('agrees with Kaplan and Anderson: $0.80 a minute', () => {
    expect(minuteMinor).toBeCloseTo(80, 10);
    expect(figure('activity_cost', of(8)).value).toBeCloseTo(6_40, 6);
    expect(figure('activity_cost', of(44)).value).toBeCloseTo(35_20, 6);
    expect(shown('activity_cost', of(50))).toBe('US$40, US$40 to charge');
  });

  test('charges what is used beyond the free minutes of the month, and never less than nothing', () => {
    expect(shown('activity_cost', of(50, 30))).toBe('US$40, US$16 to charge');
    expect(shown('activity_cost', of(50, 60))).toBe('US$40, US$0 to charge');
  });

  test('leaves out the running month and what is long past, and says what is missing', () => {
    const others = [
      cost('support', '2026-03', 0, { currency: null, minutes: 500 }),
      cost('support', '2025-11', 0, { currency: null, minutes: 500 }),
    ];
    expect(notesOf('activity_cost', { costs: others, activities })).toEqual([
      'missing: no minutes are recorded in the last full months',
    ]);
    expect(notesOf('activity_cost', { costs: others })).toEqual([
      'missing: the playbook does not say what people’s time costs',
    ]);
  });
});

describe('the reliability of the API', () => {
  test('has the error budget of The Site Reliability Workbook, chapter 2: 1,500 of the 3,000 errors that 99.9 % allow 3 million requests use up half', () => {
    expect(errorBudgetWords(1500, 3_000_000, 0.999)).toBe('50 % of the error budget left');
    expect(
      shown('api_reliability', { api: { total: 3_000_000, successful: 2_998_500, countedTo: today } }, 0.999),
    ).toBe('99.95 % (99.95–99.95), 50 % of the error budget left');
  });

  test('of all, of none, of too few calls, and with no room for errors', () => {
    expect(errorBudgetWords(0, 1000, 0.999)).toBe('100 % of the error budget left');
    expect(errorBudgetWords(2, 1000, 0.999)).toBe('error budget used up');
    expect(errorBudgetWords(1, 1000, 1)).toBe('no error is allowed');
    expect(errorBudgetWords(0, 1000, 1)).toBeNull();
    expect(shown('api_reliability', { api: { total: 200, successful: 200, countedTo: today } })).toBe(
      '100 % (98.12–100)',
    );
    expect(shown('api_reliability', { api: { total: 99, successful: 99, countedTo: today } }, 0.9)).toBe(
      'too few (99)',
    );
    expect(figure('api_reliability', { api: { total: 0, successful: 0, countedTo: today } }).verdict).toBe(
      'no_data',
    );
    expect(notesOf('api_reliability', {})[0]).toMatch(/^missing: no calls/);
  });
});

describe('ramp, risk and answers', () => {
  const ramp = (reachedIn: LocalDate | null, currency = 'EUR') => ({
    ...{ signedOn: localDate('2025-10-20'), kickoffOn: null },
    ramp: { amount: { amountMinor: 1, currency }, reachedIn },
  });

  test('ramp time goes to the end of the first month that met the target', () => {
    // 20 October to 31 January: 11 + 30 + 31 + 31 days.
    expect(shown('ramp_time', ramp(month('2026-01')))).toBe('103 days');
    expect(shown('ramp_time', ramp(null))).toBe('not reached');
    expect(notesOf('ramp_time', {})).toEqual([
      'missing: the playbook names no monthly revenue for this tier',
    ]);
    expect(notesOf('ramp_time', ramp(null, 'USD'))[0]).toContain('the monthly revenue to meet is in USD');
    expect(notesOf('ramp_time', { ...ramp(null), signedOn: null })[0]).toContain(
      'neither signature nor kickoff',
    );
  });

  test('the risk is the greatest residual one, with the inherent beside it', () => {
    const risks = [
      {
        ...{ title: 'Both likely and bad', inherent: 4 * 5, residual: 2 * 5 },
        before: { inherent: 4 * 5, residual: 3 * 5, since: localDate('2026-02-03') },
      },
      { title: 'Rare', inherent: 1 * 5, residual: 1 * 4, before: null },
    ];
    expect(shown('risk', { risks })).toBe('10, inherent 20');
    expect(standingOf(metricOf('risk'), figure('risk', { risks }), 9)).toBe('missed');
    expect(metricOf('risk').inputs?.(noAnswers({ risks })).rows).toEqual([
      ['Both likely and bad', '20', '10', 'residual 15 → 10 since Tue 3 Feb'],
      ['Rare', '5', '4', ''],
    ]);
  });

  test('answers in time are a share of those answered or too late; what is still in time is told apart', () => {
    const responses = { met: 18, breached: 2, running: 1, dueSoon: 1, byDay: 1, withinHours: 16 };
    expect(shown('lead_response', { responses })).toBe('90 % (70–97)');
    expect(notesOf('lead_response', { responses })).toEqual([
      'left_out: 2 leads still within the 16 working hours left out (1 due soon)',
      'left_out: 1 lead left out that came from elsewhere with the day, but no time',
    ]);
    const waiting = { met: 0, breached: 0, running: 7, dueSoon: 0, byDay: 0, withinHours: 16 };
    expect(figure('lead_response', { responses: waiting }).verdict).toBe('no_data');
  });
});

test('months are counted over the ends of years', () => {
  expect(lastFullMonths(localDate('2026-02-28'))).toEqual(['2025-11-01', '2025-12-01', '2026-01-01']);
  expect(monthStart(localDate('2026-01-31'), -1)).toBe('2025-12-01');
  fc.assert(
    fc.property(fc.integer({ min: -400, max: 400 }), (months) => {
      const later = monthStart(today, months);
      expect(monthStart(later, -months)).toBe(monthStart(today));
      expect(monthsThrough(monthStart(today), later)).toBe(Math.max(0, months + 1));
    }),
  );
});

test('no metric of costs reads differently when rows come in another order, or when one in another currency is added', () => {
  const kinds = fc.constantFrom<CostKind>('onboarding', 'support', 'variable', 'pilot');
  const months = fc.constantFrom('2025-09', '2025-12', '2026-01', '2026-02');
  const anyCost = fc
    .tuple(kinds, months, fc.nat(10_000), fc.nat(600))
    .map(([kind, of, major, minutes]) => cost(kind, of, major, { minutes }));
  // As they are loaded: one row a month, kind and currency, the oldest first.
  const costs = fc
    .uniqueArray(anyCost, { selector: ({ kind, month: of }) => `${kind} ${of}` })
    .map((rows) => rows.toSorted((a, b) => a.month.localeCompare(b.month)));
  fc.assert(
    fc.property(costs, (rows) => {
      const known = {
        ...{ today, customersWon: 7, usage: hundred([1, 0, 2]), economics: economics(0.5) },
        activities: { minuteMinor: 80, currency: 'EUR', freeMinutes: 100 },
        pilotCap: { amountMinor: 5_000_000, currency: 'EUR' },
      };
      for (const metric of metrics) {
        if (!metric.needs.includes('costs')) continue;
        const made = (all: readonly MonthlyCost[]) =>
          metric.estimate(noAnswers({ ...known, costs: all })).value;
        const value = made(rows);
        const sorted = [...rows].reverse().toSorted((a, b) => a.month.localeCompare(b.month));
        expect(made(sorted), metric.key).toBe(value);
        const foreign = { ...cost('pilot', '2025-09', 99, { currency: 'USD' }) };
        expect(made([foreign, ...rows]), metric.key).toBe(value);
      }
    }),
    { seed: 5 },
  );
});

describe('only an interval judges what chance has a part in', () => {
  /** Deals of €1,000 with these costs, added up as the store does. */
  const dealsCosting = (costs: readonly number[]) => {
    const sum = (of: (cost: bigint) => bigint) =>
      costs.reduce((all, each) => all + of(BigInt(each) * 100n), 0n);
    return {
      ...{
        revenueMinor: sum(() => 100_000n),
        costMinor: sum((cost) => cost),
        deals: costs.length,
        withoutCost: 0,
      },
      ...{ revenueSquares: sum(() => 100_000n ** 2n), costSquares: sum((cost) => cost ** 2n) },
      revenueByCost: sum((cost) => 100_000n * cost),
    };
  };

  test('a margin has that of its deals, by Cochran’s variance of a ratio', () => {
    // Equal revenues: the ratio is the mean of 0.5, 0.7, 0.3, 0.4, 0.6; s = 0.158, t(4) = 2.776, ± 0.196.
    const spread = { economics: dealsCosting([500, 300, 700, 600, 400]) };
    expect(shown('contribution_margin', spread)).toBe('50 % (30–70), €2,500');
    expect(standingOf(metricOf('contribution_margin'), figure('contribution_margin', spread), 0.6)).toBe(
      'unclear',
    );
    expect(standingOf(metricOf('contribution_margin'), figure('contribution_margin', spread), 0.8)).toBe(
      'missed',
    );
    // All alike say nothing of how sure it is.
    const alike = figure('contribution_margin', { economics: dealsCosting([500, 500, 500, 500, 500]) });
    expect(alike).toMatchObject({ value: 0.5, low: null, high: null });
    expect(standingOf(metricOf('contribution_margin'), alike, 0.6)).toBe('unclear');
  });

  test('what open deals are expected to leave carries the intervals of win rate and margin, as far as both go', () => {
    const own = (won: number, lost: number) => ({
      ...noAnswers().own,
      ...{ won: { count: won, minor: 500_000n }, lost: { count: lost, minor: 0n } },
      open: { count: 3, minor: 4_000_000n },
    });
    // By hand: 40,000 × 5 ÷ 10 × 0.5; Wilson of 5 in 10 is 0.2366–0.7634, the margin 0.3037–0.6963.
    const spread = { own: own(5, 5), economics: dealsCosting([500, 300, 700, 600, 400]) };
    expect(shown('expected_margin', spread)).toBe('€10,000 (€2,874–€21,262)');
    expect(figure('expected_margin', { ...spread, own: own(5, 5) })).toMatchObject({ verdict: 'ok', n: 5 });
    // Few closed deals, or few whose cost is known, are too few; none is no number.
    expect(shown('expected_margin', { ...spread, own: own(2, 2) })).toBe('too few (4)');
    expect(shown('expected_margin', { ...spread, economics: dealsCosting([500, 300]) })).toBe('too few (2)');
    expect(figure('expected_margin', { own: own(5, 5) })).toMatchObject({ value: null, verdict: 'no_data' });
    // Deals that cost more than they bring are expected to lose, and the bounds keep their order.
    const loss = figure('expected_margin', {
      ...spread,
      economics: dealsCosting([1500, 1300, 1700, 1600, 1400]),
    });
    expect(loss.value).toBe(-1_000_000);
    expect(Number(loss.low)).toBeLessThan(-1_000_000);
    expect(Number(loss.high)).toBeGreaterThan(-1_000_000);
    // All alike say nothing of how sure it is, and deals in other currencies are said to be left out.
    expect(figure('expected_margin', { ...spread, economics: dealsCosting([5, 5, 5, 5, 5]) }).low).toBeNull();
    const foreign = { ...noAnswers().foreign, currencies: ['USD'], open: 2 };
    expect(figure('expected_margin', { ...spread, foreign }).notes?.[0]?.words).toContain(
      '2 open deals in USD',
    );
    expect(metricOf('expected_margin').isInternal).toBe(true);
  });

  test('lifetime value carries that of churn: of five months of a customer with one lost it is not below any near target', () => {
    const usage = [
      ...['2025-11', '2025-12', '2026-01'].map((of) => quantity('customers', of, of === '2025-11' ? 3 : 2)),
      ...['2025-12', '2026-01'].map((of, index) => quantity('lost', of, index)),
      ...['2025-12', '2026-01'].map((of) => revenue(of, 2_000)),
    ];
    const known = {
      usage,
      economics: dealsCosting([500, 300, 700, 600, 400]),
      today: localDate('2026-02-10'),
    };
    const { low, high } = wilsonInterval(1, 5);
    const value = figure('lifetime_value', known);
    // €1,000 a month × 50 % ÷ 20 %; the bounds by hand: 30.4 and 69.6 % of it, by the ends of Wilson’s.
    expect(value.value).toBeCloseTo(2_500_00, 4);
    expect(value.low).toBeCloseTo((1_000_00 * 0.3037) / high, -2);
    expect(value.high).toBeCloseTo((1_000_00 * 0.6963) / low, -2);
    expect(standingOf(metricOf('lifetime_value'), value, 10_000_00)).toBe('unclear');
  });

  test('a quotient of sums without one is shown and never below its target, nor a thing to do; what is booked is', () => {
    const known = {
      ...{
        today,
        customersWon: 6,
        usage: hundred([1, 1, 1]),
        economics: dealsCosting([500, 300, 700, 600, 400]),
      },
      costs: ['2025-12', '2026-01', '2026-02'].flatMap((of) => [
        cost('support', of, 600_000, { minutes: 900 }),
        cost('pilot', of, 600_000),
      ]),
      activities: { minuteMinor: 80, currency: 'EUR', freeMinutes: 0 },
      pilotCap: { amountMinor: 3_000_000_00, currency: 'EUR' },
    };
    const standing = (
      key: Parameters<typeof metricOf>[0],
      target: number,
      more: Partial<PartnerFacts> = {},
    ) => standingOf(metricOf(key), figure(key, { ...known, ...more }), target);
    expect(standing('cac', 1)).toBe('unclear');
    expect(standing('cac_payback', 1)).toBe('unclear');
    expect(standing('pilot_runway', 100)).toBe('unclear');
    for (const metric of metrics.filter(({ interval }) => interval !== 'none')) {
      const worst = metric.better === 'higher' ? Number.MAX_VALUE : -Number.MAX_VALUE;
      const { low, high } = metric.estimate(noAnswers(known));
      if (low === null && high === null)
        expect(standingOf(metric, metric.estimate(noAnswers(known)), worst), metric.key).not.toBe('missed');
    }
    // Spent, and minutes at the playbook’s rate: read off the books.
    expect(standing('activity_cost', 1)).toBe('missed');
    expect(standing('pilot_burn', 1)).toBe('missed');
    expect(standing('pilot_runway', 1, { pilotCap: { amountMinor: 1, currency: 'EUR' } })).toBe('missed');
    const targets = (['cac', 'cac_payback', 'pilot_runway'] as const).map((key) => ({
      ...{ key, shownTo: 'vendor' as const, partnerTargets: {} },
      targets: {
        gold: key === 'cac' ? { amountMinor: 1, currency: 'EUR' } : key === 'cac_payback' ? 0.01 : 99,
      },
    }));
    const lines = scorecard(noAnswers(known), 'gold', targets, null);
    expect(lines.map(describeStanding)).toEqual(lines.map(() => 'shown, not judged: it has no interval'));
    expect(needsAttention(noAnswers(known), 0, lines, [], [])).toEqual([]);
  });
});

describe('a number says what is odd about its data', () => {
  test('a feed that stopped is stale, and not judged', () => {
    const api = { total: 30_000, successful: 29_990, countedTo: localDate('2026-01-15') };
    expect(notesOf('api_reliability', { api })).toEqual(['stale: no calls were counted since Thu 15 Jan']);
    expect(standingOf(metricOf('api_reliability'), figure('api_reliability', { api }), 0.99)).toBe('stale');
    const lately = { ...api, countedTo: localDate('2026-02-28') };
    expect(standingOf(metricOf('api_reliability'), figure('api_reliability', { api: lately }), 0.99)).toBe(
      'met',
    );
    const costs = [cost('onboarding', '2025-06', 12_000), cost('pilot', '2025-11', 100)];
    const pilotCap = { amountMinor: 1_000_00, currency: 'EUR' };
    for (const key of ['cac', 'pilot_burn', 'pilot_runway'] as const)
      expect(notesOf(key, { costs, customersWon: 6, pilotCap }), key).toEqual([
        'stale: no cost was recorded since November 2025',
      ]);
  });

  test('deals without an amount, closed before their registration, or in another currency are told', () => {
    const faults = { withoutAmount: 2, beforeRegistered: 1, withoutLead: 3 };
    const won = { count: 6, minor: 60_000_00n };
    const own = { ...noAnswers().own, won };
    const amount = 'missing: 2 won deals without an amount counted for nothing';
    expect(notesOf('sourced_revenue', { faults, won: 6, own })).toEqual([amount]);
    expect(notesOf('contribution_margin', { faults, economics: economics(0.4) })).toEqual([amount]);
    expect(notesOf('sourced_deals', { faults, won: 6, own })).toEqual([]);
    const apart =
      'left_out: variable costs of €15,000 booked by the month, which belong to no deal, left out of the margin';
    const booked = { variableMinor: 15_000_00n, economics: economics(0.6) };
    expect(notesOf('contribution_margin', booked)).toEqual([apart]);
    expect(notesOf('lifetime_value', { ...booked, usage: hundred([1, 1, 1]) })).toEqual([apart]);
    const durations = Array.from({ length: 6 }, () => ({ days: 0, event: true, entry: 0, currency: 'EUR' }));
    const order = 'contradictory: 1 deal closed before the day of registration';
    expect(notesOf('deal_velocity', { faults, durations })).toEqual([order]);
    expect(notesOf('sales_velocity', { faults, durations, own })).toEqual([amount, order]);
    expect(standingOf(metricOf('deal_velocity'), figure('deal_velocity', { faults, durations }), 9)).toBe(
      'contradictory',
    );
    const cohort = { leads: 40, won: 0 };
    expect(notesOf('conversion', { faults, cohort })).toEqual([
      'contradictory: 3 won deals from elsewhere name no lead, though leads came from there too',
    ]);
    expect(standingOf(metricOf('conversion'), figure('conversion', { faults, cohort }), 0.2)).toBe(
      'contradictory',
    );
    const ramp = {
      ...{ signedOn: localDate('2025-10-20'), foreign: { ...noAnswers().foreign, everWon: ['GBP', 'USD'] } },
      ramp: { amount: { amountMinor: 1, currency: 'EUR' }, reachedIn: month('2026-01') },
    };
    expect(notesOf('ramp_time', ramp)).toEqual([
      'left_out: won deals in GBP and USD left out, as currencies are never added',
    ]);
  });
});

test('a second number of customers for a month contradicts the first: the month is left out', () => {
  const twice = [...hundred([2, 2, 2]), quantity('customers', '2026-01', 100)];
  expect(figure('churn', { usage: twice })).toMatchObject({ numerator: 4, denominator: 200 });
  const words = 'active customers of January 2026 were reported more than once; that month is left out';
  expect(notesOf('churn', { usage: twice })).toEqual([`contradictory: ${words}`]);
  // As they are loaded: one row, made of two entries.
  const loaded = hundred([2, 2, 2]).map((row) =>
    row.kind === 'customers' && row.month === month('2026-01') ? { ...row, quantity: 200n, entries: 2 } : row,
  );
  expect(notesOf('churn', { usage: loaded })).toEqual([`contradictory: ${words}`]);
  expect(notesOf('lifetime_value', { usage: loaded, economics: economics(0.6) })).toEqual([
    `contradictory: ${words}`,
  ]);
  expect(standingOf(metricOf('churn'), figure('churn', { usage: loaded }), 0.1)).toBe('contradictory');
});

test('a pilot’s runway counts all that is booked, the running month with it', () => {
  // €4,000 in January and €7,000 by 20 February, of a cap of €10,000.
  const known = {
    today: localDate('2026-02-20'),
    costs: [cost('pilot', '2026-01', 4_000), cost('pilot', '2026-02', 7_000)],
    pilotCap: { amountMinor: 10_000_00, currency: 'EUR' },
  };
  expect(shown('pilot_runway', known)).toBe('0 months');
  expect(shown('pilot_runway', { ...known, pilotCap: { amountMinor: 13_000_00, currency: 'EUR' } })).toBe(
    '0.5 months',
  );
  // The burn is of months that are over.
  expect(shown('pilot_burn', known)).toBe('€4,000 a month');
});

test('minutes left free in one month do not serve another', () => {
  const costs = [cost('support', '2026-02', 0, { currency: null, minutes: 300 })];
  const activities = { minuteMinor: 100, currency: 'EUR', freeMinutes: 100 };
  expect(shown('activity_cost', { costs, activities })).toBe('€300, €200 to charge');
});

test('leads nobody has reviewed stand beside the quality of the others', () => {
  const leads = { submitted: 12, reviewed: 8, accepted: 6, unreviewed: 4 };
  expect(shown('lead_quality', { leads })).toBe('75 % (41–93), 4 unreviewed');
  expect(shown('lead_quality', { leads: { ...leads, reviewed: 2, accepted: 1 } })).toBe(
    'too few (2), 4 unreviewed',
  );
  expect(shown('lead_quality', { leads: { ...leads, unreviewed: 0 } })).toBe('75 % (41–93)');
});
