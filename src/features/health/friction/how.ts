import { z } from 'zod';
import { Refusal } from '../../../core/refusal.ts';
import type { ActionRequest, Reply } from '../../../platform/feature.ts';
import { answerPrivately } from '../routes/private.ts';
import { cohortExplanation, stepExplanation } from './how-view.ts';
import { loadFriction } from './load.ts';
import { cohortMembers, stepWaitsOf } from './rules.ts';

const reference = z.tuple([
  z.enum(['step', 'cohort']),
  z.string().max(200),
  z.coerce.number().int().min(0).max(100_000),
]);

/** How a wait came about, partner by partner: `step:<key>:<page>`, `cohort:2026 Q3:<page>`. */
export async function pressFrictionHow(request: ActionRequest): Promise<Reply> {
  const [kind, name, page] = reference.safeParse(request.value.split(':')).data ?? ['step', '', 0];
  const { journeys, wins, today, nameOf, early, earlyDays } = await loadFriction(request);
  if (kind === 'step') {
    const waits = stepWaitsOf(journeys, name);
    if (waits) return answerPrivately(request, stepExplanation({ ...waits, key: name, nameOf, page }));
  } else {
    const members = cohortMembers(journeys, wins, today, name);
    if (members.length > 0)
      return answerPrivately(
        request,
        cohortExplanation({ name, members, today, nameOf, page, early, earlyDays }),
      );
  }
  throw new Refusal('stale', 'Nothing waits there any more. Say “friction” for what does now.');
}
