import { retouch } from '../../platform/delivery/post.ts';
import type { Work } from '../../platform/work.ts';
import { followRegistration } from './clocks.ts';
import { followHandoffsOf } from './handoffs/card.ts';
import { followProtection } from './registration/protection.ts';
import { showCard } from './registration/state.ts';
import { loadDeal } from './store.ts';

/** A partner has left, or is back: the clocks of what waits for an answer stop or go on, and its cards say so. */
export async function followClocks(work: Work, partnerId: string): Promise<void> {
  const { tx, workspaceId } = work;
  const pending = await tx.deal.findMany({
    where: { workspaceId, partnerId, stage: 'open', registration: 'pending' },
    select: { id: true },
  });
  for (const { id } of pending) {
    const deal = await loadDeal(work, id);
    await followRegistration(work, deal);
    await showCard(work, deal);
  }
  await followHandoffsOf(work, { partnerId });
}

/** A partner that had left is back: its protections are spoken of again, and what lapsed meanwhile shows it. */
export async function resumePipeline(work: Work, partnerId: string): Promise<void> {
  await followClocks(work, partnerId);
  const { tx, workspaceId } = work;
  const registered = await tx.deal.findMany({
    where: { workspaceId, partnerId, stage: 'open', registration: { in: ['approved', 'lapsed'] } },
    select: { id: true, registration: true, protectedUntil: true },
  });
  await followProtection(work, ...registered);
  for (const { id, registration } of registered)
    if (registration === 'lapsed') await retouch(work, { kind: 'pipeline.deal', subject: id });
}
