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
    externalId: deal.externalId,
    told: (calendar) => toldOfDeal(deal, calendar),
  });
}

/** The same of a lead and the deals that came of it. */
export async function timelineOfLead(request: Request, lead: Lead): Promise<Reply> {
  return timeline(request, {
    partnerId: lead.partnerId,
    name: `L-${lead.number}`,
    title: lead.customer,
    subjects: [`lead:${lead.id}`, ...lead.deals.map(({ id }) => `deal:${id}`)],
    externalId: lead.externalId,
    told: (calendar) => toldOfLead(lead, calendar),
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
  /** Of what another system brought in: its id there. */
  readonly externalId: string | null;
  /** What is known of its life from the row itself, in words. */
  readonly told: (calendar: Calendar) => readonly string[];
}

async function timeline(
  request: Request,
  { partnerId, name, title, subjects, externalId, told }: Life,
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
  const { name: partner } = await loadPartner(request, partnerId);
  return {
    modal: infoModal('pipeline.timelineShown', `Timeline of ${name}`, [
      context(md`${title}, the newest first.`),
      ...(lines.length > 0 ? [section(joinMd(lines, '\n'))] : []),
      ...(older > 0
        ? [context(md`And ${pluralise(older, 'entry', 'entries')} before these: “history ${partner}”.`)]
        : []),
      ...(externalId !== null || lines.length === 0 ? [context(toldWords(externalId, told(calendar)))] : []),
    ]),
  };
}

/** What a person said in Slack has its own entry. */
function toldOfLead(lead: Lead, calendar: Calendar): readonly string[] {
  const { createdAt, reviewedAt, reviewedById, status, externalId, deals } = lead;
  const came = externalId === null ? deals : deals.filter((deal) => deal.externalId !== null);
  const isTold = externalId === null || reviewedById === null;
  return [
    `submitted on ${dayOf(createdAt, calendar)}`,
    ...(reviewedAt && isTold ? [`${status} on ${dayOf(reviewedAt, calendar)}`] : []),
    ...(came.length > 0 ? [`became ${listing(came.map(({ number }) => `D-${number}`))}`] : []),
  ];
}

function toldOfDeal(deal: Deal, calendar: Calendar): readonly string[] {
  const { registeredAt, closedAt, closedById, stage, externalId, lead } = deal;
  const isTold = externalId === null || closedById === null;
  return [
    `registered on ${dayOf(registeredAt, calendar)}`,
    ...(closedAt && isTold ? [`${stage} on ${dayOf(closedAt, calendar)}`] : []),
    ...(lead ? [`came from lead L-${lead.number}`] : []),
  ];
}

/** A first import writes one line of history for all it adds, and what is from before there was one has none. */
function toldWords(externalId: string | null, told: readonly string[]): string {
  return externalId === null
    ? `No steps of it are on record. Known is: ${told.join(', ')}.`
    : `Brought in by an import as “${externalId}”, which says: ${told.join(', ')}.`;
}
