import { z } from 'zod';
import { Refusal } from '../../../core/refusal.ts';
import { audit } from '../../../platform/audit.ts';
import type {
  ActionRequest,
  CommandRequest,
  Inputs,
  Reply,
  Request,
  ViewRequest,
} from '../../../platform/feature.ts';
import { md, say } from '../../../platform/slack/kit/index.ts';
import { demand } from '../../../policy/policy.ts';
import { loadPartner } from '../../partners/public.ts';
import { allRead, faultCollector, longest, paragraph, required } from '../rules/fields.ts';
import { pressedId } from '../rules/forms.ts';
import { type Deal, holdDeal } from '../store.ts';
import { earlyWinDays, earlyWinsOf } from './early.ts';
import { listStories, mayRead } from './list.ts';
import { consentAfter, consentOf, consents, namesCustomer } from './rules.ts';
import { storyModal } from './views.ts';

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

async function remember(request: Request, deal: Deal, verb: string, did: string): Promise<void> {
  await audit(request, {
    actorPersonId: request.actor.personId,
    verb: `pipeline.${verb}`,
    partnerId: deal.partnerId,
    subject: `deal:${deal.id}`,
    summary: `${request.actor.name} ${did}`,
  });
}
