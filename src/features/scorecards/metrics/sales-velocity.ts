import { defaultMinimum } from '../../../core/statistics.ts';
import { survivalMedian } from '../../../core/survival.ts';
import { leftOut } from '../deal-money.ts';
import { metric } from './metric.ts';

export const salesVelocity = metric({
  key: 'sales_velocity',
  label: 'Sales velocity',
  definition: 'What the open deals are expected to bring a day, if they go as deals did lately.',
  formula:
    'open deals × mean won deal × win rate ÷ days from registration to close (the median as of deal velocity, at least 1), all of deals in the partner’s own currency',
  unit: 'money_a_day',
  better: 'higher',
  isStock: true,
  needs: ['own', 'durations', 'foreign', 'currency'],
  minimum: defaultMinimum,
  parts: ['open deals, weighted', 'median days to close'],
  moneyParts: [true, false],
  interval: 'sum',
  behind: 'closed_deals',
  withoutValue: 'not reached',
  awaits: 'waits until half of the deals are closed',
  estimate: ({ own: { won, lost, open }, durations, foreign, currency }) => {
    const notes = leftOut(foreign.won + foreign.open, foreign.currencies, 'deal');
    const closed = won.count + lost.count;
    const cycle = survivalMedian(durations.filter((deal) => deal.currency === currency));
    const days = cycle.value;
    const weighted = closed === 0 ? 0 : (open.count * Number(won.minor)) / closed;
    const perDay = days === null ? null : weighted / Math.max(1, days);
    return {
      ...{ numerator: weighted, denominator: days === null ? 0 : Math.max(1, days), n: closed },
      ...{ value: closed === 0 ? null : perDay, low: null, high: null, currency, notes },
      verdict:
        closed === 0 ? 'no_data' : closed < defaultMinimum || cycle.verdict !== 'ok' ? 'too_few' : 'ok',
    };
  },
});
