import { type LocalDate, localDateOf, localDateOfUtc } from '../../core/calendar.ts';
import { daysBefore, type TimeWindow } from '../../core/time-window.ts';
import type { Partner } from '../../platform/store/generated/client.ts';
import type { Work } from '../../platform/work.ts';
import { eventDays, loadPartnerships } from '../health/public.ts';
import { type JourneyProgress, journeyProgress } from '../onboarding/public.ts';
import { programmeSettings } from '../partners/public.ts';
import {
  type ClosedDeals,
  type CurrencyDeals,
  closedDeals,
  type DealSum,
  noDeals,
  type PipelineBucket,
  type PipelineFacts,
  type ProgrammeWon,
  pipelineBuckets,
  pipelineFacts,
  programmeWon,
} from '../pipeline/public.ts';
import { firstValueEvent, noMeasures, type Playbook } from '../playbook/public.ts';
import { surveyScores } from '../surveys/public.ts';
import { byPartner } from './by-partner.ts';
import { factsOfLedger, lastDayBefore } from './facts-of-ledger.ts';
import { factsOfPlaybook } from './facts-of-playbook.ts';
import type { PartnerFacts } from './metrics/metric.ts';
import { playbooksOf } from './playbooks.ts';
import type { TermsByPartner } from './terms.ts';

/** Rates look back this far: a single week of one partner is always too few. */
export const lookBackDays = 90;
/** A lead counts for conversion when it is this old (metrics.md: a cohort at a fixed age). */
export const conversionAgeDays = 60;
const chartWeeks = 8;
/** Beyond these, Postgres’s usual 4 MB make it sort every row on disk where it could add them up in memory. */
const fewPartners = 500;

export interface PartnerCard {
  readonly partner: Partner;
  readonly name: string;
  readonly tier: string;
  readonly facts: PartnerFacts;
  readonly blocked: number;
  readonly gate: string | null;
  /** The playbook version the partner's journey runs; null before it has one. */
  readonly playbookVersionId: string | null;
  /** The last eight weeks, oldest first. */
  readonly weeks: readonly PipelineBucket[];
}

/**
 * Facts of all the partners as of an instant, in a number of queries that does not depend on their number. Rates are
 * of `over`, which ends by then; of the last days where it is left out. `terms` are those that partners had then, where
 * they are known.
 */
export async function loadCards(
  work: Work,
  present: readonly Partner[],
  asOf: Date,
  over?: TimeWindow,
  terms: TermsByPartner = {},
): Promise<PartnerCard[]> {
  const partners = present.map((partner) => {
    const then = terms[partner.id];
    return then ? { ...partner, tier: then.tier, currency: then.currency } : partner;
  });
  const ids = partners.map((partner) => partner.id);
  if (ids.length > fewPartners) await work.tx.$executeRaw`SELECT set_config('work_mem', '32MB', true)`;
  const { timeZone, holidays } = await programmeSettings(work);
  const today = localDateOf(asOf, timeZone);
  const window = over ?? lookBack(asOf, timeZone);
  const progress = await journeyProgress(work, ids, today);
  const asked = { partnerIds: ids, window, asOf, conversionAgeDays, timeZone };
  const pipeline = await pipelineFacts(work, asked);
  const closed = byPartner(await closedDeals(work, asked));
  const programme = await programmeWon(work, asked);
  const surveys = await surveyScores(work, ids, window);
  const buckets = await pipelineBuckets(work, ids, weeksBefore(asOf, timeZone));
  const ledgerOf = await factsOfLedger(work, partners, { window, asOf, timeZone });
  const partnershipOf = await loadPartnerships(work, ids, { from: window.from, to: asOf }, timeZone);
  const versionOf = (id: string) =>
    terms[id]?.playbookVersionId ?? progress.get(id)?.playbookVersionId ?? null;
  const playbookOf = await playbooksOf(work, ids.map(versionOf));
  const ruled = new Map(
    partners.map((partner) => {
      const { id } = partner;
      const kickoffOn = progress.get(id)?.kickoffOn ?? null;
      return [id, { partner, playbook: playbookOf(versionOf(id)), kickoffOn }];
    }),
  );
  const ruledOf = await factsOfPlaybook(work, [...ruled.values()], { window, asOf, timeZone, holidays });
  const events = [...ruled.values()].flatMap(({ playbook }) => [
    activationTerms(playbook).event,
    firstValueEvent(playbook),
  ]);
  const eventDay = await eventDays(work, ids, events, timeZone);
  return partners.flatMap((partner) => {
    const rules = ruled.get(partner.id);
    const journey = progress.get(partner.id) ?? null;
    const deals = pipeline.get(partner.id);
    const scores = surveys.get(partner.id);
    if (!deals || !scores || !rules) return [];
    const completedOn = journey?.completedOn ?? null;
    const doneOn = completedOn && completedOn <= lastDayBefore(asOf, timeZone) ? completedOn : null;
    const firstWonOn = deals.firstWonAt ? localDateOf(deals.firstWonAt, timeZone) : null;
    const lastDay = lastDayBefore(asOf, timeZone);
    const dayOf = (event: string) => {
      const day = eventDay(partner.id, event, { firstWonOn, completedOn: doneOn });
      return day && day <= lastDay ? day : null;
    };
    const { event, days: withinDays } = activationTerms(rules.playbook);
    const facts: PartnerFacts = {
      currency: partner.currency,
      onboarding: journey && onboardingOf(journey),
      partnership: { ...partnershipOf(partner.id), from: localDateOf(window.from, timeZone) },
      signedOn: partner.signedOn && localDateOfUtc(partner.signedOn),
      kickoffOn: journey?.kickoffOn ?? null,
      firstValueOn: dayOf(firstValueEvent(rules.playbook)),
      today,
      leads: deals.leads,
      cohort: deals.cohort,
      won: deals.won.count,
      lost: deals.lost.count,
      sourced: deals.sourced.count,
      influenced: deals.influenced.count,
      unsourced: deals.unsourced,
      ...moneyOf(deals, closed.get(partner.id) ?? [], partner.currency),
      programme: programmeOf(programme, partner.currency),
      durations: deals.durations,
      firstWonOn,
      csat: scores.csat,
      nps: scores.nps,
      ces: scores.effort,
      activation: { on: dayOf(event), withinDays },
      ...ledgerOf(partner.id),
      ...ruledOf(rules),
    };
    return [
      {
        partner,
        name: partner.name,
        tier: partner.tier,
        facts,
        blocked: journey?.blocked ?? 0,
        gate: journey?.currentGate?.name ?? null,
        playbookVersionId: journey?.playbookVersionId ?? null,
        weeks: buckets.get(partner.id) ?? [],
      },
    ];
  });
}

function activationTerms(playbook: Playbook | null) {
  return playbook?.measures.activation ?? noMeasures.activation;
}

function onboardingOf({ done, total, late, dueByNow }: JourneyProgress): PartnerFacts['onboarding'] {
  return { done, total, late, dueByNow };
}

/** The partner's deals in its own currency, and how many there are in others. */
function moneyOf(
  { byCurrency, economics }: PipelineFacts,
  closed: readonly ClosedDeals[],
  currency: string,
): Pick<PartnerFacts, 'own' | 'foreign' | 'economics' | 'faults'> {
  const ownClosed = closed.find((each) => each.currency === currency);
  const known = economics.find((each) => each.currency === currency);
  const others = byCurrency.filter((each) => each.currency !== currency);
  const countOf = (of: (deals: CurrencyDeals) => DealSum) =>
    others.reduce((sum, each) => sum + of(each).count, 0);
  const none = { won: noDeals, quick: noDeals, open: noDeals };
  const { won, lost, open, qualified, sourced, influenced } = byCurrency.find(
    (each) => each.currency === currency,
  ) ?? {
    ...{ won: noDeals, lost: noDeals, open: noDeals, qualified: noDeals, sourced: none, influenced: none },
  };
  return {
    own: {
      ...{ won, lost, open, qualified, sourced, influenced },
      wonSquares: ownClosed?.wonSquares ?? 0n,
      sourcedSquares: ownClosed?.sourcedSquares ?? 0n,
    },
    foreign: {
      currencies: others.map((each) => each.currency),
      everWon: others.filter((each) => each.firstWonAt !== null).map((each) => each.currency),
      won: countOf((each) => each.won),
      open: countOf((each) => each.open),
      qualified: countOf((each) => each.qualified),
      sourced: countOf((each) => each.sourced.won),
      influenced: countOf((each) => each.influenced.won),
    },
    economics: {
      revenueMinor: known?.revenueWithCostMinor ?? 0n,
      costMinor: known?.partnerCostMinor ?? 0n,
      deals: known?.withCost ?? 0,
      withoutCost: known?.withoutCost ?? 0,
      revenueSquares: ownClosed?.revenueSquares ?? 0n,
      costSquares: ownClosed?.costSquares ?? 0n,
      revenueByCost: ownClosed?.revenueByCost ?? 0n,
    },
    faults: {
      withoutAmount: ownClosed?.withoutAmount ?? 0,
      beforeRegistered: closed.reduce((sum, each) => sum + each.beforeRegistered, 0),
      withoutLead: closed.some((each) => each.namingLead > 0)
        ? 0
        : closed.reduce((sum, each) => sum + each.namingNone, 0),
    },
  };
}

/** What all partners won in a currency, and what in others. */
function programmeOf(all: readonly ProgrammeWon[], currency: string): PartnerFacts['programme'] {
  const own = all.find((each) => each.currency === currency);
  const others = all.filter((each) => each.currency !== currency);
  return {
    won: own ?? noDeals,
    squares: own?.squares ?? 0n,
    foreign: others.reduce((sum, { count }) => sum + count, 0),
    currencies: others.map((each) => each.currency),
  };
}

/** The days that rates look back over: from the same time by the programme's clocks, so that no hour is lost when they change. */
export function lookBack(asOf: Date, timeZone: string): TimeWindow {
  return { from: daysBefore(asOf, lookBackDays, timeZone), to: asOf };
}

/** Seven days each by the programme's clocks, up to the instant. */
export function weeksBefore(asOf: Date, timeZone: string): TimeWindow[] {
  return Array.from({ length: chartWeeks }, (_, index) => {
    const weeksAgo = chartWeeks - 1 - index;
    return {
      from: daysBefore(asOf, 7 * (weeksAgo + 1), timeZone),
      to: daysBefore(asOf, 7 * weeksAgo, timeZone),
    };
  });
}

/** The days a chart's weeks begin on. */
export function weekStarts(asOf: Date, timeZone: string): LocalDate[] {
  return weeksBefore(asOf, timeZone).map(({ from }) => localDateOf(from, timeZone));
}
