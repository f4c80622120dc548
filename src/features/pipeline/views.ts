import { formatLocalDate, localDateOf } from '../../core/calendar.ts';
import { decimalOf, formatMoney } from '../../core/money.ts';
import type { Modal } from '../../platform/feature.ts';
import {
  actions,
  type Blocks,
  bold,
  button,
  choiceInput,
  context,
  dateInput,
  fields,
  joinMd,
  type Md,
  md,
  quote,
  section,
  textInput,
} from '../../platform/slack/kit/index.ts';
import type { RoutingRules } from '../playbook/public.ts';
import { attributionOf } from './rules/attribution.ts';
import { longest } from './rules/fields.ts';
import { type LeadStage, leadStage } from './rules/lifecycle.ts';
import { waitsForApproval } from './rules/registration.ts';
import type { Deal, Lead } from './store.ts';

/** How days are told to whoever reads: in the programme's zone, with the year when it is not this one. */
export interface Calendar {
  readonly timeZone: string;
  readonly now: Date;
}

export function dayOf(instant: Date, { timeZone, now }: Calendar): string {
  return formatLocalDate(localDateOf(instant, timeZone), localDateOf(now, timeZone));
}

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
            button('pipeline.timeline', 'Timeline', { value: deal.id }),
            ...(registration.canAskRenewal
              ? [button('pipeline.askRenewal', 'Ask to renew', { value: deal.id })]
              : []),
          ),
        ]
      : [context(`Not right? A partner manager can open it again with “deal reopen D-${deal.number}”.`)]),
  ];
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

export interface LeadNames {
  readonly partner: string;
  readonly submittedBy: string | null;
  readonly reviewedBy: string | null;
  /** Who is to review it. */
  readonly reviewer: string;
}

/** What a lead is shown with: what it says of itself, and on a reviewer's card why it is there. */
export interface LeadView {
  readonly traits: string;
  readonly card: { readonly isTheirs: boolean; readonly note: string } | null;
}

export const leadStageWords: Readonly<Record<LeadStage, string>> = {
  submitted: 'Waiting for review',
  accepted: 'Accepted',
  declined: 'Declined',
  qualified: 'Qualified',
  won: 'Won',
  lost: 'Lost',
};

/** What a lead says: the same in the channel and to its reviewer, who also gets buttons. */
export function leadBlocks(
  lead: Lead,
  names: LeadNames,
  calendar: Calendar,
  { traits, card }: LeadView,
): Blocks {
  const deal = lead.deals[0];
  const stage = leadStage(lead);
  return [
    section(
      joinMd(
        [
          md`${bold(`Lead L-${lead.number}`)}  ${lead.customer}${card ? ` (from ${names.partner})` : ''}`,
          ...(lead.contact ? [md`Contact: ${lead.contact}`] : []),
          ...(traits ? [md`${traits}`] : []),
          ...(lead.note ? [quote(lead.note)] : []),
        ],
        '\n',
      ),
    ),
    section(md`${bold('Status')}: ${leadWords(lead, names, calendar)}`),
    ...(lead.declineReason ? [section(quote(lead.declineReason))] : []),
    ...(deal ? [context(`Became deal D-${deal.number}.`)] : []),
    ...(card?.note ? [context(card.note)] : []),
    ...(lead.status === 'submitted' && card?.isTheirs ? [reviewButtons(lead)] : []),
    ...(stage === 'accepted' && card?.isTheirs ? [qualifyButton(lead)] : []),
    ...(lead.status === 'accepted' && !deal && !card
      ? [actions(button('platform.command', 'Register a deal', { value: `deal L-${lead.number}` }))]
      : []),
  ];
}

function qualifyButton(lead: Pick<Lead, 'id' | 'number'>) {
  return actions(
    button('pipeline.qualifyLead', 'Qualified', {
      value: lead.id,
      accessibilityLabel: `Mark lead L-${lead.number} as qualified`,
    }),
  );
}

export function reviewButtons(lead: Pick<Lead, 'id' | 'number' | 'ownerPersonId'>) {
  return actions(
    button('pipeline.acceptLead', 'Accept', {
      value: lead.id,
      style: 'primary',
      accessibilityLabel: `Accept lead L-${lead.number}`,
    }),
    button('pipeline.declineLead', 'Decline', {
      value: lead.id,
      accessibilityLabel: `Decline lead L-${lead.number}`,
    }),
    ...(lead.ownerPersonId
      ? [
          button('pipeline.passOnLead', 'Pass on', {
            value: lead.id,
            accessibilityLabel: `Pass lead L-${lead.number} on to somebody else`,
          }),
        ]
      : []),
  );
}

/** "Accepted by Maya on Tue 1 Dec"; "Waiting for review by Maya, since Tue 1 Dec". */
export function leadWords(
  lead: Pick<Lead, 'status' | 'createdAt' | 'reviewedAt' | 'qualifiedAt' | 'deals'>,
  names: Pick<LeadNames, 'submittedBy' | 'reviewedBy' | 'reviewer'>,
  calendar: Calendar,
): string {
  if (!lead.reviewedAt) {
    const from = names.submittedBy ? `submitted by ${names.submittedBy}` : 'submitted';
    return `Waiting for review by ${names.reviewer}; ${from} on ${dayOf(lead.createdAt, calendar)}`;
  }
  const word = lead.status === 'accepted' ? 'Accepted' : 'Declined';
  const words = `${word}${names.reviewedBy ? ` by ${names.reviewedBy}` : ''} on ${dayOf(lead.reviewedAt, calendar)}`;
  const stage = leadStage(lead);
  if (stage === 'won' || stage === 'lost') return `${leadStageWords[stage]}; ${lowerFirst(words)}`;
  return stage === 'qualified' && lead.qualifiedAt
    ? `Qualified on ${dayOf(lead.qualifiedAt, calendar)}; ${lowerFirst(words)}`
    : words;
}

function lowerFirst(words: string): string {
  return words.charAt(0).toLowerCase() + words.slice(1);
}

/** `rules`: what the lead may say of itself, chosen from the playbook's words. */
export function leadModal(
  partner: { readonly id: string; readonly name: string; readonly segment: string | null },
  rules: RoutingRules | null,
): Modal {
  const choose = (name: string, label: string, list: RoutingRules['territories'], initial: string | null) =>
    list.length === 0
      ? []
      : [
          choiceInput(
            name,
            label,
            list.map((each) => ({ label: each.name, value: each.key })),
            { optional: true, ...(initial && { initial }) },
          ),
        ];
  return {
    callbackId: 'pipeline.submitLead',
    title: 'Submit a lead',
    submit: 'Submit',
    metadata: { partnerId: partner.id },
    blocks: [
      context(`For ${partner.name}. A partner manager reviews it and you hear from me.`),
      textInput('customer', 'Customer', { maxLength: longest.line, placeholder: 'Acme GmbH' }),
      textInput('contact', 'Contact', {
        optional: true,
        maxLength: longest.line,
        placeholder: 'Jane Doe, CTO',
      }),
      ...(rules
        ? [
            ...choose('territory', 'Where is the customer?', rules.territories, null),
            ...choose('segment', 'What kind of customer?', rules.segments, partner.segment),
            ...choose('capability', 'What does it take?', rules.capabilities, null),
          ]
        : []),
      textInput('note', 'What do they want?', { optional: true, multiline: true, maxLength: longest.note }),
    ],
  };
}

export interface DealDraft {
  readonly customer: string;
  readonly name: string;
  readonly amount: string;
  readonly leadId: string | null;
}

export function dealModal(
  partner: { readonly id: string; readonly name: string; readonly currency: string },
  leads: readonly Lead[],
  today: string,
  draft: DealDraft,
): Modal {
  const choices = leads.map((lead) => ({ label: `L-${lead.number} ${lead.customer}`, value: lead.id }));
  return {
    callbackId: 'pipeline.registerDeal',
    title: 'Register a deal',
    submit: 'Register',
    metadata: { partnerId: partner.id },
    blocks: [
      context(`For ${partner.name}. I announce it in the channel you share.`),
      textInput('customer', 'Customer', {
        initial: draft.customer,
        maxLength: longest.line,
        placeholder: 'Acme GmbH',
      }),
      textInput('name', 'What is it about?', {
        initial: draft.name,
        optional: true,
        maxLength: longest.line,
        placeholder: 'Platform rollout',
      }),
      textInput('amount', 'Amount', {
        initial: draft.amount,
        maxLength: 60,
        placeholder: `12,500 ${partner.currency}`,
        hint: `Without a currency I take ${partner.currency}.`,
      }),
      textInput('domain', 'Customer’s web address', {
        optional: true,
        maxLength: longest.line,
        placeholder: 'acme.com',
        hint: 'Tells customers of the same name apart.',
      }),
      ...(choices.length > 0
        ? [
            choiceInput('lead', 'From a lead?', choices, {
              optional: true,
              ...(draft.leadId && { initial: draft.leadId }),
            }),
          ]
        : []),
      dateInput('registeredOn', 'Registered on', { initial: today }),
    ],
  };
}

/** Asks for the reason, of a lost deal or a declined lead. */
export function reasonModal(what: {
  readonly callbackId: string;
  readonly title: string;
  readonly submit: string;
  readonly label: string;
  readonly about: string | Md;
  readonly metadata: Readonly<Record<string, string>>;
}): Modal {
  const { callbackId, title, submit, metadata } = what;
  return {
    callbackId,
    title,
    submit,
    metadata,
    blocks: [
      section(what.about),
      textInput('reason', what.label, { multiline: true, maxLength: longest.reason }),
    ],
  };
}

export function costModal(deal: Deal): Modal {
  return {
    callbackId: 'pipeline.saveCost',
    title: 'Cost of a deal',
    submit: 'Save',
    metadata: { dealId: deal.id },
    blocks: [
      section(md`${bold(`D-${deal.number}`)}  ${dealTitle(deal)}, ${dealAmount(deal)}`),
      textInput('cost', 'Variable cost of this partner’s deal', {
        optional: true,
        maxLength: 60,
        ...(deal.partnerCostMinor !== null && {
          initial: `${decimalOf({ amountMinor: deal.partnerCostMinor, currency: deal.currency })} ${deal.currency}`,
        }),
        placeholder: `4,000 ${deal.currency}`,
        hint: 'What the deal costs us: commission, support, travel. Only managers and finance see it. Empty it if it is not known.',
      }),
    ],
  };
}
