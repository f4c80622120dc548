import { addDays, formatLocalDate, type LocalDate, localDateOf } from '../../../core/calendar.ts';
import { listing } from '../../../core/text.ts';
import type { CalendarWindow } from '../../../core/time-window.ts';
import type { Message } from '../../../platform/delivery/message.ts';
import {
  actions,
  type Blocks,
  bold,
  button,
  chart,
  context,
  header,
  joinMd,
  type Md,
  md,
  menu,
  message,
  section,
  table,
} from '../../../platform/slack/kit/index.ts';
import { askEvidence } from '../../health/public.ts';
import { howMenu } from '../how-view.ts';
import type { QuarterNames } from './ground.ts';
import { forPartner, type Pack, type PackTopic, withoutHealth } from './pack.ts';

export interface ShownPack {
  readonly partner: { readonly id: string; readonly name: string };
  readonly pack: Pack;
  readonly quarter: CalendarWindow;
  readonly names: QuarterNames;
  readonly before: QuarterNames;
  /** The day it was made. */
  readonly on: LocalDate;
  readonly today: LocalDate;
  /** Kept as it was sent; otherwise worked out now. */
  readonly isKept: boolean;
  /** Numbers that come out otherwise from what is known today: "Win rate: 40 % → 44 %", with the metric’s key. */
  readonly corrected: readonly { readonly key: string; readonly words: string }[];
  /** Other quarters there is something to say of. */
  readonly others: readonly QuarterNames[];
  readonly isInternal: boolean;
  /** Whether an internal one may say how the partner is doing, which is not for everybody who may see margins. */
  readonly mayReadHealth: boolean;
}

/** The pack for the quarterly business review. With `isInternal` false, nothing of it is the vendor’s alone. */
export function packMessage(shown: ShownPack): Message {
  const { partner, names, before, isInternal, mayReadHealth } = shown;
  const whole = mayReadHealth ? shown.pack : withoutHealth(shown.pack);
  const pack = isInternal ? whole : forPartner(whole);
  const topics = isInternal ? pack.topics.vendor : pack.topics.both;
  const headline = pack.headline.map(({ words }) => words).join(' ');
  const corrected = shown.corrected.filter(({ key }) => pack.lines.some((line) => line.key === key));
  return message(
    [
      header(`${names.words} with ${partner.name}${isInternal ? ' (internal)' : ''}`),
      section(headline),
      ...topicBlocks(topics, shown),
      ...(pack.lines.length > 0 ? [numbers(pack, shown)] : []),
      ...(corrected.length > 0
        ? [
            section(
              list(
                'Corrected since it was made',
                corrected.map(({ words }) => words),
              ),
            ),
          ]
        : []),
      ...small(pack, partner.name),
      ...charts(pack, before),
      ...listed(`What happened in ${names.words}`, pack.happened),
      ...planBlocks(pack),
      ...openBlocks(pack, partner.name),
      ...signalBlocks(pack, partner),
      ...listed('Greatest risks, for us alone', pack.risks),
      doors(pack, shown),
      context(foot(shown)),
    ],
    `${names.words} with ${partner.name}, for the business review`,
  );
}

function topicBlocks(topics: readonly PackTopic[], { partner, names }: ShownPack): Blocks {
  if (topics.length === 0) return [];
  const count = ['One thing', 'Two things', 'Three things'][topics.length - 1] ?? 'Things';
  return [
    section(bold(`${count} to discuss`)),
    ...topics.map(({ reason, label, does }, index) =>
      section(
        md`${index + 1}. ${reason}`,
        'command' in does
          ? button('platform.command', label, { value: `${does.command} ${partner.name}` })
          : button('scorecards.how', label, { value: `${does.how}:${partner.id}:0:${names.name}` }),
      ),
    ),
  ];
}

function numbers(pack: Pack, { partner, names, before }: ShownPack) {
  const hasGoals = pack.lines.some(({ goal }) => goal !== '–');
  return table(
    `Numbers of ${partner.name}, ${names.words}`,
    ['Metric', names.words, 'n', before.words, 'Target', ...(hasGoals ? ['Plan goal'] : []), 'How it stands'],
    pack.lines.map((line) => [
      ...[line.label, line.now, line.n, line.before, line.target],
      ...(hasGoals ? [line.goal] : []),
      line.stands,
    ]),
  );
}

/** How they came about is asked of those of today; of a pack kept before it could be, on the page of the partner's health. */
function signalBlocks({ signals, signalKinds }: Pack, { id, name }: ShownPack['partner']): Blocks {
  const ask = askEvidence(
    signalKinds.map((kind) => ({ kind, partnerId: id })),
    name,
    'How were these found?',
  );
  if (signals.length === 0) return [];
  const health = button('platform.command', 'Signals', { value: `health ${name}` });
  return [...listed('Health signals, for us alone', signals), actions(...(ask.length > 0 ? ask : [health]))];
}

/** What there is no number of yet, and what has to be known of those there are. */
function small({ without, notes, isQuiet }: Pack, partner: string): Blocks {
  const missing = without.map(({ words }) => words);
  return [
    ...(missing.length === 0 || isQuiet
      ? []
      : [
          section(
            md`${bold('Not measured')}: ${listing(missing)}.`,
            button('platform.command', 'What is missing?', { value: `scorecard missing ${partner}` }),
          ),
        ]),
    ...(notes.length === 0 ? [] : [context(notes.map(({ words }) => words).join(' '))]),
  ];
}

function charts({ months, currency }: Pack, before: QuarterNames): Blocks {
  const labels = months.map(({ label }) => label);
  const hasSales = months.some(({ leads, registered, won }) => leads + registered + won > 0);
  const hasAmount = months.some(({ amount }) => amount > 0);
  return [
    ...(hasSales
      ? [
          chart(
            'bar',
            `Leads and deals by month, with ${before.words}`,
            labels,
            [
              { name: 'Leads', values: months.map(({ leads }) => leads) },
              { name: 'Deals registered', values: months.map(({ registered }) => registered) },
              { name: 'Deals won', values: months.map(({ won }) => won) },
            ],
            { x: 'month', y: 'count' },
          ),
        ]
      : []),
    ...(hasAmount
      ? [
          chart(
            'line',
            `Won by month, ${currency}`,
            labels,
            [{ name: 'Won', values: months.map(({ amount }) => amount) }],
            { x: 'month', y: currency },
          ),
        ]
      : []),
  ];
}

function planBlocks({ plan: { words, goals, contributions } }: Pack): Blocks {
  if (words === '') return [];
  const putIn = listed('What each side put in', contributions);
  if (goals.length === 0) return [section(words), ...putIn];
  return [
    section(
      list(
        words,
        goals.map(({ title, words: how, actual, target }) =>
          actual === '–'
            ? `${title}: ${how}, ${target} agreed`
            : `${title}: ${how}, ${actual} with ${target} agreed`,
        ),
      ),
    ),
    ...putIn,
  ];
}

function openBlocks({ open }: Pack, partner: string): Blocks {
  return (['partner', 'vendor'] as const).flatMap((side) =>
    listed(
      side === 'partner' ? `Open actions of ${partner}` : 'Open actions of the vendor’s side',
      open.filter((action) => action.side === side).map((action) => action.words),
    ),
  );
}

function listed(title: string, lines: readonly string[]): Blocks {
  return lines.length === 0 ? [] : [section(list(title, lines))];
}

function list(title: string, lines: readonly string[]): Md {
  return joinMd([bold(title), ...lines.map((line) => md`• ${line}`)], '\n');
}

function doors(pack: Pack, { partner, names, others }: ShownPack) {
  return actions(
    ...(pack.lines.length > 0
      ? [
          howMenu(
            partner.id,
            pack.lines.map((metric) => ({ metric })),
            names.name,
          ),
        ]
      : []),
    ...(others.length > 0
      ? [
          menu(
            'platform.command',
            'Another quarter',
            others.map(({ words, name }) => ({ label: words, value: `review ${name} ${partner.name}` })),
          ),
        ]
      : []),
    button('platform.command', 'All definitions', { value: 'scorecard how' }),
  );
}

function foot({ quarter, on, today, isKept, corrected, isInternal }: ShownPack): string {
  const day = (date: LocalDate) => formatLocalDate(date, today);
  const lastDay = addDays(localDateOf(quarter.to, quarter.timeZone), -1);
  const firstDay = localDateOf(quarter.from, quarter.timeZone);
  const state = isKept
    ? `${day(firstDay)} to ${day(lastDay)}, as known on ${day(on)}; kept as you see it.${on < today && corrected.length === 0 ? ' Worked out again today, its numbers come out the same.' : ''}`
    : today > lastDay
      ? `${day(firstDay)} to ${day(lastDay)}, worked out today: no pack was sent of this quarter.`
      : `${day(firstDay)} until now; the quarter ends ${day(lastDay)}.`;
  const risks = isInternal ? ` Risks are as of ${day(on < lastDay ? on : lastDay)}.` : '';
  return `${state} Onboarding${isInternal ? ', signals' : ''} and open actions are as of ${day(on)}.${risks} Brackets hold 95 % intervals, n how many observations a number rests on; “too few” means too few to judge.${isInternal ? ' Only for the vendor’s team.' : ''}`;
}
