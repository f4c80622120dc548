import { defaultMinimum } from '../../../core/statistics.ts';
import { pluralise } from '../../../core/text.ts';
import { marginOf } from '../customer-value.ts';
import { leftOut, moneyBeside } from '../deal-money.ts';
import { metric, type Note } from './metric.ts';

export const contributionMargin = metric({
  key: 'contribution_margin',
  label: 'Margin',
  definition: 'What is left of the revenue of won deals after the variable cost of this partner.',
  formula:
    '(revenue − variable partner cost) ÷ revenue, of won deals in the partner’s own currency whose cost is known',
  unit: 'share',
  better: 'higher',
  needs: ['economics', 'foreign', 'currency'],
  minimum: defaultMinimum,
  parts: ['revenue less cost', 'revenue'],
  moneyParts: [true, true],
  interval: 'ratio',
  behind: 'won_deals',
  isInternal: true,
  estimate: ({ economics, foreign, currency }) => {
    const { deals, withoutCost } = economics;
    const notes: Note[] = leftOut(foreign.won, foreign.currencies, 'won deal');
    if (withoutCost > 0) {
      const words = `${pluralise(withoutCost, 'won deal')} whose cost is not known ${withoutCost === 1 ? 'is' : 'are'} left out`;
      notes.push({ kind: deals === 0 ? 'missing' : 'left_out', words });
    }
    return { ...marginOf({ economics }), currency, notes };
  },
  beside: moneyBeside,
});
