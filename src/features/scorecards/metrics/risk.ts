import { formatLocalDate, type LocalDate } from '../../../core/calendar.ts';
import type { RatedRisk } from '../risk-history.ts';
import { exact, metric, missing } from './metric.ts';

export const risk = metric({
  key: 'risk',
  label: 'Risk',
  definition:
    'The greatest of the risks with this partner, as it is after what is done about it; at most 25.',
  formula: 'likelihood × impact, each from 1 to 5; the greatest residual one',
  unit: 'rating',
  better: 'lower',
  needs: ['risks', 'today'],
  minimum: 1,
  parts: null,
  interval: 'none',
  isInternal: true,
  estimate: ({ risks }) => {
    if (risks.length === 0) return missing('the playbook declares no risks');
    const residual = Math.max(...risks.map((each) => each.residual));
    const inherent = Math.max(...risks.map((each) => each.inherent));
    return { ...exact(residual, inherent, residual), n: risks.length };
  },
  beside: ({ denominator: inherent }) => `inherent ${inherent}`,
  inputs: ({ risks, today }) => ({
    header: ['Risk', 'Inherent', 'Residual', 'Before'],
    rows: [...risks]
      .sort((a, b) => b.residual - a.residual || b.inherent - a.inherent || a.title.localeCompare(b.title))
      .map((each) => [each.title, String(each.inherent), String(each.residual), beforeWords(each, today)]),
  }),
});

/** “residual 12 → 8 since Tue 3 Feb”; empty where it never was another. */
function beforeWords({ inherent, residual, before }: RatedRisk, today: LocalDate): string {
  if (!before) return '';
  const changes = [
    ...(before.inherent === inherent ? [] : [`inherent ${before.inherent} → ${inherent}`]),
    ...(before.residual === residual ? [] : [`residual ${before.residual} → ${residual}`]),
  ];
  return `${changes.join(', ')} since ${formatLocalDate(before.since, today)}`;
}
