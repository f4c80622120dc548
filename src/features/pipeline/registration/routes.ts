import { z } from 'zod';
import { Refusal } from '../../../core/refusal.ts';
import type { ActionRequest, Reply, Request, ViewRequest } from '../../../platform/feature.ts';
import { md, say } from '../../../platform/slack/kit/index.ts';
import { can, demand } from '../../../policy/policy.ts';
import { pressedId, readReason } from '../rules/forms.ts';
import { type Deal, holdDeal } from '../store.ts';
import { dealTitle } from '../views/deal.ts';
import { declineDealModal } from './card.ts';
import { approveDeal, declineRegistration, notWaiting } from './decide.ts';
import { askRenewal, declineRenewal, renewProtection } from './protection.ts';
import { untilWords } from './state.ts';

const another = 'another customer';

/** `words` are what was typed behind the number: “another customer”, or nothing. */
export async function approve(request: Request, deal: Deal, words = ''): Promise<Reply> {
  demand(request.actor, 'deal.approve', { partnerId: deal.partnerId });
  const said = words.trim().toLowerCase();
  if (said !== '' && said !== another) {
    throw new Refusal(
      'invalid',
      `I understand “deal approve D-${deal.number}” and “deal approve D-${deal.number} ${another}”, which clears the conflict.`,
    );
  }
  const approved = await approveDeal(request, request.actor, deal, { isAnother: said === another });
  const until = await untilWords(request, approved);
  return { message: say(md`Approved D-${deal.number} ${dealTitle(deal)}${until}.`) };
}

/** Declines a registration; without a reason the form asks for one. */
export async function declineDeal(request: Request, deal: Deal, reason: string): Promise<Reply> {
  demand(request.actor, 'deal.approve', { partnerId: deal.partnerId });
  if (deal.registration !== 'pending') throw notWaiting(deal);
  if (reason === '') return { modal: declineDealModal(deal, 'deal') };
  await declineRegistration(request, request.actor, deal, readReason(reason));
  return { message: say(md`Declined D-${deal.number} ${dealTitle(deal)}. I pass on your reason.`) };
}

/** Whoever may approve renews at once, everybody else asks for it. */
export async function renew(request: Request, deal: Deal): Promise<Reply> {
  const { actor } = request;
  if (can(actor, 'deal.approve', { partnerId: deal.partnerId })) {
    const renewed = await renewProtection(request, actor, deal);
    return { message: say(md`Renewed D-${deal.number}${await untilWords(request, renewed)}.`) };
  }
  demand(actor, 'deal.register', { partnerId: deal.partnerId });
  await askRenewal(request, actor, deal);
  return {
    message: say(
      md`I asked the partner manager to renew D-${deal.number} ${dealTitle(deal)}. It stays protected until they decide.`,
    ),
  };
}

async function pressed(request: ActionRequest): Promise<Deal> {
  return holdDeal(request, request.actor, { id: pressedId(request) });
}

async function submitted(request: ViewRequest): Promise<Deal> {
  const { dealId } = z.object({ dealId: z.uuid() }).parse(request.metadata);
  return holdDeal(request, request.actor, { id: dealId });
}

export async function pressApproveAnother(request: ActionRequest): Promise<Reply> {
  return approve(request, await pressed(request), another);
}

export async function pressApprove(request: ActionRequest): Promise<Reply> {
  return approve(request, await pressed(request));
}

export async function pressDeclineDeal(request: ActionRequest): Promise<Reply> {
  return declineDeal(request, await pressed(request), '');
}

export async function submitDeclineDeal(request: ViewRequest): Promise<Reply> {
  return declineDeal(request, await submitted(request), readReason(request.inputs.reason));
}

export async function pressAskRenewal(request: ActionRequest): Promise<Reply> {
  const deal = await pressed(request);
  demand(request.actor, 'deal.register', { partnerId: deal.partnerId });
  return renew(request, deal);
}

export async function pressRenew(request: ActionRequest): Promise<Reply> {
  const deal = await pressed(request);
  demand(request.actor, 'deal.approve', { partnerId: deal.partnerId });
  return renew(request, deal);
}

export async function pressDeclineRenewal(request: ActionRequest): Promise<Reply> {
  const deal = await pressed(request);
  demand(request.actor, 'deal.approve', { partnerId: deal.partnerId });
  return { modal: declineDealModal(deal, 'renewal') };
}

export async function submitDeclineRenewal(request: ViewRequest): Promise<Reply> {
  const deal = await submitted(request);
  demand(request.actor, 'deal.approve', { partnerId: deal.partnerId });
  await declineRenewal(request, request.actor, deal, readReason(request.inputs.reason));
  return {
    message: say(md`D-${deal.number} is not renewed. I pass on your reason.`),
  };
}
