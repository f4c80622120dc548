import { formatLocalDate, type LocalDate } from '../../core/calendar.ts';
import { listing, pluralise } from '../../core/text.ts';
import type { Message } from '../../platform/delivery/message.ts';
import {
  actions,
  type Blocks,
  bold,
  button,
  context,
  divider,
  header,
  joinMd,
  type Md,
  md,
  menu,
  message,
  section,
  table,
} from '../../platform/slack/kit/index.ts';
import type { MetricKey } from '../playbook/public.ts';
import { type Attention, threeThings } from './attention.ts';
import type { Gap } from './checks/catalogue.ts';
import { comparedCells, comparedColumns, type DigestRow, fittingOneTable } from './comparison-view.ts';
import { digestCharts } from './digest-charts.ts';
import { lookBackDays, type PartnerCard } from './facts.ts';
import { askOverAll } from './how-over-all-view.ts';
import { whatChanged } from './rules.ts';

/** The most partners in a list below the comparison. */
const mostListed = 8;
const mostChanges = 2;
/** The most rows of the comparison: a longer table would push what matters off the first page. */
const mostCompared = 50;

/** One of the three things, with the partner it is about. */
export interface Thing {
  readonly row: { readonly card: PartnerCard };
  readonly thing: Attention;
}

export interface Digest {
  /** In the order of the comparison. */
  readonly rows: readonly DigestRow[];
  /** The numbers of the comparison. */
  readonly columns: readonly MetricKey[];
  /** The numbers over all partners, in words. */
  readonly overall: readonly { readonly label: string; readonly words: string }[];
  readonly gaps: readonly Gap[];
  readonly weekOf: LocalDate;
  readonly today: LocalDate;
  readonly weekStarts: readonly LocalDate[];
  /** Asked for, not sent by itself: in full, however quiet the week was. */
  readonly isAsked: boolean;
}

/** A manager's weekly digest. Internal: it compares partners and shows margins. */
export function digestMessage(digest: Digest): Message {
  const { rows, weekOf, today, weekStarts } = digest;
  const troubled = rows.filter((row) => row.attention.length > 0);
  const changed = rows.filter((row) => whatChanged(row.lines).length > 0);
  const chosen = [...new Set([...troubled, ...changed, ...rows])].slice(0, mostCompared);
  const columns = comparedColumns(digest.columns);
  const cellsOf = comparedCells(rows, digest.columns);
  const fitting = new Set(fittingOneTable(chosen, columns, cellsOf));
  const compared = rows.filter((row) => fitting.has(row));
  const won = rows.reduce((sum, row) => sum + (row.card.weeks.at(-1)?.won ?? 0), 0);
  const leads = rows.reduce((sum, row) => sum + (row.card.weeks.at(-1)?.leads ?? 0), 0);
  const things = threeThings(rows);
  // Nothing came, nothing moved, nothing to do: numbers nobody asks for would only look like news.
  const isQuiet = troubled.length === 0 && changed.length === 0 && won + leads === 0;
  const summary = joinMd(
    [
      md`${pluralise(rows.length, 'partner')}, ${pluralise(leads, 'new lead')} and ${pluralise(won, 'deal')} won in the last seven days.`,
      troubled.length > 0
        ? md`${pluralise(troubled.length, 'partner')} could use your attention.`
        : isQuiet
          ? md`A quiet week: nothing has changed, and nothing needs your attention.`
          : md`Nothing needs your attention.`,
    ],
    ' ',
  );
  const title = `Your partners, week of ${formatLocalDate(weekOf, today)}`;
  const blocks: Blocks = [
    header(title),
    section(summary),
    ...thingsToDo(things),
    table('Your partners side by side', columns, compared.map(cellsOf)),
    ...(compared.length < rows.length
      ? [
          context(
            `${compared.length} of ${pluralise(rows.length, 'partner')}, those who need attention first. “scorecard” with a name shows any other.`,
          ),
        ]
      : []),
    ...(isQuiet ? [] : digestCharts(rows, weekStarts)),
    section(
      joinMd(
        digest.overall.map(({ label, words }) => md`${bold(label)}: ${words}.`),
        '\n',
      ),
    ),
    ...dataGaps(digest.gaps),
    ...listed('Also worth a look', alsoWorthALook(rows, things)),
    ...listed('Since last week', changed.map(whatIsNew)),
    divider,
    actions(
      menu('scorecards.how', 'How is this worked out?', askOverAll),
      menu(
        'platform.command',
        'Scorecard of …',
        compared.map(({ card: { name } }) => ({ label: name, value: `scorecard ${name}` })),
      ),
      button('platform.command', 'Signals', { value: 'health' }),
      button('platform.command', 'Earlier ones', { value: 'digest sent' }),
      button('platform.command', 'When I get this', { value: 'digest settings' }),
      button('platform.command', 'All definitions', { value: 'scorecard how' }),
    ),
    context(
      `Rates are of the last ${lookBackDays} days, with 95 % intervals in brackets. “Too few” means too few to judge. Ordered by win rate, drawn toward the tier’s mean where there are few deals. How a number of one partner came about: on its scorecard. Only for the vendor’s team.`,
    ),
  ];
  const unformatted = { mrkdwn: summary.mrkdwn.replaceAll('*', '') };
  const quiet: Blocks = [
    header(title),
    section(summary),
    ...dataGaps(digest.gaps),
    actions(
      button('platform.command', 'Show all numbers', { value: 'digest' }),
      button('platform.command', 'When I get this', { value: 'digest settings' }),
    ),
  ];
  return message(isQuiet && !digest.isAsked ? quiet : blocks, md`Your partners this week: ${unformatted}`);
}

function dataGaps(gaps: readonly Gap[]): Blocks {
  if (gaps.length === 0) return [];
  const count = gaps.reduce((sum, gap) => sum + gap.count, 0);
  const found = gaps.map(
    (gap) => `${gap.check.label.toLowerCase()}${gaps.length > 1 ? ` (${gap.count})` : ''}`,
  );
  return [
    section(
      md`${bold(pluralise(count, 'data gap'))}: ${listing(found)}.`,
      button('platform.command', 'See them', {
        value: 'scorecard checks',
        accessibilityLabel: 'See the data gaps',
      }),
    ),
  ];
}

/** "Two things to do", of one to three. */
export function thingsTitle(count: number): string {
  return count === 1 ? 'One thing to do' : `${count === 2 ? 'Two' : 'Three'} things to do`;
}

/** Each with its reason and the way there. */
export function thingsToDo(things: readonly Thing[]): Blocks {
  if (things.length === 0) return [];
  return [
    section(bold(thingsTitle(things.length))),
    ...things.map(({ row: { card }, thing }, index) =>
      section(
        md`${index + 1}. ${bold(card.name)}: ${thing.reason}`,
        button('platform.command', thing.label, {
          value: `${thing.command} ${card.name}`,
          accessibilityLabel: `${thing.label} of ${card.name}`,
        }),
      ),
    ),
  ];
}

/** What is left of each partner's reasons, in one line each, the most urgent first. */
function alsoWorthALook(rows: readonly DigestRow[], things: readonly Thing[]): Md[] {
  const urgencyOf = (left: readonly Attention[]) => Math.max(0, ...left.map(({ urgency }) => urgency));
  return rows
    .map(({ card, attention }) => {
      return { card, left: attention.filter((each) => !things.some(({ thing }) => thing === each)) };
    })
    .filter(({ left }) => left.length > 0)
    .sort((a, b) => urgencyOf(b.left) - urgencyOf(a.left))
    .map(
      ({ card, left }) =>
        md`${bold(card.name)}: ${left.map(({ reason }) => reason.replace(/\.$/, '')).join('; ')}.`,
    );
}

function whatIsNew({ card, lines }: DigestRow): Md {
  return md`${bold(card.name)}: ${listing(whatChanged(lines).slice(0, mostChanges))}.`;
}

function listed(title: string, lines: readonly Md[]): Blocks {
  if (lines.length === 0) return [];
  // Saying that there is one more takes as much room as saying it.
  const shown = lines.length === mostListed + 1 ? lines.length : Math.min(mostListed, lines.length);
  const more = lines.length - shown;
  return [
    section(joinMd([bold(title), ...lines.slice(0, shown).map((line) => md`• ${line}`)], '\n')),
    ...(more > 0 ? [context(`And ${pluralise(more, 'more partner')}.`)] : []),
  ];
}
