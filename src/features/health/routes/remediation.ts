import { z } from 'zod';
import { addWorkingDays } from '../../../core/business-time.ts';
import { addDays, formatLocalDate, instantOf, isLocalDate, localDateOf } from '../../../core/calendar.ts';
import { Refusal } from '../../../core/refusal.ts';
import { pluralise } from '../../../core/text.ts';
import { audit } from '../../../platform/audit.ts';
import type { CommandRequest, Reply, ViewRequest } from '../../../platform/feature.ts';
import { schedule } from '../../../platform/schedule/schedule.ts';
import { button, joinMd, md, say } from '../../../platform/slack/kit/index.ts';
import type { Partner } from '../../../platform/store/generated/client.ts';
import type { Work } from '../../../platform/work.ts';
import { demand } from '../../../policy/policy.ts';
import { addAction } from '../../calls/public.ts';
import { choosePartner, loadPartner, programmeSettings } from '../../partners/public.ts';
import { findCurrentPlaybook, type Remediation, sideOf } from '../../playbook/public.ts';
import { ownersBySeat } from '../owners.ts';
import { openPlanOf, savePlan } from '../store/plans.ts';
import { remediationForm } from '../views/forms.ts';

export const reviewKind = 'health.review';
const reviewMinute = 9 * 60;
const mostCriteria = 10;

/** `health recover [partner]`: the form that begins a way back of the playbook. */
export async function openRemediation(request: CommandRequest, text: string): Promise<Reply> {
  const { partner } = await choosePartner(request, text);
  demand(request.actor, 'health.act', { partnerId: partner.id });
  await refuseSecond(request, partner);
  const waysBack = await waysBackOf(request);
  const today = localDateOf(request.now, request.actor.timeZone);
  const [first] = waysBack;
  if (!first) {
    throw new Refusal(
      'not_found',
      'The playbook has no way back yet. Its author adds one under `health.remediation`.',
    );
  }
  const { holidays } = await programmeSettings(request);
  const reviewOn = addWorkingDays(addDays(today, first.days), 0, holidays);
  return { modal: remediationForm(partner, waysBack, reviewOn) };
}

async function waysBackOf(work: Work): Promise<readonly Remediation[]> {
  return (await findCurrentPlaybook(work))?.playbook.health.remediation ?? [];
}

async function refuseSecond(work: Work, partner: Partner): Promise<void> {
  const plan = await openPlanOf(work, partner.id);
  if (!plan) return;
  throw new Refusal(
    'conflict',
    `${partner.name} is on a way back already: “${plan.title}”. “health decide ${partner.name}” ends it.`,
  );
}

const metadata = z.object({ partnerId: z.uuid() });
const inputs = z.object({ plan: z.string(), criteria: z.string(), review: z.string() });

/** Begins it: each step becomes an action item of whoever sits on its seat, and the review gets its date. */
export async function submitRemediation(request: ViewRequest): Promise<Reply> {
  const { actor, now } = request;
  const partner = await loadPartner(request, metadata.parse(request.metadata).partnerId);
  demand(actor, 'health.act', { partnerId: partner.id });
  await refuseSecond(request, partner);
  const { plan: key, criteria: written, review } = inputs.parse(request.inputs);
  const wayBack = (await waysBackOf(request)).find((each) => each.key === key);
  if (!wayBack) return { errors: { plan: 'That one isn’t in the playbook any more. Choose another.' } };
  const today = localDateOf(now, actor.timeZone);
  if (!isLocalDate(review) || review <= today) return { errors: { review: 'Choose a day after today.' } };
  const criteria = written
    .split('\n')
    .map((line) => line.trim().replace(/^[•*-]\s*/, ''))
    .filter(Boolean);
  if (criteria.length === 0 || criteria.length > mostCriteria || criteria.some((line) => line.length > 150))
    return { errors: { criteria: `One to ${mostCriteria} lines of at most 150 characters each.` } };
  const actionItemIds = await takeOn(request, partner, wayBack);
  const title = wayBack.title;
  const plan = await savePlan(request, {
    partnerId: partner.id,
    title,
    criteria,
    actionItemIds,
    startedById: actor.personId,
    reviewOn: review,
  });
  await schedule(request, {
    kind: reviewKind,
    key: plan.id,
    dueAt: instantOf(review, reviewMinute, actor.timeZone),
  });
  await audit(request, {
    actorPersonId: actor.personId,
    verb: 'health.recover',
    partnerId: partner.id,
    subject: `remediationPlan:${plan.id}`,
    summary: `${actor.name} began “${title}” with ${pluralise(actionItemIds.length, 'step')}, to be decided on ${review}`,
    isInternal: true,
    detail: { criteria },
  });
  const steps = wayBack.steps.map(({ what, within }) => md`• ${what} (within ${within} working days)`);
  return {
    message: say(
      joinMd(
        [
          md`“${title}” has begun for ${partner.name}. Each step is an action item with its owner and day:`,
          ...steps,
          md`On ${formatLocalDate(review, today)} I ask you to decide.`,
        ],
        '\n',
      ),
      button('platform.command', 'See the action items', { value: `actions ${partner.name}` }),
    ),
  };
}

/** Steps of the vendor's seats stay internal; those of the partner's are in the channel, or nobody would know of them. */
async function takeOn(request: ViewRequest, partner: Partner, { steps }: Remediation): Promise<string[]> {
  const { actor, now } = request;
  const { holidays } = await programmeSettings(request);
  const today = localDateOf(now, actor.timeZone);
  const owners = await ownersBySeat(
    request,
    partner,
    steps.map((step) => step.owner),
  );
  const ids: string[] = [];
  for (const { what, owner, within } of steps) {
    const person = owners.get(owner);
    const item = await addAction(request, actor, {
      partnerId: partner.id,
      callId: null,
      isInternal: sideOf(owner) === 'vendor',
      text: what,
      ownerPersonId: person?.id ?? actor.personId,
      dueOn: addWorkingDays(today, within, holidays),
      createdById: actor.personId,
    });
    ids.push(item.id);
  }
  return ids;
}
