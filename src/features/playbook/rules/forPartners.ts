import { noHealth } from '../schema/health.ts';
import { noMeasures } from '../schema/measures.ts';
import { internalMetrics } from '../schema/metrics.ts';
import type { Milestone } from '../schema/milestones.ts';
import type { Playbook } from '../schema/playbook.ts';
import type { Condition } from '../schema/segments.ts';

/** An amount that is the vendor's alone goes with the whole rule: the title stays known from the channel once it is reached. */
function withoutAmount(milestone: Milestone): readonly Milestone[] {
  const { reached } = milestone;
  return reached.on === 'sourced_revenue' && reached.amountShownTo === 'vendor' ? [] : [milestone];
}

/** The playbook as partners may read it: without the numbers and rules that are the vendor's alone. */
export function forPartners(playbook: Playbook): Playbook {
  const metrics = playbook.metrics
    .filter((metric) => metric.shownTo === 'both')
    .map(({ partnerTargets: _, segmentTargets: __, ...metric }) => metric);
  return {
    ...playbook,
    segments: [],
    // What a tier is proposed by is the vendor's.
    tiers: playbook.tiers.map(({ criteria: _, ...tier }) => tier),
    gates: playbook.gates.map((gate) => ({
      ...gate,
      steps: gate.steps.map((step) => ({
        ...step,
        for: tierAlone(step.for),
        resources: step.resources.map((resource) => ({ ...resource, for: tierAlone(resource.for) })),
      })),
    })),
    metrics,
    measures: noMeasures,
    risks: [],
    milestones: playbook.milestones.filter(({ shownTo }) => shownTo === 'both').flatMap(withoutAmount),
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

/** A partner knows its tier. What segment it was put into is the vendor's alone. */
function tierAlone({ tier }: Condition): Condition {
  return tier ? { tier } : {};
}
