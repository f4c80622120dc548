import { Refusal } from '../../../core/refusal.ts';
import { listing } from '../../../core/text.ts';
import type { ActionRequest, Reply } from '../../../platform/feature.ts';
import { say } from '../../../platform/slack/kit/index.ts';
import { demand } from '../../../policy/policy.ts';
import { takeOff } from '../replan.ts';
import { lockRun } from '../store/load.ts';

/** Takes off a partner's list the open steps that its tier and segments don't ask for any more. */
export async function pressTakeOff(request: ActionRequest): Promise<Reply> {
  const { actor } = request;
  const run = await lockRun(request, request.value);
  demand(actor, 'journey.start', { partnerId: run.partner.id });
  const steps = run.journey.status === 'running' ? await takeOff(request, run, actor) : [];
  if (steps.length === 0)
    throw new Refusal(
      'stale',
      `Nothing is left to take off ${run.partner.name}’s plan. \`status\` shows it.`,
    );
  const titles = listing(steps.map(({ title }) => `“${title}”`));
  return { message: say(`Off ${run.partner.name}’s plan, and both sides know: ${titles}.`) };
}
