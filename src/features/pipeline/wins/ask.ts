import { post } from '../../../platform/delivery/post.ts';
import type { Work } from '../../../platform/work.ts';
import { channelOf, loadPartner, loadPeople } from '../../partners/public.ts';
import { dealThread } from '../announce.ts';
import { loadDeal } from '../store.ts';
import { earlyWinDays, earlyWinsOf } from './early.ts';
import { askManager, askPartner } from './views.ts';

/** Asks for the story of a deal won early: the partner's people under the deal, the manager in a message. Once per deal. */
export async function askForStory(work: Work, dealId: string): Promise<void> {
  const deal = await loadDeal(work, dealId);
  const partner = await loadPartner(work, deal.partnerId);
  const isEarly = (await earlyWinsOf(work, partner.id, [deal])).length > 0;
  if (!isEarly || partner.endedAt) return;
  const days = await earlyWinDays(work);
  const { slackChannelId } = await channelOf(work, partner.id);
  await post(work, {
    key: `pipeline.win-story:${deal.id}:channel`,
    to: { channel: slackChannelId },
    audience: 'partner',
    thread: dealThread(deal.id),
    message: askPartner(deal, days),
  });
  const manager = (await loadPeople(work, [partner.managerPersonId])).get(partner.managerPersonId);
  if (!manager || manager.deactivatedAt) return;
  await post(work, {
    key: `pipeline.win-story:${deal.id}:manager`,
    to: { person: manager.slackUserId },
    audience: 'internal',
    message: askManager(deal, days, partner.name),
  });
}
