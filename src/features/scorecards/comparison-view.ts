import type { table } from '../../platform/slack/kit/index.ts';
import { limits } from '../../platform/slack/kit/limits.ts';
import type { MetricKey } from '../playbook/public.ts';
import type { Attention } from './attention.ts';
import type { PartnerCard } from './facts.ts';
import { formatEstimate, formatValue, targetWords } from './figures.ts';
import { metricOf } from './metrics/catalogue.ts';
import { drawnWinRates } from './ranking.ts';
import type { Line } from './rules.ts';

export interface DigestRow {
  readonly card: PartnerCard;
  readonly lines: readonly Line[];
  readonly attention: readonly Attention[];
}

type Cells = Parameters<typeof table>[2][number];

/** The heads of its columns; `columns` are the numbers. */
export function comparedColumns(columns: readonly MetricKey[]): readonly string[] {
  return ['Partner', 'Onboarding', ...columns.map((key) => metricOf(key).label), 'Deals won'];
}

/** A partner's row: each number with what it was last time and is to be, the win rate with what it is ranked at. */
export function comparedCells(
  rows: readonly DigestRow[],
  columns: readonly MetricKey[],
): (row: DigestRow) => Cells {
  const rates = drawnWinRates(rows.map(({ card }) => card));
  return ({ card, lines }) => {
    const { onboarding, won } = card.facts;
    const rate = rates.get(card) ?? null;
    const ranked = rate === null ? [] : [`ranked at ${Math.round(100 * rate)} %`];
    return [
      card.name,
      onboarding && onboarding.total > 0
        ? { value: onboarding.done / onboarding.total, text: onboardingWords(card) }
        : 'not started',
      ...columns.map((key) => {
        const metric = metricOf(key);
        // What orders them is told also where the playbook has it on no scorecard.
        const line = lines.find((each) => each.metric.key === key);
        const estimate = line?.estimate ?? (key === 'win_rate' ? metric.estimate(card.facts) : null);
        if (!estimate || estimate.verdict === 'no_data') return '–';
        const number = formatEstimate(metric, estimate);
        const text = [
          [number, ...(key === 'win_rate' ? ranked : [])].join(', '),
          ...(line ? besideNow(line) : []),
        ].join('; ');
        return estimate.value === null ? text : { value: estimate.value, text };
      }),
      won,
    ];
  };
}

/** What a number was last time and what it is to be, as far as either is known. */
function besideNow({ metric, before, target, estimate }: Line): string[] {
  return [
    ...(before?.verdict === 'ok' && before.value !== null
      ? [`was ${formatValue(metric, before.value, before.currency)}`]
      : []),
    ...(target === null ? [] : [targetWords(metric, target, estimate.currency)]),
  ];
}

/** As many of them, from the first on, as Slack takes in one table. */
export function fittingOneTable(
  rows: readonly DigestRow[],
  columns: readonly string[],
  cellsOf: (row: DigestRow) => Cells,
): readonly DigestRow[] {
  const sizeOf = (cells: Cells) =>
    cells.reduce<number>((sum, cell) => sum + String(typeof cell === 'object' ? cell.text : cell).length, 0);
  let left = limits.tableCharacters - sizeOf(columns) - 100;
  return rows.filter((row) => {
    left -= sizeOf(cellsOf(row));
    return left >= 0;
  });
}

function onboardingWords({ facts, gate }: PartnerCard): string {
  const { done, total } = facts.onboarding ?? { done: 0, total: 0 };
  return done === total ? 'done' : `${done} of ${total}${gate ? `, ${gate}` : ''}`;
}
