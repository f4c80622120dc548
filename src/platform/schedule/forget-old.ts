import { requeueUnsent } from '../delivery/requeue.ts';
import type { HeartbeatOptions } from './heartbeat-options.ts';

const dayMs = 24 * 3600 * 1000;

/** Drops what has served its purpose: receipts no retry can match any more, rates that are idle. What slipped off the queue goes back on it. */
export async function forgetOld({
  store,
  boss,
  clock,
}: Pick<HeartbeatOptions, 'store' | 'boss' | 'clock'>): Promise<void> {
  const aWeekAgo = new Date(clock.now().getTime() - 7 * dayMs);
  await store.prisma.inboundReceipt.deleteMany({ where: { receivedAt: { lt: aWeekAgo } } });
  await store.prisma.apiAnswer.deleteMany({ where: { answeredAt: { lt: aWeekAgo } } });
  await store.prisma.$executeRaw`DELETE FROM "SendBudget" WHERE "arrivalAt" < now() - interval '1 hour'`;
  await requeueUnsent(store, boss);
}
