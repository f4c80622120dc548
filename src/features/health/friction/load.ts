import { type LocalDate, localDateOf } from '../../../core/calendar.ts';
import { Refusal } from '../../../core/refusal.ts';
import type { Request } from '../../../platform/feature.ts';
import { can, demand } from '../../../policy/policy.ts';
import { journeyWaits } from '../../onboarding/public.ts';
import { everyPartner, programmeSettings } from '../../partners/public.ts';
import { firstWins } from '../../pipeline/public.ts';

/** The journeys of all partners this person may see the health of, with the day each partner first won a deal. */
export async function loadFriction(request: Request) {
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
  const names = new Map(partners.map(({ id, name }) => [id, name]));
  return {
    ...{ journeys, wins, today: localDateOf(request.now, timeZone) },
    nameOf: (partnerId: string) => names.get(partnerId) ?? '',
  };
}
