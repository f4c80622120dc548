import { z } from 'zod';
import { formatLocalDate, isLocalDate, type LocalDate, localDateOf } from '../../../core/calendar.ts';
import { Refusal } from '../../../core/refusal.ts';
import { audit } from '../../../platform/audit.ts';
import type { ActionRequest, Inputs, Modal, Reply, Request, ViewRequest } from '../../../platform/feature.ts';
import { md, say } from '../../../platform/slack/kit/index.ts';
import { can, demand } from '../../../policy/policy.ts';
import { loadPeople, personBySlackId } from '../../partners/public.ts';
import {
  addContribution,
  changeContribution,
  contributionNamed,
  removeContribution,
} from '../contributions.ts';
import {
  type Contribution,
  kinds,
  longestPurpose,
  type Promised,
  promiseWords,
  readQuantity,
} from '../rules/contributions.ts';
import { settingOf, touchPlan } from '../show.ts';
import { lastDayOf, loadPlan, type Plan, saveContributions } from '../store.ts';
import {
  contributionModal,
  contributionsModal,
  mostContributions,
  promiseOf,
} from '../views/contributions.ts';
import { tellAgreers } from './fill.ts';
import { demandOpen } from './open.ts';

/** A plan that asks what each side puts in. To a partner's person another's plan is unknown. */
export async function planWithContributions(request: Request, id: string, hold = false): Promise<Plan> {
  const plan = await loadPlan(request, id, hold);
  demand(request.actor, 'plan.view', { partnerId: plan.partner.id });
  if (plan.template.contributions) return plan;
  throw new Refusal(
    'not_found',
    `The plan of ${plan.period} doesn’t ask what each side puts in. Write it into one of its sections instead.`,
  );
}

/** What each side puts in, with what this person may do to it. */
export async function contributionList(request: Request, planId: string): Promise<Modal> {
  const { actor, now } = request;
  const plan = await planWithContributions(request, planId);
  const resource = { partnerId: plan.partner.id };
  return contributionsModal(plan, await settingOf(request, plan, false), {
    side: actor.side,
    mayWrite: now < plan.window.to && !plan.partner.endedAt && can(actor, 'plan.fill', resource),
    maySayGiven: now > plan.window.from && can(actor, 'plan.review', resource),
  });
}

export async function pressContributions(request: ActionRequest): Promise<Reply> {
  return { modal: await contributionList(request, request.value) };
}

/** The plan, if this person may write what their side puts into it. */
async function writablePlan(request: Request, id: string, hold = false): Promise<Plan> {
  const plan = await planWithContributions(request, id, hold);
  demand(request.actor, 'plan.fill', { partnerId: plan.partner.id });
  demandOpen(plan, request.now);
  return plan;
}

/** One of the person's own side of which nobody has said yet what came of it. */
function ownContribution({ actor }: Request, plan: Plan, id: string): Contribution {
  const found = contributionNamed(plan.contributions, id);
  if (found.side !== actor.side)
    throw new Refusal('not_allowed', 'The other side puts that in, and alone can change it.');
  if (found.given)
    throw new Refusal(
      'stale',
      'The other side has said what came of it, so it stays as it is. Add something else instead.',
    );
  return found;
}

/** Opens the form of a new contribution, or of one of one's own side. */
export async function pressContribution(request: ActionRequest): Promise<Reply> {
  const [planId = '', id = ''] = request.value.split(':');
  const plan = await writablePlan(request, planId);
  const present = id === 'new' ? null : ownContribution(request, plan, id);
  const owner = (await loadPeople(request, [present?.ownerPersonId ?? null])).get(
    present?.ownerPersonId ?? '',
  );
  const modal = contributionModal(plan, present, owner?.slackUserId);
  return request.view ? { update: modal } : { modal };
}

const metadata = z.object({
  planId: z.uuid(),
  contributionId: z.uuid().nullable(),
  was: z.string().nullable(),
});

export async function submitContribution(request: ViewRequest): Promise<Reply> {
  const { actor, inputs } = request;
  const { planId, contributionId, was } = metadata.parse(request.metadata);
  const plan = await writablePlan(request, planId, true);
  const present = contributionId === null ? null : ownContribution(request, plan, contributionId);
  if (present && promiseOf(plan, present) !== was)
    throw new Refusal(
      'stale',
      `A colleague changed it while you had it open; it now reads “${promiseOf(plan, present)}”. Open it again.`,
      'purpose',
    );
  if (present && Array.isArray(inputs.remove) && inputs.remove.includes('remove')) {
    await removeContribution(request, present.id);
    return remember(request, plan, 'took out what their side puts into', promiseOf(plan, present));
  }
  const promised = readPromised(plan, inputs);
  const written = { ...promised, ownerPersonId: await chosenOwner(request, plan) };
  const words = promiseWords(promised, localDateOf(plan.window.from, plan.window.timeZone));
  if (present) {
    await changeContribution(request, present.id, written);
    if (words !== promiseOf(plan, present))
      return remember(
        request,
        plan,
        'changed what their side puts into',
        `${words} (was: ${promiseOf(plan, present)})`,
      );
    // Who sees to it is the side's own affair: nobody has to agree to that.
    await touchPlan(request, plan);
    return { message: say('Saved. What both sides agree on is as it was.') };
  }
  if (plan.contributions.filter(({ side }) => side === actor.side).length >= mostContributions)
    throw new Refusal(
      'invalid',
      `There are ${mostContributions} of your side already, which is the most. Put two together instead.`,
      'purpose',
    );
  await addContribution(request, { id: planId, partnerId: plan.partner.id }, actor, written);
  return remember(request, plan, 'added to what their side puts into', words);
}

function readPromised(plan: Plan, inputs: Inputs): Promised {
  const typed = (name: string) => z.string().catch('').parse(inputs[name]);
  const kind = z.enum(kinds).catch('in_kind').parse(inputs.kind);
  const purpose = typed('purpose')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .replace(/\p{Surrogate}/gu, '')
    .trim()
    .slice(0, longestPurpose);
  if (purpose === '') throw new Refusal('invalid', 'Please say what it is for.', 'purpose');
  const quantity = readQuantity(kind, typed('amount'), plan.partner.currency, 'amount');
  return { ...quantity, purpose, dueOn: readDay(plan, typed('dueOn')) };
}

function readDay(plan: Plan, typed: string): LocalDate | null {
  if (!isLocalDate(typed)) return null;
  const [first, last] = [localDateOf(plan.window.from, plan.window.timeZone), lastDayOf(plan)];
  if (typed >= first && typed <= last) return typed;
  throw new Refusal(
    'invalid',
    `The plan is for ${plan.period}: choose a day from ${formatLocalDate(first, first)} to ${formatLocalDate(last, first)}.`,
    'dueOn',
  );
}

async function chosenOwner(request: ViewRequest, plan: Plan): Promise<string | null> {
  const chosen = request.inputs.owner;
  if (typeof chosen !== 'string' || chosen === '') return null;
  const person = await personBySlackId(request, chosen);
  const isElsewhere = person.side === 'partner' && person.partnerId !== plan.partner.id;
  if (person.side === request.actor.side && !isElsewhere) return person.id;
  throw new Refusal('invalid', `${person.name} is not on your side. Choose a colleague.`, 'owner');
}

/** Makes a change of the contributions the plan's next version and tells everybody whom it concerns. */
async function remember(request: ViewRequest, plan: Plan, did: string, words: string): Promise<Reply> {
  const { actor } = request;
  await saveContributions(request, plan, actor.personId);
  const saved = await loadPlan(request, plan.row.id);
  await touchPlan(request, saved);
  await audit(request, {
    actorPersonId: actor.personId,
    verb: 'plans.contribute',
    partnerId: plan.partner.id,
    subject: `businessPlan:${plan.row.id}`,
    summary: `${actor.name} ${did} the joint plan of ${plan.period}: ${words}`,
  });
  await tellAgreers(request, saved);
  const wasAgreed = plan.row.vendorAgreedAt !== null || plan.row.partnerAgreedAt !== null;
  return {
    message: say(
      md`Saved; the plan is at version ${saved.row.version}.${wasAgreed ? ' Since it says something else now, both sides agree again.' : ''}`,
    ),
  };
}
