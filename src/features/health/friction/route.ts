import type { CommandRequest, Reply } from '../../../platform/feature.ts';
import { answerPrivately } from '../routes/private.ts';
import { loadFriction } from './load.ts';
import { cohorts, frictionPoints } from './rules.ts';
import { frictionMessage } from './view.ts';

/** `friction`: where journeys wait, over all partners this person may see the health of. */
export async function runFriction(request: CommandRequest): Promise<Reply> {
  const { journeys, wins, today, early, earlyDays } = await loadFriction(request);
  return answerPrivately(
    request,
    frictionMessage({
      journeys: journeys.length,
      points: frictionPoints(journeys),
      cohorts: cohorts(journeys, wins, today, early),
      earlyDays,
    }),
  );
}
