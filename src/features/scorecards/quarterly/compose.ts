import { localDateOf, monthNames, partsOf } from '../../../core/calendar.ts';
import {
  type CalendarWindow,
  monthOf,
  previous,
  quarterName,
  quarterOf,
  quarterWords,
} from '../../../core/time-window.ts';
import type { Partner } from '../../../platform/store/generated/client.ts';
import type { Work } from '../../../platform/work.ts';
import { actionsDoneIn, decisionsIn, openActionsAt, recordedCalls } from '../../calls/public.ts';
import { openSignals } from '../../health/public.ts';
import { gatesPassed } from '../../onboarding/public.ts';
import { loadPeople } from '../../partners/public.ts';
import { pipelineBuckets } from '../../pipeline/public.ts';
import { plansOfQuarter, type QuarterPlan } from '../../plans/public.ts';
import { byPartner } from '../by-partner.ts';
import { loadCards, type PartnerCard } from '../facts.ts';
import { addsUp, compareGoal } from '../goals.ts';
import { metrics } from '../metrics/catalogue.ts';
import type { Figure } from '../metrics/metric.ts';
import { playbooksOf } from '../playbooks.ts';
import { type Line, scorecard, visibleMetrics } from '../rules.ts';
import { lastSnapshots, snapshotsAtStart, targetsOf } from '../store.ts';
import type { Ground, QuarterGoal, QuarterLine, QuarterNames } from './ground.ts';
import type { Pack } from './pack.ts';
import { packOf } from './rules.ts';

/** A partner’s pack of a quarter, with the facts it rests on. */
export interface Composed {
  readonly card: PartnerCard;
  readonly pack: Pack;
}

/** The part of a quarter that is over; what is measured ends here. */
export function soFar(work: Work, quarter: CalendarWindow) {
  return { from: quarter.from, to: work.now < quarter.to ? work.now : quarter.to };
}

export function namesOf(quarter: CalendarWindow): QuarterNames {
  const words = quarterWords(localDateOf(quarter.from, quarter.timeZone));
  return { words, name: quarterName(quarter) };
}

/** The packs of these partners for a quarter that has begun, in a number of queries that does not depend on theirs. */
export async function composePacks(
  work: Work,
  partners: readonly Partner[],
  quarter: CalendarWindow,
): Promise<readonly Composed[]> {
  const ids = partners.map((partner) => partner.id);
  const window = soFar(work, quarter);
  const last = previous(quarter);
  const cards = await loadCards(work, partners, window.to, window);
  const linesOf = await quarterLines(work, partners, cards, quarter);
  const plans = await plansOfQuarter(work, ids, localDateOf(quarter.from, quarter.timeZone));
  const nextPlans = await plansOfQuarter(work, ids, localDateOf(quarter.to, quarter.timeZone));
  const playbookOf = await playbooksOf(
    work,
    cards.map((card) => card.playbookVersionId),
  );
  const months = [...monthsOf(last), ...monthsOf(quarter)].filter((month) => month.from < work.now);
  const buckets = await pipelineBuckets(work, ids, months);
  const happenedAt = await happenings(work, ids, window);
  const shared = {
    ...{ quarter: namesOf(quarter), before: namesOf(last) },
    next: namesOf(quarterOf(quarter.to, quarter.timeZone)),
    isOver: work.now >= quarter.to,
    today: localDateOf(work.now, quarter.timeZone),
  };
  const elapsed = (window.to.getTime() - quarter.from.getTime()) / lengthOf(quarter);
  return cards.map((card) => {
    const { id } = card.partner;
    const plan = plans.get(id) ?? null;
    const nextPlan = nextPlans.get(id);
    const { lines, factsBefore } = linesOf(card);
    const ground: Ground = {
      ...shared,
      partner: card.name,
      ...{ facts: card.facts, factsBefore, blocked: card.blocked, lines, plan },
      goals: plan ? goalsOf(plan, card, elapsed) : [],
      isNextAgreed: playbookOf(card.playbookVersionId)?.plan ? nextPlan?.isAgreed === true : null,
      months: months.map(({ from }, index) => ({
        label: monthLabel(from, quarter.timeZone),
        bucket: buckets.get(id)?.[index] ?? noBucket,
      })),
      ...happenedAt(id),
    };
    return { card, pack: packOf(ground) };
  });
}

const noBucket = { leads: 0, registered: 0, won: 0, lost: 0, wonMinor: new Map<string, bigint>() };

function lengthOf({ from, to }: CalendarWindow): number {
  return to.getTime() - from.getTime();
}

/** The three months of a quarter. */
function monthsOf(quarter: CalendarWindow): readonly CalendarWindow[] {
  const third = monthOf(new Date(quarter.to.getTime() - 1), quarter.timeZone);
  const second = previous(third);
  return [previous(second), second, third];
}

function monthLabel(from: Date, timeZone: string): string {
  const { year, month } = partsOf(localDateOf(from, timeZone));
  return `${monthNames[month - 1]?.slice(0, 3)} ${year}`;
}

function goalsOf(plan: QuarterPlan, card: PartnerCard, elapsed: number): QuarterGoal[] {
  return plan.goals.map((goal) => ({ ...compareGoal(goal, card.facts, elapsed), shownTo: goal.shownTo }));
}

/**
 * Each card’s numbers with those of the quarter before, worked out again from what is known by now; what is known only
 * as it stood then, as the pack of that quarter had it.
 */
export async function quarterLines(
  work: Work,
  partners: readonly Partner[],
  cards: readonly PartnerCard[],
  quarter: CalendarWindow,
) {
  const last = previous(quarter);
  const cardsBefore = await loadCards(work, partners, last.to, last);
  const ids = cards.map((card) => card.partner.id);
  const targetsFor = await targetsOf(work, cards);
  const kept = await lastSnapshots(work, ids, 'quarterly', last.to, last.to);
  const atStart = await snapshotsAtStart(work, ids, 'monthly', last.to);
  const before = new Map(cardsBefore.map((card) => [card.partner.id, card.facts]));
  return (card: PartnerCard) => {
    const { id } = card.partner;
    const factsBefore = before.get(id) ?? card.facts;
    const figures = Object.fromEntries(
      metrics.flatMap((metric): [string, Figure][] => {
        const figure = metric.isMomentary ? kept.get(id)?.[metric.key] : metric.estimate(factsBefore);
        return figure ? [[metric.key, figure]] : [];
      }),
    );
    const targets = targetsFor(card);
    const lines = scorecard(card.facts, card.tier, targets, figures, atStart.get(id) ?? null).map(
      (line): QuarterLine => ({
        ...line,
        standing: standingIn(line, work.now < quarter.to),
        shownTo: visibleMetrics(targets, false).some(({ key }) => key === line.metric.key)
          ? 'both'
          : 'vendor',
      }),
    );
    return { lines, factsBefore };
  };
}

/** What adds up is not missed while the quarter runs. */
function standingIn({ metric, standing }: Line, isRunning: boolean): Line['standing'] {
  return isRunning && standing === 'missed' && addsUp(metric) ? 'under_way' : standing;
}

type Happened = Pick<Ground, 'gates' | 'calls' | 'decisions' | 'actionsDone' | 'open' | 'signals'>;

/** What happened with each partner in a window, and what is open now. */
async function happenings(
  work: Work,
  ids: readonly string[],
  window: { readonly from: Date; readonly to: Date },
): Promise<(partnerId: string) => Happened> {
  const gates = byPartner(await gatesPassed(work, ids, window));
  const recorded = (await recordedCalls(work, ids, window.from)).filter((call) => call.startsAt < window.to);
  const calls = byPartner(recorded);
  const decisions = byPartner(await decisionsIn(work, ids, window));
  const done = await actionsDoneIn(work, ids, window);
  const items = await openActionsAt(work, ids);
  const people = await loadPeople(
    work,
    items.map((item) => item.ownerPersonId),
  );
  const open = byPartner(items);
  const signals = await openSignals(work, ids);
  return (id) => {
    const own = calls.get(id) ?? [];
    const held = own.filter((call) => call.isHeld).length;
    return {
      gates: (gates.get(id) ?? []).map(({ name }) => name),
      calls: { held, missed: own.length - held },
      decisions: (decisions.get(id) ?? []).map(({ text }) => text),
      actionsDone: done.get(id) ?? 0,
      open: (open.get(id) ?? []).map(({ number, text, ownerPersonId, dueOn }) => {
        const owner = people.get(ownerPersonId);
        return { number, text, dueOn, owner: owner?.name ?? 'somebody', side: owner?.side ?? 'vendor' };
      }),
      signals: signals.get(id) ?? [],
    };
  };
}
