import { z } from 'zod';
import { addWorkingDays } from '../../../core/business-time.ts';
import { addDays, formatLocalDate, instantOf, isLocalDate, localDateOf } from '../../../core/calendar.ts';
import { Refusal } from '../../../core/refusal.ts';
import { pluralise } from '../../../core/text.ts';
import { audit } from '../../../platform/audit.ts';
import type {
  ActionRequest,
  CommandRequest,
  Modal,
  Reply,
  Request,
  ViewRequest,
} from '../../../platform/feature.ts';
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
import { chooseWayBack, remediationForm } from '../views/forms.ts';

export const reviewKind = 'health.review';
const reviewMinute = 9 * 60;
const mostCriteria = 10;

/** `health recover [partner]`: the form that begins a way back of the playbook. */
export async function openRemediation(request: CommandRequest, text: string): Promise<Reply> {
  const { partner } = await choosePartner(request, text);
  demand(request.actor, 'health.act', { partnerId: partner.id });
  await refuseSecond(request, partner);
  const waysBack = await waysBackOf(request);
  const [first, ...others] = waysBack;
  if (!first) {
    throw new Refusal(
      'not_found',
      'The playbook has no way back yet. Its author adds one under `health.remediation`.',
    );
  }
  return {
    modal: others.length > 0 ? chooseWayBack(partner, waysBack) : await form(request, partner, first),
  };
}

/** The one that was chosen, with its own steps, criteria and days. */
export async function pressWayBack(request: ActionRequest): Promise<Reply> {
  const [partnerId = '', key = ''] = request.value.split(':');
  const partner = await loadPartner(request, z.uuid().parse(partnerId));
  demand(request.actor, 'health.act', { partnerId: partner.id });
  await refuseSecond(request, partner);
  const wayBack = (await waysBackOf(request)).find((each) => each.key === key);
  if (!wayBack) throw goneFromPlaybook(partner);
  return { modal: await form(request, partner, wayBack) };
}

async function form(request: Request, partner: Partner, wayBack: Remediation): Promise<Modal> {
  const today = localDateOf(request.now, request.actor.timeZone);
  const { holidays } = await programmeSettings(request);
  return remediationForm(partner, wayBack, addWorkingDays(addDays(today, wayBack.days), 0, holidays));
}

function goneFromPlaybook(partner: Partner): Refusal {
  return new Refusal(
    'stale',
    `That way back isn’t in the playbook any more. Say “health recover ${partner.name}” to see those there are.`,
  );
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

const metadata = z.object({ partnerId: z.uuid(), plan: z.string() });
const inputs = z.object({ criteria: z.string(), review: z.string() });

/** Begins it: each step becomes an action item of whoever sits on its seat, and the review gets its date. */
export async function submitRemediation(request: ViewRequest): Promise<Reply> {
  const { actor, now } = request;
  const { partnerId, plan: key } = metadata.parse(request.metadata);
  const partner = await loadPartner(request, partnerId);
  demand(actor, 'health.act', { partnerId: partner.id });
  await refuseSecond(request, partner);
  const { criteria: written, review } = inputs.parse(request.inputs);
  const wayBack = (await waysBackOf(request)).find((each) => each.key === key);
  if (!wayBack) throw goneFromPlaybook(partner);
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
