import { localDateOf } from '../../core/calendar.ts';
import type { ActionRequest, Modal, Reply, Request } from '../../platform/feature.ts';
import { actions, bold, button, infoModal, md, message, section } from '../../platform/slack/kit/index.ts';
import { can, demand } from '../../policy/policy.ts';
import { loadPeople } from '../partners/public.ts';
import { calendarOf, namesOf } from './announce.ts';
import { reopen } from './deals.ts';
import { edit } from './editing.ts';
import { leadClock } from './lead-clock.ts';
import { routingRules, traitWords } from './routing/route.ts';
import { pressedId } from './rules/forms.ts';
import { type Deal, holdDeal, holdLead, reviewOf } from './store.ts';
import { timelineOf, timelineOfLead } from './timeline.ts';
import { type Calendar, dayOf } from './views/day.ts';
import { dealAmount, dealTitle, stageWords, timelineButton } from './views/deal.ts';
import { costModal } from './views/forms.ts';
import { leadBlocks } from './views/lead.ts';

/** Why a deal is to be looked at, in the words of what found it; internal. */
export interface DealFault {
  readonly label: string;
  readonly why: string;
  readonly remedy: string;
  /** What of the deal would have to be put in, where that is done here; null where another system has to say it. */
  readonly missing: 'amount' | 'cost' | null;
}

/** Where a deal is mended: its form, or a modal with what is wrong and what mends it; to who may do neither, its timeline. */
export async function mendDeal(request: Request, dealId: string, fault: DealFault): Promise<Reply> {
  const { actor } = request;
  const deal = await holdDeal(request, actor, { id: dealId });
  const { partnerId } = deal;
  demand(actor, 'scorecard.internal', { partnerId });
  const mayEdit = can(actor, 'deal.edit', { partnerId });
  if (fault.missing !== 'cost' && !mayEdit) return timelineOf(request, deal);
  if (fault.missing === 'amount' && deal.stage === 'open') return edit(request, deal);
  const closer = (await loadPeople(request, [deal.closedById])).get(deal.closedById ?? '');
  const calendar = await calendarOf(request);
  const state = stageWords(deal, closer?.name ?? null, calendar);
  const canReopen =
    fault.missing === 'amount' && deal.stage !== 'open' && can(actor, 'partner.manage', { partnerId });
  return {
    modal: infoModal('pipeline.mendDeal', `D-${deal.number}`, [
      section(md`${bold(dealTitle(deal))}, ${dealAmount(deal)}\n${state}`),
      section(md`Listed under ${bold(fault.label)}. ${fault.why} ${remedyWords(fault, canReopen)}`),
      actions(
        ...(fault.missing === 'cost'
          ? [button('pipeline.cost', 'Put its cost in', { value: deal.id, style: 'primary' })]
          : []),
        ...(canReopen ? [reopenButton(deal, calendar)] : []),
        ...(deal.stage === 'open' && mayEdit
          ? [button('pipeline.editDeal', 'Edit', { value: deal.id })]
          : []),
        timelineButton(deal),
      ),
    ]),
  };
}

function remedyWords({ missing, remedy }: DealFault, canReopen: boolean): string {
  if (missing === 'cost') return 'Only managers and finance see what you put in.';
  return canReopen
    ? 'Open it again, put the amount in, and mark it as won: it counts as won on the day you do.'
    : remedy;
}

function reopenButton(deal: Deal, { now, timeZone }: Calendar) {
  const isToday = deal.closedAt && localDateOf(deal.closedAt, timeZone) === localDateOf(now, timeZone);
  return button('pipeline.reopenDeal', 'Open it again', {
    value: deal.id,
    confirm: {
      title: `Open D-${deal.number} again?`,
      text: `Both sides see it in the channel you share.${isToday ? '' : ` Marked as won again, it counts as won that day and no longer on ${dayOf(deal.closedAt ?? now, { now, timeZone })}.`}`,
      confirm: 'Open it again',
    },
  });
}

/** The lead's card, for who may review it with the buttons; for anybody else of the vendor its timeline. */
export async function mendLead(request: Request, leadId: string): Promise<Reply> {
  const { actor } = request;
  const lead = await holdLead(request, actor, { id: leadId });
  demand(actor, 'scorecard.internal', { partnerId: lead.partnerId });
  if (!can(actor, ...reviewOf(lead))) return timelineOfLead(request, lead);
  const view = {
    traits: traitWords(lead, await routingRules(request)),
    card: { isTheirs: true, note: '', clock: await leadClock(request, lead) },
  };
  const blocks = leadBlocks(lead, await namesOf(request, lead), await calendarOf(request), view);
  return { message: message(blocks) };
}

/** The form takes the place of the modal it was asked for in, which would say what is no longer so. */
export async function pressCost(request: ActionRequest): Promise<Reply> {
  const deal = await holdDeal(request, request.actor, { id: pressedId(request) });
  demand(request.actor, 'scorecard.internal', { partnerId: deal.partnerId });
  const form = costModal(deal);
  return request.view ? { update: form } : { modal: form };
}

export async function pressReopen(request: ActionRequest): Promise<Reply> {
  const { actor } = request;
  const deal = await holdDeal(request, actor, { id: pressedId(request) });
  demand(actor, 'partner.manage', { partnerId: deal.partnerId });
  const opened = openedModal(await reopen(request, actor, deal));
  return request.view ? { update: opened } : { modal: opened };
}

function openedModal(deal: Deal): Modal {
  return infoModal('pipeline.dealReopened', `D-${deal.number} is open again`, [
    section(
      md`${bold(dealTitle(deal))}, ${dealAmount(deal)}\nPut in what is missing, then say “deal won D-${deal.number}”.`,
    ),
    actions(button('pipeline.editDeal', 'Edit', { value: deal.id, style: 'primary' }), timelineButton(deal)),
  ]);
}
