import { defaultMinimum, ratioOfSums } from '../../../core/statistics.ts';
import { leftOut } from '../deal-money.ts';
import { metric } from './metric.ts';

export const dealSize = metric({
  key: 'deal_size',
  label: 'Deal size',
  definition: 'What a won deal comes to in the mean.',
  formula: 'revenue of won deals ÷ won deals, in the partner’s own currency',
  unit: 'money',
  better: 'higher',
  needs: ['own', 'foreign', 'currency'],
  minimum: defaultMinimum,
  parts: ['revenue', 'won deals'],
  moneyParts: [true, false],
  interval: 'student',
  behind: 'won_deals',
  estimate: ({ own: { won, wonSquares }, foreign, currency }) => {
    const n = BigInt(won.count);
    // The mean is the quotient of sums in which each deal weighs one.
    const mean = ratioOfSums({
      ...{ n: won.count, above: won.minor, below: n, aboveSquares: wonSquares },
      ...{ belowSquares: n, products: won.minor },
    });
    return { ...mean, currency, notes: leftOut(foreign.won, foreign.currencies, 'won deal') };
  },
});
