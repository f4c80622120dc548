import type { Rendered } from '../../platform/delivery/message.ts';
import { message } from '../../platform/slack/kit/index.ts';
import type { Work } from '../../platform/work.ts';
import { loadPeople } from '../partners/public.ts';
import { calendarOf, namesOf } from './announce.ts';
import { offersRenewal, registrationWords } from './registration/card.ts';
import { loadDeal, loadLead } from './store.ts';
import { dealBlocks, leadBlocks } from './views.ts';

export async function renderDeal(work: Work, dealId: string): Promise<Rendered> {
  const deal = await loadDeal(work, dealId);
  const people = await loadPeople(work, [deal.registeredById, deal.closedById]);
  const names = {
    owner: people.get(deal.registeredById ?? '')?.name ?? null,
    closedBy: people.get(deal.closedById ?? '')?.name ?? null,
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
  const blocks = leadBlocks(lead, await namesOf(work, lead), await calendarOf(work), 'channel');
  return { audience: 'partner', message: message(blocks) };
}

export async function renderLeadReview(work: Work, leadId: string): Promise<Rendered> {
  const lead = await loadLead(work, leadId);
  const blocks = leadBlocks(lead, await namesOf(work, lead), await calendarOf(work), 'reviewer');
  return { audience: 'internal', message: message(blocks) };
}
