import type { Playbook } from '../schema/playbook.ts';

/** The playbook as partners may read it: without the numbers that are shown to the vendor alone. */
export function forPartners(playbook: Playbook): Playbook {
  return { ...playbook, metrics: playbook.metrics.filter((metric) => metric.shownTo === 'both') };
}
