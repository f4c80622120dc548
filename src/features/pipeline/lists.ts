import { formatMoney, minorUnitDigits } from '../../core/money.ts';
import { truncate } from '../../core/text.ts';
import { daysBefore } from '../../core/time-window.ts';
import type { CommandRequest, HomeSection, Reply } from '../../platform/feature.ts';
import {
  actions,
  bold,
  button,
  context,
  header,
  md,
  message,
  say,
  section,
  table,
} from '../../platform/slack/kit/index.ts';
import type { Partner } from '../../platform/store/generated/client.ts';
import { can, demand } from '../../policy/policy.ts';
import { choosePartner, listPartners, programmeSettings } from '../partners/public.ts';
import { calendarOf, namesOf } from './announce.ts';
import { leadStage } from './rules/lifecycle.ts';
import { type Deal, leadsToReview, listDeals, listLeads, reviewOf, stageTotals } from './store.ts';
import { amountsOf, askSum } from './sums/view.ts';
import { type Calendar, dayOf } from './views/day.ts';
import { leadStageWords, leadWords, reviewButtons } from './views/lead.ts';

/** The most rows a list shows: what one table of Slack's holds. */
const mostRows = 100;
const closedWithinDays = 90;

interface Scope {
  /** Null for all partners. */
  readonly partnerId: string | null;
  readonly title: string;
  readonly partners: readonly Partner[];
}

/** One partner, or for the vendor's people outside of any shared channel all of them. */
async function scopeOf(request: CommandRequest, text: string): Promise<Scope> {
  const { actor, place } = request;
  const isElsewhere = place.partnerId === null && !place.channel?.isShared;
  const isForAll = actor.side === 'vendor' && text === '' && isElsewhere;
  const partners = isForAll
    ? await listPartners(request, actor)
    : [(await choosePartner(request, text)).partner];
  for (const { id } of partners) demand(actor, 'pipeline.view', { partnerId: id });
  const only = isForAll ? null : partners[0];
  return { partnerId: only?.id ?? null, title: only?.name ?? 'all partners', partners };
}

export async function runPipeline(request: CommandRequest): Promise<Reply> {
  const scope = await scopeOf(request, request.text);
  const { timeZone } = await programmeSettings(request);
  // As the numbers of a scorecard look back, which is where the buttons lead.
  const since = daysBefore(request.now, closedWithinDays, timeZone);
  const totals = await stageTotals(request, scope.partnerId, since);
  const inStage = (name: string) => totals.filter(({ stage }) => stage === name);
  const open = await listDeals(request, scope.partnerId, 'open', mostRows);
  const count = inStage('open').reduce((sum, row) => sum + row.count, 0);
  const blocks = [
    header(truncate(`Pipeline of ${scope.title}`, 150)),
    section(md`${bold('Open')}: ${amountsOf(inStage('open'))}`),
    section(
      md`${bold(`Last ${closedWithinDays} days`)}: won ${amountsOf(inStage('won'))}; lost ${amountsOf(inStage('lost'))}`,
    ),
  ];
  if (open.length === 0) {
    const hint = 'No open deals. Register one with “deal Acme 12,500 EUR "Platform rollout"”.';
    return { message: message([...blocks, section(hint), nextButtons(request, scope, since)]) };
  }
  const calendar = await calendarOf(request);
  return {
    message: message([
      ...blocks,
      dealTable(
        `Open deals of ${scope.title}`,
        open,
        scope,
        (deal) => dayOf(deal.registeredAt, calendar),
        'Registered',
      ),
      ...(count > open.length ? [context(`The newest ${open.length} of ${count} open deals.`)] : []),
      nextButtons(request, scope, since),
    ]),
  };
}

/** The sums are of this very moment too, so what the buttons ask for reaches just beyond it. */
function nextButtons({ now }: CommandRequest, { partnerId }: Scope, since: Date) {
  const window = { from: since, to: new Date(now.getTime() + 1) };
  return actions(
    button('platform.command', 'Register a deal', { value: 'deal' }),
    button('platform.command', 'Submit a lead', { value: 'lead' }),
    ...(['open', 'closed'] as const).map((kind) => askSum({ kind, partnerId, window })),
  );
}

export async function showDeals(request: CommandRequest, text: string): Promise<Reply> {
  const scope = await scopeOf(request, text);
  const deals = await listDeals(request, scope.partnerId, 'all', mostRows);
  if (deals.length === 0) {
    return { message: say(`No deals yet for ${scope.title}. Say “deal” to register the first.`) };
  }
  const calendar = await calendarOf(request);
  const words = { open: 'Open', won: 'Won', lost: 'Lost', declined: 'Declined' };
  const stage = (deal: Deal) =>
    `${words[deal.stage as keyof typeof words]}${deal.closedAt ? ` ${dayOf(deal.closedAt, calendar)}` : registrationNote(deal, calendar)}`;
  return {
    message: message([
      dealTable(`Deals of ${scope.title}`, deals, scope, stage, 'Stage'),
      ...(deals.length === mostRows ? [context(`At most ${mostRows} are shown, open ones first.`)] : []),
    ]),
  };
}

/** “, waits for approval”; “, protected until Mon 12 Apr”. */
function registrationNote(deal: Deal, calendar: Calendar): string {
  if (deal.registration === 'pending') return ', waits for approval';
  if (deal.registration === 'lapsed') return ', protection lapsed';
  if (!deal.protectedUntil) return '';
  return `, protected until ${dayOf(new Date(deal.protectedUntil.getTime() - 1), calendar)}`;
}

function dealTable(
  caption: string,
  deals: readonly Deal[],
  scope: { readonly partnerId: string | null; readonly partners: readonly Partner[] },
  last: (deal: Deal) => string,
  lastName: string,
) {
  const partnerName = new Map(scope.partners.map(({ id, name }) => [id, name]));
  const withPartner = scope.partnerId === null;
  return table(
    caption,
    ['Deal', ...(withPartner ? ['Partner'] : []), 'Customer', 'About', 'Amount', lastName],
    deals.map((deal) => [
      `D-${deal.number}`,
      ...(withPartner ? [truncate(partnerName.get(deal.partnerId) ?? '', 40)] : []),
      truncate(deal.customer, 40),
      deal.name === deal.customer ? '' : truncate(deal.name, 40),
      {
        value: Number(deal.amountMinor) / 10 ** minorUnitDigits(deal.currency),
        text: formatMoney({ amountMinor: deal.amountMinor, currency: deal.currency }),
      },
      last(deal),
    ]),
  );
}

export async function showLeads(request: CommandRequest, text: string): Promise<Reply> {
  const scope = await scopeOf(request, text);
  const leads = await listLeads(request, scope.partnerId, mostRows);
  if (leads.length === 0) {
    return { message: say(`No leads yet for ${scope.title}. Say “lead” to submit the first.`) };
  }
  const calendar = await calendarOf(request);
  const partnerName = new Map(scope.partners.map(({ id, name }) => [id, name]));
  return {
    message: message([
      table(
        `Leads of ${scope.title}`,
        [
          'Lead',
          ...(scope.partnerId === null ? ['Partner'] : []),
          'Customer',
          'Contact',
          'Status',
          'Submitted',
          'Deal',
        ],
        leads.map((lead) => [
          `L-${lead.number}`,
          ...(scope.partnerId === null ? [truncate(partnerName.get(lead.partnerId) ?? '', 40)] : []),
          truncate(lead.customer, 40),
          truncate(lead.contact ?? '', 40),
          leadStageWords[leadStage(lead)],
          dayOf(lead.createdAt, calendar),
          lead.deals.map((deal) => `D-${deal.number}`).join(', '),
        ]),
      ),
      ...(leads.length === mostRows
        ? [context(`At most ${mostRows} are shown, unreviewed ones first.`)]
        : []),
    ]),
  };
}

/** The Home tab: leads that wait for this person's review. */
export const leadsOnHome: HomeSection = {
  order: 40,
  render: async (work, actor) => {
    if (actor.side !== 'vendor') return [];
    const waiting = (await leadsToReview(work, actor.personId, 50))
      .filter((lead) => can(actor, ...reviewOf(lead)))
      .slice(0, 5);
    const calendar = await calendarOf(work);
    const blocks = [];
    for (const lead of waiting) {
      const names = await namesOf(work, lead);
      blocks.push(
        section(
          md`${bold(`L-${lead.number}`)}  ${lead.customer} (from ${names.partner})\n${leadWords(lead, names, calendar)}`,
        ),
        actions(...reviewButtons(lead)),
      );
    }
    return blocks.length > 0 ? [header('Leads to review'), ...blocks] : [];
  },
};
