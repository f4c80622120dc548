import { formatLocalDate, type LocalDate } from '../../core/calendar.ts';
import { type Blocks, chart } from '../../platform/slack/kit/index.ts';
import type { PartnerCard } from './facts.ts';

const mostBars = 20;
const mostSeries = 6;

interface Charted {
  readonly card: PartnerCard;
}

/** What one chart can hold of them all: the journeys furthest behind, and the partners who won most. */
export function digestCharts(rows: readonly Charted[], weekStarts: readonly LocalDate[]): Blocks {
  const [first] = weekStarts;
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
    // Added up, since the same few deals a week would lie on top of each other.
    ...(selling.length > 0 && first !== undefined
      ? [
          chart(
            'line',
            `Deals won since ${dayInWords(first)}${selling.length === mostSeries ? `, top ${mostSeries}` : ''}`,
            weekStarts.map(dayInWords),
            selling.map(({ card: { name, weeks } }) => ({
              name,
              values: addedUp(weeks.map(({ won }) => won)),
            })),
            { x: 'by the end of the week from', y: 'deals' },
          ),
        ]
      : []),
  ];
}

/** “27 Sep”. */
const dayInWords = (day: LocalDate): string => formatLocalDate(day, day).replace(/^\w+ /, '');

function addedUp(counts: readonly number[]): number[] {
  let sum = 0;
  return counts.map((count) => {
    sum += count;
    return sum;
  });
}

function shareDone({ card: { facts } }: Charted): number {
  return facts.onboarding ? facts.onboarding.done / facts.onboarding.total : 0;
}

function wins({ card }: Charted): number {
  return card.weeks.reduce((sum, week) => sum + week.won, 0);
}
