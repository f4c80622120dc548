import { z } from 'zod';
import type { Actor } from '../../../core/actor.ts';
import { Refusal } from '../../../core/refusal.ts';
import { audit } from '../../../platform/audit.ts';
import { post } from '../../../platform/delivery/post.ts';
import type { ActionRequest, Reply, Request, ViewRequest } from '../../../platform/feature.ts';
import { say } from '../../../platform/slack/kit/index.ts';
import { demand } from '../../../policy/policy.ts';
import { afterChange } from '../announce.ts';
import { changeStep } from '../store/change.ts';
import { loadStep, lockStep, type Run, type RunStep } from '../store/load.ts';
import { sentBack } from '../views/requests.ts';
import { reviewModal, sendBackModal } from '../views/stepModals.ts';
import { nameOf, stateLine } from '../views/words.ts';

const metadata = z.object({ stepId: z.string(), version: z.number().int() });

/** The checklist's button: what was handed in, and the decision on it. */
export async function openReview(request: ActionRequest): Promise<Reply> {
  const { run, step } = await loadStep(request, request.value);
  demandReviewable(request.actor, run, step, step.row.version);
  return { modal: reviewModal(run, step) };
}

/** The reviewer's button in the direct message: for the version they read. */
export async function pressApprove(request: ActionRequest): Promise<Reply> {
  const { stepId, version } = pressed(request.value);
  return approve(request, stepId, version);
}

export async function openSendBack(request: ActionRequest): Promise<Reply> {
  const { stepId, version } = pressed(request.value);
  const { run, step } = await loadStep(request, stepId);
  demandReviewable(request.actor, run, step, version);
  return { modal: sendBackModal(step) };
}

export async function submitSendBack(request: ViewRequest): Promise<Reply> {
  const { stepId, version } = metadata.parse(request.metadata);
  return sendBack(request, stepId, version, reasonOf(request));
}

export async function submitReview(request: ViewRequest): Promise<Reply> {
  const { stepId, version } = metadata.parse(request.metadata);
  const { decision } = request.inputs;
  if (decision === 'approve') return approve(request, stepId, version);
  if (decision === 'send-back') return sendBack(request, stepId, version, reasonOf(request));
  return { errors: { decision: 'Please choose one of the two.' } };
}

function pressed(value: string): { stepId: string; version: number } {
  const [stepId = '', version = ''] = value.split(' ');
  return { stepId, version: Number(version) };
}

function reasonOf(request: ViewRequest): string {
  const { reason } = request.inputs;
  return typeof reason === 'string' ? reason.trim().slice(0, 1000) : '';
}

/** Refuses whoever may not decide, and a decision on something that has moved on, with its present state. */
function demandReviewable(actor: Actor, run: Run, step: RunStep, version: number): void {
  demand(actor, 'step.review', { partnerId: run.partner.id, ownerPersonIds: [step.row.reviewerPersonId] });
  if (step.status === 'done') {
    const by = step.row.completedById;
    throw new Refusal('stale', `“${step.title}” was approved already, by ${nameOf(run, by)}.`);
  }
  if (step.status === 'open')
    throw new Refusal(
      'stale',
      step.row.note && step.row.blockedAt === null
        ? `“${step.title}” was sent back already: ${step.row.note}`
        : `“${step.title}” isn’t in review. It is: ${stateLine(run, step)}.`,
    );
  if (step.row.version !== version)
    throw new Refusal(
      'stale',
      `“${step.title}” has been handed in again since. Press “Review” on the checklist, or use my newest message.`,
    );
  if (step.row.submittedById === actor.personId)
    throw new Refusal(
      'not_allowed',
      `You handed “${step.title}” in yourself, so somebody else reviews it: ${nameOf(run, step.row.reviewerPersonId)}, or the partner manager.`,
    );
}

async function approve(request: Request, stepId: string, version: number): Promise<Reply> {
  const { run, step } = await lockStep(request, stepId);
  const { actor, now } = request;
  demandReviewable(actor, run, step, version);
  const changed = await changeStep(request, run, step, {
    status: 'done',
    completedAt: now,
    completedById: actor.personId,
    note: null,
  });
  await audit(request, {
    actorPersonId: actor.personId,
    verb: 'onboarding.approve',
    partnerId: run.partner.id,
    subject: `journeyStep:${step.row.id}`,
    summary: `approved “${step.title}”`,
  });
  await afterChange(request, changed);
  return { message: say(`Approved: “${step.title}” at ${run.partner.name} is done.`) };
}

async function sendBack(request: Request, stepId: string, version: number, reason: string): Promise<Reply> {
  if (reason === '')
    return { errors: { reason: 'Please say what is missing, so that the owner knows what to do.' } };
  const { run, step } = await lockStep(request, stepId);
  const { actor } = request;
  demandReviewable(actor, run, step, version);
  const changed = await changeStep(request, run, step, { status: 'open', note: reason });
  await audit(request, {
    actorPersonId: actor.personId,
    verb: 'onboarding.sendBack',
    partnerId: run.partner.id,
    subject: `journeyStep:${step.row.id}`,
    summary: `sent “${step.title}” back: ${reason}`,
  });
  const next = await afterChange(request, changed);
  const told = [step.row.submittedById, step.row.ownerPersonId]
    .flatMap((id) => (id === null ? [] : (next.people.get(id) ?? [])))
    .filter((person, index, all) => !person.deactivatedAt && all.indexOf(person) === index);
  await post(
    request,
    ...told.map((person) => ({
      key: `onboarding.sentBack:${step.row.id}:${step.row.version}:${person.id}`,
      to: { person: person.slackUserId },
      audience: 'partner' as const,
      message: sentBack(step, actor.name, reason),
    })),
  );
  const names = told.map((person) => person.name).join(' and ');
  return { message: say(`Sent back. ${names || 'Nobody'} has your reason.`) };
}
