import { z } from 'zod';
import { Refusal } from '../../../core/refusal.ts';
import type { ActionRequest, Reply } from '../../../platform/feature.ts';
import { can, demand } from '../../../policy/policy.ts';
import { sendFiles, tableInFiles } from '../../ingest/public.ts';
import { loadPartner } from '../../partners/public.ts';
import { findCurrentPlaybook } from '../../playbook/public.ts';
import { calendarOf } from '../announce.ts';
import { sourcedOnes } from '../behind.ts';
import { type Counted, countedColumns, countedMessage, countedRows } from './views.ts';

const reference = z.tuple([z.string().max(100), z.uuid(), z.coerce.number().int().min(0).max(100_000)]);

/** Which deals a milestone was reached with: `<milestone>:<partner>:<page>`. */
export async function pressCounted(request: ActionRequest): Promise<Reply> {
  const { page, ...counted } = await findCounted(request);
  const mayExport = can(request.actor, 'figures.export', { partnerId: counted.partner.id });
  return { message: countedMessage(counted, await calendarOf(request), { page, mayExport }) };
}

/** All of them, in a file for whoever asks alone. */
export async function pressCountedExport(request: ActionRequest): Promise<Reply> {
  const counted = await findCounted(request);
  const { milestone, partner } = counted;
  demand(request.actor, 'figures.export', { partnerId: partner.id });
  const files = tableInFiles({
    ...{ name: 'milestone', columns: countedColumns },
    rows: countedRows(counted, await calendarOf(request)),
    what: `the deals counted for “${milestone.title}” of ${partner.name}`,
  });
  return sendFiles(request, files);
}

/** As `milestones` shows it where it is asked: in a shared channel none that only the vendor hears of. */
async function findCounted(request: ActionRequest): Promise<Counted & { readonly page: number }> {
  const { actor, place, tx, workspaceId } = request;
  const [key, partnerId, page] = reference.safeParse(request.value.split(':')).data ?? [];
  if (partnerId === undefined || page === undefined) throw gone();
  demand(actor, 'pipeline.view', { partnerId });
  const partner = await loadPartner(request, partnerId);
  const isForVendor = actor.side === 'vendor' && !place.channel?.isShared;
  const all = (await findCurrentPlaybook(request))?.playbook.milestones ?? [];
  const milestone = all.find((each) => each.key === key && (isForVendor || each.shownTo === 'both'));
  const reached =
    milestone &&
    (await tx.milestoneReached.findFirst({ where: { workspaceId, partnerId, key: milestone.key } }));
  if (!milestone || !reached) throw gone();
  const rule = milestone.reached;
  const deals = await tx.deal.findMany({
    where: {
      ...{ workspaceId, partnerId, stage: 'won', closedAt: { lte: reached.reachedAt } },
      ...(rule.on === 'sourced_revenue' && { currency: rule.amount.currency, ...sourcedOnes(request) }),
    },
    orderBy: [{ closedAt: 'asc' }, { number: 'asc' }],
  });
  return { milestone, partner, reachedAt: reached.reachedAt, deals, isForVendor, page };
}

function gone(): Refusal {
  return new Refusal('stale', 'I can’t find that milestone any more. “milestones” shows those there are.');
}
