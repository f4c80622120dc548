import { z } from 'zod';
import type { Actor } from '../../../core/actor.ts';
import { Refusal } from '../../../core/refusal.ts';
import { audit } from '../../../platform/audit.ts';
import { post } from '../../../platform/delivery/post.ts';
import type {
  ActionRequest,
  CommandRequest,
  Reply,
  Request,
  ViewRequest,
} from '../../../platform/feature.ts';
import { say } from '../../../platform/slack/kit/index.ts';
import { demand } from '../../../policy/policy.ts';
import { channelOf, loadPeople } from '../../partners/public.ts';
import { afterChange } from '../announce.ts';
import { changeStep } from '../store/change.ts';
import { loadRun, loadStep, lockStep, type Run, type RunStep } from '../store/load.ts';
import { blockedNotice, unblockedNotice } from '../views/requests.ts';
import { blockedModal } from '../views/stepModals.ts';
import { nameOf, stateLine } from '../views/words.ts';
import { chooseStep } from './chooseStep.ts';

const longestReason = 1000;

/** `blocked [step] [reason]`: with a step the form is filled in as far as the words go. */
export async function runBlocked(request: CommandRequest): Promise<Reply> {
  const chosen = await chooseStep(request, request.text, 'blocked', (step) => step.status === 'open');
  if (chosen.kind === 'asked') return chosen.reply;
  const { run, step, rest } = chosen;
  demandBlockable(request.actor, run, step);
  if (rest === '') return { modal: blockedModal(run, openSteps(run), step, '') };
  const locked = await lockStep(request, step.row.id);
  return block(request, locked.run, locked.step, rest.slice(0, longestReason), null);
}

/** The checklist's button. */
export async function pressStuck(request: ActionRequest): Promise<Reply> {
  const run = await loadRun(request, request.value);
  demand(request.actor, 'journey.view', { partnerId: run.partner.id });
  const steps = openSteps(run);
  if (steps.length === 0) throw new Refusal('stale', 'No step is open, so nothing is in the way.');
  return { modal: blockedModal(run, steps, null, '') };
}

/** A step's own button. */
export async function pressBlock(request: ActionRequest): Promise<Reply> {
  const { run, step } = await loadStep(request, request.value);
  demandBlockable(request.actor, run, step);
  return { modal: blockedModal(run, openSteps(run), step, '') };
}

export async function submitBlocked(request: ViewRequest): Promise<Reply> {
  const { journeyId } = z.object({ journeyId: z.string() }).parse(request.metadata);
  const { step: stepId, reason, topic } = request.inputs;
  if (typeof stepId !== 'string') return { errors: { step: 'Please choose the step.' } };
  const said = typeof reason === 'string' ? reason.trim().slice(0, longestReason) : '';
  if (said === '') return { errors: { reason: 'Please say what is in the way, so that somebody can help.' } };
  const { run, step } = await lockStep(request, stepId);
  if (run.journey.id !== journeyId) return { errors: { step: 'That step belongs to another onboarding.' } };
  return block(request, run, step, said, typeof topic === 'string' ? topic : null);
}

/** `unblock <step>`. */
export async function runUnblock(request: CommandRequest): Promise<Reply> {
  const chosen = await chooseStep(request, request.text, 'unblock', (step) => step.isBlocked);
  return chosen.kind === 'asked' ? chosen.reply : unblock(request, chosen.step.row.id);
}

export async function pressUnblock(request: ActionRequest): Promise<Reply> {
  return unblock(request, request.value);
}

function openSteps(run: Run): readonly RunStep[] {
  return run.steps.filter((step) => step.status === 'open');
}

function demandBlockable(actor: Actor, run: Run, step: RunStep): void {
  demand(actor, 'step.complete', { partnerId: run.partner.id, ownerPersonIds: [step.row.ownerPersonId] });
  if (step.status !== 'open')
    throw new Refusal('stale', `“${step.title}” isn’t open any more. ${stateLine(run, step)}.`);
}

async function block(
  request: Request,
  run: Run,
  step: RunStep,
  reason: string,
  topic: string | null,
): Promise<Reply> {
  const { actor, now } = request;
  demandBlockable(actor, run, step);
  const changed = await changeStep(request, run, step, { blockedAt: now, note: reason });
  await audit(request, {
    actorPersonId: actor.personId,
    verb: 'onboarding.block',
    partnerId: run.partner.id,
    subject: `journeyStep:${step.row.id}`,
    summary: `said that “${step.title}” is blocked: ${reason}`,
  });
  const next = await afterChange(request, changed);
  const contact = run.playbook.contacts.find((each) => each.topic === topic) ?? null;
  const seat = contact?.seat;
  const candidates = [seat ? (run.seats.get(seat) ?? null) : null, run.partner.managerPersonId];
  const people = await loadPeople(request, candidates);
  const helper = candidates
    .flatMap((id) => (id === null ? [] : (people.get(id) ?? [])))
    .find((each) => !each.deactivatedAt);
  if (helper && helper.id !== actor.personId) {
    const { slackChannelId } = await channelOf(request, run.partner.id);
    await post(request, {
      key: `onboarding.blocked:${step.row.id}:${step.row.version}`,
      to: { person: helper.slackUserId },
      audience: helper.side === 'vendor' ? 'internal' : 'partner',
      message: blockedNotice(next, step, actor.name, reason, contact?.title ?? null, slackChannelId),
    });
  }
  const told =
    helper && helper.id !== actor.personId ? `${helper.name} hears of it now` : 'The checklist says so';
  return { message: say(`Thank you for saying so. “${step.title}” is marked as blocked. ${told}.`) };
}

async function unblock(request: Request, stepId: string): Promise<Reply> {
  const { run, step } = await lockStep(request, stepId);
  const { actor } = request;
  // Who is asked for help may also say that it has helped: everybody on a seat of this journey.
  const ownerPersonIds = [step.row.ownerPersonId, ...run.seats.values()];
  demand(actor, 'step.complete', { partnerId: run.partner.id, ownerPersonIds });
  if (!step.isBlocked) throw new Refusal('stale', `“${step.title}” isn’t blocked. ${stateLine(run, step)}.`);
  const changed = await changeStep(request, run, step, { blockedAt: null, note: null });
  await audit(request, {
    actorPersonId: actor.personId,
    verb: 'onboarding.unblock',
    partnerId: run.partner.id,
    subject: `journeyStep:${step.row.id}`,
    summary: `said that “${step.title}” is no longer blocked`,
  });
  const next = await afterChange(request, changed);
  const owner = step.row.ownerPersonId === null ? undefined : next.people.get(step.row.ownerPersonId);
  if (owner && !owner.deactivatedAt && owner.id !== actor.personId) {
    await post(request, {
      key: `onboarding.unblocked:${step.row.id}:${step.row.version}`,
      to: { person: owner.slackUserId },
      audience: owner.side === 'vendor' ? 'internal' : 'partner',
      message: unblockedNotice(step, actor.name),
    });
  }
  return {
    message: say(`“${step.title}” is free to go on. It is ${nameOf(next, step.row.ownerPersonId)}’s.`),
  };
}
