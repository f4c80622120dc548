import { setTimeout as wait } from 'node:timers/promises';
import { slackTimeoutMs } from '../slack/clients.ts';
import type { Claim } from '../slack/turns.ts';
import type { Delivery } from '../store/generated/client.ts';
import { type DeliveryParts, TakenOver } from './delivery-parts.ts';

/**
 * Records that a post may be on its way to a channel, right before Slack is called with it. Throws TakenOver in a
 * process that was paused for longer than its lease and finds that another has it. `onSending` is told once it is ours.
 */
export function claimPost(
  parts: DeliveryParts,
  delivery: Delivery,
  channel: string,
  onSending: () => void,
): Claim {
  const { id, status } = delivery;
  const { delivery: deliveries } = parts.store.prisma;
  // While it is uncertain, the time of the first try: from there on it is looked for.
  let { attempts, sendingAt } = delivery;
  return async () => {
    sendingAt ??= parts.clock.now();
    const { count } = await deliveries.updateMany({
      where: { id, attempts, status, slackTs: null },
      data: { sendingAt, slackChannelId: channel, attempts: { increment: 1 } },
    });
    // The pause may have come after the statement, too.
    if (count === 0 || parts.isOvertaken()) {
      await otherHasTried(parts, id);
      throw new TakenOver();
    }
    attempts += 1;
    onSending();
  };
}

/** Waits while another process may have a call to Slack under way, whose message could not be found yet. */
async function otherHasTried({ store }: DeliveryParts, id: string): Promise<void> {
  const giveUpAt = performance.now() + slackTimeoutMs;
  while (performance.now() < giveUpAt) {
    const now = await store.prisma.delivery.findUnique({ where: { id } });
    if (now?.status !== 'pending' || now.sendingAt === null || now.slackTs !== null) return;
    await wait(500);
  }
}
