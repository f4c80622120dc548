import { formatLocalDate, type LocalDate, localDateOf } from '../../core/calendar.ts';
import { pluralise, truncate, withinSentence } from '../../core/text.ts';
import type { Message } from '../../platform/delivery/message.ts';
import {
  actions,
  type Blocks,
  bold,
  button,
  context,
  header,
  md,
  menu,
  message,
  section,
  table,
} from '../../platform/slack/kit/index.ts';
import type { Partner } from '../../platform/store/generated/client.ts';
import { checks, type Gap } from './checks/catalogue.ts';
import type { Check } from './checks/check.ts';
import { lookBackDays } from './facts.ts';
import type { GapRow } from './gap-rows.ts';
import { faultDay } from './ledger-faults.ts';

export const gapRowsAPage = 40;

/** What is missing or contradictory in the data, each with what it does to the numbers and what to do. Internal. */
export function gapsMessage(
  gaps: readonly Gap[],
  partners: readonly Partner[],
  only: Partner | null,
  aside = 0,
): Message {
  const passed = checks.filter((check) => !gaps.some((gap) => gap.check === check));
  const checked = `Checked: leads and deals of the last ${lookBackDays} days, whatever is open, and the costs, usage and API calls that numbers are made of.`;
  return message([
    header(`Data checks of ${only ? only.name : `your ${pluralise(partners.length, 'partner')}`}`),
    ...gaps.map(({ check, count, partners: at }) =>
      section(
        md`${bold(`${check.label}: ${count}`)}${only ? '' : `, at ${pluralise(at, 'partner')}`}\n${check.why} ${check.remedy}`,
        button('scorecards.checks', 'See them', {
          value: `${check.key}:${only?.id ?? 'mine'}:0`,
          accessibilityLabel: `See ${check.label}`,
        }),
      ),
    ),
    ...(gaps.length === 0 ? [section('Nothing is missing or contradictory.')] : []),
    ...(aside > 0
      ? [
          section(
            `${aside} set aside as right as they are.`,
            button('scorecards.gapsAside', 'See them', {
              value: only?.id ?? 'mine',
              accessibilityLabel: 'See what is set aside',
            }),
          ),
        ]
      : []),
    context(
      passed.length > 0 && gaps.length > 0
        ? `${checked} None found: ${passed.map(({ label }) => withinSentence(label)).join('; ')}.`
        : checked,
    ),
  ]);
}

interface GapRows {
  readonly check: Check;
  readonly total: number;
  readonly rows: readonly GapRow[];
  /** From 0. */
  readonly page: number;
  readonly scope: string;
  readonly names: ReadonlyMap<string, string>;
  readonly timeZone: string;
  readonly now: Date;
}

const columns: Readonly<Record<Check['of'], readonly string[]>> = {
  deal: ['Deal', 'Partner', 'Customer', 'Registered'],
  lead: ['Lead', 'Partner', 'Customer', 'Submitted'],
  ledger: ['What', 'Partner', 'When', 'What is odd'],
};

/** What people call a row: “D-3 Acme”, “Active customers, January 2026”. */
export function rowName(row: GapRow, today: LocalDate): string {
  return 'ref' in row
    ? `${row.ref} ${row.customer}`
    : `${row.traits.what}, ${faultDay(row.traits, today)}${row.traits.currency ? ` (${row.traits.currency})` : ''}`;
}

export function gapRowsMessage(gapRows: GapRows): Message {
  const { check, total, rows, page, scope, names, timeZone, now } = gapRows;
  if (rows.length === 0) return message([section(md`${bold(check.label)}: none any more.`)]);
  const today = localDateOf(now, timeZone);
  const first = page * gapRowsAPage + 1;
  const last = first + rows.length - 1;
  const turn = (label: string, to: number) =>
    button('scorecards.checks', label, { value: `${check.key}:${scope}:${to}` });
  const choices = rows.map((row) => ({
    label: rowName(row, today),
    value: `${check.key}:${row.partnerId}:${row.id}`,
  }));
  const blocks: Blocks = [
    table(
      check.label,
      columns[check.of],
      rows.map((row) => {
        const partner = truncate(names.get(row.partnerId) ?? '', 40);
        if (!('ref' in row)) {
          const { what, words } = row.traits;
          return [what, partner, faultDay(row.traits, today), truncate(words, 80)];
        }
        const began = formatLocalDate(localDateOf(row.beganAt, timeZone), today);
        return [row.ref, partner, truncate(row.customer, 40), began];
      }),
    ),
    section(check.remedy),
    actions(
      menu('scorecards.openGap', 'Open one', choices),
      menu('scorecards.setAside', 'Set one aside', choices),
    ),
    ...(total > rows.length
      ? [
          context(`${first} to ${last} of ${total}.`),
          actions(
            ...(page > 0 ? [turn('Newer', page - 1)] : []),
            ...(last < total ? [turn('Older', page + 1)] : []),
          ),
        ]
      : []),
  ];
  return message(blocks);
}
