import type { HeartbeatOptions } from './heartbeat-options.ts';

const dayMs = 24 * 3600 * 1000;

/** Drops what has served its purpose: receipts no retry can match any more, and rates that are idle. */
export async function forgetOld({ store, clock }: Pick<HeartbeatOptions, 'store' | 'clock'>): Promise<void> {
  const aWeekAgo = new Date(clock.now().getTime() - 7 * dayMs);
  await store.prisma.inboundReceipt.deleteMany({ where: { receivedAt: { lt: aWeekAgo } } });
  await store.prisma.$executeRaw`DELETE FROM "SendBudget" WHERE "arrivalAt" < now() - interval '1 hour'`;
}
