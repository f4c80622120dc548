import { defaultMinimum, proportion } from '../../../core/statistics.ts';
import { marginOf } from '../customer-value.ts';
import { leftOut } from '../deal-money.ts';
import { formatNumber, money } from '../figures.ts';
import { contributionMargin } from './contribution-margin.ts';
import { metric, type Note } from './metric.ts';

export const expectedMargin = metric({
  key: 'expected_margin',
  label: 'Expected margin',
  definition:
    'What the open deals are expected to leave after this partner’s cost, if they go as deals did lately.',
  formula:
    'amounts of open deals × win rate × margin of won deals whose cost is known, all of deals in the partner’s own currency',
  unit: 'money',
  better: 'higher',
  isStock: true,
  needs: ['own', 'economics', 'foreign', 'currency'],
  minimum: defaultMinimum,
  parts: null,
  interval: 'carried',
  counts: 'closed deals, and won deals whose cost is known',
  isInternal: true,
  estimate: ({ own, economics, foreign, currency }) => {
    const rate = proportion(own.won.count, own.won.count + own.lost.count);
    const margin = marginOf({ economics });
    const notes: Note[] = leftOut(foreign.open, foreign.currencies, 'open deal');
    const open = Number(own.open.minor);
    if (rate.value === null || margin.value === null) {
      const words = `no deal was ${rate.value === null ? 'closed' : 'won with a known cost'} in the window`;
      const missing: Note = { kind: 'missing', words };
      const nothing = { numerator: 0, denominator: 0, n: 0, value: null, low: null, high: null } as const;
      return { ...nothing, verdict: 'no_data', currency, notes: [missing] };
    }
    const value = open * rate.value * margin.value;
    const isEnough = rate.verdict === 'ok' && margin.verdict === 'ok';
    return {
      ...{ numerator: value, denominator: 1, n: Math.min(rate.n, margin.n), value },
      ...bounds(open, rate, margin),
      verdict: isEnough ? 'ok' : 'too_few',
      currency,
      notes,
    };
  },
  inputs: ({ own, economics, currency }) => {
    const rate = proportion(own.won.count, own.won.count + own.lost.count);
    const margin = { ...marginOf({ economics }), currency };
    return {
      header: ['What', 'Of', 'Value'],
      rows: [
        ['Open deals', String(own.open.count), money(Number(own.open.minor), currency)],
        ['Win rate', `${rate.n} closed`, formatNumber(contributionMargin, rate)],
        ['Margin', `${margin.n} won with a known cost`, formatNumber(contributionMargin, margin)],
      ],
    };
  },
});

interface Interval {
  readonly low: number | null;
  readonly high: number | null;
}

/** As far as the intervals of both let it go, both at once; none where one of them has none. */
function bounds(open: number, rate: Interval, margin: Interval): Interval {
  if (rate.low === null || rate.high === null || margin.low === null || margin.high === null)
    return { low: null, high: null };
  const { low, high } = rate;
  const corners = [margin.low, margin.high].flatMap((share) => [open * low * share, open * high * share]);
  return { low: Math.min(...corners), high: Math.max(...corners) };
}
