import type { Actor } from '../../core/actor.ts';
import { pluralise } from '../../core/text.ts';
import { monthOf } from '../../core/time-window.ts';
import type { HomeSection } from '../../platform/feature.ts';
import {
  actions,
  type Blocks,
  bold,
  button,
  context,
  header,
  joinMd,
  type Md,
  md,
  menu,
  section,
} from '../../platform/slack/kit/index.ts';
import type { Work } from '../../platform/work.ts';
import { can } from '../../policy/policy.ts';
import { loadPartner, managedPartners, programmeSettings } from '../partners/public.ts';
import { threeThings } from './attention.ts';
import type { DigestRow } from './comparison-view.ts';
import { partnersInOrder } from './compose.ts';
import { thingsToDo } from './digest-view.ts';
import { loadCards, lookBackDays } from './facts.ts';
import { formatEstimate, targetWords } from './figures.ts';
import { askOverAll } from './how-over-all-view.ts';
import { howMenu } from './how-view.ts';
import { drawnWinRates } from './ranking.ts';
import { describeStanding, type Line } from './rules.ts';
import { linesFor } from './store.ts';

/** The most partners in the order on the Home tab; the digest compares them all. */
const mostRanked = 15;

/** How it stands now: a manager's partners in their order, with what to do first; a partner's own numbers. */
export const liveScorecards: HomeSection = {
  order: 5,
  render: (work, actor) => (actor.side === 'vendor' ? ofManager(work, actor) : ofPartner(work, actor)),
};

async function ofManager(work: Work, actor: Actor): Promise<Blocks> {
  const partners = await managedPartners(work, actor.personId);
  const wholeProgramme = can(actor, 'scorecard.internal', { partnerId: null })
    ? [button('platform.command', 'The whole programme', { value: 'portfolio' })]
    : [];
  if (partners.length === 0) return wholeProgramme.length === 0 ? [] : [actions(...wholeProgramme)];
  const rows = await partnersInOrder(work, partners);
  const rates = drawnWinRates(rows.map(({ card }) => card));
  return [
    header('Your partners now'),
    ...thingsToDo(threeThings(rows)),
    section(
      joinMd(
        [
          bold('In order'),
          ...rows
            .slice(0, mostRanked)
            .map((row, index) => rankedLine(row, index, rates.get(row.card) ?? null)),
          ...(rows.length > mostRanked ? [md`… and ${rows.length - mostRanked} more in the digest`] : []),
        ],
        '\n',
      ),
    ),
    actions(
      button('platform.command', 'Show my digest', { value: 'digest' }),
      button('platform.command', 'When I get it', { value: 'digest settings' }),
      ...wholeProgramme,
      menu('scorecards.how', 'How is this worked out?', askOverAll),
    ),
    context(
      `By win rate of the last ${lookBackDays} days, drawn toward the tier’s mean where there are few deals: one lucky win does not lead the list.`,
    ),
  ];
}

/** “1. Nordlys Systems: 36 of 47 closed deals won (3 in the last week), ranked at 74 %”. */
function rankedLine({ card }: DigestRow, index: number, rate: number | null): Md {
  const { facts, weeks, gate } = card;
  const closed = facts.won + facts.lost;
  const lately = weeks.at(-1)?.won ?? 0;
  const words =
    rate === null
      ? [gate ? `on the way to ${gate}` : 'no deal closed yet']
      : [
          `${facts.won} of ${pluralise(closed, 'closed deal')} won${lately > 0 ? ` (${lately} in the last week)` : ''}`,
          `ranked at ${Math.round(rate * 100)} %`,
        ];
  return md`${index + 1}. ${bold(card.name)}: ${words.join(', ')}`;
}

async function ofPartner(work: Work, actor: Actor): Promise<Blocks> {
  const { partnerId } = actor;
  if (partnerId === null || !can(actor, 'scorecard.view', { partnerId })) return [];
  const partner = await loadPartner(work, partnerId);
  if (partner.endedAt) return [];
  const { timeZone } = await programmeSettings(work);
  const [card] = await loadCards(work, [partner], work.now);
  const [lines = []] = card
    ? await linesFor(work, [card], {
        ...{ cadence: 'monthly', before: monthOf(work.now, timeZone).from, mayReadInternal: false },
      })
    : [];
  const known = lines.filter(({ estimate }) => estimate.verdict !== 'no_data');
  if (known.length === 0) return [];
  return [
    header('Your numbers now'),
    section(joinMd(known.map(numberLine), '\n')),
    actions(button('platform.command', 'Scorecard', { value: 'scorecard' }), howMenu(partner.id, known)),
    context(`Of the last ${lookBackDays} days. “Too few” means too few to judge.`),
  ];
}

function numberLine(line: Line): Md {
  const { metric, estimate, target } = line;
  const beside = target === null ? '' : `, ${targetWords(metric, target, estimate.currency)}`;
  return md`${bold(metric.label)}: ${formatEstimate(metric, estimate, target)}${beside} (${describeStanding(line)})`;
}
