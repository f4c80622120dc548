import { z } from 'zod';
import type { Actor } from '../../../core/actor.ts';
import { Refusal } from '../../../core/refusal.ts';
import { audit } from '../../../platform/audit.ts';
import type { ActionRequest, CommandRequest, Reply, ViewRequest } from '../../../platform/feature.ts';
import { say } from '../../../platform/slack/kit/index.ts';
import type { Work } from '../../../platform/work.ts';
import { demand } from '../../../policy/policy.ts';
import { sideOf } from '../../playbook/public.ts';
import { afterChange, askForReview, reviewerFor } from '../announce.ts';
import { formFor } from '../evidence/catalogue.ts';
import type { HandedIn } from '../evidence/form.ts';
import { waitOf } from '../rules/progress.ts';
import { changeStep } from '../store/change.ts';
import { loadStep, lockRunOf, lockStep, type Run, type RunStep } from '../store/load.ts';
import { completeModal } from '../views/stepModals.ts';
import { nameOf, stateLine, waitLine } from '../views/words.ts';
import { runBlocked } from './blocked.ts';
import { chooseStep } from './chooseStep.ts';

const metadata = z.object({ stepId: z.string() });

/** The button: shows the step and the form for what it asks. */
export async function openComplete(request: ActionRequest): Promise<Reply> {
  const { run, step } = await loadStep(request, request.value);
  demandCompletable(request.actor, run, step);
  return { modal: completeModal(run, step) };
}

/** The form. */
export async function submitComplete(request: ViewRequest): Promise<Reply> {
  const { run, step } = await lockStep(request, metadata.parse(request.metadata).stepId);
  demandCompletable(request.actor, run, step);
  const reading = formFor(step.step.evidence).read(request.inputs);
  if (!reading.ok) return { errors: reading.errors };
  return completeStep(request, run, step, reading.evidence);
}

/** `done <step> [evidence]`, or the same in plain words: “I finished …”; “I am stuck on …” is trouble instead. */
export async function runDone(request: CommandRequest): Promise<Reply> {
  const trouble =
    /^(?:(?:am|are|is|['’]m|['’]re) )?(?:still )?(?:blocked|stuck)\b(?: (?:on|by|with|at))?\s*/i.exec(
      request.text,
    );
  if (trouble) return runBlocked({ ...request, text: request.text.slice(trouble[0].length) });
  const chosen = await chooseStep(request, request.text, 'done', (step) => step.status === 'open', lockRunOf);
  if (chosen.kind === 'asked') return chosen.reply;
  const { run, step } = chosen;
  demandCompletable(request.actor, run, step);
  const evidence = formFor(step.step.evidence).fromWords(chosen.rest);
  if (evidence === null) return { modal: completeModal(run, step) };
  return completeStep(request, run, step, evidence);
}

/** Refuses, with the present state in words, whoever may not complete this step, or not now. */
function demandCompletable(actor: Actor, run: Run, step: RunStep): void {
  demand(actor, 'journey.view', { partnerId: run.partner.id });
  if (run.journey.status !== 'running')
    throw new Refusal('stale', `${run.partner.name}’s onboarding is complete; there is nothing left to do.`);
  if (step.status === 'done')
    throw new Refusal('stale', `“${step.title}” is done already. ${stateLine(run, step)}.`);
  if (step.status === 'in_review')
    throw new Refusal(
      'stale',
      `“${step.title}” was handed in already, by ${nameOf(run, step.row.submittedById)}. ${stateLine(run, step)}.`,
    );
  const owner = nameOf(run, step.row.ownerPersonId);
  const isOwn = step.row.ownerPersonId === actor.personId;
  if (!isOwn && actor.side === 'partner' && sideOf(step.step.owner) === 'vendor')
    throw new Refusal(
      'not_allowed',
      `“${step.title}” is on ${run.vendorName}’s side: ${owner} does it. If it is urgent, say \`blocked ${step.key}\` and why.`,
    );
  demand(actor, 'step.complete', { partnerId: run.partner.id, ownerPersonIds: [step.row.ownerPersonId] });
  if (waitOf(step, run.steps, run.gates))
    throw new Refusal('invalid', `“${step.title}” can’t be done yet. ${waitLine(run, step)}.`);
}

/** Done, or in review when the playbook asks for one. What was blocked no longer is. */
async function completeStep(
  request: Work & { readonly actor: Actor },
  run: Run,
  step: RunStep,
  evidence: HandedIn,
): Promise<Reply> {
  const { actor, now } = request;
  const submitted = {
    evidence,
    submittedAt: now,
    submittedById: actor.personId,
    note: null,
    blockedAt: null,
    snoozedUntil: null,
  };
  const isReviewed = step.step.review !== undefined;
  const reviewer = isReviewed ? await reviewerFor(request, run, step, actor.personId) : null;
  const changed = await changeStep(
    request,
    run,
    step,
    isReviewed
      ? { ...submitted, status: 'in_review', reviewerPersonId: reviewer?.id ?? null }
      : { ...submitted, status: 'done', completedAt: now, completedById: actor.personId },
  );
  await audit(request, {
    actorPersonId: actor.personId,
    verb: isReviewed ? 'onboarding.submit' : 'onboarding.complete',
    partnerId: run.partner.id,
    subject: `journeyStep:${step.row.id}`,
    summary: `${isReviewed ? 'handed in' : 'completed'} “${step.title}”`,
    detail: { evidence },
  });
  const next = await afterChange(request, changed);
  if (!isReviewed) return { message: say(`Thank you! “${step.title}” is done.${progressWords(next)}`) };
  const submittedStep = next.steps.find((each) => each.row.id === step.row.id) ?? step;
  await askForReview(request, next, submittedStep);
  return {
    message: say(
      `Thank you! “${step.title}” is handed in. ${reviewer?.name ?? 'A reviewer'} looks at it and you’ll hear from me.`,
    ),
  };
}

function progressWords(run: Run): string {
  const left = run.steps.filter((step) => step.status !== 'done').length;
  return left === 0 ? ' That was the last step.' : ` ${left} to go.`;
}
