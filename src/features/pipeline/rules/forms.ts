import { z } from 'zod';
import type { LocalDate } from '../../../core/calendar.ts';
import { type Money, parseMoney } from '../../../core/money.ts';
import { readDomain } from './customer-key.ts';
import {
  atField,
  atMost,
  type Faults,
  faultCollector,
  longest,
  oneLine,
  paragraph,
  parseMoneyIn,
  pastDay,
  required,
} from './fields.ts';

type Reading<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly faults: Faults };

const text = z
  .string()
  .nullish()
  .transform((value) => value ?? '');

/** The key of a choice; one too long to be a key is none. */
const key = z
  .string()
  .max(60)
  .nullish()
  .catch(null)
  .transform((value) => value || null);

export interface LeadFields {
  readonly customer: string;
  readonly contact: string | null;
  readonly note: string | null;
  /** Keys of the playbook's routing. */
  readonly territory: string | null;
  readonly segment: string | null;
  readonly capability: string | null;
}

/** A lead as submitted by form or typed in one line; faults by field. */
export function readLead(inputs: unknown): Reading<LeadFields> {
  const typed = z
    .object({ customer: text, contact: text, note: text, territory: key, segment: key, capability: key })
    .parse(inputs);
  const { faults, read } = faultCollector();
  const customer = read('customer', () =>
    required(oneLine(typed.customer), 'who the customer is', longest.line),
  );
  const contact = read('contact', () => atMost(oneLine(typed.contact), 'the contact', longest.line));
  const note = read('note', () => atMost(paragraph(typed.note), 'the note', longest.note));
  if (customer === null || contact === null || note === null) return { ok: false, faults };
  const { territory, segment, capability } = typed;
  const traits = { territory, segment, capability };
  return { ok: true, value: { customer, contact: contact || null, note: note || null, ...traits } };
}

export interface DealFields {
  readonly customer: string;
  /** The customer's name when the deal has none of its own. */
  readonly name: string;
  readonly amount: Money;
  readonly leadId: string | null;
  readonly domain: string | null;
  readonly registeredOn: LocalDate;
}

/** A deal as registered by form; faults by field. A day after `today` is refused. */
export function readDeal(inputs: unknown, defaultCurrency: string, today: LocalDate): Reading<DealFields> {
  const typed = z
    .object({
      customer: text,
      name: text,
      amount: text,
      domain: text,
      lead: z.uuid().nullish(),
      registeredOn: text,
    })
    .parse(inputs);
  const { faults, read } = faultCollector();
  const customer = read('customer', () =>
    required(oneLine(typed.customer), 'who the customer is', longest.line),
  );
  const name = read('name', () => atMost(oneLine(typed.name), 'the name', longest.line));
  const amount = read('amount', () => parseMoney(typed.amount, defaultCurrency));
  const domain = read('domain', () => readDomain(typed.domain));
  const registeredOn = read('registeredOn', () => pastDay(typed.registeredOn || today, today));
  const isFaulty = Object.keys(faults).length > 0;
  if (isFaulty || customer === null || name === null || amount === null || registeredOn === null)
    return { ok: false, faults };
  return {
    ok: true,
    value: { customer, name: name || customer, amount, leadId: typed.lead ?? null, domain, registeredOn },
  };
}

/** The reason of a lost deal or a declined lead. Refuses with `invalid`, at the field `reason`. */
export function readReason(typed: unknown): string {
  return atField('reason', () =>
    required(paragraph(text.parse(typed)), 'why, in a few words', longest.reason),
  );
}

/** What a deal costs the vendor, in the deal's own currency; null when left empty. Refuses at the field `cost`. */
export function readCost(typed: unknown, currency: string): Money | null {
  const words = text.parse(typed).trim();
  return words === '' ? null : atField('cost', () => parseMoneyIn(words, currency));
}

/** The id a button carries; one that is no id belongs to nothing. */
export function pressedId({ value }: { readonly value: string }): string {
  return z.uuid().catch('00000000-0000-4000-8000-000000000000').parse(value);
}
