import { addDays, type LocalDate } from '../../../core/calendar.ts';
import { customerKey } from '../rules/customer-key.ts';

/** Who may read a story and use it, each further than the one before. */
export const consents = {
  between_us: 'Nowhere, it stays between our two companies',
  vendor: 'Inside the vendor’s company',
  unnamed: 'Publicly, without the customer’s name',
  named: 'Publicly, with the customer’s name',
} as const;

export type Consent = keyof typeof consents;

/** What is kept in the database, read; what it does not know stays between the two. */
export const consentOf = (kept: string): Consent =>
  Object.keys(consents).find((each): each is Consent => each === kept) ?? 'between_us';

/** The days on which a deal won is an early win: from kickoff on, as many as the playbook gives to become active. Half open. */
function earlyDays(kickoffOn: LocalDate, days: number): { from: LocalDate; to: LocalDate } {
  return { from: kickoffOn, to: addDays(kickoffOn, days) };
}

export function isEarlyWin(
  deal: { readonly stage: string; readonly wonOn: LocalDate | null },
  kickoffOn: LocalDate | null,
  days: number,
): boolean {
  if (deal.stage !== 'won' || !deal.wonOn || !kickoffOn) return false;
  const { from, to } = earlyDays(kickoffOn, days);
  return from <= deal.wonOn && deal.wonOn < to;
}

export interface Told {
  readonly wanted: string;
  readonly helped: string;
}

/**
 * Consent is the partner's to give, and given to the words that were read: it is `chosen` when its own people tell
 * the story, and gone when the vendor's people change a word of it.
 */
export function consentAfter(
  present: (Told & { readonly consent: Consent }) | null,
  told: Told,
  teller: { readonly side: 'vendor' | 'partner'; readonly chosen: Consent },
): Consent {
  if (teller.side === 'partner') return teller.chosen;
  const isSame = present?.wanted === told.wanted && present.helped === told.helped;
  return isSame ? present.consent : 'between_us';
}

/** Whether a story that must not name the customer does, however it is spelt. */
export function namesCustomer(told: Told, customer: string): boolean {
  const key = customerKey(customer);
  return key !== '' && [told.wanted, told.helped].some((words) => customerKey(words).includes(key));
}
