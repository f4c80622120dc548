import { formatLocalDate, type LocalDate, localDateOfUtc } from '../../core/calendar.ts';
import { pluralise } from '../../core/text.ts';
import type { Message } from '../../platform/delivery/message.ts';
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
  message,
  section,
} from '../../platform/slack/kit/index.ts';
import type { HealthSignal, Partner } from '../../platform/store/generated/client.ts';
import type { SignalRule } from '../playbook/public.ts';
import { signalLabel } from './signals/catalogue.ts';

/** The most signals told about one by one in the news of a day, and partners in the overview. */
const mostTold = 8;

/** What the words about signals need to know. */
interface Setting {
  readonly rules: readonly SignalRule[];
  readonly today: LocalDate;
}

export interface News extends Setting {
  readonly begun: readonly HealthSignal[];
  readonly over: readonly HealthSignal[];
  readonly partners: ReadonlyMap<string, Partner>;
}

/** What a manager has not been told yet: signals that began or became serious, and those that are over. Internal. */
export function newsMessage(news: News): Message {
  const { begun, over, partners, today } = news;
  const nameOf = ({ partnerId }: HealthSignal) => partners.get(partnerId)?.name ?? 'A partner';
  const told = begun.slice(0, mostTold);
  const title =
    begun.length > 0
      ? `Partner health: ${pluralise(begun.length, 'new signal')}`
      : `Partner health: ${pluralise(over.length, 'signal')} less`;
  return message([
    header(title),
    ...told.flatMap((signal) => [
      section(joinMd([bold(nameOf(signal)), signalLine(signal, news)], '\n')),
      signalButtons([signal], nameOf(signal)),
    ]),
    ...(begun.length > told.length
      ? [
          section(
            `And ${begun.length - told.length} more.`,
            button('platform.command', 'See all', { value: 'health' }),
          ),
        ]
      : []),
    ...(over.length > 0
      ? [
          section(
            joinMd(
              [
                md`${bold('No longer')}:`,
                ...over.map(
                  (signal) =>
                    md`• ${nameOf(signal)}: ${signalLabel(signal.kind).toLowerCase()}, which had been so since ${formatLocalDate(localDateOfUtc(signal.since), today)}.`,
                ),
              ],
              '\n',
            ),
          ),
        ]
      : []),
    context('By the rules of your playbook. Only for the vendor’s team.'),
  ]);
}

export interface Overview extends Setting {
  /** Those with the most serious signals first. */
  readonly partners: readonly { readonly name: string; readonly signals: readonly HealthSignal[] }[];
  /** Whether one partner was asked about by name. */
  readonly isOne: boolean;
}

/** How the partners are: what the rules find, since when, and what could be done. Internal. */
export function healthMessage(overview: Overview): Message {
  const { partners, isOne, rules } = overview;
  const troubled = partners.filter(({ signals }) => signals.length > 0);
  const shown = troubled.slice(0, mostTold);
  const quiet = partners.length - troubled.length;
  return message([
    header(isOne ? `Health of ${partners[0]?.name ?? 'the partner'}` : 'Health of your partners'),
    ...(rules.length === 0
      ? [section('The playbook has no rules about health yet: there is nothing to look for.')]
      : [section(isOne ? oneInWords(troubled.length > 0) : allInWords(troubled.length, quiet))]),
    ...shown.flatMap(
      ({ name, signals }): Blocks => [
        section(
          joinMd(
            [...(isOne ? [] : [bold(name)]), ...signals.map((signal) => signalLine(signal, overview))],
            '\n',
          ),
        ),
        signalButtons(signals, name),
      ],
    ),
    ...(troubled.length > shown.length
      ? [context(`${troubled.length - shown.length} more have signals. “health” with a name shows any.`)]
      : []),
    context('By the rules of your playbook, as of now. Only for the vendor’s team.'),
  ]);
}

function oneInWords(hasSignals: boolean): string {
  return hasSignals
    ? 'The rules of your playbook find this:'
    : 'No rule of your playbook finds anything to worry about.';
}

function allInWords(troubled: number, quiet: number): string {
  if (troubled === 0)
    return `No rule of your playbook finds anything to worry about at ${pluralise(quiet, 'partner')}.`;
  const rest = quiet === 0 ? '' : ` ${quiet === 1 ? 'The other one has' : `The other ${quiet} have`} none.`;
  return `${pluralise(troubled, 'partner')} with signals.${rest}`;
}

/** One signal: how bad, what, since when, the facts, and what the playbook suggests. */
function signalLine(signal: HealthSignal, { rules, today }: Setting): Md {
  const suggestion = rules.find((rule) => rule.kind === signal.kind)?.suggest.what;
  const since = formatLocalDate(localDateOfUtc(signal.since), today);
  const title = bold(`${signal.severity === 'serious' ? 'Serious' : 'Watch'}: ${signalLabel(signal.kind)}`);
  return md`${title}, since ${since}\n${signal.evidence}${suggestion ? md`\nSuggested: ${suggestion}` : md``}`;
}

function signalButtons(_signals: readonly HealthSignal[], name: string) {
  return actions(
    button('platform.command', 'Scorecard', {
      value: `scorecard ${name}`,
      accessibilityLabel: `Scorecard of ${name}`,
    }),
    button('platform.command', 'Steps', {
      value: `status ${name}`,
      accessibilityLabel: `Steps of ${name}`,
    }),
  );
}
