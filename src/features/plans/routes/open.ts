import { Refusal } from '../../../core/refusal.ts';
import type { Plan } from '../store.ts';

/** Refuses to change a plan whose quarter is over, since it is held against what happened, or whose partner has left. */
export function demandOpen({ partner, window, period }: Plan, now: Date): void {
  if (partner.endedAt)
    throw new Refusal('stale', `${partner.name} has left the programme: its plan stays as it is.`);
  if (now >= window.to)
    throw new Refusal('stale', `${period} is over: what was written and promised for it stays as it is.`);
}
