import type { Actor } from '../../core/actor.ts';
import type { HomeSection } from '../../platform/feature.ts';
import { actions, bold, button, header, md, section } from '../../platform/slack/kit/index.ts';
import { can, canSomewhere } from '../../policy/policy.ts';
import { listPartners } from '../partners/public.ts';
import { currentGate, phaseOf } from './rules/progress.ts';
import { loadRuns, type Run } from './store/load.ts';
import { progressLine, stepBlock } from './views/checklist.ts';

const mostItems = 15;
const mostPartners = 25;

/** Reviews, gate decisions and own steps: what waits for this person. */
export const waitingForYou: HomeSection = {
  order: 10,
  render: async (work, actor) => {
    const runs = await loadRuns(work, {
      status: 'running',
      ...(actor.side === 'partner' && { partnerIds: actor.partnerId ? [actor.partnerId] : [] }),
      personId: actor.personId,
    });
    const items = runs.flatMap((run) => itemsOf(run, actor));
    if (items.length === 0) return [];
    const left = items.length - mostItems;
    return [
      header('Waiting for you'),
      ...items.slice(0, mostItems),
      ...(left > 0 ? [section(`And ${left} more: ask for \`/partner steps\`.`)] : []),
    ];
  },
};

function itemsOf(run: Run, { personId, side }: Actor) {
  const gates = run.gates
    .filter((gate) => gate.status === 'ready' && run.seats.get(gate.gate.decidedBy) === personId)
    .map((gate) =>
      section(
        md`${run.partner.name}: the gate ${bold(gate.gate.name)} waits for your decision.`,
        button('onboarding.decide', 'Decide', { value: gate.row.id }),
      ),
    );
  const reviews = run.steps.filter(
    (step) => step.status === 'in_review' && step.row.reviewerPersonId === personId,
  );
  const own = run.steps.filter(
    (step) =>
      step.row.ownerPersonId === personId &&
      step.status === 'open' &&
      phaseOf(step, run.steps, run.gates) !== 'waiting',
  );
  return [
    ...gates,
    ...[...reviews, ...own].map((step) => stepBlock(run, step, side === 'vendor' ? run.partner.name : null)),
  ];
}

/** For those who run the programme: how far each partner is, and the way to start the next. */
export const partnersAtAGlance: HomeSection = {
  order: 20,
  render: async (work, actor) => {
    if (actor.side !== 'vendor' || !canSomewhere(actor, 'journey.start')) return [];
    const partners = (await listPartners(work, actor)).filter((partner) =>
      can(actor, 'journey.start', { partnerId: partner.id }),
    );
    const runs = await loadRuns(work, { status: 'running', partnerIds: partners.map(({ id }) => id) });
    const shown = runs.slice(0, mostPartners);
    return [
      header('Partners'),
      ...shown.map((run) => {
        const gate = run.gates.find((each) => each.key === currentGate(run.gates));
        return section(
          md`${bold(run.partner.name)}, on the way to ${gate?.gate.name ?? 'the end'}\n${progressLine(run)}`,
          button('platform.command', 'Open', { value: `status ${run.partner.name}` }),
        );
      }),
      ...(runs.length > shown.length ? [section(`And ${runs.length - shown.length} more.`)] : []),
      ...(runs.length === 0 ? [section('No onboarding is running yet.')] : []),
      actions(button('onboarding.start', 'Start onboarding', { style: 'primary' })),
    ];
  },
};
