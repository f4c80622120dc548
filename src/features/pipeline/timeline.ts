import { formatInstant } from '../../core/calendar.ts';
import type { ActionRequest, Reply, Request } from '../../platform/feature.ts';
import { context, infoModal, joinMd, md, section, when } from '../../platform/slack/kit/index.ts';
import { can, demand } from '../../policy/policy.ts';
import { calendarOf } from './announce.ts';
import { pressedId } from './rules/forms.ts';
import { type Deal, holdDeal } from './store.ts';
import { dealTitle } from './views/deal.ts';

const shown = 40;

/** Everything that happened to a deal and to the lead it came from, the newest first, as far as who asks may read it. */
export async function timelineOf(request: Request, deal: Deal): Promise<Reply> {
  const { actor } = request;
  demand(actor, 'pipeline.view', { partnerId: deal.partnerId });
  const mayReadInternal = can(actor, 'audit.internal', { partnerId: deal.partnerId });
  const subjects = [`deal:${deal.id}`, ...(deal.lead ? [`lead:${deal.lead.id}`] : [])];
  const entries = await request.tx.auditEntry.findMany({
    where: {
      workspaceId: request.workspaceId,
      subject: { in: subjects },
      ...(!mayReadInternal && { isInternal: false }),
    },
    orderBy: { id: 'desc' },
    take: shown,
  });
  const { timeZone, now } = await calendarOf(request);
  const lines = entries.map((entry) => {
    const at = when(entry.at, formatInstant(entry.at, timeZone, now));
    return md`${at}  ${entry.summary}${entry.isInternal ? '  (internal)' : ''}`;
  });
  return {
    modal: infoModal('pipeline.timelineShown', `Timeline of D-${deal.number}`, [
      context(md`${dealTitle(deal)}, the newest first.`),
      section(lines.length > 0 ? joinMd(lines, '\n') : 'Nothing is recorded: it came by import.'),
    ]),
  };
}

export async function pressTimeline(request: ActionRequest): Promise<Reply> {
  return timelineOf(request, await holdDeal(request, request.actor, { id: pressedId(request) }));
}
