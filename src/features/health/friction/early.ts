import { type Estimate, proportion, ratioOfSums } from '../../../core/statistics.ts';
import { pluralise } from '../../../core/text.ts';
import type { EarlyDeals } from '../../pipeline/public.ts';

/** How good the deals of a cohort's first days are. Internal. */
export interface EarlyQuality {
  readonly deals: number;
  readonly open: number;
  /** Won ÷ closed so far. */
  readonly conversion: Estimate;
  /** (Revenue − cost) ÷ revenue of won ones whose cost is known, in the programme's currency. */
  readonly margin: Estimate;
  readonly withoutMargin: number;
  /** Those somebody else had a claim to, of those registered under the playbook's rules: others were never checked. */
  readonly contested: Estimate;
}

/** Of these partners' early deals together; null where there is none. */
export function earlyQuality(all: readonly EarlyDeals[]): EarlyQuality | null {
  const sum = (of: (each: EarlyDeals) => number) => all.reduce((total, each) => total + of(each), 0);
  const minor = (of: (each: EarlyDeals) => bigint) => all.reduce((total, each) => total + of(each), 0n);
  const [won, lost, open] = [sum((each) => each.won), sum((each) => each.lost), sum((each) => each.open)];
  const deals = sum(dealsOf);
  if (deals === 0) return null;
  const revenue = minor((each) => each.revenueMinor);
  const squares = minor((each) => each.revenueSquares);
  const products = minor((each) => each.revenueByCost);
  return {
    deals,
    open,
    conversion: proportion(won, won + lost),
    margin: ratioOfSums({
      n: sum((each) => each.withCost),
      above: revenue - minor((each) => each.costMinor),
      below: revenue,
      aboveSquares: squares - 2n * products + minor((each) => each.costSquares),
      belowSquares: squares,
      products: squares - products,
    }),
    withoutMargin: sum((each) => each.withoutMargin),
    contested: proportion(
      sum((each) => each.contested),
      sum((each) => each.checked),
    ),
  };
}

export function dealsOf({ won, lost, open, declined }: EarlyDeals): number {
  return won + lost + open + declined;
}

/** “12 deals, 2 still open: 60 % (31–83) won, margin 40 % (35–45), contested 8 % (1–35)”. */
export function earlyWords(quality: EarlyQuality | null): string {
  if (!quality) return 'none yet';
  const { deals, open, conversion, margin, contested } = quality;
  const stillOpen = open > 0 ? `, ${open} still open` : '';
  return `${pluralise(deals, 'deal')}${stillOpen}: won ${shareInWords(conversion)}, margin ${shareInWords(margin)}, contested ${shareInWords(contested)}`;
}

/** "40 % (35–45)", "too few (3)", "–". */
function shareInWords({ verdict, value, low, high, n }: Estimate): string {
  if (verdict === 'no_data' || value === null) return '–';
  if (verdict === 'too_few') return `too few (${n})`;
  const percent = (share: number) => Math.round(100 * share);
  const bounds = low === null || high === null ? '' : ` (${percent(low)}–${percent(high)})`;
  return `${percent(value)} %${bounds}`;
}
