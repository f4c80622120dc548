import { post } from '../../platform/delivery/post.ts';
import { say } from '../../platform/slack/kit/index.ts';
import type { Work } from '../../platform/work.ts';
import { loadPartners } from '../partners/public.ts';
import { announceDeal, dealThread } from './announce.ts';
import { wonWords } from './deals.ts';

/** Won on a Friday, known here on Monday. What closed before that is history, whoever brings it. */
const newsMs = 4 * 86_400_000;

/** Of deals that another program says were won: what is news is told as if somebody had won them here. */
export async function tellJustWon(work: Work, dealIds: readonly string[]): Promise<void> {
  if (dealIds.length === 0) return;
  const { tx, workspaceId, now } = work;
  const deals = await tx.deal.findMany({
    where: { id: { in: [...dealIds] }, workspaceId, closedAt: { gt: new Date(now.getTime() - newsMs) } },
    include: { lead: true, roles: true },
    orderBy: { number: 'asc' },
  });
  const partners = await loadPartners(
    work,
    deals.map(({ partnerId }) => partnerId),
  );
  for (const deal of deals) {
    if (partners.get(deal.partnerId)?.endedAt) continue;
    await post(work, {
      key: `pipeline.won:${deal.id}:${now.toISOString()}`,
      to: { channel: await announceDeal(work, deal) },
      audience: 'partner',
      thread: dealThread(deal.id),
      message: say(await wonWords(work, deal)),
    });
    await work.emit({ type: 'deal.won', partnerId: deal.partnerId, dealId: deal.id });
  }
}
