import { listing } from '../../core/text.ts';
import type { Rendered } from '../../platform/delivery/message.ts';
import { message } from '../../platform/slack/kit/index.ts';
import type { Work } from '../../platform/work.ts';
import { loadPeople } from '../partners/public.ts';
import { calendarOf, namesOf } from './announce.ts';
import { dealTerms } from './editing.ts';
import { leadClock } from './lead-clock.ts';
import { offersRenewal, registrationWords } from './registration/card.ts';
import { routingRules, traitWords } from './routing/route.ts';
import { type Lead, loadDeal, loadLead, ownerOf } from './store.ts';
import { dealBlocks } from './views/deal.ts';
import { leadBlocks } from './views/lead.ts';

export async function renderDeal(work: Work, dealId: string): Promise<Rendered> {
  const deal = await loadDeal(work, dealId);
  const terms = await dealTerms(work);
  const owner = ownerOf(deal);
  const people = await loadPeople(work, [
    owner,
    deal.closedById,
    ...deal.roles.map(({ personId }) => personId),
  ]);
  const names = {
    owner: people.get(owner ?? '')?.name ?? null,
    closedBy: people.get(deal.closedById ?? '')?.name ?? null,
    phase: terms.stages.find(({ key }) => key === deal.phase)?.name ?? null,
    roles: terms.roles.flatMap(({ key, name }) => {
      const held = deal.roles.find(({ role }) => role === key);
      const person = people.get(held?.personId ?? '');
      return person ? [`${name}: ${person.name}`] : [];
    }),
  };
  const registration = {
    words: await registrationWords(work, deal),
    canAskRenewal: await offersRenewal(work, deal),
  };
  const blocks = dealBlocks(deal, names, await calendarOf(work), registration);
  return { audience: 'partner', message: message(blocks) };
}

export async function renderLead(work: Work, leadId: string): Promise<Rendered> {
  const lead = await loadLead(work, leadId);
  const view = { traits: traitWords(lead, await routingRules(work)), card: null };
  const blocks = leadBlocks(lead, await namesOf(work, lead), await calendarOf(work), view);
  return { audience: 'partner', message: message(blocks) };
}

/** The card of whoever is, or was, to review a lead: `<lead>:<person>`, or for the partner's manager the lead alone. */
export async function renderLeadReview(work: Work, subject: string): Promise<Rendered> {
  const [leadId = '', personId = null] = subject.split(':');
  const lead = await loadLead(work, leadId);
  const view = {
    traits: traitWords(lead, await routingRules(work)),
    card: {
      isTheirs: lead.ownerPersonId === personId,
      note: await cardNote(work, lead, personId),
      clock: await leadClock(work, lead),
    },
  };
  const blocks = leadBlocks(lead, await namesOf(work, lead), await calendarOf(work), view);
  return { audience: 'internal', message: message(blocks) };
}

/** Why somebody has, or had, a lead on their desk. */
async function cardNote(work: Work, lead: Lead, personId: string | null): Promise<string> {
  const own = lead.routings.find((each) => each.personId === personId);
  if (own) return own.reason ? `You passed it on: ${own.reason}` : `Why you: ${listing(own.why)}.`;
  const people = await loadPeople(
    work,
    lead.routings.map((each) => each.personId),
  );
  const passed = lead.routings.flatMap(({ personId: by, reason }) =>
    reason ? [`${people.get(by)?.name ?? 'Somebody'} passed it on: ${reason}`] : [],
  );
  return [...passed, ...(lead.unroutedWhy ? [`It came to you because ${lead.unroutedWhy}.`] : [])].join('\n');
}
