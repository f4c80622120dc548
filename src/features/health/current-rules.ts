import type { Work } from '../../platform/work.ts';
import { findCurrentPlaybook, type SignalRule } from '../playbook/public.ts';

/**
 * The rules by which partners are looked at: those of the newest playbook, also for journeys that run an older
 * one, because they are the vendor's way of working and no promise to the partner.
 */
export async function currentRules(work: Work): Promise<readonly SignalRule[]> {
  return (await findCurrentPlaybook(work))?.playbook.health.signals ?? [];
}
