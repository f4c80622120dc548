import { z } from 'zod';
import { Refusal } from '../../../core/refusal.ts';
import { audit } from '../../../platform/audit.ts';
import type { ActionRequest, Modal, Reply, Request, ViewRequest } from '../../../platform/feature.ts';
import { button, context, md, say, section, textInput } from '../../../platform/slack/kit/index.ts';
import { canSomewhere, demand } from '../../../policy/policy.ts';
import { isProposed, proposeFinding } from '../store/lessons.ts';
import { loadWording } from './load.ts';
import type { Comparison } from './rules.ts';
import { findingWords, versionWords } from './view.ts';

/** Opens the form for the change that a sure finding asks for. */
export async function pressProposeWording(request: ActionRequest): Promise<Reply> {
  const comparison = await loadSure(request, request.value);
  if (await isProposed(request, findingOf(request.value))) throw alreadyProposed();
  return { modal: proposeForm(comparison, request.value) };
}

const metadata = z.object({ reference: z.string().max(300) });
const change = z.string().trim().min(1).max(300);

/** Proposes it beside what post-mortems ask for; whoever publishes the playbook settles it. */
export async function submitWording(request: ViewRequest): Promise<Reply> {
  const { reference } = metadata.parse(request.metadata);
  const comparison = await loadSure(request, reference);
  const { actor, inputs } = request;
  const proposal = change.safeParse(inputs.proposal);
  if (!proposal.success) return { errors: { proposal: 'Say what to change in the playbook.' } };
  const { title } = comparison.now.step;
  const isNew = await proposeFinding(request, {
    finding: findingOf(reference),
    story: comparison.changes.join('. '),
    writtenById: actor.personId,
    text: `Step “${title}”: ${findingWords(comparison)}`,
    proposal: proposal.data,
  });
  if (!isNew) throw alreadyProposed();
  await audit(request, {
    actorPersonId: actor.personId,
    verb: 'health.propose',
    partnerId: null,
    summary: `${actor.name} proposed a change of the playbook from how the wording of step “${title}” did: ${proposal.data}`,
    isInternal: true,
  });
  return {
    message: say(
      md`Proposed: ${proposal.data} Whoever publishes the playbook adopts it or sets it aside.`,
      button('platform.command', 'See proposed changes', { value: 'health lessons' }),
    ),
  };
}

function findingOf(reference: string): string {
  return `wording:${reference}`;
}

function alreadyProposed(): Refusal {
  return new Refusal('stale', 'That is proposed already. “health lessons” shows it, with the others.');
}

/** Only what is sure is a reason to change a playbook, and it has to be so still. */
async function loadSure(request: Request, reference: string): Promise<Comparison> {
  const { actor } = request;
  // Over many partners, so of none: whoever may act for one of them may propose.
  if (!canSomewhere(actor, 'health.act')) demand(actor, 'health.act', { partnerId: null });
  const { comparison } = await loadWording(request, reference);
  if (comparison.verdict !== 'better' && comparison.verdict !== 'worse')
    throw new Refusal(
      'stale',
      'It isn’t sure any more which wording does better. “friction wording” shows how they stand.',
    );
  return comparison;
}

function proposeForm(comparison: Comparison, reference: string): Modal {
  const { now, earlier, verdict } = comparison;
  const { title } = now.step;
  return {
    callbackId: 'health.wording',
    title: 'Propose a change',
    submit: 'Propose',
    metadata: { reference },
    blocks: [
      section(md`Step “${title}”: ${findingWords(comparison)}`),
      textInput('proposal', 'What should change in the playbook?', {
        multiline: true,
        maxLength: 300,
        initial:
          verdict === 'worse'
            ? `Word step “${title}” again as ${versionWords(earlier)} did.`
            : `Keep the wording of step “${title}” as it is now, and word the steps like it the same way.`,
      }),
      context('It joins the proposed changes under “health lessons”. Only your side reads it.'),
    ],
  };
}
