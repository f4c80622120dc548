import { formatLocalDate, type LocalDate } from '../../core/calendar.ts';
import { pluralise } from '../../core/text.ts';
import type { DueDecision, OpenSignal } from '../health/public.ts';
import type { DueAnswer } from '../pipeline/public.ts';
import { formatEstimate, formatValue } from './figures.ts';
import type { Metric, PartnerFacts } from './metrics/metric.ts';
import { describeStanding, type Line } from './rules.ts';

/** Something a manager should look at, with its reason and the way there. */
export interface Attention {
  readonly reason: string;
  /** The command that leads there, without the partner's name. */
  readonly command:
    | 'status'
    | 'lead list'
    | 'deal list'
    | 'handoff'
    | 'pipeline'
    | 'survey'
    | 'scorecard'
    | 'health'
    | 'health decide'
    | `health plan ${string}`
    | `scorecard how ${string}`;
  readonly label: string;
  /** From 1, can wait, to 4, today. */
  readonly urgency: 1 | 2 | 3 | 4;
}

const steps = { command: 'status', label: 'See steps' } as const;

/** At most three things a manager should look at, each with its reason; most urgent first. */
export function needsAttention(
  facts: PartnerFacts,
  blocked: number,
  lines: readonly Line[],
  signals: readonly OpenSignal[],
  waiting: readonly DueAnswer[],
  /** Who answers for a number, in words; null where nobody is named. */
  ownerOf: (metric: string) => string | null = () => null,
  decision: DueDecision | null = null,
): Attention[] {
  const found: Attention[] = decision ? [undecided(decision, facts.today)] : [];
  found.push(...signals.filter((signal) => signal.isSerious).map(signalled));
  found.push(...waiting.toSorted((a, b) => a.state.localeCompare(b.state)).map(waitedFor));
  // What a signal says in full is not said again as a number.
  const late = signals.some((signal) => signal.kind === 'late_steps') ? 0 : (facts.onboarding?.late ?? 0);
  if (blocked > 0) found.push({ reason: `${pluralise(blocked, 'step')} blocked`, ...steps, urgency: 3 });
  found.push(...signals.filter((signal) => !signal.isSerious).map(signalled));
  if (late > 0) found.push({ reason: `${pluralise(late, 'step')} late`, ...steps, urgency: 2 });
  if (facts.leads.unreviewed > 0) {
    found.push({
      reason: `${pluralise(facts.leads.unreviewed, 'lead')} waiting for review`,
      command: 'lead list',
      label: 'Review leads',
      urgency: 2,
    });
  }
  for (const line of lines.filter(needsLook)) {
    const owner = ownerOf(line.metric.key);
    const who = owner === null ? '' : `. ${owner} answers for it`;
    found.push({
      reason: `${line.metric.label} ${formatEstimate(line.metric, line.estimate)}, ${describeStanding(line)} of ${formatValue(line.metric, line.target ?? 0, line.estimate.currency)}${who}`,
      ...wayTo(line.metric),
      urgency: 1,
    });
  }
  return found.slice(0, 3);
}

/**
 * Whether somebody should look at a number. What a window brought has no interval to judge it by: it stands beside its
 * projection and calls nobody. Late steps are told as steps.
 */
export function needsLook({ standing, metric }: Line): boolean {
  return standing === 'missed' && metric.key !== 'late_steps' && !metric.ahead;
}

/** To the answers or the deals that make a number; else to how it came about. */
function wayTo({ key, needs, behind }: Metric): Pick<Attention, 'command' | 'label'> {
  if (needs.some((need) => need === 'csat' || need === 'nps' || need === 'ces'))
    return { command: 'survey', label: 'See surveys' };
  if (behind !== undefined) return { command: 'pipeline', label: 'See pipeline' };
  return { command: `scorecard how ${key}`, label: 'How it came about' };
}

/** What was promised and is late is for today. */
function waitedFor({ what, state, names, withinHours }: DueAnswer): Attention {
  const [first = ''] = names;
  const more = names.length > 1 ? ` and ${names.length - 1} more` : '';
  const asked = what === 'registration' ? 'to be decided' : 'to be accepted';
  const promised = `the ${pluralise(withinHours, 'working hour')} promised`;
  return {
    reason:
      state === 'breached'
        ? `${first}${more} late: waits ${asked} for longer than ${promised}`
        : `${first}${more} due soon: ${asked} within ${promised}`,
    ...(what === 'registration'
      ? { command: 'deal list', label: 'See deals' }
      : { command: 'handoff', label: 'See handoffs' }),
    urgency: state === 'breached' ? 4 : 3,
  };
}

/** It is asked for once on its day, and stands here until it is taken. */
function undecided({ title, reviewOn }: DueDecision, today: LocalDate): Attention {
  const when =
    reviewOn < today ? `was to be decided on ${formatLocalDate(reviewOn, today)}` : 'is to be decided today';
  return {
    reason: `Whether to go on: the way back “${title}” ${when}`,
    ...{ command: 'health decide', label: 'Decide', urgency: 4 },
  };
}

function signalled({ kind, label, isSerious, evidence, isPlanned }: OpenSignal): Attention {
  const state = [...(isSerious ? ['serious'] : []), ...(isPlanned ? ['planned'] : [])].join(', ');
  return {
    reason: `${label}${state ? ` (${state})` : ''}: ${evidence}`,
    // What somebody has taken on can wait for them.
    ...(isPlanned
      ? { command: 'health', label: 'Health', urgency: 1 }
      : {
          command: `health plan ${kind}`,
          label: `Plan it: ${label.toLowerCase()}`,
          urgency: isSerious ? 4 : 2,
        }),
  };
}

const mostThings = 3;

/**
 * The three things to do first, over all partners: the most urgent one of each, and only when there are fewer
 * partners than that a second one of the same. Equally urgent ones stay in the order of the partners.
 */
export function threeThings<T extends { readonly attention: readonly Attention[] }>(
  rows: readonly T[],
): readonly { readonly row: T; readonly thing: Attention }[] {
  const ordered = rows.map((row) => ({
    row,
    things: row.attention.toSorted((a, b) => b.urgency - a.urgency),
  }));
  return [0, 1, 2]
    .flatMap((nth) =>
      ordered
        .flatMap(({ row, things }) => (things[nth] ? [{ row, thing: things[nth] }] : []))
        .sort((a, b) => b.thing.urgency - a.thing.urgency),
    )
    .slice(0, mostThings);
}
