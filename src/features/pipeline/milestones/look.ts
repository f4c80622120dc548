import { formatLocalDate, localDateOf } from '../../../core/calendar.ts';
import { Refusal } from '../../../core/refusal.ts';
import { truncate } from '../../../core/text.ts';
import type { CommandRequest, Reply } from '../../../platform/feature.ts';
import { context, header, message, table } from '../../../platform/slack/kit/index.ts';
import { demand } from '../../../policy/policy.ts';
import { choosePartner, programmeSettings } from '../../partners/public.ts';
import { findCurrentPlaybook } from '../../playbook/public.ts';
import { askCounted, takesWords } from './views.ts';

/** `milestones [partner]`: what there is to reach, and what was. In a shared channel as the partner sees it. */
export async function runMilestones(request: CommandRequest): Promise<Reply> {
  const { actor, place, tx, workspaceId, now } = request;
  const { partner } = await choosePartner(request, request.text);
  demand(actor, 'pipeline.view', { partnerId: partner.id });
  const isForVendor = actor.side === 'vendor' && !place.channel?.isShared;
  const all = (await findCurrentPlaybook(request))?.playbook.milestones ?? [];
  const milestones = all.filter(({ shownTo }) => isForVendor || shownTo === 'both');
  if (milestones.length === 0)
    throw new Refusal('not_found', 'The playbook has no milestones. Whoever writes it can add some.');
  const { timeZone } = await programmeSettings(request);
  const rows = await tx.milestoneReached.findMany({ where: { workspaceId, partnerId: partner.id } });
  const deals = await tx.deal.findMany({
    where: { workspaceId, id: { in: rows.map(({ dealId }) => dealId) } },
    select: { id: true, number: true, customer: true },
  });
  const reachedWith = (key: string): readonly [day: string, deal: string] => {
    const found = rows.find((row) => row.key === key);
    if (!found) return ['Not yet', ''];
    const deal = deals.find(({ id }) => id === found.dealId);
    return [
      formatLocalDate(localDateOf(found.reachedAt, timeZone), localDateOf(now, timeZone)),
      deal ? `D-${deal.number} ${truncate(deal.customer, 40)}` : '',
    ];
  };
  return {
    message: message([
      header(`Milestones of ${partner.name}`),
      table(
        'What each takes, and when it was reached',
        ['Milestone', 'It takes', 'Reached', 'With'],
        milestones.map((milestone) => [
          milestone.title,
          takesWords(milestone, isForVendor) || '–',
          ...reachedWith(milestone.key),
        ]),
      ),
      ...askCounted(
        partner.id,
        milestones.filter(({ key }) => rows.some((row) => row.key === key)),
      ),
      context('Each is reached once, and for good.'),
    ]),
  };
}
