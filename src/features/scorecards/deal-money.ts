import { defaultMinimum, proportion } from '../../core/statistics.ts';
import { listing, pluralise } from '../../core/text.ts';
import { money } from './figures.ts';
import { exact, type Figure, type Note, type PartnerFacts, type Projection } from './metrics/metric.ts';

/** Says what a sum of money leaves out: currencies are never converted or added. */
export function leftOut(count: number, currencies: readonly string[], what: string): Note[] {
  if (count === 0) return [];
  const words = `${pluralise(count, what)} in ${listing([...currencies])} left out, as currencies are never added`;
  return [{ kind: 'left_out', words }];
}

/** Says which won deals cannot be sourced, whoever else was in touch. */
export function leftUnsourced({ contested, unregistered }: PartnerFacts['unsourced']): Note[] {
  const inTouch = `${pluralise(contested, 'won deal')} left out, because somebody else was in touch with the customer before`;
  const cameIn = `${pluralise(unregistered, 'won deal')} came in without a registration`;
  return [
    ...(contested > 0 ? [{ kind: 'left_out', words: inTouch } as const] : []),
    ...(unregistered > 0 ? [{ kind: 'left_out', words: cameIn } as const] : []),
  ];
}

/** The amount beside a ratio of money; null where it was kept before amounts were. */
export function moneyBeside({ numerator, currency }: Figure): string | null {
  return currency === undefined ? null : money(numerator, currency);
}

export function winsProjection(way: 'sourced' | 'influenced'): string {
  return `what was registered and won within the last window, once more, and of the open ${way} deals the share that the win rate expects`;
}

/**
 * What the next window is expected to bring: as much again as was registered and won within the last one (the rate of
 * what is short), and the open deals weighted by the win rate, whose Wilson interval bounds it. Null where the win
 * rate is of too few, or where deals in other currencies would be missing.
 */
export function projectedWins(
  own: PartnerFacts['own'],
  way: 'sourced' | 'influenced',
  part: 'count' | 'minor',
  foreignDeals: number,
): Projection | null {
  const rate = proportion(own.won.count, own.won.count + own.lost.count, defaultMinimum);
  if (rate.verdict !== 'ok' || rate.value === null) return null;
  if (foreignDeals > 0) return null;
  const quick = Number(own[way].quick[part]);
  const open = Number(own[way].open[part]);
  const at = (share: number) => quick + share * open;
  return { value: at(rate.value), low: at(rate.low ?? 0), high: at(rate.high ?? 1) };
}

type RevenueFacts = Pick<PartnerFacts, 'won' | 'own' | 'foreign' | 'currency'>;

/** What sourced and influenced revenue have in common: money of deals that are the partner's in one way or the other. */
export function attributedRevenue(way: 'sourced' | 'influenced') {
  return {
    ...({ unit: 'money', better: 'higher', minimum: 1, parts: null, interval: 'none' } as const),
    needs: ['won', 'own', 'foreign', 'currency'] as const,
    behind: `${way}_deals` as const,
    estimate: ({ won, own, foreign, currency }: RevenueFacts): Figure => {
      const notes = leftOut(foreign[way], foreign.currencies, `${way} deal`);
      const amount = Number(own[way].won.minor);
      return { ...exact(amount, 1, won > 0 ? amount : null), n: own[way].won.count, currency, notes };
    },
    projection: winsProjection(way),
    ahead: ({ own, foreign }: RevenueFacts) => projectedWins(own, way, 'minor', foreign.won + foreign.open),
  };
}
