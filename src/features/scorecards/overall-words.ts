import type { Estimate } from '../../core/statistics.ts';
import type { OverallTargets } from '../playbook/public.ts';
import { formatValue, targetWords } from './figures.ts';
import { overalls } from './overall/catalogue.ts';
import type { Overall } from './overall/overall.ts';
import { standingInWords, standingOf } from './rules.ts';

type Estimates = Readonly<Record<string, Estimate>>;

/**
 * Every number over all partners: what it says, beside it its target with how it stands, and what it was when it was
 * told last; `before` is null where that is not known.
 */
export function overallWords(
  estimates: Estimates,
  targets: OverallTargets,
  before: Estimates | null,
): { readonly label: string; readonly words: string }[] {
  return overalls.flatMap((overall) => {
    const { key, label, words, targetKey } = overall;
    const estimate = estimates[key];
    if (!estimate) return [];
    const target = targets[targetKey];
    const was = before?.[key];
    const parts = [
      words(estimate),
      ...(target === undefined ? [] : [besideTarget(overall, estimate, target)]),
      ...(was?.verdict === 'ok' && was.value !== null ? [`was ${formatValue(overall, was.value)}`] : []),
    ];
    return [{ label, words: parts.join('; ') }];
  });
}

/** “at most 90 days, above target”. Of what is not judged, or not reached, the words before it say so. */
function besideTarget(overall: Overall, estimate: Estimate, target: number): string {
  const aim = targetWords(overall, target);
  const standing = standingOf(overall, estimate, target);
  const isSaid = estimate.verdict !== 'ok' || (standing === 'unclear' && estimate.value === null);
  return isSaid ? aim : `${aim}, ${standingInWords(standing, overall.better)}`;
}
