import { addDays, instantOf, type LocalDate, localDateOf, localDateOfUtc } from '../../../core/calendar.ts';
import { Refusal } from '../../../core/refusal.ts';
import type { Request } from '../../../platform/feature.ts';
import { can, demand } from '../../../policy/policy.ts';
import { journeyWaits } from '../../onboarding/public.ts';
import { everyPartner, programmeSettings } from '../../partners/public.ts';
import { earlyDeals, firstWins } from '../../pipeline/public.ts';
import { findCurrentPlaybook, noMeasures } from '../../playbook/public.ts';

/** The journeys of all partners this person may see the health of: where they waited, who the partners are and when they signed. */
export async function loadWaits(request: Request) {
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
  const names = new Map(partners.map(({ id, name }) => [id, name]));
  const signedOn = new Map<string, LocalDate>(
    partners.flatMap(({ id, signedOn: on }) => (on ? [[id, localDateOfUtc(on)] as const] : [])),
  );
  return { ids, journeys, signedOn, nameOf: (partnerId: string) => names.get(partnerId) ?? '' };
}

/**
 * The same with the day each partner first won a deal, and the deals of its first days: as many as the playbook gives it
 * to become active, from the first kickoff on.
 */
export async function loadFriction(request: Request) {
  const { ids, journeys, signedOn, nameOf } = await loadWaits(request);
  const { timeZone } = await programmeSettings(request);
  const wins = new Map<string, LocalDate>(
    [...(await firstWins(request, ids))].map(([id, at]) => [id, localDateOf(at, timeZone)]),
  );
  const playbook = (await findCurrentPlaybook(request))?.playbook;
  const earlyDays = (playbook?.measures ?? noMeasures).activation.days;
  const kickoffs = new Map<string, LocalDate>();
  for (const { partnerId, kickoffOn } of journeys)
    if (kickoffOn < (kickoffs.get(partnerId) ?? '9999')) kickoffs.set(partnerId, kickoffOn);
  const early = await earlyDeals(
    request,
    [...kickoffs].map(([partnerId, from]) => ({
      partnerId,
      from: instantOf(from, 0, timeZone),
      to: instantOf(addDays(from, earlyDays), 0, timeZone),
    })),
    playbook?.programme.currency ?? 'EUR',
  );
  return {
    ...{ ids, early, earlyDays, nameOf },
    ...{ journeys, wins, signedOn, today: localDateOf(request.now, timeZone) },
  };
}
