import type { Post, Rendered, SurfaceRef } from '../../platform/delivery/message.ts';
import { touch } from '../../platform/delivery/post.ts';
import { message } from '../../platform/slack/kit/index.ts';
import type { Work } from '../../platform/work.ts';
import { channelOf, loadPartner, loadPeople, programmeSettings } from '../partners/public.ts';
import { type Deal, type Lead, loadDeal, loadLead } from './store.ts';
import { type Calendar, dealBlocks, type LeadNames, leadBlocks } from './views.ts';

/** The thread under a deal's message in its partner's channel. */
export function dealThread(dealId: string): NonNullable<Post['thread']> {
  return { surface: `pipeline.deal:${dealId}` };
}

export async function calendarOf(work: Work): Promise<Calendar> {
  const { timeZone } = await programmeSettings(work);
  return { timeZone, now: work.now };
}

/** Shows the deal in its partner's channel, or brings its message there up to date. Returns the channel's Slack id. */
export async function announceDeal(work: Work, deal: Deal): Promise<string> {
  const { slackChannelId } = await channelOf(work, deal.partnerId);
  await touch(work, { kind: 'pipeline.deal', subject: deal.id, to: { channel: slackChannelId } });
  return slackChannelId;
}

/** Shows the lead in its partner's channel and to the partner's manager, or brings both up to date. */
export async function announceLead(work: Work, lead: Lead): Promise<void> {
  const { slackChannelId } = await channelOf(work, lead.partnerId);
  const partner = await loadPartner(work, lead.partnerId);
  const manager = (await loadPeople(work, [partner.managerPersonId])).get(partner.managerPersonId);
  const surfaces: SurfaceRef[] = [
    { kind: 'pipeline.lead', subject: lead.id, to: { channel: slackChannelId } },
    ...(manager
      ? [{ kind: 'pipeline.leadReview', subject: lead.id, to: { person: manager.slackUserId } }]
      : []),
  ];
  for (const surface of surfaces) await touch(work, surface);
}

export async function renderDeal(work: Work, dealId: string): Promise<Rendered> {
  const deal = await loadDeal(work, dealId);
  const people = await loadPeople(work, [deal.registeredById, deal.closedById]);
  const names = {
    owner: people.get(deal.registeredById ?? '')?.name ?? null,
    closedBy: people.get(deal.closedById ?? '')?.name ?? null,
  };
  return { audience: 'partner', message: message(dealBlocks(deal, names, await calendarOf(work))) };
}

export async function renderLead(work: Work, leadId: string): Promise<Rendered> {
  const lead = await loadLead(work, leadId);
  const blocks = leadBlocks(lead, await namesOf(work, lead), await calendarOf(work), 'channel');
  return { audience: 'partner', message: message(blocks) };
}

export async function renderLeadReview(work: Work, leadId: string): Promise<Rendered> {
  const lead = await loadLead(work, leadId);
  const blocks = leadBlocks(lead, await namesOf(work, lead), await calendarOf(work), 'reviewer');
  return { audience: 'internal', message: message(blocks) };
}

export async function namesOf(work: Work, lead: Lead): Promise<LeadNames> {
  const partner = await loadPartner(work, lead.partnerId);
  const people = await loadPeople(work, [lead.submittedById, lead.reviewedById, partner.managerPersonId]);
  return {
    partner: partner.name,
    submittedBy: people.get(lead.submittedById ?? '')?.name ?? null,
    reviewedBy: people.get(lead.reviewedById ?? '')?.name ?? null,
    manager: people.get(partner.managerPersonId)?.name ?? 'the partner manager',
  };
}
