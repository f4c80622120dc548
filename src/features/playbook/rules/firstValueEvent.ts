import type { Playbook } from '../schema/playbook.ts';

/** The key by which a playbook that names no event says when the first customer is live. */
const liveKey = 'first-customer-live';

/**
 * The event that is a partner's first value: the one the playbook names, else its step, gate or milestone
 * `first-customer-live`, else the end of onboarding.
 */
export function firstValueEvent(playbook: Playbook | null): string {
  const named = playbook?.measures.firstValue?.event;
  if (named || !playbook) return named ?? 'onboarding';
  const { gates, milestones } = playbook;
  const has = (parts: readonly { readonly key: string }[]) => parts.some(({ key }) => key === liveKey);
  if (has(gates.flatMap(({ steps }) => steps))) return `step:${liveKey}`;
  if (has(gates)) return `gate:${liveKey}`;
  return has(milestones) ? `milestone:${liveKey}` : 'onboarding';
}
