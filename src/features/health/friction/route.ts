import type { CommandRequest, Reply } from '../../../platform/feature.ts';
import { answerPrivately } from '../routes/private.ts';
import { showWordings } from '../wording/route.ts';
import { loadFriction } from './load.ts';
import { cohorts, frictionPoints } from './rules.ts';
import { frictionMessage } from './view.ts';

/**
 * `friction`: where journeys wait, over all partners this person may see the health of; `friction wording`: whether steps
 * that were worded anew wait less.
 */
export async function runFriction(request: CommandRequest): Promise<Reply> {
  if (/^wording\b/i.test(request.text)) return showWordings(request);
  const { journeys, wins, signedOn, today, early, earlyDays } = await loadFriction(request);
  return answerPrivately(
    request,
    frictionMessage({
      journeys: journeys.length,
      points: frictionPoints(journeys),
      cohorts: cohorts(journeys, wins, today, early, signedOn),
      earlyDays,
    }),
  );
}
