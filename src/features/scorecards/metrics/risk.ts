import { exact, metric, missing } from './metric.ts';

export const risk = metric({
  key: 'risk',
  label: 'Risk',
  definition:
    'The greatest of the risks with this partner, as it is after what is done about it; at most 25.',
  formula: 'likelihood × impact, each from 1 to 5; the greatest residual one',
  unit: 'rating',
  better: 'lower',
  needs: ['risks'],
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
  inputs: ({ risks }) => ({
    header: ['Risk', 'Inherent', 'Residual'],
    rows: [...risks]
      .sort((a, b) => b.residual - a.residual || b.inherent - a.inherent || a.title.localeCompare(b.title))
      .map(({ title, inherent, residual }) => [title, String(inherent), String(residual)]),
  }),
});
