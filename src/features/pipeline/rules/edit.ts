import { z } from 'zod';
import { isLocalDate, type LocalDate } from '../../../core/calendar.ts';
import { formatMoney, type Money } from '../../../core/money.ts';
import { Refusal } from '../../../core/refusal.ts';
import { atMost, type Faults, faultCollector, longest, paragraph, parseMoneyIn } from './fields.ts';

/** What the form of a deal says. */
export interface DealEdit {
  readonly amount: Money;
  readonly expectedCloseOn: LocalDate | null;
  readonly phase: string | null;
  readonly influence: string | null;
}

const text = z
  .string()
  .nullish()
  .transform((value) => value ?? '');
const typed = z.object({ amount: text, expectedCloseOn: text, phase: text, influence: text });

/** The form of a deal in `currency`; `phases` are the keys of the playbook's stages. Faults by field. */
export function readEdit(
  inputs: unknown,
  currency: string,
  phases: readonly string[],
): { readonly ok: true; readonly value: DealEdit } | { readonly ok: false; readonly faults: Faults } {
  const given = typed.parse(inputs);
  const { faults, read } = faultCollector();
  const amount = read('amount', () => parseMoneyIn(given.amount, currency));
  const expectedCloseOn = read('expectedCloseOn', () => dayOrNone(given.expectedCloseOn));
  const influence = read('influence', () => atMost(paragraph(given.influence), 'this', longest.reason));
  if (Object.keys(faults).length > 0 || amount === null || influence === null) return { ok: false, faults };
  const phase = phases.includes(given.phase) ? given.phase : null;
  return { ok: true, value: { amount, expectedCloseOn, phase, influence: influence || null } };
}

function dayOrNone(day: string): LocalDate | null {
  if (day === '') return null;
  if (isLocalDate(day)) return day;
  throw new Refusal('invalid', 'That is no day. Choose one, or leave it empty.');
}

/** What changed, for the timeline: “amount €5,000 → €6,000”. Empty when nothing did. */
export function editWords(
  before: DealEdit,
  after: DealEdit,
  nameOf: (phase: string) => string,
): readonly string[] {
  const pairs: readonly (readonly [what: string, was: string, is: string])[] = [
    ['amount', formatMoney(before.amount), formatMoney(after.amount)],
    ['expected close', before.expectedCloseOn ?? 'not known', after.expectedCloseOn ?? 'not known'],
    ['stage', before.phase ? nameOf(before.phase) : 'none', after.phase ? nameOf(after.phase) : 'none'],
  ];
  return [
    ...pairs.filter(([, was, is]) => was !== is).map(([what, was, is]) => `${what} ${was} → ${is}`),
    ...(before.influence === after.influence ? [] : ['what the partner did for it']),
  ];
}
