import { z } from 'zod';
import type { Actor } from '../../../core/actor.ts';
import { Refusal } from '../../../core/refusal.ts';
import { pluralise } from '../../../core/text.ts';
import { audit } from '../../../platform/audit.ts';
import type { Message } from '../../../platform/delivery/message.ts';
import { post } from '../../../platform/delivery/post.ts';
import type { ActionRequest, CommandRequest, Reply, ViewRequest } from '../../../platform/feature.ts';
import { say } from '../../../platform/slack/kit/index.ts';
import type { Work } from '../../../platform/work.ts';
import { demand } from '../../../policy/policy.ts';
import { channelOf, choosePartner } from '../../partners/public.ts';
import { afterChange } from '../announce.ts';
import { currentGate, isDecidable } from '../rules/progress.ts';
import { changeGate } from '../store/change.ts';
import { loadRun, lockRun, type Run, type RunGate, runOf } from '../store/load.ts';
import { gateHeld, gatePassed, journeyCompleted } from '../views/moments.ts';
import { gateModal } from '../views/stepModals.ts';
import { nameOf } from '../views/words.ts';

const metadata = z.object({ gateId: z.string() });

/** `gate [partner]`: decides the gate the partner stands before. */
export async function runGate(request: CommandRequest): Promise<Reply> {
  const { partner } = await choosePartner(request, request.text);
  const run = await runOf(request, partner);
  const gate = run.gates.find((each) => each.key === currentGate(run.gates));
  if (!gate) throw new Refusal('stale', `${partner.name} has passed every gate.`);
  demandDecidable(request.actor, run, gate);
  return { modal: gateModal(run, gate) };
}

export async function openDecide(request: ActionRequest): Promise<Reply> {
  const { run, gate } = await loadGate(request, request.value);
  demandDecidable(request.actor, run, gate);
  return { modal: gateModal(run, gate) };
}

export async function submitGate(request: ViewRequest): Promise<Reply> {
  const { gateId } = metadata.parse(request.metadata);
  const found = await loadGate(request, gateId);
  const run = await lockRun(request, found.run.journey.id);
  const gate = run.gates.find((each) => each.row.id === gateId) ?? found.gate;
  demandDecidable(request.actor, run, gate);
  const { decision, reason: typed } = request.inputs;
  const reason = typeof typed === 'string' ? typed.trim().slice(0, 1000) : '';
  if (decision === 'pass') return passGate(request, run, gate, reason);
  if (decision !== 'hold') return { errors: { decision: 'Please choose one of the two.' } };
  if (reason === '')
    return { errors: { reason: 'Please say why, so that both sides know what is missing.' } };
  return holdGate(request, run, gate, reason);
}

async function loadGate(work: Work, gateId: string): Promise<{ run: Run; gate: RunGate }> {
  const row = z.uuid().safeParse(gateId).success
    ? await work.tx.journeyGate.findFirst({ where: { id: gateId, workspaceId: work.workspaceId } })
    : null;
  const run = row && (await loadRun(work, row.journeyId));
  const gate = run?.gates.find((each) => each.row.id === gateId);
  if (run && gate) return { run, gate };
  throw new Refusal('stale', 'I can’t find that gate any more. Ask for `status` to see where things stand.');
}

/** Refuses whoever may not decide, what was decided already, and a gate with a step still open. */
function demandDecidable(actor: Actor, run: Run, gate: RunGate): void {
  demand(actor, 'gate.decide', { partnerId: run.partner.id });
  const name = `“${gate.gate.name}”`;
  if (gate.status === 'passed')
    throw new Refusal(
      'stale',
      `${name} was passed already, decided by ${nameOf(run, gate.row.decidedById)}.`,
    );
  if (isDecidable(gate.key, run.steps, run.gates)) return;
  const open = run.steps.filter((step) => step.gateKey === gate.key && step.status !== 'done');
  throw new Refusal(
    'invalid',
    open.length > 0
      ? `${name} can’t be decided yet: ${pluralise(open.length, 'step')} to go, first “${open[0]?.title}”.`
      : `${name} comes after a gate that isn’t passed yet.`,
  );
}

async function passGate(request: ViewRequest, run: Run, gate: RunGate, reason: string): Promise<Reply> {
  const { actor, now } = request;
  const decided = { decidedAt: now, decidedById: actor.personId, reason: reason || null };
  await changeGate(request, gate, { status: 'passed', ...decided });
  const next = run.gates[run.gates.findIndex((each) => each.key === gate.key) + 1];
  await request.tx.journey.update({
    where: { id: run.journey.id, workspaceId: request.workspaceId },
    data: next ? { currentGate: next.key } : { status: 'completed', completedAt: now },
  });
  await record(request, run, gate, `passed the gate “${gate.gate.name}”${reason ? `: ${reason}` : ''}`);
  const after = await afterChange(request, await loadRun(request, run.journey.id));
  await tell(request, run, `${gate.row.id}:passed`, gatePassed(after, gate, actor.name, reason || null));
  await request.emit({
    type: 'gate.passed',
    partnerId: run.partner.id,
    journeyId: run.journey.id,
    gateKey: gate.key,
  });
  if (!next) {
    await tell(request, run, `${gate.row.id}:completed`, journeyCompleted(after));
    await request.emit({
      type: 'journey.completed',
      partnerId: run.partner.id,
      journeyId: run.journey.id,
    });
  }
  return { message: say(`“${gate.gate.name}” is passed, and both sides know.`) };
}

async function holdGate(request: ViewRequest, run: Run, gate: RunGate, reason: string): Promise<Reply> {
  const { actor, now } = request;
  await changeGate(request, gate, { status: 'held', decidedAt: now, decidedById: actor.personId, reason });
  await record(request, run, gate, `held the gate “${gate.gate.name}”: ${reason}`);
  await afterChange(request, await loadRun(request, run.journey.id));
  await tell(request, run, `${gate.row.id}:held:${now.getTime()}`, gateHeld(gate, actor.name, reason));
  return { message: say(`“${gate.gate.name}” is held. Decide again from the checklist when you are ready.`) };
}

async function record(request: ViewRequest, run: Run, gate: RunGate, summary: string): Promise<void> {
  await audit(request, {
    actorPersonId: request.actor.personId,
    verb: 'onboarding.decide',
    partnerId: run.partner.id,
    subject: `journeyGate:${gate.row.id}`,
    summary,
  });
}

async function tell(work: Work, run: Run, fact: string, message: Message): Promise<void> {
  const { slackChannelId } = await channelOf(work, run.partner.id);
  await post(work, {
    key: `onboarding.gate:${fact}`,
    to: { channel: slackChannelId },
    audience: 'partner',
    message,
  });
}
