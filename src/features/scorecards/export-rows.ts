import type { Partner } from '../../platform/store/generated/client.ts';
import type { Work } from '../../platform/work.ts';
import { loadCards, lookBackDays } from './facts.ts';
import { isLookedBack } from './metrics/metric.ts';
import { linesFor } from './store.ts';

export const scorecardExportColumns = [
  'partner',
  'partner_id',
  'metric',
  'label',
  'unit',
  'value',
  'low',
  'high',
  'numerator',
  'denominator',
  'n',
  'currency',
  'target',
  'standing',
  'window',
  'as_of',
  'notes',
] as const;

/**
 * One number of one partner's scorecard as of now, with what is known of how sure it is (`low` to `high`, 95 %). Shares
 * are fractions of 1; money is in minor units of `currency`.
 */
export interface ScorecardExport {
  readonly partner: string;
  readonly partner_id: string;
  readonly metric: string;
  readonly label: string;
  readonly unit: string;
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly numerator: number;
  readonly denominator: number;
  readonly n: number;
  readonly currency: string | null;
  readonly target: number | null;
  readonly standing: string;
  /** What it is of, in words. */
  readonly window: string;
  /** The instant it was worked out for. */
  readonly as_of: string;
  /** What is wrong with the data it rests on, or left out of it: “stale: …; missing: …”. Null where nothing is. */
  readonly notes: string | null;
}

/** The scorecards of these partners, number by number, in their order. */
export async function exportScorecards(
  work: Work,
  partners: readonly Partner[],
  mayReadInternal: (partnerId: string) => boolean,
): Promise<ScorecardExport[]> {
  const cards = await loadCards(work, partners, work.now);
  const before = work.now;
  const all = await linesFor(work, cards, { cadence: 'weekly', before, mayReadInternal: true });
  const shared = await linesFor(work, cards, { cadence: 'weekly', before, mayReadInternal: false });
  return cards.flatMap(({ partner }, index) =>
    ((mayReadInternal(partner.id) ? all : shared)[index] ?? []).map(
      ({ metric, estimate, target, standing }) => ({
        partner: partner.name,
        partner_id: partner.id,
        metric: metric.key,
        label: metric.label,
        unit: metric.unit,
        value: estimate.value,
        low: estimate.low,
        high: estimate.high,
        numerator: estimate.numerator,
        denominator: estimate.denominator,
        n: estimate.n,
        currency: estimate.currency ?? null,
        target,
        standing,
        window: metric.window ?? (isLookedBack(metric) ? `The last ${lookBackDays} days` : 'As it stands'),
        as_of: work.now.toISOString(),
        notes: estimate.notes?.length
          ? estimate.notes.map(({ kind, words }) => `${kind.replace('_', ' ')}: ${words}`).join('; ')
          : null,
      }),
    ),
  );
}
