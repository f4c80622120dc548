import { z } from 'zod';
import { Refusal } from '../../../core/refusal.ts';
import { withinSentence } from '../../../core/text.ts';
import type { Message } from '../../../platform/delivery/message.ts';
import type { ActionRequest, Reply } from '../../../platform/feature.ts';
import { can, demand } from '../../../policy/policy.ts';
import { sendFiles, tableInFiles } from '../../ingest/public.ts';
import { answerPrivately } from '../routes/private.ts';
import { type Behind, behindCohort, behindStep, cohortExplanation, stepExplanation } from './how-view.ts';
import { loadFriction } from './load.ts';
import { cohortMembers, journeysOf, stepWaitsOf } from './rules.ts';

const reference = z.tuple([
  z.enum(['step', 'cohort']),
  z.string().max(200),
  z.coerce.number().int().min(0).max(100_000),
]);

/** How a wait came about, partner by partner: `step:<key>:<page>`, of a quarter’s `step:<key>/2026 Q3:<page>`, `cohort:2026 Q3:<page>`. */
export async function pressFrictionHow(request: ActionRequest): Promise<Reply> {
  const { explain, ids } = await findWait(request);
  const mayExport = ids.every((partnerId) => can(request.actor, 'figures.export', { partnerId }));
  return answerPrivately(request, explain(mayExport));
}

/** All that is behind a wait, in a file for whoever asks alone. */
export async function pressFrictionExport(request: ActionRequest): Promise<Reply> {
  const { behind, ids } = await findWait(request);
  for (const partnerId of ids) demand(request.actor, 'figures.export', { partnerId });
  const files = tableInFiles({ ...behind, name: 'waits', what: `the ${withinSentence(behind.caption)}` });
  return sendFiles(request, files);
}

/** The wait a button or menu asks for, over the partners this person may see the health of. */
async function findWait(request: ActionRequest): Promise<{
  readonly ids: readonly string[];
  readonly behind: Behind;
  readonly explain: (mayExport: boolean) => Message;
}> {
  const [kind, name, page] = reference.safeParse(request.value.split(':')).data ?? ['step', '', 0];
  const { ids, journeys, wins, signedOn, today, nameOf, early, earlyDays } = await loadFriction(request);
  if (kind === 'step') {
    const [key = '', quarter] = name.split('/');
    const waits = stepWaitsOf(quarter ? journeysOf(journeys, quarter) : journeys, key);
    if (waits) {
      const behind = behindStep(waits, nameOf);
      const explain = (mayExport: boolean) =>
        stepExplanation({ ...waits, key: name, quarter: quarter ?? null, behind, page, mayExport });
      return { ids, behind, explain };
    }
  } else {
    const members = cohortMembers(journeys, wins, today, name, signedOn);
    if (members.length > 0) {
      const cohort = { name, members, today, early };
      const behind = behindCohort(cohort, nameOf);
      const explain = (mayExport: boolean) =>
        cohortExplanation({ ...cohort, earlyDays, behind, page, mayExport });
      return { ids, behind, explain };
    }
  }
  throw new Refusal('stale', 'Nothing waits there any more. Say “friction” for what does now.');
}
