import type { Post, SurfaceRef } from '../../platform/delivery/message.ts';
import { touch } from '../../platform/delivery/post.ts';
import type { Work } from '../../platform/work.ts';
import { channelOf, loadPartner, loadPeople, programmeSettings } from '../partners/public.ts';
import { followLead } from './lead-clock.ts';
import { type Deal, type Lead, loadDeal, loadLeads } from './store.ts';
import type { Calendar } from './views/day.ts';
import type { LeadNames } from './views/lead.ts';

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

/** Shows the lead in its partner's channel and to whoever is to review it, or brings all of it up to date. */
export async function announceLead(work: Work, lead: Lead): Promise<void> {
  await showLead(work, lead);
  await followLead(work, lead);
}

/** As announceLead, but leaves the clock as it is planned: what it comes to say must not plan it again. */
async function showLead(work: Work, lead: Lead): Promise<void> {
  const { slackChannelId } = await channelOf(work, lead.partnerId);
  const partner = await loadPartner(work, lead.partnerId);
  const manager = (await loadPeople(work, [partner.managerPersonId])).get(partner.managerPersonId);
  // The manager's card stays current once there is one; those it was routed to have one each.
  const isManagers = lead.ownerPersonId === null || (await isShown(work, 'pipeline.leadReview', lead.id));
  const takers = await loadPeople(
    work,
    lead.routings.map(({ personId }) => personId),
  );
  const surfaces: SurfaceRef[] = [
    { kind: 'pipeline.lead', subject: lead.id, to: { channel: slackChannelId } },
    ...(manager && isManagers
      ? [{ kind: 'pipeline.leadReview', subject: lead.id, to: { person: manager.slackUserId } }]
      : []),
    ...[...takers.values()].map(({ id, slackUserId }) => ({
      kind: 'pipeline.leadReview',
      subject: `${lead.id}:${id}`,
      to: { person: slackUserId },
    })),
  ];
  await touch(work, ...surfaces);
}

/** Brings a lead up to date where it is shown; one that came by import and never was stays unannounced. */
export async function refreshLead(work: Work, lead: Lead): Promise<void> {
  if (await isShown(work, 'pipeline.lead', lead.id)) await announceLead(work, lead);
}

/** Shows how the clock of a lead stands now; one that was never announced has no card. */
export async function showLeadClock(work: Work, lead: Lead): Promise<void> {
  if (await isShown(work, 'pipeline.lead', lead.id)) await showLead(work, lead);
}

/** Brings leads that are shown in a channel already up to date there; the others stay unannounced. */
export async function refreshLeads(work: Work, leadIds: readonly string[]): Promise<void> {
  const shown = await shownAmong(work, 'pipeline.lead', leadIds);
  for (const lead of await loadLeads(work, shown)) await announceLead(work, lead);
}

/** The same of deals. */
export async function refreshDeals(work: Work, dealIds: readonly string[]): Promise<void> {
  for (const id of await shownAmong(work, 'pipeline.deal', dealIds))
    await announceDeal(work, await loadDeal(work, id));
}

async function shownAmong(work: Work, kind: string, ids: readonly string[]): Promise<string[]> {
  const shown = await work.tx.surface.findMany({
    where: { workspaceId: work.workspaceId, kind, subject: { in: [...ids] } },
    select: { subject: true },
  });
  return shown.map(({ subject }) => subject);
}

async function isShown(work: Work, kind: string, subject: string): Promise<boolean> {
  const where = { workspaceId: work.workspaceId, kind, subject };
  return (await work.tx.surface.count({ where })) > 0;
}

export async function namesOf(work: Work, lead: Lead): Promise<LeadNames> {
  const partner = await loadPartner(work, lead.partnerId);
  const people = await loadPeople(work, [
    lead.submittedById,
    lead.reviewedById,
    lead.ownerPersonId,
    partner.managerPersonId,
  ]);
  return {
    partner: partner.name,
    submittedBy: people.get(lead.submittedById ?? '')?.name ?? null,
    reviewedBy: people.get(lead.reviewedById ?? '')?.name ?? null,
    reviewer: people.get(lead.ownerPersonId ?? partner.managerPersonId)?.name ?? 'the partner manager',
  };
}
