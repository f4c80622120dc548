import { noHealth } from '../schema/health.ts';
import { noMeasures } from '../schema/measures.ts';
import type { Playbook } from '../schema/playbook.ts';

/** The playbook as partners may read it: without the numbers and rules that are the vendor's alone. */
export function forPartners(playbook: Playbook): Playbook {
  return {
    ...playbook,
    metrics: playbook.metrics
      .filter((metric) => metric.shownTo === 'both')
      .map(({ partnerTargets: _, ...metric }) => metric),
    measures: noMeasures,
    risks: [],
    health: noHealth,
  };
}
