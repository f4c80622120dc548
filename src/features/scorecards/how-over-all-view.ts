import { formatLocalDate, type LocalDate } from '../../core/calendar.ts';
import { formatMoney } from '../../core/money.ts';
import type { Estimate } from '../../core/statistics.ts';
import { pluralise, withinSentence } from '../../core/text.ts';
import type { Message } from '../../platform/delivery/message.ts';
import {
  type Blocks,
  bold,
  context,
  fields,
  header,
  md,
  message,
  pagedTable,
  section,
  type TableCell,
} from '../../platform/slack/kit/index.ts';
import { lookBackDays, type PartnerCard } from './facts.ts';
import { groupsBy } from './groups.ts';
import { capital, intervalWords } from './how-view.ts';
import { overalls } from './overall/catalogue.ts';
import type { Overall } from './overall/overall.ts';
import { drawnWinRates, rank } from './ranking.ts';

type Rows = readonly (readonly TableCell[])[];

/** What is told of each of a manager's partners beside the others, in a comparison and no number of its own. */
export interface Comparison {
  readonly key: 'order' | 'last_week' | 'groups';
  readonly label: string;
  readonly definition: string;
  readonly formula: string;
  readonly header: readonly string[];
  rows(cards: readonly PartnerCard[]): Rows;
}

const percent = (share: number) => ({ value: share, text: `${Math.round(100 * share)} %` });

const comparisons: readonly Comparison[] = [
  {
    key: 'order',
    label: 'Order of partners',
    definition: `By win rate of the last ${lookBackDays} days, drawn toward the mean of the tier where few deals were closed, so that one lucky win does not lead the list. Who closed none comes last.`,
    formula:
      'ranked at (won + M × the tier’s win rate) ÷ (closed + M); M, how many deals the tier’s own rate is worth, is the larger the less partners of a tier differ by more than chance (empirical Bayes, Kleinman 1973)',
    header: ['Partner', 'Tier', 'Won', 'Closed', 'Win rate', 'Win rate of its tier', 'Ranked at'],
    rows: (cards) => {
      const rates = drawnWinRates(cards);
      return rank(cards).map((card) => {
        const { won, lost } = card.facts;
        const peers = cards.filter(({ tier }) => tier === card.tier);
        const peersWon = peers.reduce((sum, { facts }) => sum + facts.won, 0);
        const peersClosed = peers.reduce((sum, { facts }) => sum + facts.won + facts.lost, 0);
        const rate = rates.get(card) ?? null;
        return [
          ...[card.name, card.tier, won, won + lost],
          won + lost > 0 ? percent(won / (won + lost)) : '',
          peersClosed > 0 ? percent(peersWon / peersClosed) : '',
          rate === null ? '' : percent(rate),
        ];
      });
    },
  },
  {
    key: 'last_week',
    label: 'Last seven days',
    definition:
      'Leads submitted, deals registered and deals won in the last seven days, up to the hour of asking.',
    formula: 'counted; “pipeline” and a partner’s name lists them',
    header: ['Partner', 'New leads', 'Deals registered', 'Deals won'],
    rows: (cards) =>
      [...cards]
        .sort((a, b) => a.name.localeCompare(b.name))
        .map(({ name, weeks }) => {
          const { leads = 0, registered = 0, won = 0 } = weeks.at(-1) ?? {};
          return [name, leads, registered, won];
        }),
  },
];

/** What stands of each tier and segment of the programme. */
const groups: Comparison = {
  key: 'groups',
  label: 'Tiers and segments',
  definition: `What the partners of each tier and segment did in the last ${lookBackDays} days, added up. A partner of two segments counts in both.`,
  formula:
    'win rate: won ÷ closed deals; lead quality: accepted ÷ reviewed leads; conversion: leads won by day 60 ÷ leads that turned 60 days old; each of all deals and leads of the group together, with Wilson’s interval; sourced revenue in each currency by itself',
  header: ['Group', 'Partners', 'Won', 'Closed', 'Accepted', 'Reviewed', 'Converted', 'Of leads', 'Sourced'],
  rows: (cards) =>
    [
      ...groupsBy(cards, ({ tier }) => [`Tier ${tier}`]),
      ...groupsBy(cards, ({ partner }) => partner.segments.map((segment) => `Segment ${segment}`)),
    ].map(({ name, partners, winRate, leadQuality, conversion, sourced }) => [
      ...[name, partners],
      ...[winRate, leadQuality, conversion].flatMap(({ numerator, denominator }) => [numerator, denominator]),
      [...sourced].map(([currency, amountMinor]) => formatMoney({ amountMinor, currency })).join(', '),
    ]),
};

/** What a manager reads of all their partners together, with its definition: for the vendor’s people alone. */
export const overAll: readonly (Overall | Comparison)[] = [...overalls, ...comparisons];

/** As `overAll`, of the whole programme. */
export const overProgramme: readonly (Overall | Comparison)[] = [...overAll, groups];

/** Whose partners are meant: those the asker manages, or all whose internal numbers they may see. */
export type Scope = 'all' | 'programme';

/** How any of that came about: the choices of a menu. */
export const askOverAll = overAll.map(({ key, label }) => ({ label, value: `all:${key}:0` }));
export const askProgramme = overProgramme.map(({ key, label }) => ({ label, value: `programme:${key}:0` }));

/** Everything behind such a number, partner by partner. Internal. */
interface Listed {
  readonly columns: readonly string[];
  readonly rows: Rows;
}

export function listed(asked: Overall | Comparison, cards: readonly PartnerCard[]): Listed {
  if (!('watch' in asked)) return { columns: asked.header, rows: asked.rows(cards) };
  const rows = cards.flatMap(({ name, facts }) => {
    const watched = asked.watch(facts);
    if (!watched) return [];
    const day = (date: LocalDate | null) =>
      date ? { value: date, text: formatLocalDate(date, facts.today) } : '';
    const counted = watched.event ? 'Yes' : facts.partnership.leftOn ? 'Left' : 'No';
    return [[name, day(watched.startedOn), day(watched.reachedOn), watched.days, counted]];
  });
  return { columns: ['Partner', 'Start', 'Reached', 'Days', 'Counted'], rows };
}

/** Which page of a list is shown, from 0, of whose partners, and whether whoever asks may have all of it as a file. */
interface Page {
  readonly page: number;
  readonly scope: Scope;
  readonly mayExport: boolean;
}

/** How a comparison came about, partner by partner. Internal. */
export function comparisonExplanation(
  comparison: Comparison,
  cards: readonly PartnerCard[],
  page: Page,
): Message {
  const { label, definition, formula } = comparison;
  return message([
    header(label),
    section(md`${definition}\n${bold('Formula')}: ${formula}.`),
    ...partnersPage(comparison, listed(comparison, cards), page),
  ]);
}

/** A number over all partners, and how each of them counts. Internal: it compares partners. */
export function overallExplanation(
  overall: Overall,
  estimate: Estimate,
  cards: readonly PartnerCard[],
  page: Page,
  owner: string | null,
): Message {
  const list = listed(overall, cards);
  return message([
    header(`${overall.label} of ${page.scope === 'all' ? 'your' : 'all'} partners`),
    section(
      md`${overall.definition}\n${bold('Formula')}: ${overall.formula}.\n${capital(overall.words(estimate))}.`,
    ),
    ...(owner === null ? [] : [context(`Answers for it: ${owner}.`)]),
    fields(
      ['Observations', `${estimate.n}; ${overall.minimum} are needed to judge`],
      ['Interval', intervalWords[overall.interval]],
      ['Left out', pluralise(cards.length - list.rows.length, 'partner')],
    ),
    ...partnersPage(overall, list, page),
  ]);
}

function partnersPage(
  { key, label }: Pick<Overall, 'key' | 'label'>,
  { columns, rows }: Listed,
  { page, scope, mayExport }: Page,
): Blocks {
  const shown = pagedTable(`Behind ${withinSentence(label)}`, columns, rows, page, {
    actionId: 'scorecards.how',
    valueOf: (other) => `${scope}:${key}:${other}`,
    exportActionId: mayExport ? 'scorecards.howExport' : null,
  });
  return shown.length > 0 ? shown : [context('Nothing is behind it yet.')];
}
