import { z } from 'zod';
import { Refusal } from '../../../core/refusal.ts';
import { withinSentence } from '../../../core/text.ts';
import type { ActionRequest, Reply } from '../../../platform/feature.ts';
import { can, demand } from '../../../policy/policy.ts';
import { sendFiles, tableInFiles } from '../../ingest/public.ts';
import { loadPartner } from '../../partners/public.ts';
import { answerPrivately } from '../routes/private.ts';
import { signalLabel } from '../signals/catalogue.ts';
import { loadEvidence } from './load.ts';
import { evidenceMessage } from './view.ts';

const reference = z.tuple([z.string().max(100), z.uuid(), z.coerce.number().int().min(0).max(100_000)]);

/** How a signal came about: `<kind>:<partner>:<page>`. */
export async function pressEvidence(request: ActionRequest): Promise<Reply> {
  const asked = await findEvidence(request);
  const mayExport = can(request.actor, 'figures.export', { partnerId: asked.partner.id });
  return answerPrivately(request, evidenceMessage({ ...asked, mayExport }));
}

/** All that is behind a signal, in a file for whoever asks alone. */
export async function pressEvidenceExport(request: ActionRequest): Promise<Reply> {
  const { kind, partner, evidence } = await findEvidence(request);
  demand(request.actor, 'figures.export', { partnerId: partner.id });
  const { noun, columns, rows } = evidence.ground;
  // The file is named wherever the button was pressed: not after what is wrong.
  const what = `the ${noun} behind ${withinSentence(signalLabel(kind))} of ${partner.name}`;
  return sendFiles(request, tableInFiles({ name: 'evidence', columns, rows, what }));
}

async function findEvidence(request: ActionRequest) {
  const { actor } = request;
  // A partner’s person learns nothing, not even which partners there are.
  if (actor.side !== 'vendor') demand(actor, 'health.view', { partnerId: actor.partnerId });
  const read = reference.safeParse(request.value.split(':'));
  if (!read.success)
    throw new Refusal('stale', 'I can’t find that signal any more. Say “health” for the present ones.');
  const [kind, partnerId, page] = read.data;
  const partner = await loadPartner(request, partnerId);
  demand(actor, 'health.view', { partnerId: partner.id });
  return { kind, partner, page, evidence: await loadEvidence(request, partner, kind) };
}
