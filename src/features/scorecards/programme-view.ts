import { formatMoney } from '../../core/money.ts';
import type { Estimate } from '../../core/statistics.ts';
import { listing, pluralise } from '../../core/text.ts';
import type { Message } from '../../platform/delivery/message.ts';
import {
  actions,
  bold,
  button,
  context,
  header,
  joinMd,
  type Md,
  md,
  menu,
  message,
  section,
  table,
} from '../../platform/slack/kit/index.ts';
import type { OverallTargets } from '../playbook/public.ts';
import { lookBackDays, type PartnerCard } from './facts.ts';
import { formatEstimate, formatNumber } from './figures.ts';
import { type Group, groupOf, groupsBy } from './groups.ts';
import { askProgramme } from './how-over-all-view.ts';
import { metricOf } from './metrics/catalogue.ts';
import { overallEstimates } from './overall/catalogue.ts';
import { overallWords } from './overall-words.ts';
import { drawnWinRates } from './ranking.ts';

export const partnersAPage = 25;
/** More groups than these nobody compares. */
const mostGroups = 12;

const columns = ['lead_quality', 'conversion', 'contribution_margin', 'csat'] as const;

/** All partners together, and one by one in their order. Internal. */
export function programmeMessage(found: {
  /** In the order of the comparison; none that has left. */
  readonly ranked: readonly PartnerCard[];
  /** With those who left: what is over all counts them until then. */
  readonly all: readonly PartnerCard[];
  /** Of the numbers over all partners. */
  readonly targets: OverallTargets;
  /** From 0. */
  readonly page: number;
  readonly tierName: (key: string) => string;
  readonly segmentName: (segment: string) => string;
}): Message {
  const { ranked, all, targets, tierName, segmentName } = found;
  const pages = Math.max(1, Math.ceil(ranked.length / partnersAPage));
  const page = Math.min(found.page, pages - 1);
  const shown = ranked.slice(page * partnersAPage, (page + 1) * partnersAPage);
  const rates = drawnWinRates(ranked);
  const tiers = groupsBy(ranked, ({ tier }) => [tierName(tier)]);
  const segments = groupsBy(ranked, ({ partner }) => partner.segments.map(segmentName));
  const turn = (words: string, to: number) =>
    button('platform.command', words, { value: `portfolio ${to + 1}` });
  return message([
    header(`The programme: ${pluralise(ranked.length, 'partner')}`),
    section(
      joinMd(
        [
          groupLine(groupOf('All together', ranked)),
          ...overallWords(overallEstimates(all), targets, null).map(
            ({ label, words }) => md`${bold(label)}: ${words}.`,
          ),
        ],
        '\n',
      ),
    ),
    ...(tiers.length > 1 ? [section(joinMd([bold('By tier'), ...linesOf(tiers)], '\n'))] : []),
    ...(segments.length > 0 ? [section(joinMd([bold('By segment'), ...linesOf(segments)], '\n'))] : []),
    ...(shown.length > 0
      ? [
          table(
            'Partners in order',
            ['', 'Partner', 'Tier', 'Win rate', 'Ranked at', ...columns.map((key) => metricOf(key).label)],
            shown.map((card, index) => {
              const rate = rates.get(card) ?? null;
              return [
                page * partnersAPage + index + 1,
                card.name,
                tierName(card.tier),
                numberCell('win_rate', card),
                rate === null ? '–' : { value: rate, text: `${Math.round(100 * rate)} %` },
                ...columns.map((key) => numberCell(key, card)),
              ];
            }),
          ),
        ]
      : []),
    ...(pages > 1
      ? [
          context(`Page ${page + 1} of ${pages}.`),
          actions(
            ...(page > 0 ? [turn('Back', page - 1)] : []),
            ...(page + 1 < pages ? [turn('More', page + 1)] : []),
          ),
        ]
      : []),
    actions(
      menu('scorecards.how', 'How is this worked out?', askProgramme),
      ...(shown.length > 0
        ? [
            menu(
              'platform.command',
              'Scorecard of …',
              shown.map(({ name }) => ({ label: name, value: `scorecard ${name}` })),
            ),
          ]
        : []),
    ),
    context(
      `Rates are of the last ${lookBackDays} days, with 95 % intervals in brackets; those of a group are of all its deals and leads together. “Too few” means too few to judge. In order of win rate, drawn toward the tier’s mean where there are few deals. Only for the vendor’s team.`,
    ),
  ]);
}

function numberCell(key: (typeof columns)[number] | 'win_rate', { facts }: PartnerCard) {
  const metric = metricOf(key);
  const estimate = metric.estimate(facts);
  const text = formatEstimate(metric, estimate);
  return estimate.value === null || estimate.verdict === 'no_data' ? text : { value: estimate.value, text };
}

function linesOf(groups: readonly Group[]): readonly Md[] {
  const left = groups.length - mostGroups;
  return [
    ...groups.slice(0, mostGroups).map((group) => md`• ${groupLine(group)}`),
    ...(left > 0 ? [md`… and ${left} more: “How is this worked out?” lists all`] : []),
  ];
}

/** “*Gold*, 4 partners: win rate 62 % (55–69), lead quality …, conversion …; sourced €120,000”. */
function groupLine({ name, partners, winRate, leadQuality, conversion, sourced }: Group): Md {
  const said = (key: 'win_rate' | 'lead_quality' | 'conversion', estimate: Estimate) =>
    `${metricOf(key).label.toLowerCase()} ${formatNumber(metricOf(key), estimate)}`;
  const rates = [
    said('win_rate', winRate),
    said('lead_quality', leadQuality),
    said('conversion', conversion),
  ];
  return md`${bold(name)}, ${pluralise(partners, 'partner')}: ${rates.join(', ')}; sourced ${sourcedWords(sourced)}`;
}

export function sourcedWords(sourced: Group['sourced']): string {
  const amounts = [...sourced].map(([currency, amountMinor]) => formatMoney({ amountMinor, currency }));
  return amounts.length > 0 ? listing(amounts) : 'nothing';
}
