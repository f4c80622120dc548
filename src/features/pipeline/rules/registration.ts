import { addDays, type LocalDate } from '../../../core/calendar.ts';

/** The playbook's rules for registered deals. */
interface Terms {
  readonly approval: 'always' | 'conflicts';
  readonly protectionDays: number;
  readonly renewalDays: number;
  readonly mostRenewals: number;
  readonly remindDaysBefore: number;
}

/** What of a deal matters for its registration. `protectedOn` is the last day the customer is kept for the partner. */
export interface Registered {
  readonly stage: string;
  readonly registration: string;
  readonly protectedOn: LocalDate | null;
  readonly renewals: number;
  readonly isRenewalAsked: boolean;
}

export type Begun =
  | { readonly registration: 'none' | 'pending'; readonly protectedOn: null }
  | { readonly registration: 'approved'; readonly protectedOn: LocalDate };

const unregulated: Begun = { registration: 'none', protectedOn: null };

/** How a deal's registration begins: at once, or with somebody's word. Without rules there is nothing to approve. */
export function beginRegistration(
  terms: Terms | null,
  deal: { readonly isContested: boolean; readonly byApprover: boolean },
  today: LocalDate,
): Begun {
  if (!terms) return unregulated;
  const isWaiting = deal.isContested || (terms.approval === 'always' && !deal.byApprover);
  return isWaiting ? { registration: 'pending', protectedOn: null } : approved(terms, today);
}

/** What approval makes of it; null when it does not wait for one. */
export function approveRegistration(deal: Registered, terms: Terms | null, today: LocalDate): Begun | null {
  if (!waitsForApproval(deal)) return null;
  return terms ? approved(terms, today) : unregulated;
}

export function waitsForApproval(deal: Pick<Registered, 'stage' | 'registration'>): boolean {
  return deal.stage === 'open' && deal.registration === 'pending';
}

function approved(terms: Terms, today: LocalDate): Begun {
  return { registration: 'approved', protectedOn: addDays(today, terms.protectionDays) };
}

/** Whether a renewal can be asked for: in the last days of the protection, and not more often than the rules say. */
export function canAskRenewal(deal: Registered, terms: Terms | null, today: LocalDate): boolean {
  return whyNoRenewal(deal, terms, today) === null;
}

/** Why a renewal cannot be asked for, in words for both sides; null when it can. */
export function whyNoRenewal(deal: Registered, terms: Terms | null, today: LocalDate): string | null {
  if (!terms || deal.registration === 'none') return 'it isn’t protected, so there is nothing to renew.';
  if (deal.stage !== 'open') return 'it is closed, so there is nothing to renew.';
  if (deal.registration === 'pending') return 'it still waits for approval.';
  if (deal.registration === 'lapsed' || deal.protectedOn === null)
    return 'its protection has lapsed. Register the deal anew.';
  if (deal.isRenewalAsked) return 'a renewal is asked for already.';
  if (deal.renewals >= terms.mostRenewals) return 'it has been renewed as often as the programme allows.';
  const first = remindsOn(deal.protectedOn, terms);
  return today < first ? `it can be renewed from ${first} on.` : null;
}

/** The day on which people hear that the protection will end. */
export function remindsOn(protectedOn: LocalDate, terms: Terms): LocalDate {
  return addDays(protectedOn, -terms.remindDaysBefore);
}

/** The last protected day after a renewal: counted from the old one, so that nobody loses by asking early. */
export function renewedUntil(protectedOn: LocalDate, terms: Terms): LocalDate {
  return addDays(protectedOn, terms.renewalDays);
}

/** Whether the protection ends today or has ended. While a renewal is being decided it holds. */
export function hasLapsed(deal: Registered, today: LocalDate): boolean {
  return (
    deal.stage === 'open' &&
    deal.registration === 'approved' &&
    !deal.isRenewalAsked &&
    deal.protectedOn !== null &&
    deal.protectedOn < today
  );
}
