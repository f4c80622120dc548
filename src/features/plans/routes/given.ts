import { z } from 'zod';
import { Refusal } from '../../../core/refusal.ts';
import { audit } from '../../../platform/audit.ts';
import type { ActionRequest, Reply, Request, ViewRequest } from '../../../platform/feature.ts';
import { md, say } from '../../../platform/slack/kit/index.ts';
import { demand } from '../../../policy/policy.ts';
import { ownWorkspace } from '../../partners/public.ts';
import { contributionNamed, sayGiven } from '../contributions.ts';
import { type Contribution, givens, readGiven } from '../rules/contributions.ts';
import { settingOf, touchPlan } from '../show.ts';
import { loadPlan, type Plan } from '../store.ts';
import { givenModal, outcomeWords, promiseOf, sideName } from '../views/contributions.ts';
import { planWithContributions } from './contribute.ts';

/** Of what the other side puts in: only who receives something can say that it came. */
async function received(
  request: Request,
  planId: string,
  id: string,
  hold = false,
): Promise<{ plan: Plan; contribution: Contribution }> {
  const { actor, now } = request;
  const plan = await planWithContributions(request, planId, hold);
  demand(actor, 'plan.review', { partnerId: plan.partner.id });
  const contribution = contributionNamed(plan.contributions, id);
  if (contribution.side === actor.side)
    throw new Refusal('not_allowed', 'Your side puts that in; what came of it is for the other side to say.');
  if (now <= plan.window.from)
    throw new Refusal('invalid', `${plan.period} has not begun yet, so nothing can have come of it.`);
  return { plan, contribution };
}

export async function pressGiven(request: ActionRequest): Promise<Reply> {
  const [planId = '', id = ''] = request.value.split(':');
  const { plan, contribution } = await received(request, planId, id);
  const modal = givenModal(plan, contribution, await settingOf(request, plan, false));
  return request.view ? { update: modal } : { modal };
}

const metadata = z.object({ planId: z.uuid(), contributionId: z.uuid() });

/** One side says what came of something the other promised. What is agreed on stays as it is. */
export async function submitGiven(request: ViewRequest): Promise<Reply> {
  const { actor, inputs } = request;
  const { planId, contributionId } = metadata.parse(request.metadata);
  const { plan, contribution } = await received(request, planId, contributionId, true);
  const how = z.enum(givens).safeParse(inputs.how);
  if (!how.success) return { errors: { how: 'Say whether it was given wholly, in part or not.' } };
  const typed = z.string().catch('').parse(inputs.amount);
  const amount = readGiven(contribution, how.data, typed, 'amount');
  await sayGiven(request, contributionId, how.data, amount, actor.personId);
  const saved = await loadPlan(request, planId);
  await touchPlan(request, saved);
  const outcome = outcomeWords(contributionNamed(saved.contributions, contributionId));
  const vendorName = (await ownWorkspace(request)).name;
  await audit(request, {
    actorPersonId: actor.personId,
    verb: 'plans.given',
    partnerId: plan.partner.id,
    subject: `businessPlan:${planId}`,
    summary: `${actor.name} said what came of what ${sideName(contribution.side, plan, { vendorName })} put into the joint plan of ${plan.period}. ${promiseOf(plan, contribution)}. ${outcome}.`,
  });
  return {
    message: say(md`Noted in the plan, with your name. ${promiseOf(plan, contribution)}: ${outcome}.`),
  };
}
