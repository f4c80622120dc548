import { type LocalDate, localDateOf } from '../../../core/calendar.ts';
import { Refusal } from '../../../core/refusal.ts';
import type { CommandRequest, Reply } from '../../../platform/feature.ts';
import { can, demand } from '../../../policy/policy.ts';
import { journeyWaits } from '../../onboarding/public.ts';
import { everyPartner, programmeSettings } from '../../partners/public.ts';
import { firstWins } from '../../pipeline/public.ts';
import { answerPrivately } from '../routes/private.ts';
import { cohorts, frictionPoints } from './rules.ts';
import { frictionMessage } from './view.ts';

/** `friction`: where journeys wait, over all partners this person may see the health of. */
export async function runFriction(request: CommandRequest): Promise<Reply> {
  const { actor } = request;
  if (actor.side !== 'vendor') demand(actor, 'health.view', { partnerId: actor.partnerId });
  // Of those who are left alone the waits would flatter.
  const partners = (await everyPartner(request)).filter(({ id }) =>
    can(actor, 'health.view', { partnerId: id }),
  );
  const ids = partners.map(({ id }) => id);
  const journeys = await journeyWaits(request, ids);
  if (journeys.length === 0) {
    throw new Refusal('not_found', 'No onboarding that you may see has begun yet, so nothing has waited.');
  }
  const { timeZone } = await programmeSettings(request);
  const wins = new Map<string, LocalDate>(
    [...(await firstWins(request, ids))].map(([id, at]) => [id, localDateOf(at, timeZone)]),
  );
  return answerPrivately(
    request,
    frictionMessage({
      journeys: journeys.length,
      points: frictionPoints(journeys),
      cohorts: cohorts(journeys, wins, localDateOf(request.now, timeZone)),
    }),
  );
}
