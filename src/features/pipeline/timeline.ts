import { formatInstant } from '../../core/calendar.ts';
import { listing, pluralise } from '../../core/text.ts';
import type { ActionRequest, Reply, Request } from '../../platform/feature.ts';
import { context, infoModal, joinMd, md, section, when } from '../../platform/slack/kit/index.ts';
import { can, demand } from '../../policy/policy.ts';
import { loadPartner } from '../partners/public.ts';
import { calendarOf } from './announce.ts';
import { pressedId } from './rules/forms.ts';
import { type Deal, holdDeal, holdLead, type Lead } from './store.ts';
import { type Calendar, dayOf } from './views/day.ts';
import { dealTitle } from './views/deal.ts';

const shown = 80;

/** Everything that happened to a deal and to the lead it came from, the newest first, as far as who asks may read it. */
export async function timelineOf(request: Request, deal: Deal): Promise<Reply> {
  return timeline(request, {
    partnerId: deal.partnerId,
    name: `D-${deal.number}`,
    title: dealTitle(deal),
    subjects: [`deal:${deal.id}`, ...(deal.lead ? [`lead:${deal.lead.id}`] : [])],
    brought: (calendar) => broughtDeal(deal, calendar),
  });
}

/** The same of a lead and the deals that came of it. */
export async function timelineOfLead(request: Request, lead: Lead): Promise<Reply> {
  return timeline(request, {
    partnerId: lead.partnerId,
    name: `L-${lead.number}`,
    title: lead.customer,
    subjects: [`lead:${lead.id}`, ...lead.deals.map(({ id }) => `deal:${id}`)],
    brought: (calendar) => broughtLead(lead, calendar),
  });
}

export async function pressTimeline(request: ActionRequest): Promise<Reply> {
  return timelineOf(request, await holdDeal(request, request.actor, { id: pressedId(request) }));
}

export async function pressLeadTimeline(request: ActionRequest): Promise<Reply> {
  return timelineOfLead(request, await holdLead(request, request.actor, { id: pressedId(request) }));
}

interface Life {
  readonly partnerId: string;
  readonly name: string;
  readonly title: string;
  readonly subjects: string[];
  /** What an import told of it when it brought it in; null for what was said in Slack. */
  readonly brought: (calendar: Calendar) => string | null;
}

async function timeline(
  request: Request,
  { partnerId, name, title, subjects, brought }: Life,
): Promise<Reply> {
  const { actor, workspaceId } = request;
  demand(actor, 'pipeline.view', { partnerId });
  const mayReadInternal = can(actor, 'audit.internal', { partnerId });
  const where = {
    workspaceId,
    subject: { in: subjects },
    ...(!mayReadInternal && { isInternal: false }),
  };
  const entries = await request.tx.auditEntry.findMany({ where, orderBy: { id: 'desc' }, take: shown });
  const older = entries.length < shown ? 0 : (await request.tx.auditEntry.count({ where })) - shown;
  const calendar = await calendarOf(request);
  const lines = entries.map((entry) => {
    const at = when(entry.at, formatInstant(entry.at, calendar.timeZone, calendar.now));
    return md`${at}  ${entry.summary}${entry.isInternal ? '  (internal)' : ''}`;
  });
  const told = brought(calendar);
  const { name: partner } = await loadPartner(request, partnerId);
  return {
    modal: infoModal('pipeline.timelineShown', `Timeline of ${name}`, [
      context(md`${title}, the newest first.`),
      ...(lines.length > 0 ? [section(joinMd(lines, '\n'))] : []),
      ...(older > 0
        ? [context(md`And ${pluralise(older, 'entry', 'entries')} before these: “history ${partner}”.`)]
        : []),
      ...(told ? [context(told)] : []),
    ]),
  };
}

/** A first import writes one line of history for all it adds, so what it told of this lead is read off the lead. */
function broughtLead(lead: Lead, calendar: Calendar): string | null {
  if (lead.externalId === null) return null;
  const { createdAt, reviewedAt, reviewedById, status, deals } = lead;
  const came = deals.filter(({ externalId }) => externalId !== null);
  const isReviewTold = reviewedAt !== null && reviewedById === null;
  return broughtWords(lead.externalId, [
    `submitted on ${dayOf(createdAt, calendar)}`,
    ...(isReviewTold ? [`${status} on ${dayOf(reviewedAt, calendar)}`] : []),
    ...(came.length > 0 ? [`became ${listing(came.map(({ number }) => `D-${number}`))}`] : []),
  ]);
}

function broughtDeal(deal: Deal, calendar: Calendar): string | null {
  if (deal.externalId === null) return null;
  const { registeredAt, closedAt, closedById, stage, lead } = deal;
  const isEndingTold = closedAt !== null && closedById === null;
  return broughtWords(deal.externalId, [
    `registered on ${dayOf(registeredAt, calendar)}`,
    ...(isEndingTold ? [`${stage} on ${dayOf(closedAt, calendar)}`] : []),
    ...(lead ? [`came from lead L-${lead.number}`] : []),
  ]);
}

function broughtWords(externalId: string, told: readonly string[]): string {
  return `Brought in by an import as “${externalId}”, which says: ${told.join(', ')}.`;
}
