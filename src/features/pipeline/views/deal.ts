import { formatMoney } from '../../../core/money.ts';
import {
  actions,
  type Blocks,
  bold,
  button,
  context,
  fields,
  md,
  quote,
  section,
} from '../../../platform/slack/kit/index.ts';
import { attributionOf } from '../rules/attribution.ts';
import { waitsForApproval } from '../rules/registration.ts';
import type { Deal } from '../store.ts';
import { type Calendar, dayOf } from './day.ts';

/** "Acme · Platform rollout", or the customer alone when the deal has no name of its own. */
export function dealTitle(deal: Pick<Deal, 'customer' | 'name'>): string {
  return deal.name === deal.customer ? deal.customer : `${deal.customer} · ${deal.name}`;
}

export function dealAmount(deal: Pick<Deal, 'amountMinor' | 'currency'>): string {
  return formatMoney({ amountMinor: deal.amountMinor, currency: deal.currency });
}

/** The deal's message in the partner's channel: nothing in it is the vendor's alone. */
export function dealBlocks(
  deal: Deal,
  names: {
    readonly owner: string | null;
    readonly closedBy: string | null;
    readonly phase: string | null;
    /** “Solution design: Aiko Tanaka”, of those who have one. */
    readonly roles: readonly string[];
  },
  calendar: Calendar,
  registration: { readonly words: string; readonly canAskRenewal: boolean },
): Blocks {
  const isWaiting = waitsForApproval(deal);
  const phase = deal.stage === 'open' && names.phase ? `, ${names.phase}` : '';
  const share = attributionWords(deal);
  return [
    section(md`${bold(`Deal D-${deal.number}`)}  ${dealTitle(deal)}`),
    fields(
      ['Amount', dealAmount(deal)],
      ['Stage', `${stageWords(deal, names.closedBy, calendar)}${phase}`],
      ['Registered', dayOf(deal.registeredAt, calendar)],
      ['Owner', names.owner ?? 'Nobody yet'],
      ...(registration.words === '' ? [] : [['Registration', registration.words] as const]),
      ...(deal.expectedCloseOn && deal.stage === 'open'
        ? [['Expected to close', dayOf(deal.expectedCloseOn, { ...calendar, timeZone: 'UTC' })] as const]
        : []),
      ...(deal.lead ? [['From lead', `L-${deal.lead.number}`] as const] : []),
    ),
    ...(names.roles.length > 0 ? [context(names.roles.join('  ·  '))] : []),
    ...(share ? [context(share)] : []),
    ...(deal.lossReason ? [section(quote(deal.lossReason))] : []),
    ...(deal.stage === 'open'
      ? [
          actions(
            ...(isWaiting ? [] : [wonButton(deal)]),
            button('pipeline.lost', isWaiting ? 'Withdraw' : 'Lost', {
              value: deal.id,
              accessibilityLabel: `Mark deal D-${deal.number} as lost`,
            }),
            button('pipeline.editDeal', 'Edit', {
              value: deal.id,
              accessibilityLabel: `Edit deal D-${deal.number}`,
            }),
            timelineButton(deal),
            ...(registration.canAskRenewal
              ? [button('pipeline.askRenewal', 'Ask to renew', { value: deal.id })]
              : []),
          ),
        ]
      : [
          context(`Not right? A partner manager can open it again with “deal reopen D-${deal.number}”.`),
          actions(timelineButton(deal)),
        ]),
  ];
}

export function timelineButton(deal: Pick<Deal, 'id' | 'number'>) {
  return button('pipeline.timeline', 'Timeline', {
    value: deal.id,
    accessibilityLabel: `Timeline of deal D-${deal.number}`,
  });
}

/** How a won deal is the partner's: sourced and influenced are kept apart. */
function attributionWords(deal: Deal): string | null {
  const attribution = attributionOf(deal);
  if (attribution === 'sourced')
    return 'Sourced by the partner: registered, approved and won while protected.';
  return attribution ? `Influenced by the partner: ${deal.influence ?? ''}` : null;
}

function wonButton(deal: Deal) {
  return button('pipeline.won', 'Won', {
    value: deal.id,
    style: 'primary',
    accessibilityLabel: `Mark deal D-${deal.number} as won`,
    confirm: {
      title: `D-${deal.number} is won?`,
      text: `${dealTitle(deal)} for ${dealAmount(deal)}. If the amount has changed, say “deal won D-${deal.number}” with the new one instead.`,
      confirm: 'Yes, won',
    },
  });
}

/** "Won on Tue 1 Dec, marked by Aiko". */
export function stageWords(
  deal: Pick<Deal, 'stage' | 'closedAt'>,
  closedBy: string | null,
  calendar: Calendar,
): string {
  if (!deal.closedAt) return 'Open';
  const on = `on ${dayOf(deal.closedAt, calendar)}`;
  if (deal.stage === 'declined') return `Declined ${on}${closedBy ? ` by ${closedBy}` : ''}`;
  return `${deal.stage === 'won' ? 'Won' : 'Lost'} ${on}${closedBy ? `, marked by ${closedBy}` : ''}`;
}
