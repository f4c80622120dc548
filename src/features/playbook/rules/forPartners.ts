import { noHealth } from '../schema/health.ts';
import { noMeasures } from '../schema/measures.ts';
import { internalMetrics } from '../schema/metrics.ts';
import type { Playbook } from '../schema/playbook.ts';

/** The playbook as partners may read it: without the numbers and rules that are the vendor's alone. */
export function forPartners(playbook: Playbook): Playbook {
  const metrics = playbook.metrics
    .filter((metric) => metric.shownTo === 'both')
    .map(({ partnerTargets: _, ...metric }) => metric);
  return {
    ...playbook,
    metrics,
    measures: noMeasures,
    risks: [],
    health: noHealth,
    ...(playbook.plan && {
      plan: {
        ...playbook.plan,
        sections: playbook.plan.sections.filter((section) => section.shownTo === 'both'),
        goals: playbook.plan.goals.filter((goal) =>
          metrics.some(({ key }) => key === goal.metric && !internalMetrics.includes(key)),
        ),
      },
    }),
  };
}
