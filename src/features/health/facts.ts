import {
  addDays,
  instantOf,
  type LocalDate,
  localDateOf,
  localDateOfUtc,
  minuteOfDay,
} from '../../core/calendar.ts';
import type { Estimate } from '../../core/statistics.ts';
import type { Partner } from '../../platform/store/generated/client.ts';
import type { Work } from '../../platform/work.ts';
import { recordedCalls } from '../calls/public.ts';
import { type JourneyProgress, journeyProgress, lateSteps } from '../onboarding/public.ts';
import { programmeSettings } from '../partners/public.ts';
import { firstWins, idleDeals } from '../pipeline/public.ts';
import type { SignalKind, SignalRule } from '../playbook/public.ts';
import { ratedSurveys, surveyScores } from '../surveys/public.ts';
import { eventDays } from './event-days.ts';
import { lastSigns, type Sign } from './signs.ts';

/** What is known of one partner's health, loaded for all partners at once. */
export interface HealthFacts {
  /** In the programme's zone. */
  readonly today: LocalDate;
  readonly holidays: readonly string[];
  /** The day the partner came into the programme. */
  readonly startedOn: LocalDate;
  /** When the contract was signed; null where nobody has said. */
  readonly signedOn: LocalDate | null;
  /** Null before onboarding began. */
  readonly onboarding: { readonly kickoffOn: LocalDate; readonly completedOn: LocalDate | null } | null;
  /** Steps nobody has handed in, the longest late first. */
  readonly late: readonly { readonly title: string; readonly dueOn: LocalDate }[];
  /** The day of what makes a partner active by the playbook's rule; null while it is awaited. */
  readonly activeOn: LocalDate | null;
  readonly lastSign: { readonly on: LocalDate; readonly what: Sign } | null;
  /** Recorded calls, the latest first. */
  readonly calls: readonly { readonly on: LocalDate; readonly title: string; readonly isHeld: boolean }[];
  /** Open deals, the one that has waited longest first. */
  readonly idle: readonly { readonly ref: string; readonly customer: string; readonly since: LocalDate }[];
  /** Share of good ratings in the last period and in the one before it, where a rule compares them. */
  readonly scores: { readonly before: Estimate; readonly now: Estimate } | null;
}

/** A closed survey, with how many of its responses are good. */
export interface RatedOn {
  readonly title: string;
  readonly closedOn: LocalDate;
  readonly period: 'now' | 'before';
  readonly ratings: Estimate;
}

/** The facts that the rules need of all these partners, in a number of queries that does not depend on how many there are. */
export async function loadHealthFacts(
  work: Work,
  partners: readonly Partner[],
  rules: readonly SignalRule[],
): Promise<ReadonlyMap<string, HealthFacts>> {
  const ids = partners.map((partner) => partner.id);
  const { timeZone, holidays } = await programmeSettings(work);
  const today = localDateOf(work.now, timeZone);
  const day = (instant: Date) => localDateOf(instant, timeZone);
  const daysAgo = daysBefore(work, timeZone);

  const journeys = await journeyProgress(work, ids, today);
  const late = grouped(ruleOf(rules, 'late_steps') ? await lateSteps(work, ids, today) : []);
  const signs = ruleOf(rules, 'silent_partner') ? await lastSigns(work, ids) : new Map<string, never>();
  const wins = ruleOf(rules, 'activation_overdue') ? await firstWins(work, ids) : new Map<string, Date>();
  const active = ruleOf(rules, 'activation_overdue')?.event;
  const eventDay = await eventDays(work, ids, active ? [active] : [], timeZone);
  const missed = ruleOf(rules, 'missed_calls');
  const calls = grouped(missed ? await recordedCalls(work, ids, daysAgo(missed.days)) : []);
  const stalled = ruleOf(rules, 'stalled_deals');
  const idle = grouped(stalled ? await idleDeals(work, ids, stalled.days) : []);
  const scores = await scoresOf(work, ids, ruleOf(rules, 'falling_scores')?.days ?? null, daysAgo);

  return new Map(
    partners.map((partner) => {
      const sign = signs.get(partner.id);
      const won = wins.get(partner.id);
      return [
        partner.id,
        {
          today,
          holidays,
          startedOn: day(partner.createdAt),
          signedOn: partner.signedOn && localDateOfUtc(partner.signedOn),
          onboarding: onboardingOf(journeys.get(partner.id), today),
          late: late.get(partner.id) ?? [],
          activeOn: active
            ? reachedBy(
                today,
                eventDay(partner.id, active, {
                  firstWonOn: won ? day(won) : null,
                  completedOn: onboardingOf(journeys.get(partner.id), today)?.completedOn ?? null,
                }),
              )
            : null,
          lastSign: sign ? { on: day(sign.at), what: sign.what } : null,
          calls: (calls.get(partner.id) ?? []).map(({ startsAt, ...call }) => ({
            ...call,
            on: day(startsAt),
          })),
          idle: (idle.get(partner.id) ?? []).map(({ number, customer, idleSince }) => ({
            ref: `D-${number}`,
            customer,
            since: day(idleSince),
          })),
          scores: scores?.get(partner.id) ?? null,
        },
      ];
    }),
  );
}

/** The playbook's rule of a kind; there is at most one. */
export function ruleOf<K extends SignalKind>(
  rules: readonly SignalRule[],
  kind: K,
): Extract<SignalRule, { kind: K }> | undefined {
  return rules.find((rule): rule is Extract<SignalRule, { kind: K }> => rule.kind === kind);
}

function onboardingOf(journey: JourneyProgress | undefined, today: LocalDate) {
  if (!journey) return null;
  const { kickoffOn, completedOn } = journey;
  return { kickoffOn, completedOn: completedOn && completedOn <= today ? completedOn : null };
}

/** Nothing that is dated ahead has happened. */
function reachedBy(today: LocalDate, day: LocalDate | null): LocalDate | null {
  return day && day <= today ? day : null;
}

/** The last so many days, and as many before them. */
function comparedPeriods({ now }: Work, days: number, daysAgo: (days: number) => Date) {
  const from = daysAgo(days);
  return { now: { from, to: now }, before: { from: daysAgo(2 * days), to: from } };
}

/** The surveys of one partner that falling scores are told from, the newest first. */
export async function surveysCompared(
  work: Work,
  partnerId: string,
  days: number,
): Promise<readonly RatedOn[]> {
  const { timeZone } = await programmeSettings(work);
  const periods = comparedPeriods(work, days, daysBefore(work, timeZone));
  const rated: RatedOn[] = [];
  for (const period of ['now', 'before'] as const)
    for (const { title, closedAt, csat } of await ratedSurveys(work, partnerId, periods[period]))
      rated.push({ title, closedOn: localDateOf(closedAt, timeZone), period, ratings: csat });
  return rated;
}

/** The instant so many days ago, at this time of the day. */
function daysBefore({ now }: Work, timeZone: string) {
  const today = localDateOf(now, timeZone);
  return (days: number) => instantOf(addDays(today, -days), minuteOfDay(now, timeZone), timeZone);
}

async function scoresOf(
  work: Work,
  ids: readonly string[],
  days: number | null,
  daysAgo: (days: number) => Date,
) {
  if (days === null) return null;
  const periods = comparedPeriods(work, days, daysAgo);
  const now = await surveyScores(work, ids, periods.now);
  const before = await surveyScores(work, ids, periods.before);
  return new Map(
    ids.flatMap((id) => {
      const [then, since] = [before.get(id), now.get(id)];
      return then && since ? [[id, { before: then.csat, now: since.csat }] as const] : [];
    }),
  );
}

function grouped<T extends { readonly partnerId: string }>(rows: readonly T[]): ReadonlyMap<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(row.partnerId);
    if (group) group.push(row);
    else groups.set(row.partnerId, [row]);
  }
  return groups;
}
