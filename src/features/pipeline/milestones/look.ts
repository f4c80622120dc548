import { formatLocalDate, localDateOf } from '../../../core/calendar.ts';
import { Refusal } from '../../../core/refusal.ts';
import type { CommandRequest, Reply } from '../../../platform/feature.ts';
import { context, header, message, table } from '../../../platform/slack/kit/index.ts';
import { demand } from '../../../policy/policy.ts';
import { choosePartner, programmeSettings } from '../../partners/public.ts';
import { findCurrentPlaybook } from '../../playbook/public.ts';
import { takesWords } from './views.ts';

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
  const dayOf = (key: string) => {
    const found = rows.find((row) => row.key === key);
    return found
      ? formatLocalDate(localDateOf(found.reachedAt, timeZone), localDateOf(now, timeZone))
      : 'Not yet';
  };
  return {
    message: message([
      header(`Milestones of ${partner.name}`),
      table(
        'What each takes, and when it was reached',
        ['Milestone', 'It takes', 'Reached'],
        milestones.map((milestone) => [
          milestone.title,
          takesWords(milestone, isForVendor) || '–',
          dayOf(milestone.key),
        ]),
      ),
      context('Each is reached once, and for good.'),
    ]),
  };
}
