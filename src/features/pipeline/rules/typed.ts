import { type Money, parseMoney } from '../../../core/money.ts';
import { Refusal } from '../../../core/refusal.ts';
import { readOr } from './fields.ts';

export type TypedCommand<V extends string> =
  | { readonly kind: 'list'; readonly rest: string }
  | { readonly kind: 'verb'; readonly verb: V; readonly number: number; readonly rest: string }
  | { readonly kind: 'new' };

/** What a line after `deal` or `lead` asks for. Refuses (`invalid`) a verb without the number of what it is for. */
export function readCommand<V extends string>(
  text: string,
  verbs: readonly V[],
  noun: 'deal' | 'lead',
): TypedCommand<V> {
  const list = /^list\b\s*/i.exec(text);
  if (list) return { kind: 'list', rest: text.slice(list[0].length) };
  const letter = noun === 'deal' ? 'D' : 'L';
  const command = parseVerb(text, verbs, letter);
  if (!command) return { kind: 'new' };
  const { verb, number, rest } = command;
  if (number !== null) return { kind: 'verb', verb, number, rest };
  throw new Refusal(
    'invalid',
    `Which ${noun}? Say its number, like “${noun} ${verb} ${letter}-3”. “${noun} list” shows the numbers.`,
  );
}

/** `deal won D-3 14,000 EUR` as typed: the word, the number, the rest. Null when it is no such command. */
export function parseVerb<V extends string>(
  text: string,
  verbs: readonly V[],
  letter: 'D' | 'L',
): { readonly verb: V; readonly number: number | null; readonly rest: string } | null {
  const [, word = '', tail = ''] = /^(\S+)\s*([\s\S]*)$/.exec(text) ?? [];
  const verb = verbs.find((each) => each === word.toLowerCase());
  if (!verb) return null;
  const [, digits, rest = ''] =
    new RegExp(`^(?:${letter}-?|#)?(\\d{1,9})(?![\\d.,])\\s*([\\s\\S]*)$`, 'i').exec(tail) ?? [];
  // A customer may be called “Won Industries”: with other words than a number it is no command.
  if (digits === undefined) return tail === '' ? { verb, number: null, rest: '' } : null;
  return { verb, number: Number(digits), rest: rest.trim() };
}

/** "Acme GmbH, Jane Doe, wants a pilot": customer, contact, note. A customer with a comma goes in quotes. */
export function parseLead(text: string): {
  readonly customer: string;
  readonly contact: string;
  readonly note: string;
} {
  const { quoted, rest } = takeQuoted(text);
  const pieces = rest.split(/,\s*/);
  if (quoted !== null && rest.startsWith(',')) pieces.shift();
  const customer = quoted ?? withLegalForm(pieces);
  const contact = pieces.shift() ?? '';
  return { customer: customer.trim(), contact: contact.trim(), note: pieces.join(', ').trim() };
}

/** "Acme, Inc." is one name. */
function withLegalForm(pieces: string[]): string {
  const first = pieces.shift() ?? '';
  const isForm = /^(inc|ltd|llc|llp|plc|corp|co|gmbh|ag|s\.?a|s\.?r\.?l|b\.?v)\.?$/i.test(
    pieces[0]?.trim() ?? '',
  );
  return isForm ? `${first}, ${pieces.shift()?.trim()}` : first;
}

function takeQuoted(text: string): { readonly quoted: string | null; readonly rest: string } {
  const found = /^\s*["“„]([^"“”„]+)["”“]\s*/.exec(text);
  return found?.[1] ? { quoted: found[1], rest: text.slice(found[0].length) } : { quoted: null, rest: text };
}

export interface TypedDeal {
  readonly customer: string;
  readonly name: string;
  /** Null when none was typed; a text when it could not be read: why. */
  readonly amount: Money | string | null;
  /** The number of the lead it comes from, when named. */
  readonly leadNumber: number | null;
}

/**
 * `Acme 12,500 EUR "Platform rollout"`, or with commas: `Acme, 12,500 EUR, Platform rollout`; `L-3` anywhere
 * names the lead. Of several readings of the figures the longest amount that makes sense counts ("12 500 EUR"),
 * so that a customer may have a number in its name.
 */
export function parseDeal(text: string, defaultCurrency: string): TypedDeal {
  const lead = /(?:^|[\s,])L-(\d{1,9})(?=$|[\s,])/i.exec(text);
  const withoutLead = lead ? text.replace(lead[0], ' ') : text;
  const quoted = /["“„]([^"“”„]+)["”“]\s*$/.exec(withoutLead);
  const words = (quoted ? withoutLead.slice(0, quoted.index) : withoutLead)
    .trim()
    .replace(/^,\s*|[,\s]+$/g, '');
  const leadNumber = lead?.[1] ? Number(lead[1]) : null;
  const pieces = words.split(/,\s+/);
  const at = pieces.findIndex((piece, index) => index > 0 && looksLikeMoney.test(piece));
  if (at > 0) {
    const customer = pieces.slice(0, at).join(', ');
    const name = quoted?.[1] ?? pieces.slice(at + 1).join(', ');
    return { customer, name: name.trim(), amount: readAmount(pieces[at] ?? '', defaultCurrency), leadNumber };
  }
  return { ...splitAmount(words, defaultCurrency), name: quoted?.[1]?.trim() ?? '', leadNumber };
}

const looksLikeMoney =
  /^[-−–(]?(?:[A-Za-z]{3}\s*|\p{Sc}\s*|[A-Z]{1,2}\$\s*)?[-−–]?\d[\d.,'’_ ]*(?:k|mn?|bn)?\s*(?:[A-Za-z]{3}|\p{Sc})?\)?$/u;

function splitAmount(words: string, defaultCurrency: string): Pick<TypedDeal, 'customer' | 'amount'> {
  const starts = [...words.matchAll(/(?<=\s|^)\S/g)].map((match) => match.index);
  const candidates = starts
    .map((start) => ({ customer: words.slice(0, start).trim(), typed: words.slice(start).trim() }))
    .filter(({ typed }) => looksLikeMoney.test(typed))
    .map(({ customer, typed }) => ({ customer, amount: readAmount(typed, defaultCurrency) }));
  const readable = candidates.find(({ amount }) => typeof amount !== 'string');
  return readable ?? candidates.at(-1) ?? { customer: words, amount: null };
}

function readAmount(typed: string, defaultCurrency: string): Money | string {
  return readOr(
    () => parseMoney(typed, defaultCurrency),
    (fault) => fault,
  );
}
