import { formatLocalDate, type LocalDate } from '../../core/calendar.ts';
import { listing, pluralise } from '../../core/text.ts';
import type { Message } from '../../platform/delivery/message.ts';
import {
  actions,
  type Blocks,
  bold,
  button,
  chart,
  context,
  header,
  md,
  message,
  progressBar,
  section,
  table,
} from '../../platform/slack/kit/index.ts';
import { lookBackDays, type PartnerCard } from './facts.ts';
import { formatEstimate, formatTarget, formatValue } from './figures.ts';
import { howMenu } from './how-view.ts';
import { describeStanding, type Line, whatChanged } from './rules.ts';
import { isMeasured } from './unmeasured.ts';

/** One partner's scorecard; what is internal was left out of `lines` before. `things` are what it can do, where it is told. */
export function scorecardMessage(
  card: PartnerCard,
  lines: readonly Line[],
  title: string,
  weekStarts: readonly LocalDate[],
  things: Blocks = [],
): Message {
  const { facts } = card;
  const changed = whatChanged(lines);
  const measured = lines.filter(isMeasured);
  const isProjected = measured.some((line) => line.projected !== null || line.ahead !== null);
  const hasWeeks = card.weeks.some((week) => week.leads + week.registered + week.won > 0);
  return message([
    header(title),
    ...(facts.onboarding
      ? [
          section(
            md`Onboarding ${progressBar(facts.onboarding.done, facts.onboarding.total)}, ${facts.onboarding.done} of ${pluralise(facts.onboarding.total, 'step')}`,
          ),
        ]
      : []),
    ...things,
    ...(measured.length > 0
      ? [
          table(
            'Numbers against targets',
            ['Metric', 'Now', 'Last time', 'Target', ...(isProjected ? ['Projected'] : []), 'How it stands'],
            measured.map((line) => [
              line.metric.label,
              formatEstimate(line.metric, line.estimate, line.target),
              line.before ? formatEstimate(line.metric, line.before) : '–',
              line.target === null
                ? '–'
                : formatTarget(line.metric, line.target, line.estimate.currency ?? facts.currency),
              ...(isProjected ? [projectedWords(line, facts.currency)] : []),
              describeStanding(line),
            ]),
          ),
        ]
      : []),
    ...unmeasured(card, lines),
    ...mindedNotes(measured),
    ...(hasWeeks
      ? [
          chart(
            'bar',
            'Leads and deals, last eight weeks',
            weekStarts.map((start) => formatLocalDate(start, start).replace(/^\w+ /, '')),
            [
              { name: 'Leads', values: card.weeks.map((week) => week.leads) },
              { name: 'Deals registered', values: card.weeks.map((week) => week.registered) },
              { name: 'Deals won', values: card.weeks.map((week) => week.won) },
            ],
            { x: 'week from', y: 'count' },
          ),
        ]
      : []),
    ...(changed.length > 0 ? [section(md`${bold('Since last time')}: ${listing(changed)}.`)] : []),
    actions(
      ...(lines.length > 0 ? [howMenu(card.partner.id, lines)] : []),
      button('platform.command', 'Earlier ones', { value: `scorecard sent ${card.name}` }),
      button('platform.command', 'All definitions', { value: 'scorecard how' }),
    ),
    context(
      `Rates are of the last ${lookBackDays} days, with 95 % intervals in brackets. “Too few” means too few to judge.`,
    ),
  ]);
}

/** What was to be expected of now, and what the next window is expected to hold. */
function projectedWords({ metric, projected, ahead }: Line, currency: string): string {
  const shown = (value: number) => formatValue(metric, value, currency);
  const parts = [
    ...(projected === null ? [] : [`${shown(projected)} by now`]),
    ...(ahead === null ? [] : [`${shown(ahead.value)} next`]),
  ];
  return parts.length > 0 ? parts.join(', ') : '–';
}

/** What nothing is known of yet, in one line. */
function unmeasured(card: PartnerCard, lines: readonly Line[]): Blocks {
  const labels = lines.filter((line) => !isMeasured(line)).map(({ metric }) => metric.label);
  if (labels.length === 0) return [];
  return [
    section(
      md`${bold('Not measured yet')}: ${listing(labels)}.`,
      button('platform.command', 'What is missing?', { value: `scorecard missing ${card.name}` }),
    ),
  ];
}

/** What readers must know of some numbers: which data are stale, contradictory or left out. What holds of several is said once. */
function mindedNotes(lines: readonly Line[]): Blocks {
  const labelsOf = new Map<string, string[]>();
  for (const { metric, estimate } of lines)
    for (const { words } of estimate.notes ?? [])
      labelsOf.set(words, [...(labelsOf.get(words) ?? []), metric.label]);
  if (labelsOf.size === 0) return [];
  return [context([...labelsOf].map(([words, labels]) => `${listing(labels)}: ${words}.`).join(' '))];
}

/** Definitions and formulas, for whoever asks how a number came about. */
export function howMessage(
  lines: readonly { readonly label: string; readonly definition: string; readonly formula: string }[],
): Message {
  return message([
    header('How the numbers are worked out'),
    ...lines.map(({ label, definition, formula }) =>
      section(md`${bold(label)}: ${definition}\nFormula: ${formula}.`),
    ),
    context(
      `Rates are of the last ${lookBackDays} days. Brackets hold the 95 % interval; below five observations a number is called too few to judge, and a target counts as missed only when the whole interval misses it.`,
    ),
  ]);
}
