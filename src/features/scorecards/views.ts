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
  divider,
  header,
  joinMd,
  md,
  menu,
  message,
  progressBar,
  section,
  table,
} from '../../platform/slack/kit/index.ts';
import type { Gap } from './checks/catalogue.ts';
import { digestCharts } from './digest-charts.ts';
import { lookBackDays, type PartnerCard } from './facts.ts';
import { formatEstimate, formatValue } from './figures.ts';
import { metricOf } from './metrics/catalogue.ts';
import { type Attention, describeStanding, type Line, whatChanged } from './rules.ts';

export interface DigestRow {
  readonly card: PartnerCard;
  readonly lines: readonly Line[];
  readonly attention: readonly Attention[];
}

const tableMetrics = [
  'late_steps',
  'lead_quality',
  'conversion',
  'deal_velocity',
  'contribution_margin',
  'csat',
] as const;
/** The most partners told about one by one; those who need attention come first. */
const mostNews = 8;
const mostNames = 5;
/** The most rows of the comparison: a longer table would push what matters off the first page. */
const mostCompared = 50;

export interface Digest {
  /** In the order of the comparison. */
  readonly rows: readonly DigestRow[];
  /** The numbers over all partners, in words. */
  readonly overall: readonly { readonly label: string; readonly words: string }[];
  readonly gaps: readonly Gap[];
  readonly weekOf: LocalDate;
  readonly today: LocalDate;
  readonly weekStarts: readonly LocalDate[];
}

/** A manager's weekly digest. Internal: it compares partners and shows margins. */
export function digestMessage(digest: Digest): Message {
  const { rows, weekOf, today, weekStarts } = digest;
  const troubled = rows.filter((row) => row.attention.length > 0);
  const changed = rows.filter((row) => row.attention.length === 0 && whatChanged(row.lines).length > 0);
  const newsworthy = [...troubled, ...changed];
  const chosen = new Set([...new Set([...newsworthy, ...rows])].slice(0, mostCompared));
  const compared = rows.filter((row) => chosen.has(row));
  const won = rows.reduce((sum, row) => sum + (row.card.weeks.at(-1)?.won ?? 0), 0);
  const leads = rows.reduce((sum, row) => sum + (row.card.weeks.at(-1)?.leads ?? 0), 0);
  const summary = joinMd(
    [
      md`${pluralise(rows.length, 'partner')}, ${pluralise(leads, 'new lead')} and ${pluralise(won, 'deal')} won in the last seven days.`,
      troubled.length > 0
        ? md`${bold(listing(namesOf(troubled)))} could use your attention.`
        : md`Nothing needs your attention.`,
    ],
    ' ',
  );
  const blocks: Blocks = [
    header(`Your partners, week of ${formatLocalDate(weekOf, today)}`),
    section(summary),
    comparison(compared),
    ...(compared.length < rows.length
      ? [
          context(
            `${compared.length} of ${pluralise(rows.length, 'partner')}, those who need attention first. “scorecard” with a name shows any other.`,
          ),
        ]
      : []),
    ...digestCharts(rows, weekStarts, today),
    section(
      joinMd(
        digest.overall.map(({ label, words }) => md`${bold(label)}: ${words}.`),
        '\n',
      ),
    ),
    ...dataGaps(digest.gaps),
    ...newsworthy.slice(0, mostNews).flatMap(partnerNews),
    ...(newsworthy.length > mostNews
      ? [
          context(
            `${pluralise(newsworthy.length - mostNews, 'more partner')} changed or could use attention.`,
          ),
        ]
      : []),
    divider,
    actions(
      button('platform.command', 'When I get this', { value: 'digest settings' }),
      button('platform.command', 'How these are worked out', { value: 'scorecard how' }),
    ),
    context(
      `Rates are of the last ${lookBackDays} days, with 95 % intervals in brackets. “Too few” means too few to judge. Ordered by win rate, drawn toward the tier’s mean where there are few deals. Only for the vendor’s team.`,
    ),
  ];
  const unformatted = { mrkdwn: summary.mrkdwn.replaceAll('*', '') };
  return message(blocks, md`Your partners this week: ${unformatted}`);
}

function dataGaps(gaps: readonly Gap[]): Blocks {
  if (gaps.length === 0) return [];
  const count = gaps.reduce((sum, gap) => sum + gap.count, 0);
  const found = gaps.map((gap) => `${gap.check.label.toLowerCase()}: ${gap.count}`);
  return [
    section(
      md`${bold(pluralise(count, 'data gap'))}: ${found.join('; ')}.`,
      button('platform.command', 'See them', {
        value: 'scorecard checks',
        accessibilityLabel: 'See the data gaps',
      }),
    ),
  ];
}

function namesOf(rows: readonly DigestRow[]): string[] {
  const names = rows.slice(0, mostNames).map((row) => row.card.name);
  return rows.length > mostNames ? [...names, `${rows.length - mostNames} more`] : names;
}

function comparison(rows: readonly DigestRow[]) {
  return table(
    'Your partners side by side',
    ['Partner', 'Onboarding', ...tableMetrics.map((key) => metricOf(key).label), 'Deals won'],
    rows.map(({ card, lines }) => [
      card.name,
      card.facts.onboarding && card.facts.onboarding.total > 0
        ? { value: card.facts.onboarding.done / card.facts.onboarding.total, text: onboardingWords(card) }
        : 'not started',
      ...tableMetrics.map((key) => {
        const line = lines.find((each) => each.metric.key === key);
        if (!line) return '–';
        const text = formatEstimate(line.metric, line.estimate);
        return line.estimate.value === null ? text : { value: line.estimate.value, text };
      }),
      card.facts.won,
    ]),
  );
}

function onboardingWords({ facts, gate }: PartnerCard): string {
  const { done, total } = facts.onboarding ?? { done: 0, total: 0 };
  return done === total ? 'done' : `${done} of ${total}${gate ? `, ${gate}` : ''}`;
}

function partnerNews({ card, lines, attention }: DigestRow): Blocks {
  const changed = whatChanged(lines);
  const buttons = [...new Map(attention.map((each) => [each.command, each])).values()].map((each) =>
    button('platform.command', each.label, {
      value: `${each.command} ${card.name}`,
      accessibilityLabel: `${each.label} of ${card.name}`,
    }),
  );
  return [
    section(
      joinMd(
        [
          bold(card.name),
          ...(attention.length > 0
            ? [md`Needs attention:`, ...attention.map((each) => md`• ${each.reason}`)]
            : []),
          ...(changed.length > 0 ? [md`Since last week: ${listing(changed)}.`] : []),
        ],
        '\n',
      ),
    ),
    actions(
      ...buttons,
      button('platform.command', 'Scorecard', {
        value: `scorecard ${card.name}`,
        accessibilityLabel: `Scorecard of ${card.name}`,
      }),
    ),
  ];
}

/** One partner's scorecard; what is internal was left out of `lines` before. */
export function scorecardMessage(
  card: PartnerCard,
  lines: readonly Line[],
  title: string,
  today: LocalDate,
  weekStarts: readonly LocalDate[],
): Message {
  const { facts } = card;
  const changed = whatChanged(lines);
  const isProjected = lines.some((line) => line.projected !== null || line.ahead !== null);
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
    table(
      `Scorecard of ${card.name}`,
      ['Metric', 'Now', 'Last time', 'Target', ...(isProjected ? ['Projected'] : []), 'How it stands'],
      lines.map((line) => [
        line.metric.label,
        formatEstimate(line.metric, line.estimate, line.target),
        line.before ? formatEstimate(line.metric, line.before) : '–',
        line.target === null ? '–' : formatValue(line.metric, line.target, facts.currency),
        ...(isProjected ? [projectedWords(line, facts.currency)] : []),
        describeStanding(line),
      ]),
    ),
    ...mindedNotes(lines),
    ...(hasWeeks
      ? [
          chart(
            'bar',
            'Leads and deals, last eight weeks',
            weekStarts.map((start) => formatLocalDate(start, today).replace(/^\w+ /, '')),
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
      ...(lines.length > 0
        ? [
            menu(
              'scorecards.how',
              'How is this worked out?',
              lines.map(({ metric }) => ({
                label: metric.label,
                value: `${metric.key}:${card.partner.id}:0`,
              })),
            ),
          ]
        : []),
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

/** What readers must know of some numbers: which data are missing, stale, contradictory or left out. */
function mindedNotes(lines: readonly Line[]): Blocks {
  const said = lines.flatMap(({ metric, estimate }) =>
    (estimate.notes ?? []).map(({ words }) => `${metric.label}: ${words}.`),
  );
  return said.length === 0 ? [] : [context(said.join(' '))];
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
