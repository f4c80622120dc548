import { localDateOf } from '../../../core/calendar.ts';
import type { Rendered } from '../../../platform/delivery/message.ts';
import type { HomeSection, Modal } from '../../../platform/feature.ts';
import {
  actions,
  type Blocks,
  bold,
  button,
  context,
  fields,
  header,
  joinMd,
  type Md,
  md,
  message,
  quote,
  section,
} from '../../../platform/slack/kit/index.ts';
import type { Work } from '../../../platform/work.ts';
import { can } from '../../../policy/policy.ts';
import { loadPartner, loadPeople } from '../../partners/public.ts';
import { calendarOf } from '../announce.ts';
import { conflictsOf } from '../claims.ts';
import { registrationClock } from '../clocks.ts';
import type { Conflict } from '../rules/conflicts.ts';
import { canAskRenewal, waitsForApproval } from '../rules/registration.ts';
import { type Deal, dealsToApprove, loadDeal } from '../store.ts';
import { dayOf } from '../views/day.ts';
import { dealAmount, dealTitle, stageWords } from '../views/deal.ts';
import { reasonModal } from '../views/forms.ts';
import { registeredOf, registrationTerms } from './state.ts';

/** The manager’s card of a deal: what is to be decided and why, or what has come of it. Internal: it names others. */
export async function renderRegistration(work: Work, dealId: string): Promise<Rendered> {
  return { audience: 'internal', message: message(await cardBlocks(work, await loadDeal(work, dealId))) };
}

async function cardBlocks(work: Work, deal: Deal): Promise<Blocks> {
  const partner = await loadPartner(work, deal.partnerId);
  const people = await loadPeople(work, [deal.registeredById, deal.closedById]);
  const calendar = await calendarOf(work);
  const words = await registrationWords(work, deal);
  const clock = await registrationClock(work, deal);
  const by = people.get(deal.registeredById ?? '')?.name;
  const head = [
    section(md`${bold(`Deal D-${deal.number}`)}  ${dealTitle(deal)} (from ${partner.name})`),
    fields(
      ['Amount', dealAmount(deal)],
      ['Registered', `${dayOf(deal.registeredAt, calendar)}${by ? ` by ${by}` : ''}`],
      ...(words === '' ? [] : [['Registration', words] as const]),
      ...(clock ? [['To be decided', clock] as const] : []),
      ...(deal.domain ? [['Web address', deal.domain] as const] : []),
    ),
  ];
  if (waitsForApproval(deal)) {
    const conflicts = await conflictsOf(work, deal, deal.id);
    const choice = deal.isContested
      ? [
          context(
            'Approved in spite of it, the deal does not count as sourced; as another customer’s it can.',
          ),
        ]
      : [];
    return [...head, section(await whyWords(work, conflicts)), approvalButtons(deal), ...choice];
  }
  if (deal.renewalAskedAt && deal.stage === 'open') {
    const who = (await loadPeople(work, [deal.renewalAskedById])).get(deal.renewalAskedById ?? '');
    const asked = `${who?.name ?? 'Somebody'} asked on ${dayOf(deal.renewalAskedAt, calendar)} to renew it. Renewed ${deal.renewals === 0 ? 'never' : `${deal.renewals}×`} so far.`;
    return [...head, section(asked), renewalButtons(deal)];
  }
  const closer = people.get(deal.closedById ?? '')?.name ?? null;
  return [
    ...head,
    ...(deal.stage === 'open' ? [] : [section(stageWords(deal, closer, calendar))]),
    ...(deal.stage === 'declined' && deal.lossReason ? [section(quote(deal.lossReason))] : []),
  ];
}

async function whyWords(work: Work, conflicts: readonly Conflict[]): Promise<Md> {
  if (conflicts.length === 0) return md`Nobody else is known to be in touch with this customer.`;
  const ids = [...new Set(conflicts.flatMap(({ claim }) => claim.partnerId ?? []))];
  const partners = await work.tx.partner.findMany({
    where: { workspaceId: work.workspaceId, id: { in: ids } },
    select: { id: true, name: true },
  });
  const nameOf = new Map(partners.map(({ id, name }) => [id, name]));
  return joinMd(
    [
      md`${bold('Why it waits')}`,
      ...conflicts.slice(0, 8).map((conflict) => md`• ${conflictWords(conflict, nameOf)}`),
      ...(conflicts.length > 8 ? [md`• and ${conflicts.length - 8} more`] : []),
    ],
    '\n',
  );
}

function conflictWords({ kind, claim, by }: Conflict, nameOf: ReadonlyMap<string, string>): string {
  const same = by === 'domain' ? 'the same web address' : 'the same name';
  if (kind === 'own_customer') return `${claim.ref} is a customer of your own (${same}).`;
  if (kind === 'duplicate') return `It has ${claim.ref} open with ${claim.customer} already (${same}).`;
  const who = nameOf.get(claim.partnerId ?? '') ?? 'Another partner';
  const state =
    claim.status === 'won'
      ? 'won'
      : claim.kind === 'lead'
        ? 'submitted'
        : claim.registration === 'approved'
          ? 'holds'
          : 'registered';
  return `${who} ${state} ${claim.ref} with ${claim.customer} (${same}).`;
}

/** “Waits for approval by Maya Chen”, “Protected until Mon 12 Apr”: for both sides. Empty where there are no rules, and of a declined deal, whose stage says it. */
export async function registrationWords(work: Work, deal: Deal): Promise<string> {
  const calendar = await calendarOf(work);
  const lastDay = deal.protectedUntil && dayOf(new Date(deal.protectedUntil.getTime() - 1), calendar);
  switch (deal.registration) {
    case 'pending': {
      if (deal.stage !== 'open') return 'Never approved';
      const { managerPersonId } = await loadPartner(work, deal.partnerId);
      const manager = (await loadPeople(work, [managerPersonId])).get(managerPersonId);
      return `Waits for approval by ${manager?.name ?? 'the partner manager'}`;
    }
    case 'approved':
      return `Protected until ${lastDay ?? ''}${deal.renewalAskedAt ? '; renewal asked for' : ''}`;
    case 'lapsed':
      return `Protection lapsed after ${lastDay ?? ''}`;
    default:
      return '';
  }
}

/** Whether the button that asks for a renewal belongs on the deal’s message today. */
export async function offersRenewal(work: Work, deal: Deal): Promise<boolean> {
  if (deal.registration !== 'approved') return false;
  const { timeZone, now } = await calendarOf(work);
  return canAskRenewal(
    registeredOf(deal, timeZone),
    await registrationTerms(work),
    localDateOf(now, timeZone),
  );
}

function approvalButtons(deal: Deal) {
  return actions(
    ...(deal.isContested
      ? [
          button('pipeline.approveAnother', 'It’s another customer', {
            value: deal.id,
            style: 'primary',
            accessibilityLabel: `Approve deal D-${deal.number}: it is another customer`,
          }),
        ]
      : []),
    button('pipeline.approve', deal.isContested ? 'Approve in spite of it' : 'Approve', {
      value: deal.id,
      ...(!deal.isContested && { style: 'primary' }),
      accessibilityLabel: `Approve deal D-${deal.number}`,
    }),
    button('pipeline.declineDeal', 'Decline', {
      value: deal.id,
      accessibilityLabel: `Decline deal D-${deal.number}`,
    }),
  );
}

function renewalButtons(deal: Deal) {
  return actions(
    button('pipeline.renew', 'Renew', {
      value: deal.id,
      style: 'primary',
      accessibilityLabel: `Renew the protection of D-${deal.number}`,
    }),
    button('pipeline.declineRenewal', 'Don’t renew', {
      value: deal.id,
      accessibilityLabel: `Don’t renew the protection of D-${deal.number}`,
    }),
  );
}

/** Asks why a deal, or the renewal of its protection, is declined. */
export function declineDealModal(deal: Deal, what: 'deal' | 'renewal'): Modal {
  return reasonModal({
    callbackId: what === 'deal' ? 'pipeline.saveDeclineDeal' : 'pipeline.saveDeclineRenewal',
    title: what === 'deal' ? `Decline D-${deal.number}` : `Don’t renew D-${deal.number}`,
    submit: 'Decline',
    label: 'Why?',
    about: md`${dealTitle(deal)}, ${dealAmount(deal)}. The partner reads the reason: name no other partner in it.`,
    metadata: { dealId: deal.id },
  });
}

/** The Home tab: registrations and renewals that wait for this person’s word. */
export const registrationsOnHome: HomeSection = {
  order: 41,
  render: async (work, actor) => {
    if (actor.side !== 'vendor') return [];
    const waiting = (await dealsToApprove(work, 50))
      .filter((deal) => can(actor, 'deal.approve', { partnerId: deal.partnerId }))
      .slice(0, 5);
    const blocks = [];
    for (const deal of waiting) {
      const { name } = await loadPartner(work, deal.partnerId);
      const clock = deal.renewalAskedAt ? null : await registrationClock(work, deal);
      const words = [await registrationWords(work, deal), ...(clock ? [clock] : [])].join('. ');
      blocks.push(
        section(
          md`${bold(`D-${deal.number}`)}  ${dealTitle(deal)}, ${dealAmount(deal)} (from ${name})\n${words}`,
        ),
        deal.renewalAskedAt ? renewalButtons(deal) : approvalButtons(deal),
      );
    }
    if (blocks.length === 0) return [];
    return [
      header('Deals to approve'),
      ...blocks,
      context('Why each waits stands on its card in your messages with me.'),
    ];
  },
};
