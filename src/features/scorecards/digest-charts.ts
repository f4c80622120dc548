import { formatLocalDate, type LocalDate } from '../../core/calendar.ts';
import { type Blocks, chart } from '../../platform/slack/kit/index.ts';
import type { PartnerCard } from './facts.ts';

const mostBars = 20;
const mostSeries = 6;

interface Charted {
  readonly card: PartnerCard;
}

/** What one chart can hold of them all: the journeys furthest behind, and the partners who won most. */
export function digestCharts(
  rows: readonly Charted[],
  weekStarts: readonly LocalDate[],
  today: LocalDate,
): Blocks {
  const running = rows
    .filter(({ card: { facts } }) => facts.onboarding && facts.onboarding.done < facts.onboarding.total)
    .sort((a, b) => shareDone(a) - shareDone(b));
  const behind = running.slice(0, mostBars);
  const selling = rows
    .filter((row) => wins(row) > 0)
    .sort((a, b) => wins(b) - wins(a))
    .slice(0, mostSeries);
  return [
    ...(behind.length > 0
      ? [
          chart(
            'bar',
            running.length > mostBars
              ? `Onboarding done, the ${mostBars} furthest behind`
              : 'Onboarding, share of steps done',
            behind.map((row) => row.card.name),
            [{ name: 'Done, %', values: behind.map((row) => Math.round(100 * shareDone(row))) }],
            { y: '%' },
          ),
        ]
      : []),
    ...(selling.length > 0
      ? [
          chart(
            'line',
            selling.length === mostSeries ? `Deals won a week, top ${mostSeries}` : 'Deals won a week',
            weekStarts.map((start) => formatLocalDate(start, today).replace(/^\w+ /, '')),
            selling.map((row) => ({ name: row.card.name, values: row.card.weeks.map((week) => week.won) })),
            { x: 'week from', y: 'deals' },
          ),
        ]
      : []),
  ];
}

function shareDone({ card: { facts } }: Charted): number {
  return facts.onboarding ? facts.onboarding.done / facts.onboarding.total : 0;
}

function wins({ card }: Charted): number {
  return card.weeks.reduce((sum, week) => sum + week.won, 0);
}
