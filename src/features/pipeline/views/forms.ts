import { decimalOf } from '../../../core/money.ts';
import type { Modal } from '../../../platform/feature.ts';
import {
  bold,
  choiceInput,
  context,
  dateInput,
  type Md,
  md,
  section,
  textInput,
} from '../../../platform/slack/kit/index.ts';
import type { RoutingRules } from '../../playbook/public.ts';
import { longest } from '../rules/fields.ts';
import type { Deal, Lead } from '../store.ts';
import { dealAmount, dealTitle } from './deal.ts';

/** `rules`: what the lead may say of itself, chosen from the playbook's words. */
export function leadModal(
  partner: { readonly id: string; readonly name: string },
  rules: RoutingRules | null,
): Modal {
  const choose = (name: string, label: string, list: RoutingRules['territories']) =>
    list.length === 0
      ? []
      : [
          choiceInput(
            name,
            label,
            list.map((each) => ({ label: each.name, value: each.key })),
            { optional: true },
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
            ...choose('territory', 'Where is the customer?', rules.territories),
            ...choose('segment', 'What kind of customer?', rules.segments),
            ...choose('capability', 'What does it take?', rules.capabilities),
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
