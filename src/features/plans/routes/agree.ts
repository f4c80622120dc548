import { z } from 'zod';
import { Refusal } from '../../../core/refusal.ts';
import { audit } from '../../../platform/audit.ts';
import { post } from '../../../platform/delivery/post.ts';
import type { ActionRequest, Reply } from '../../../platform/feature.ts';
import { button, md, say } from '../../../platform/slack/kit/index.ts';
import { demand } from '../../../policy/policy.ts';
import { channelOf, loadPeople, peopleWithRole } from '../../partners/public.ts';
import { missingIn } from '../rules/parts.ts';
import { touchPlan } from '../show.ts';
import { isAgreed, loadPlan } from '../store.ts';
import { planValue } from '../views/plan.ts';
import { demandOpen } from './open.ts';

/** One side agrees to the plan as it was seen; with both it is agreed. */
export async function pressAgree(request: ActionRequest): Promise<Reply> {
  const { actor, now, tx, workspaceId } = request;
  const [id = '', seen = ''] = request.value.split(':');
  const version = z.coerce.number().int().catch(0).parse(seen);
  const plan = await loadPlan(request, id, true);
  const { partner, row, period } = plan;
  demand(actor, 'plan.agree', { partnerId: partner.id });
  demandOpen(plan, now);
  if (missingIn(plan.parts, plan.answers).length > 0)
    throw new Refusal('invalid', 'Not everything is filled in yet. Nobody can agree before.');
  // Each save clears what was agreed to before it, but not a save of the vendor's own notes.
  if (row.version !== version && (await isOutdated(request, id, version)))
    throw new Refusal(
      'stale',
      `The plan was changed after you saw it; it is at version ${row.version} now. Look at it again in the channel, then agree.`,
    );
  const already = actor.side === 'vendor' ? row.vendorAgreedAt : row.partnerAgreedAt;
  if (already) throw new Refusal('stale', 'Your side has agreed to it already.');
  await tx.businessPlan.update({
    where: { id, workspaceId },
    data:
      actor.side === 'vendor'
        ? { vendorAgreedById: actor.personId, vendorAgreedAt: now }
        : { partnerAgreedById: actor.personId, partnerAgreedAt: now },
  });
  const agreed = await loadPlan(request, id);
  await touchPlan(request, agreed);
  await audit(request, {
    actorPersonId: actor.personId,
    verb: 'plans.agree',
    partnerId: partner.id,
    subject: `businessPlan:${id}`,
    summary: `${actor.name} agreed to version ${row.version} of the joint plan of ${period}${isAgreed(agreed.row) ? '; both sides have' : ''}`,
  });
  const others =
    actor.side === 'vendor'
      ? await peopleWithRole(request, partner.id, 'partner', ['lead'])
      : [...(await loadPeople(request, [partner.managerPersonId])).values()].filter(
          ({ deactivatedAt }) => !deactivatedAt,
        );
  await request.emit({
    type: 'work.changed',
    personIds: [actor.personId, ...others.map((person) => person.id)],
  });
  if (isAgreed(agreed.row)) {
    const { slackChannelId } = await channelOf(request, partner.id);
    await post(request, {
      key: `plans.agreed:${id}:${row.version}`,
      to: { channel: slackChannelId },
      audience: 'partner',
      message: say(
        md`The ${plan.template.title.toLowerCase()} of ${partner.name} for ${period} is agreed by both sides (version ${row.version}).`,
        button('platform.command', 'See it', { value: `plan ${partner.name}` }),
      ),
    });
    return { message: say('Agreed by both sides. It is in the channel.') };
  }
  await post(
    request,
    ...others.map((person) => ({
      key: `plans.asked:${id}:${row.version}:${person.id}`,
      to: { person: person.slackUserId },
      audience: 'partner' as const,
      message: say(
        md`${actor.name} agreed to version ${row.version} of the joint plan with ${person.side === 'vendor' ? partner.name : 'you'} for ${period}. It waits for your side.`,
        button('plans.agree', 'Agree', { value: planValue(agreed), style: 'primary' as const }),
        button('platform.command', 'Read it', { value: `plan ${partner.name}` }),
      ),
    })),
  );
  return { message: say('Agreed for your side. The other side is asked now.') };
}

/** Whether what both see has changed since a version. */
async function isOutdated(request: ActionRequest, planId: string, version: number): Promise<boolean> {
  const where = { workspaceId: request.workspaceId, planId };
  const seen = await request.tx.planRevision.findFirst({ where: { ...where, version } });
  const present = await request.tx.planRevision.findFirst({ where, orderBy: { version: 'desc' } });
  return !seen || JSON.stringify(seen.answers) !== JSON.stringify(present?.answers);
}
