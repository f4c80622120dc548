import { z } from 'zod';
import { Refusal } from '../../../core/refusal.ts';
import { audit } from '../../../platform/audit.ts';
import type { CommandRequest, Reply, ViewRequest } from '../../../platform/feature.ts';
import { unschedule } from '../../../platform/schedule/schedule.ts';
import { button, md, say } from '../../../platform/slack/kit/index.ts';
import type { Partner } from '../../../platform/store/generated/client.ts';
import { demand } from '../../../policy/policy.ts';
import { choosePartner, endPartnership, loadPartner, resumePartnership } from '../../partners/public.ts';
import { currentPlaybook } from '../../playbook/public.ts';
import { openSurvey } from '../../surveys/public.ts';
import { type Choice, endPlan, openPlanOf, saveDecision } from '../store/plans.ts';
import { choiceWords, decideForm } from '../views/forms.ts';
import { reviewKind } from './remediation.ts';

/** `health decide [partner]`: whether to go on, with what is true of the plan's criteria. */
export async function openDecide(request: CommandRequest, text: string): Promise<Reply> {
  const { partner } = await choosePartner(request, text);
  demand(request.actor, 'health.act', { partnerId: partner.id });
  const plan = await openPlanOf(request, partner.id);
  return { modal: decideForm(partner, plan) };
}

const metadata = z.object({ partnerId: z.uuid(), planId: z.uuid().nullable() });
const inputs = z.object({
  choice: z.enum(['continue', 'scale_back', 'leave']),
  reason: z.string().trim().min(1).max(600),
  met: z.array(z.string()).nullish(),
});

/**
 * Keeps the decision with its reason and ends the plan. “Leave” ends the partnership and opens the exit interview, if the
 * playbook has one; any other decision takes that end back.
 */
export async function submitDecide(request: ViewRequest): Promise<Reply> {
  const { actor } = request;
  const opened = metadata.parse(request.metadata);
  const partner = await loadPartner(request, opened.partnerId);
  demand(actor, 'health.act', { partnerId: partner.id });
  const { choice, reason, met } = inputs.parse(request.inputs);
  const plan = await openPlanOf(request, partner.id);
  // What was ticked is of the way back that the form showed.
  if ((plan?.id ?? null) !== opened.planId)
    throw new Refusal(
      'stale',
      `How it stands with ${partner.name} has changed since you opened the form: a way back has ended or begun. Nothing was decided. Say “health decide ${partner.name}” to see it as it is now.`,
    );
  const criteria = plan?.criteria ?? [];
  const isMet = criteria.filter((_, index) => met?.includes(String(index)));
  const { id } = await saveDecision(request, {
    partnerId: partner.id,
    planId: plan?.id ?? null,
    choice,
    reason,
    met: isMet,
    decidedById: actor.personId,
  });
  if (plan) {
    await endPlan(request, plan.id);
    await unschedule(request, reviewKind, plan.id);
  }
  const tally = plan ? ` (${isMet.length} of ${criteria.length} criteria met)` : '';
  await audit(request, {
    actorPersonId: actor.personId,
    verb: 'health.decide',
    partnerId: partner.id,
    subject: `healthDecision:${id}`,
    summary: `${actor.name} decided to ${choiceWords[choice]} with ${partner.name}${tally}: ${reason}`,
    isInternal: true,
  });
  if (choice === 'leave') await endPartnership(request, partner);
  const isBack = choice !== 'leave' && (await resumePartnership(request, partner, actor.personId));
  return answer(request, partner, choice, isBack);
}

async function answer(
  request: ViewRequest,
  partner: Partner,
  choice: Choice,
  isBack: boolean,
): Promise<Reply> {
  const kept = md`Decided for ${partner.name}: ${choiceWords[choice]}. The reason is in its internal history.`;
  const back = md` ${partner.name} is back: scorecards, packs, reminders and agendas come again from now on.`;
  if (choice !== 'leave') return { message: say(md`${kept}${isBack ? back : md``}`) };
  const asked = await openExitInterview(request, partner);
  return {
    message: say(
      md`${kept} From now on nothing comes by itself: no scorecards, packs, reminders or agendas, and ${partner.name} is no longer in your digest. Deals and history stay. To take it back, say “health decide ${partner.name}” and continue.${interviewWords(asked)} Write down what it taught while it is fresh: each lesson becomes a proposed change of the playbook.`,
      button('platform.command', 'Write the post-mortem', {
        value: `health postmortem ${partner.name}`,
        style: 'primary',
      }),
    ),
  };
}

type ExitInterview =
  | { readonly kind: 'opened' | 'nobody_to_ask' | 'opened_before'; readonly title: string }
  | { readonly kind: 'none' };

function interviewWords(asked: ExitInterview) {
  switch (asked.kind) {
    case 'opened':
      return md` Their people are asked “${asked.title}” in the channel.`;
    case 'nobody_to_ask':
      return md` “${asked.title}” asks nobody, as nobody of theirs is on its seats: ask them yourself what they would have needed.`;
    case 'opened_before':
      return md` “${asked.title}” was opened today already.`;
    case 'none':
      return md` The playbook has no exit interview: ask them yourself what they would have needed.`;
  }
}

/** Opens the survey that the playbook names for it. */
async function openExitInterview(request: ViewRequest, partner: Partner): Promise<ExitInterview> {
  const current = await currentPlaybook(request);
  const key = current.playbook.health.exitInterview;
  const definition = current.playbook.surveys.find((survey) => survey.key === key);
  if (!definition) return { kind: 'none' };
  const opened = await openSurvey(request, {
    current,
    definition,
    partner,
    dealId: null,
    occasion: `leave:${request.now.toISOString().slice(0, 10)}`,
    openedById: request.actor.personId,
  });
  return { kind: typeof opened === 'string' ? opened : 'opened', title: definition.title };
}
