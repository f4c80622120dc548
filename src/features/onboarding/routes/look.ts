import { formatInstant } from '../../../core/calendar.ts';
import type { ActionRequest, CommandRequest, Reply, Request } from '../../../platform/feature.ts';
import {
  actions,
  bold,
  button,
  header,
  joinMd,
  md,
  message,
  say,
  section,
  when,
} from '../../../platform/slack/kit/index.ts';
import { can, demand } from '../../../policy/policy.ts';
import { choosePartner, listPartners, loadPeople } from '../../partners/public.ts';
import { showEvidence } from '../evidence/catalogue.ts';
import { phaseOf } from '../rules/progress.ts';
import { loadRun, loadRuns, loadStep, type Run, type RunStep, runOf } from '../store/load.ts';
import { checklist, stepBlock } from '../views/checklist.ts';
import { overview } from '../views/overview.ts';
import { aboutStep } from '../views/stepModals.ts';
import { stateLine } from '../views/words.ts';
import { chooseStep } from './chooseStep.ts';

const historyLines = 15;

/** `status`: this partner's checklist, to the person alone; elsewhere, for the vendor, every partner side by side. */
export async function runStatus(request: CommandRequest): Promise<Reply> {
  const { actor, place, text } = request;
  if (actor.side === 'vendor' && text === '' && place.partnerId === null) {
    demand(actor, 'journey.view', { partnerId: null });
    const partners = await listPartners(request, actor);
    const runs = await loadRuns(request, {
      partnerIds: partners.map((partner) => partner.id),
      status: 'running',
    });
    return { message: overview(partners, runs) };
  }
  const { partner } = await choosePartner(request, text);
  demand(actor, 'journey.view', { partnerId: partner.id });
  return { message: checklist(await runOf(request, partner)).message };
}

/** `steps`: what the person has to do, across partners. */
export async function runSteps(request: CommandRequest): Promise<Reply> {
  return showMine(request);
}

export async function pressMine(request: ActionRequest): Promise<Reply> {
  return showMine(request);
}

async function showMine(request: Request): Promise<Reply> {
  const { actor } = request;
  const runs = await loadRuns(request, { status: 'running', personId: actor.personId });
  const visible = runs.filter((run) => can(actor, 'journey.view', { partnerId: run.partner.id }));
  const blocks = visible.flatMap((run) => {
    const own = run.steps.filter(
      (step) => step.row.ownerPersonId === actor.personId && step.status !== 'done',
    );
    const now = own.filter((step) => phaseOf(step, run.steps, run.gates) !== 'waiting');
    const later = own.length - now.length;
    const reviews = run.steps.filter(
      (step) => step.status === 'in_review' && step.row.reviewerPersonId === actor.personId,
    );
    if (own.length + reviews.length === 0) return [];
    return [
      section(bold(run.partner.name)),
      ...now.map((step) => stepBlock(run, step)),
      ...reviews.filter((step) => !now.includes(step)).map((step) => stepBlock(run, step)),
      ...(later > 0 ? [section(`${later} more of yours wait for other steps or the next gate.`)] : []),
    ];
  });
  if (blocks.length === 0) return { message: say('Nothing is waiting for you. Enjoy the quiet.') };
  return { message: message([header('Your steps'), ...blocks]) };
}

/** Every step of every gate, whatever its state. */
export async function pressAll(request: ActionRequest): Promise<Reply> {
  const run = await loadRun(request, request.value);
  demand(request.actor, 'journey.view', { partnerId: run.partner.id });
  const blocks = run.gates.flatMap((gate) => [
    section(bold(`${gate.gate.name}${gate.status === 'passed' ? ' (passed)' : ''}`)),
    ...run.steps.filter((step) => step.gateKey === gate.key).map((step) => stepBlock(run, step)),
  ]);
  return { message: message([header(`All steps of ${run.partner.name}`), ...blocks]) };
}

/** `step <name>`: what it is, how it stands, what was handed in, what happened to it. */
export async function runStep(request: CommandRequest): Promise<Reply> {
  const chosen = await chooseStep(request, request.text, 'step', (step) => step.status !== 'done');
  return chosen.kind === 'asked' ? chosen.reply : details(request, chosen.run, chosen.step);
}

export async function pressStep(request: ActionRequest): Promise<Reply> {
  const { run, step } = await loadStep(request, request.value);
  return details(request, run, step);
}

async function details(request: Request, run: Run, step: RunStep): Promise<Reply> {
  const { actor } = request;
  demand(actor, 'journey.view', { partnerId: run.partner.id });
  const entries = await request.tx.auditEntry.findMany({
    where: {
      workspaceId: request.workspaceId,
      subject: `journeyStep:${step.row.id}`,
      ...(!can(actor, 'audit.internal', { partnerId: run.partner.id }) && { isInternal: false }),
    },
    orderBy: { id: 'desc' },
    take: historyLines,
  });
  const people = await loadPeople(
    request,
    entries.map((entry) => entry.actorPersonId),
  );
  const history = entries.map((entry) => {
    const who = entry.actorPersonId ? (people.get(entry.actorPersonId)?.name ?? 'Someone') : 'Tandem';
    const at = when(entry.at, formatInstant(entry.at, actor.timeZone, request.now));
    return md`${at}: ${who} ${entry.summary}`;
  });
  const evidence = showEvidence(step.row.evidence);
  const value = step.row.id;
  const phase = phaseOf(step, run.steps, run.gates);
  return {
    message: message([
      ...aboutStep(run, step),
      section(md`${bold('Now:')} ${stateLine(run, step)}`),
      ...(evidence ? [section(md`${bold('Handed in:')}\n${evidence}`)] : []),
      ...(history.length > 0 ? [section(md`${bold('History')}\n${joinMd(history, '\n')}`)] : []),
      ...(step.status === 'done'
        ? []
        : [
            actions(
              ...(phase === 'ready'
                ? [button('onboarding.complete', 'Complete', { value, style: 'primary' })]
                : []),
              ...(phase === 'in_review' ? [button('onboarding.review', 'Review', { value })] : []),
              ...(phase === 'blocked' ? [button('onboarding.unblock', 'No longer blocked', { value })] : []),
              ...(phase === 'ready' || phase === 'waiting'
                ? [button('onboarding.block', 'It’s blocked', { value })]
                : []),
            ),
          ]),
    ]),
  };
}
