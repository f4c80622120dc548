import { money } from '../figures.ts';
import { fullMonths, lastFullMonths, monthStart, sumCosts } from '../ledger.ts';
import { exact, metric, missing } from './metric.ts';

export const activityCost = metric({
  key: 'activity_cost',
  label: 'Activity cost',
  definition: 'What the time our people spent on this partner cost.',
  formula:
    'minutes of the last 3 full months × (monthly cost ÷ practical capacity); charged is max(0, used − free) of each month × the same rate',
  unit: 'money',
  better: 'lower',
  needs: ['costs', 'today', 'activities', 'currency'],
  minimum: 1,
  parts: ['minutes used', 'free minutes'],
  interval: 'none',
  window: 'The last 3 full months',
  isInternal: true,
  estimate: ({ costs, today, activities, currency }) => {
    if (!activities) return missing('the playbook does not say what people’s time costs', currency);
    const months = lastFullMonths(today);
    const used = costs.filter(({ month, minutes }) => months.includes(month) && minutes > 0);
    if (used.length === 0)
      return missing('no minutes are recorded in the last full months', activities.currency);
    const { minutes } = sumCosts(used, ['onboarding', 'support', 'variable', 'pilot'], activities.currency);
    const free = (activities.freeMinutes ?? 0) * fullMonths;
    const entries = used.reduce((sum, each) => sum + each.entries, 0);
    const charged = months.reduce((sum, month) => {
      const inMonth = used
        .filter((each) => each.month === month)
        .reduce((all, each) => all + each.minutes, 0);
      return sum + chargedMinutes(inMonth, activities.freeMinutes ?? 0);
    }, 0);
    return {
      ...exact(minutes, free, minutes * activities.minuteMinor),
      n: entries,
      currency: activities.currency,
      aside: charged,
    };
  },
  beside: ({ numerator: used, aside: charged, value, currency }) =>
    used === 0 || value === null || charged === undefined
      ? null
      : `${money(charged * (value / used), currency)} to charge`,
  ledger: ({ today }) => ({
    costs: ['onboarding', 'support', 'variable', 'pilot'],
    days: { from: monthStart(today, -fullMonths), to: monthStart(today) },
  }),
});

/** A month's minutes beyond its free ones; what one month left of them does not serve another. */
function chargedMinutes(used: number, free: number): number {
  return Math.max(0, used - free);
}
