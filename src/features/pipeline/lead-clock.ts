import { localDateOf } from '../../core/calendar.ts';
import type { SlaTerms } from '../../core/sla-clock.ts';
import type { Work } from '../../platform/work.ts';
import { journeyProgress } from '../onboarding/public.ts';
import { loadPartner, programmeSettings } from '../partners/public.ts';
import {
  findCurrentPlaybook,
  loadPlaybook,
  type Region,
  regionOf,
  responseTerms,
} from '../playbook/public.ts';
import { follow } from './clocks.ts';
import { clockWords, leadEvents } from './rules/clocks.ts';
import type { Lead } from './store.ts';

/** By when a lead is to be answered, in words; null where nothing is promised, or it was answered. */
export async function leadClock(work: Work, lead: Lead): Promise<string | null> {
  const promised = waits(lead) ? await promisedFor(work, lead) : null;
  return promised && clockWords(eventsOf(lead), promised.terms, promised.region, work.now);
}

/** Plans when the cards of a lead that waits have to say something else. */
export async function followLead(work: Work, lead: Lead): Promise<void> {
  const promised = waits(lead) ? await promisedFor(work, lead) : null;
  if (promised) await follow(work, `lead:${lead.id}`, eventsOf(lead), promised.terms);
}

/** Of what came by import only the day may be known: no clock can be run from that. */
function waits({ status, isKnownByDay }: Lead): boolean {
  return status === 'submitted' && !isKnownByDay;
}

function eventsOf({ createdAt, reviewedAt }: Lead) {
  return leadEvents({ submittedAt: createdAt, answeredAt: reviewedAt });
}

/**
 * What the scorecard counts leads by: the promise of the playbook that the partner's journey runs, in the hours of the
 * region the lead is routed by, because whoever answers works there.
 */
async function promisedFor(
  work: Work,
  lead: Lead,
): Promise<{ readonly terms: SlaTerms; readonly region: Region | null } | null> {
  const current = (await findCurrentPlaybook(work))?.playbook ?? null;
  const programme = await programmeSettings(work);
  const today = localDateOf(work.now, programme.timeZone);
  const journey = (await journeyProgress(work, [lead.partnerId], today)).get(lead.partnerId);
  const playbook = journey ? await loadPlaybook(work, journey.playbookVersionId) : current;
  const { segments } = await loadPartner(work, lead.partnerId);
  const region = regionOf(current, segments, lead.territory);
  const terms = responseTerms(playbook, 'lead', programme, region);
  return terms && { terms, region };
}
