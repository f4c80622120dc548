import { defaultMinimum, ratioOfSums } from '../../../core/statistics.ts';
import { leftOut, moneyBeside } from '../deal-money.ts';
import { money } from '../figures.ts';
import { metric } from './metric.ts';

export const revenueShare = metric({
  key: 'revenue_share',
  label: 'Share of revenue',
  definition: 'The part of what all partners won that this one brought.',
  formula:
    'sourced revenue of this partner ÷ revenue of the won deals of all partners, closed in the window in the partner’s own currency',
  unit: 'share',
  decimals: 1,
  better: 'higher',
  needs: ['own', 'programme', 'currency'],
  minimum: defaultMinimum,
  parts: ['sourced by this partner', 'won with all partners'],
  moneyParts: [true, true],
  interval: 'ratio',
  counts: 'won deals of all partners',
  isInternal: true,
  estimate: ({ own, programme, currency }) => {
    const { count, minor } = programme.won;
    // Over all deals: of each one the partner sourced the whole amount, of each other one nothing.
    const share = ratioOfSums({
      ...{ n: count, above: own.sourced.won.minor, below: minor },
      ...{ aboveSquares: own.sourcedSquares, belowSquares: programme.squares, products: own.sourcedSquares },
    });
    return {
      ...share,
      low: share.low === null ? null : Math.max(0, share.low),
      high: share.high === null ? null : Math.min(1, share.high),
      currency,
      notes: leftOut(programme.foreign, programme.currencies, 'won deal'),
    };
  },
  beside: moneyBeside,
  inputs: ({ own, programme, currency }) => {
    const row = (what: string, deals: { readonly count: number; readonly minor: bigint }) => [
      what,
      String(deals.count),
      money(Number(deals.minor), currency),
    ];
    return {
      header: ['What', 'Won deals', 'Revenue'],
      rows: [
        row('Sourced by this partner', own.sourced.won),
        row('Won with this partner, sourced or not', own.won),
        row('Won with all partners', programme.won),
      ],
    };
  },
});
