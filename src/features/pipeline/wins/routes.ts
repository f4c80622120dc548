import { z } from 'zod';
import { Refusal } from '../../../core/refusal.ts';
import { audit } from '../../../platform/audit.ts';
import { answerPrivately } from '../../../platform/delivery/answer-privately.ts';
import type {
  ActionRequest,
  CommandRequest,
  Inputs,
  Reply,
  Request,
  ViewRequest,
} from '../../../platform/feature.ts';
import { md, say } from '../../../platform/slack/kit/index.ts';
import { can, demand } from '../../../policy/policy.ts';
import { choosePartner, listPartners, loadPartner } from '../../partners/public.ts';
import { allRead, faultCollector, longest, paragraph, required } from '../rules/fields.ts';
import { pressedId } from '../rules/forms.ts';
import { type Deal, holdDeal } from '../store.ts';
import { earlyWinDays, earlyWinsOf } from './early.ts';
import { type Consent, consentAfter, consentOf, consents, namesCustomer } from './rules.ts';
import { mostStories, type StoryShown, storyList, storyModal } from './views.ts';

const mostUntold = 5;

/** `wins [partner]`: the stories there are; `wins D-3`: the form; `wins used D-3 where`: it stands somewhere from now on. */
export async function runWins(request: CommandRequest): Promise<Reply> {
  const [, used, number, rest = ''] = /^(used\s+)?D-?(\d{1,9})\b(.*)$/is.exec(request.text) ?? [];
  if (number === undefined) return listStories(request);
  const deal = await holdDeal(request, request.actor, { number: Number(number) });
  return used ? markUsed(request, deal, paragraph(rest)) : openStory(request, deal);
}

export async function pressTell(request: ActionRequest): Promise<Reply> {
  return openStory(request, await holdDeal(request, request.actor, { id: pressedId(request) }));
}

async function openStory(request: Request, deal: Deal): Promise<Reply> {
  const present = await tellable(request, deal);
  const { name } = await loadPartner(request, deal.partnerId);
  return { modal: storyModal(deal, name, request.actor.side, present) };
}

/** The story so far of a deal that one may be told of; a Refusal that says why not. */
async function tellable(request: Request, deal: Deal) {
  demand(request.actor, 'win.tell', { partnerId: deal.partnerId });
  if (deal.stage !== 'won')
    throw new Refusal('stale', `D-${deal.number} isn’t won. Its story can be told once it is.`);
  if ((await earlyWinsOf(request, deal.partnerId, [deal])).length === 0)
    throw new Refusal(
      'invalid',
      `Stories are gathered of deals won within ${await earlyWinDays(request)} days of kickoff. D-${deal.number} wasn’t.`,
    );
  const present = await storyOf(request, deal);
  if (present?.usedAt)
    throw new Refusal(
      'stale',
      `The story of D-${deal.number} is in use: ${present.usedFor}. It stays as it is.`,
    );
  return present;
}

async function storyOf({ tx, workspaceId }: Request, { id }: Deal) {
  const row = await tx.winStory.findFirst({ where: { workspaceId, dealId: id } });
  return row && { ...row, consent: consentOf(row.consent) };
}

export async function submitStory(request: ViewRequest): Promise<Reply> {
  const { actor, tx, workspaceId, inputs } = request;
  const { dealId } = z.object({ dealId: z.uuid() }).parse(request.metadata);
  const deal = await holdDeal(request, actor, { id: dealId });
  const present = await tellable(request, deal);
  const { faults, read } = faultCollector();
  const told = allRead(
    {
      wanted: read('wanted', () =>
        required(wordsOf(inputs, 'wanted'), 'what the customer wanted', longest.reason),
      ),
      helped: read('helped', () => required(wordsOf(inputs, 'helped'), 'what helped', longest.reason)),
    },
    faults,
  );
  if (!told) return { errors: faults };
  const chosen = consentOf(wordsOf(inputs, 'consent'));
  const consent = consentAfter(present, told, { side: actor.side, chosen });
  if (consent === 'unnamed' && namesCustomer(told, deal.customer))
    return {
      errors: {
        consent: `The story names ${deal.customer}. Take the name out of it, or let it be told with the name.`,
      },
    };
  const consentById = actor.side === 'partner' ? actor.personId : null;
  const state = { ...told, consent, toldById: actor.personId, toldAt: request.now };
  const keepsConsent = actor.side === 'vendor' && consent === present?.consent;
  await tx.winStory.upsert({
    where: { dealId, workspaceId },
    create: { ...state, id: request.newId(), workspaceId, partnerId: deal.partnerId, dealId, consentById },
    update: { ...state, ...(!keepsConsent && { consentById }) },
  });
  await remember(
    request,
    deal,
    'tellWin',
    `told how deal D-${deal.number} was won. Where it may be used: ${consents[consent]}`,
  );
  return {
    message: say(
      md`Thank you! The story of D-${deal.number} is kept. Where it may be used: ${consents[consent]}. “wins D-${deal.number}” changes it until it is used.`,
    ),
  };
}

const wordsOf = (inputs: Inputs, name: string) => paragraph(z.string().catch('').parse(inputs[name]));

async function markUsed(request: Request, deal: Deal, usedFor: string): Promise<Reply> {
  const { actor, tx, workspaceId } = request;
  demand(actor, 'win.use', { partnerId: deal.partnerId });
  const story = await storyOf(request, deal);
  if (!story || deal.stage !== 'won' || !mayRead(request, deal.partnerId, story.consent))
    throw new Refusal(
      'not_found',
      `There is no story of D-${deal.number} to use. Say “wins” for those there are.`,
    );
  if (story.consent === 'between_us')
    throw new Refusal(
      'not_allowed',
      `The story of D-${deal.number} stays between the two of you. Ask the partner’s people to let it be used first.`,
    );
  if (story.usedAt)
    throw new Refusal('stale', `The story of D-${deal.number} is in use already: ${story.usedFor}.`);
  const where = required(usedFor, 'where it is used, like “wins used D-3 on our website”', longest.line);
  await tx.winStory.update({
    where: { id: story.id, workspaceId },
    data: { usedAt: request.now, usedById: actor.personId, usedFor: where },
  });
  await remember(request, deal, 'useWin', `used the story of deal D-${deal.number}: ${where}`);
  return {
    message: say(md`Noted: the story of D-${deal.number} is used ${where}. It stays as it is from now on.`),
  };
}

/** What is between the two is for the partner and those of the vendor who sell with it. */
function mayRead({ actor }: Request, partnerId: string, consent: Consent): boolean {
  if (!can(actor, 'pipeline.view', { partnerId })) return false;
  return actor.side === 'partner' || consent !== 'between_us' || can(actor, 'win.tell', { partnerId });
}

/** Of one partner, or for the vendor outside of a partner's channel of all. Never an amount; of deals that are won still. */
async function listStories(request: CommandRequest): Promise<Reply> {
  const { actor, place, tx, workspaceId } = request;
  const isForAll = actor.side === 'vendor' && request.text === '' && place.partnerId === null;
  const partners = isForAll
    ? await listPartners(request, actor)
    : [(await choosePartner(request, request.text)).partner];
  const only = isForAll ? null : partners[0];
  if (only) demand(actor, 'pipeline.view', { partnerId: only.id });
  const readable = partners.filter(({ id }) => can(actor, 'pipeline.view', { partnerId: id }));
  const close = readable.filter(({ id }) => mayRead(request, id, 'between_us')).map(({ id }) => id);
  const where = {
    workspaceId,
    deal: { stage: 'won' },
    partnerId: { in: readable.map(({ id }) => id) },
    OR: [{ consent: { not: 'between_us' } }, { partnerId: { in: close } }],
  };
  const rows = await tx.winStory.findMany({
    where,
    include: { deal: { select: { number: true, customer: true } } },
    orderBy: [{ toldAt: 'desc' }, { id: 'asc' }],
    take: mostStories,
  });
  const names = new Map(partners.map(({ id, name }) => [id, name]));
  const stories = rows.map((row): StoryShown => {
    const consent = consentOf(row.consent);
    return {
      ...{ wanted: row.wanted, helped: row.helped, usedFor: row.usedFor, consent },
      ...{ number: row.deal.number, partnerName: names.get(row.partnerId) ?? '' },
      customer: consent === 'unnamed' && actor.side === 'vendor' ? null : row.deal.customer,
    };
  });
  const untold =
    only && can(actor, 'win.tell', { partnerId: only.id }) ? await untoldOf(request, only.id) : [];
  const days = await earlyWinDays(request);
  const hint = `Of deals won within ${days} days of kickoff. “wins D-3” tells a story or changes it.`;
  const list = storyList({
    ...{ title: only?.name ?? 'all partners', stories, untold, hint },
    total: await tx.winStory.count({ where }),
  });
  if (only && only.id === (place.partnerId ?? actor.partnerId)) return { message: list };
  return answerPrivately(request, { fact: 'wins.asked', what: 'What others won and how' }, list);
}

async function untoldOf(request: Request, partnerId: string) {
  const deals = await request.tx.deal.findMany({
    where: { workspaceId: request.workspaceId, partnerId, stage: 'won', story: null },
    orderBy: [{ closedAt: 'asc' }, { number: 'asc' }],
    take: 100,
  });
  return (await earlyWinsOf(request, partnerId, deals)).slice(0, mostUntold);
}

async function remember(request: Request, deal: Deal, verb: string, did: string): Promise<void> {
  await audit(request, {
    actorPersonId: request.actor.personId,
    verb: `pipeline.${verb}`,
    partnerId: deal.partnerId,
    subject: `deal:${deal.id}`,
    summary: `${request.actor.name} ${did}`,
  });
}
