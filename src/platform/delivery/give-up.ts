import type { Work } from '../work.ts';
import type { DeliveryParts, Undeliverable } from './delivery-parts.ts';

/**
 * Records that a post or a live view will not be shown, and tells the app in the same transaction. Should
 * telling fail, the record is made all the same: what cannot be sent must not hold back what comes after it.
 */
export async function giveUp(
  parts: DeliveryParts,
  workspaceId: string,
  what: Undeliverable,
  record: (work: Work) => Promise<unknown>,
): Promise<void> {
  const { id, key, target, reason } = what;
  parts.log.warn({ workspaceId, id, key, target, reason }, 'Given up: it cannot be delivered');
  const options = { workspaceId, source: 'delivery' };
  try {
    await parts.inWork(options, async (work) => {
      await record(work);
      await parts.onUndeliverable(work, what);
    });
  } catch (error) {
    parts.log.error({ id, key, err: error }, 'Nobody could be told of an undeliverable message');
    await parts.inWork(options, record);
  }
}
