import {
  actions,
  type Blocks,
  bold,
  button,
  context,
  joinMd,
  md,
  quote,
  section,
} from '../../../platform/slack/kit/index.ts';
import { type LeadStage, leadStage } from '../rules/lifecycle.ts';
import type { Lead } from '../store.ts';
import { type Calendar, dayOf } from './day.ts';

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
  readonly card: {
    readonly isTheirs: boolean;
    readonly note: string;
    /** By when it is to be answered. */
    readonly clock: string | null;
  } | null;
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
    ...(card?.clock ? [section(md`${bold('To be answered')}: ${card.clock}`)] : []),
    ...(lead.declineReason ? [section(quote(lead.declineReason))] : []),
    ...(deal ? [context(`Became deal D-${deal.number}.`)] : []),
    ...(card?.note ? [context(card.note)] : []),
    actions(
      ...(lead.status === 'submitted' && card?.isTheirs ? reviewButtons(lead) : []),
      ...(stage === 'accepted' && card?.isTheirs ? [qualifyButton(lead)] : []),
      ...(lead.status === 'accepted' && !deal && !card
        ? [button('platform.command', 'Register a deal', { value: `deal L-${lead.number}` })]
        : []),
      button('pipeline.leadTimeline', 'Timeline', {
        value: lead.id,
        accessibilityLabel: `Timeline of lead L-${lead.number}`,
      }),
    ),
  ];
}

function qualifyButton(lead: Pick<Lead, 'id' | 'number'>) {
  return button('pipeline.qualifyLead', 'Qualified', {
    value: lead.id,
    accessibilityLabel: `Mark lead L-${lead.number} as qualified`,
  });
}

export function reviewButtons(lead: Pick<Lead, 'id' | 'number' | 'ownerPersonId'>) {
  return [
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
  ];
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
