import { formatLocalDate, type LocalDate, localDateOfUtc } from '../../../core/calendar.ts';
import { pluralise } from '../../../core/text.ts';
import type { Message } from '../../../platform/delivery/message.ts';
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
  message,
  section,
} from '../../../platform/slack/kit/index.ts';
import type {
  HealthSignal,
  Partner,
  Person,
  RemediationPlan,
} from '../../../platform/store/generated/client.ts';
import type { KnownAction } from '../../calls/public.ts';
import type { SignalRule } from '../../playbook/public.ts';
import { askEvidence } from '../evidence/view.ts';
import { signalLabel } from '../signals/catalogue.ts';

/** The most signals told about one by one in the news of a day, and partners in the overview. */
const mostTold = 8;

/** What the words about signals need to know. */
interface Setting {
  readonly rules: readonly SignalRule[];
  readonly today: LocalDate;
  /** What was planned because of a signal, by the id of the action item. */
  readonly planned: ReadonlyMap<string, KnownAction>;
  readonly people: ReadonlyMap<string, Person>;
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
    ...told.flatMap((signal, index) => [
      ...(index > 0 ? [divider] : []),
      section(joinMd([bold(nameOf(signal)), signalLine(signal, news)], '\n')),
      signalButtons([signal], nameOf(signal), news, null),
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
  readonly partners: readonly {
    readonly name: string;
    readonly signals: readonly HealthSignal[];
    /** The way back it is on. */
    readonly plan: RemediationPlan | null;
  }[];
  /** Whether one partner was asked about by name. */
  readonly isOne: boolean;
}

/** How the partners are: what the rules find, since when, and what is or could be done. Internal. */
export function healthMessage(overview: Overview): Message {
  const { partners, isOne, rules } = overview;
  const troubled = partners.filter(({ signals }) => signals.length > 0);
  const listed = isOne ? partners : partners.filter(({ signals, plan }) => signals.length > 0 || plan);
  const shown = listed.slice(0, mostTold);
  const apart = shown.flatMap((row, index) => [
    ...(index > 0 ? [divider] : []),
    ...partnerBlocks(row, overview),
  ]);
  return message([
    header(isOne ? `Health of ${partners[0]?.name ?? 'the partner'}` : 'Health of your partners'),
    section(foundInWords(overview, troubled.length)),
    ...apart,
    ...(listed.length > shown.length
      ? [context(`${listed.length - shown.length} more have signals. “health” with a name shows any.`)]
      : []),
    context(
      rules.length > 0
        ? 'By the rules of your playbook, as of now. Only for the vendor’s team.'
        : 'Only for the vendor’s team.',
    ),
  ]);
}

function partnerBlocks({ name, signals, plan }: Overview['partners'][number], overview: Overview): Blocks {
  const lines = [
    ...signals.map((signal) => signalLine(signal, overview)),
    ...(plan ? [planLine(plan, overview)] : []),
  ];
  const words = joinMd(lines, '\n\n');
  return [
    ...(lines.length > 0 ? [section(overview.isOne ? words : joinMd([bold(name), words], '\n'))] : []),
    signalButtons(signals, name, overview, plan),
  ];
}

function foundInWords({ rules, isOne, partners }: Overview, troubled: number): string {
  if (rules.length === 0) return 'The playbook has no rules about health yet: there is nothing to look for.';
  const nothing = 'No rule of your playbook finds anything to worry about';
  if (troubled === 0)
    return isOne ? `${nothing}.` : `${nothing} at ${pluralise(partners.length, 'partner')}.`;
  if (isOne) return 'The rules of your playbook find this:';
  const quiet = partners.length - troubled;
  const rest = quiet === 0 ? '' : ` ${quiet === 1 ? 'The other one has' : `The other ${quiet} have`} none.`;
  return `${pluralise(troubled, 'partner')} with signals.${rest}`;
}

/** One signal: how bad, what, since when, the facts, and what the playbook suggests or somebody has planned. */
function signalLine(signal: HealthSignal, setting: Setting): Md {
  const { rules, today } = setting;
  const since = formatLocalDate(localDateOfUtc(signal.since), today);
  const title = bold(`${signal.severity === 'serious' ? 'Serious' : 'Watch'}: ${signalLabel(signal.kind)}`);
  const planned = plannedWords(signal, setting);
  const suggestion = rules.find((rule) => rule.kind === signal.kind)?.suggest.what;
  const next = planned ?? (suggestion ? `Suggested: ${suggestion}` : '');
  return md`${title}, since ${since}\n${signal.evidence}${next ? md`\n${next}` : md``}`;
}

function plannedWords({ actionItemId }: HealthSignal, { planned, people, today }: Setting): string | null {
  const action = planned.get(actionItemId ?? '');
  if (!action) return null;
  const owner = people.get(action.ownerPersonId)?.name ?? 'somebody';
  const state = action.isDone ? 'done' : `due ${formatLocalDate(action.dueOn, today)}`;
  return `Planned (A-${action.number}, ${owner}, ${state}): ${action.text}`;
}

function planLine(plan: RemediationPlan, { planned, today }: Setting): Md {
  const done = plan.actionItemIds.filter((id) => planned.get(id)?.isDone).length;
  const review = formatLocalDate(localDateOfUtc(plan.reviewOn), today);
  return md`${bold('On a way back')}: “${plan.title}”, ${done} of ${pluralise(plan.actionItemIds.length, 'step')} done, to be decided on ${review}.`;
}

/** What can be done: plan the first two signals that nobody has planned, and go on from there. */
function signalButtons(
  signals: readonly HealthSignal[],
  name: string,
  { planned }: Setting,
  plan: RemediationPlan | null,
) {
  const open = signals.filter(({ actionItemId }) => !planned.has(actionItemId ?? '')).slice(0, 2);
  const command = (label: string, value: string) =>
    button('platform.command', label, {
      value: `${value} ${name}`,
      accessibilityLabel: `${label}: ${name}`,
    });
  return actions(
    ...open.map(({ kind }) =>
      command(
        open.length > 1 ? `Plan it: ${signalLabel(kind).toLowerCase()}` : 'Plan it',
        `health plan ${kind}`,
      ),
    ),
    ...(plan ? [command('Decide', 'health decide')] : [command('Begin a way back', 'health recover')]),
    command('Scorecard', 'scorecard'),
    command('Steps', 'status'),
    ...askEvidence(signals, name),
  );
}

/** Asks the manager to decide at the end of a way back. Internal. */
export function reviewMessage(
  name: string,
  plan: RemediationPlan,
  setting: Setting,
  signals: readonly HealthSignal[],
): Message {
  const steps = plan.actionItemIds.flatMap((id) => setting.planned.get(id) ?? []);
  return message([
    header(`${name}: time to decide`),
    section(planLine(plan, setting)),
    section(
      joinMd(
        steps.map((step) => md`• ${step.isDone ? 'Done' : 'Open'}: A-${step.number} ${step.text}`),
        '\n',
      ),
    ),
    section(
      joinMd(
        [bold('What had to be true by now'), ...plan.criteria.map((criterion) => md`• ${criterion}`)],
        '\n',
      ),
    ),
    section(
      signals.length === 0
        ? 'No rule of the playbook finds anything to worry about any more.'
        : joinMd(
            [bold('What the rules still find'), ...signals.map((signal) => signalLine(signal, setting))],
            '\n\n',
          ),
    ),
    actions(
      button('platform.command', 'Decide', { value: `health decide ${name}`, style: 'primary' }),
      button('platform.command', 'Scorecard', { value: `scorecard ${name}` }),
      ...askEvidence(signals, name),
    ),
  ]);
}
