import type { Log } from '../log.ts';
import type { Metrics, RefusedPayload } from '../metrics.ts';
import type { Inbound } from './inbound.ts';

/** A payload with the reference under which the log, its messages and the person who acted know it. */
export type Heard = Inbound & { readonly reference: string; readonly log: Log };

/** Logs and counts a payload that is not handled. */
export function turnAway(metrics: Pick<Metrics, 'refused'>, inbound: Heard, reason: RefusedPayload): void {
  const { kind, name, teamId, log } = inbound;
  log.info({ reason, kind, name, teamId }, 'a payload was refused');
  metrics.refused(reason);
}
