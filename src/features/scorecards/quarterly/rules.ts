import { formatLocalDate } from '../../../core/calendar.ts';
import { minorUnitDigits } from '../../../core/money.ts';
import { listing, pluralise, truncate } from '../../../core/text.ts';
import { formatEstimate, formatTarget, money } from '../figures.ts';
import { goalCells, goalStandingWords } from '../goals.ts';
import type { PartnerFacts } from '../metrics/metric.ts';
import { describeStanding } from '../rules.ts';
import type { Ground, QuarterGoal, QuarterLine, ShownTo } from './ground.ts';
import type { Pack } from './pack.ts';
import { topicsOf } from './topics.ts';

const mostDecisions = 3;
const mostOpen = 5;
const mostRisks = 3;
const longestText = 120;

/** The pack of a quarter, for both sides at once. Nothing is judged on a point estimate alone. */
export function packOf(ground: Ground): Pack {
  const isQuiet = isQuietQuarter(ground);
  const lines = ground.lines.map((line) => lineOf(line, ground.goals));
  const hasWords = ({ now, before, goal }: Pack['lines'][number]) =>
    now !== '–' || goal !== '–' || (!isQuiet && before !== '–');
  const shown = lines.filter(hasWords);
  return {
    headline: headline(ground, isQuiet),
    isQuiet,
    lines: shown,
    without: lines.filter((line) => !hasWords(line)).map(({ shownTo, label }) => ({ shownTo, words: label })),
    notes: notesOf(ground.lines.filter(({ metric }) => shown.some(({ key }) => key === metric.key))),
    months: monthsOf(ground),
    currency: ground.facts.currency,
    happened: happened(ground),
    plan: planOf(ground),
    open: ground.open.slice(0, 2 * mostOpen).map(({ number, text, owner, side, dueOn }) => ({
      side,
      words: `A-${number} ${truncate(text, longestText)} (${owner}, ${dueOn < ground.today ? 'was due' : 'due'} ${formatLocalDate(dueOn, ground.today)})`,
    })),
    signals: ground.signals.map(
      ({ label, isSerious, since, evidence, isPlanned }) =>
        `${label}${isSerious ? ' (serious)' : ''}, since ${formatLocalDate(since, ground.today)}: ${evidence}${isPlanned ? ' Somebody is on it.' : ''}`,
    ),
    signalKinds: ground.signals.map(({ kind }) => kind),
    risks: [...ground.facts.risks]
      .sort((a, b) => b.residual - a.residual || b.inherent - a.inherent)
      .slice(0, mostRisks)
      .map(
        ({ title, inherent, residual }) =>
          `${title}: ${residual} of 25 after what is done about it, ${inherent} without`,
      ),
    topics: { both: topicsOf(ground, isQuiet, false), vendor: topicsOf(ground, isQuiet, true) },
  };
}

/** Nothing came in, nothing was closed and nobody met. */
export function isQuietQuarter({ facts, gates, calls, decisions, actionsDone, months }: Ground): boolean {
  const registered = months.slice(3).reduce((sum, { bucket }) => sum + bucket.registered, 0);
  const counts = [facts.leads.submitted, registered, facts.won, facts.lost, calls.held, calls.missed];
  return [...counts, gates.length, decisions.length, actionsDone].every((count) => count === 0);
}

function lineOf(line: QuarterLine, goals: readonly QuarterGoal[]): Pack['lines'][number] {
  const { metric, target, before, shownTo } = line;
  const goal = goals.find((each) => each.metric === metric.key);
  // Of what adds up, a goal counts nothing yet as zero.
  const estimate = goal?.estimate ?? line.estimate;
  const standing = describeStanding(line);
  return {
    shownTo,
    key: metric.key,
    label: metric.label,
    now: formatEstimate(metric, estimate, target),
    n: metric.interval === 'none' || estimate.verdict === 'no_data' ? '–' : String(estimate.n),
    before: before ? formatEstimate(metric, before) : '–',
    target: target === null ? '–' : formatTarget(metric, target, line.estimate.currency),
    goal: goal ? goalCells(goal).target : '–',
    stands: goal
      ? [...(target === null ? [] : [standing]), `plan: ${goalStandingWords(goal.standing)}`].join('; ')
      : standing,
  };
}

/** What holds of several numbers is said once. */
function notesOf(lines: readonly QuarterLine[]): Pack['notes'] {
  return (['both', 'vendor'] as const).flatMap((shownTo) => {
    const labelsOf = new Map<string, string[]>();
    for (const { metric, estimate } of lines.filter((line) => line.shownTo === shownTo))
      for (const { words } of estimate.notes ?? [])
        labelsOf.set(words, [...(labelsOf.get(words) ?? []), metric.label]);
    return [...labelsOf].map(([words, labels]) => ({ shownTo, words: `${listing(labels)}: ${words}.` }));
  });
}

function headline(ground: Ground, isQuiet: boolean): Pack['headline'] {
  const { facts, factsBefore, before, isOver } = ground;
  if (isQuiet)
    return [
      {
        shownTo: 'both',
        words: `A quiet quarter${isOver ? '' : ' so far'}: no lead, no deal, no call and no decision is on record.`,
      },
    ];
  return [
    {
      shownTo: 'both',
      words: `${sales(facts)}${isOver ? '' : ' so far'}. In ${before.words}: ${lower(sales(factsBefore))}.`,
    },
    ...(['both', 'vendor'] as const).flatMap((shownTo) => [
      ...goalWords(ground, shownTo),
      ...targetWords(ground.lines, shownTo),
    ]),
  ];
}

/** "7 deals won (€82,000), 2 lost, 14 new leads". */
function sales({ won, lost, own, foreign, leads, currency }: PartnerFacts): string {
  const elsewhere = foreign.won > 0 ? `, and ${foreign.won} in other currencies` : '';
  const amount = own.won.count > 0 ? ` (${money(Number(own.won.minor), currency)}${elsewhere})` : '';
  if (won + lost + leads.submitted === 0) return 'No deal was closed and no lead came in';
  return `${won === 0 ? 'No deal' : pluralise(won, 'deal')} won${amount}, ${lost} lost, ${pluralise(leads.submitted, 'new lead')}`;
}

function lower(words: string): string {
  return words.charAt(0).toLowerCase() + words.slice(1);
}

function goalWords({ goals, isOver }: Ground, shownTo: ShownTo): Pack['headline'] {
  const own = goals.filter((goal) => goal.shownTo === shownTo);
  if (own.length === 0) return [];
  const met = own.filter(({ standing }) => standing === 'met').length;
  const behind = own.filter(({ standing }) => standing === 'behind').map(({ title }) => `“${title}”`);
  const what = shownTo === 'both' ? 'of the joint plan' : 'of our own in the plan';
  const words = [
    `${met} of ${pluralise(own.length, 'goal')} ${what} met${isOver ? '' : ' so far'}`,
    ...(behind.length > 0 ? [`behind: ${listing(behind)}`] : []),
  ];
  return [{ shownTo, words: `${words.join('; ')}.` }];
}

function targetWords(lines: readonly QuarterLine[], shownTo: ShownTo): Pack['headline'] {
  const own = lines.filter(
    (line) => line.shownTo === shownTo && line.target !== null && line.standing !== 'no_data',
  );
  const labels = (of: QuarterLine['standing']) =>
    own.filter(({ standing }) => standing === of).map(({ metric }) => metric.label);
  const [met, missed] = [labels('met'), labels('missed')];
  if (met.length + missed.length === 0) return [];
  const tooFew = labels('too_few').length;
  const words = [
    `${met.length} of ${pluralise(own.length, shownTo === 'vendor' ? 'number for us alone' : 'number', shownTo === 'vendor' ? 'numbers for us alone' : 'numbers')} on target`,
    ...(missed.length > 0 ? [`missed: ${listing(missed)}`] : []),
    ...(tooFew > 0 ? [`${tooFew} too few to judge`] : []),
  ];
  return [{ shownTo, words: `${words.join('; ')}.` }];
}

function monthsOf({ months, facts: { currency } }: Ground): Pack['months'] {
  return months.map(({ label, bucket: { leads, registered, won, wonMinor } }) => ({
    ...{ label, leads, registered, won },
    amount: Math.round(Number(wonMinor.get(currency) ?? 0n) / 10 ** minorUnitDigits(currency)),
  }));
}

function happened({ facts, gates, calls, decisions, actionsDone, open, today }: Ground): string[] {
  const overdue = open.filter(({ dueOn }) => dueOn < today).length;
  const onboarding = facts.onboarding;
  const isUnderWay = onboarding !== null && onboarding.done < onboarding.total;
  return [
    ...(gates.length > 0 ? [`Gates passed: ${listing(gates)}.`] : []),
    ...(isUnderWay ? [`Onboarding: ${onboarding.done} of ${pluralise(onboarding.total, 'step')} done.`] : []),
    ...(calls.held + calls.missed > 0
      ? [`${pluralise(calls.held, 'call')} held, ${calls.missed} missed.`]
      : []),
    ...(decisions.length > 0
      ? [
          `${pluralise(decisions.length, 'decision')} taken${decisions.length > mostDecisions ? ', the latest' : ''}: ${decisions
            .slice(0, mostDecisions)
            .map((text) => `“${truncate(text, longestText).replace(/\.$/, '')}”`)
            .join('; ')}.`,
        ]
      : []),
    ...(actionsDone + open.length > 0
      ? [
          `Actions: ${actionsDone} done, ${open.length} open${overdue > 0 ? `, ${overdue} of them past the day agreed` : ''}.`,
        ]
      : []),
  ];
}

function planOf({ partner, plan, goals, quarter, isNextAgreed, isOver }: Ground): Pack['plan'] {
  if (!plan)
    return {
      words:
        isNextAgreed === null ? '' : `There ${isOver ? 'was' : 'is'} no joint plan for ${quarter.words}.`,
      goals: [],
      contributions: [],
    };
  if (!plan.wasAgreed)
    return {
      words: isOver
        ? `The ${lower(plan.title)} was not agreed by both sides, so nothing is held against it.`
        : `The ${lower(plan.title)} is not agreed by both sides yet.`,
      goals: [],
      contributions: [],
    };
  return {
    words: `${plan.title}, agreed by both sides`,
    goals: goals.map((goal) => {
      const { target, actual } = goalCells(goal);
      return {
        ...{ shownTo: goal.shownTo, title: goal.title, target, actual },
        words: goalStandingWords(goal.standing),
      };
    }),
    contributions: plan.contributions.map(
      ({ side, words }) => `${side === 'partner' ? partner : 'The vendor’s side'}: ${words}`,
    ),
  };
}
