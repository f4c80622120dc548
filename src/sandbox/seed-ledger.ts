import {
  addDays,
  daysBetween,
  type LocalDate,
  localDateOf,
  utcMidnightOf,
  weekdayOf,
} from '../core/calendar.ts';
import { type CalendarWindow, monthOf, previous } from '../core/time-window.ts';
import type { Prisma } from '../platform/store/generated/client.ts';
import type { Work } from '../platform/work.ts';
import { dice, spread } from './seed-dice.ts';
import { insertRows } from './seed-insert.ts';
import type { SeededJourney, Setting } from './seed-journey.ts';
import type { Economy } from './seed-partner.ts';
import type { SeededDeal } from './seed-sales.ts';

/** When a share of what onboarding costs is spent, in days after kickoff, and the minutes it takes of our people. */
const onboardingDays = [4, 18, 32, 46];
const onboardingMinutes = 420;
const campaignEveryDays = 91;
/** Counts of calls go back as far as the oldest scorecard that the sandbox remembers looks. */
const countedWeeks = 40;
/** A partner's engineers reach the API this long after kickoff. */
const firstCallAfterDays = 12;
const latelyDays = 84;
const sources = { finance: 'http:Finance', billing: 'http:Billing', gateway: 'http:API gateway' };

interface Account {
  readonly setting: Setting;
  readonly economy: Economy;
  readonly kickoffOn: LocalDate;
  /** The months that are over since kickoff, oldest first. */
  readonly months: readonly Month[];
  /** The days on which its deals were won. */
  readonly wonOn: readonly LocalDate[];
  readonly random: () => number;
}

interface Month {
  readonly first: LocalDate;
  /** The first day of the month after it. */
  readonly end: LocalDate;
}

/** Writes what other systems would have reported of each partner: what it cost, what its customers paid, its calls of the API. */
export async function seedLedger(
  work: Work,
  settings: readonly Setting[],
  journeys: ReadonlyMap<string, SeededJourney>,
  dealsOf: ReadonlyMap<string, readonly SeededDeal[]>,
): Promise<void> {
  const accounts = settings.flatMap((setting): Account[] => {
    const { further, partner, current } = setting;
    const kickoffOn = journeys.get(partner.id)?.kickoffOn;
    if (!kickoffOn) return [];
    const { timeZone } = current.playbook.programme;
    const won = (dealsOf.get(partner.id) ?? []).flatMap(({ stage, closedAt }) =>
      stage === 'won' && closedAt ? [localDateOf(closedAt, timeZone)] : [],
    );
    const months = monthsSince(kickoffOn, monthOf(work.now, timeZone), timeZone);
    const random = dice(`${further.key} ledger`);
    return [{ setting, economy: further.economy, kickoffOn, months, wonOn: won, random }];
  });
  await insertRows(
    work,
    'CostEntry',
    accounts.flatMap((account) => costs(work, account)),
  );
  await insertRows(
    work,
    'UsageEntry',
    accounts.flatMap((account) => usage(work, account)),
  );
  await insertRows(
    work,
    'ApiCallCount',
    accounts.flatMap((account) => apiCalls(work, account)),
  );
}

function monthsSince(day: LocalDate, now: CalendarWindow, timeZone: string): Month[] {
  const months: Month[] = [];
  for (let month = previous(now); localDateOf(month.to, timeZone) > day; month = previous(month))
    months.unshift({ first: localDateOf(month.from, timeZone), end: localDateOf(month.to, timeZone) });
  return months;
}

function costs(work: Work, account: Account): Prisma.CostEntryCreateManyInput[] {
  const { setting, economy, kickoffOn, months, random } = account;
  const { key, progress } = setting.further;
  const { today } = setting;
  const entry = (
    kind: string,
    on: LocalDate,
    of: { readonly units: number; readonly minutes?: number; readonly note: string },
  ): Prisma.CostEntryCreateManyInput[] => {
    const minutes = of.minutes ? Math.round(of.minutes) : null;
    if (on >= today || (of.units === 0 && minutes === null)) return [];
    return [
      {
        ...stamped(work, account, `${key}-${kind}-${on}`, on, sources.finance),
        ...{ kind, incurredOn: utcMidnightOf(on), minutes, note: of.note },
        ...(of.units > 0
          ? { amountMinor: minor(of.units), currency: setting.partner.currency }
          : { amountMinor: null, currency: null }),
      },
    ];
  };
  const about = (value: number) => value * (0.9 + random() * 0.2);
  const share = economy.onboarding / onboardingDays.length;
  return [
    ...onboardingDays.flatMap((day) =>
      entry('onboarding', addDays(kickoffOn, day), {
        ...{ units: about(share), minutes: onboardingMinutes, note: 'Workshops and certification' },
      }),
    ),
    ...months.flatMap(({ end }) =>
      entry('support', addDays(end, -1), {
        ...{ units: about(economy.support), minutes: about(lately(economy.minutes, end, today)) },
        note: 'Looking after the partner',
      }),
    ),
    ...(economy.programme > 0 && progress.gate === null
      ? each(campaignEveryDays, addDays(kickoffOn, campaignEveryDays), today).flatMap((on) =>
          entry('variable', on, { units: about(economy.programme), note: 'Joint campaign' }),
        )
      : []),
    ...(economy.pilot
      ? each(7, addDays(today, -7 * economy.pilot.weeks), today).flatMap((on) =>
          entry('pilot', on, { units: about(economy.pilot?.aWeek ?? 0), note: 'Gateways and site visits' }),
        )
      : []),
  ];
}

/** Customers as they are won and lost, and what those who are there pay. */
function usage(work: Work, account: Account): Prisma.UsageEntryCreateManyInput[] {
  const { setting, economy, months, wonOn, random } = account;
  const { partner, today, further } = setting;
  const first = months.findIndex(({ end }) => wonOn.some((day) => day < end));
  if (first < 0) return [];
  const counted = months.slice(first).map(({ first: from, end }, index) => {
    const won = wonOn.filter((day) => day < end && (index === 0 || day >= from)).length;
    return { from, end, won };
  });
  let there = 0;
  const expected = counted.map(({ end, won }) => {
    const lost = there * lately(economy.churn, end, today);
    there += won - lost;
    return lost;
  });
  // Whole customers, that keep to what is expected over the months.
  const lost = spread(expected, random());
  let active = 0;
  return counted.flatMap(({ from, end, won }, index) => {
    const gone = Math.min(active, lost[index] ?? 0);
    active += won - gone;
    const row = (
      kind: string,
      fields: Pick<Prisma.UsageEntryCreateManyInput, 'amountMinor' | 'currency' | 'quantity'>,
    ) => ({
      ...stamped(work, account, `${further.key}-${kind}-${from}`, end, sources.billing),
      ...{ kind, month: utcMidnightOf(from), ...fields },
    });
    const paid = active * economy.monthlyRevenue * (0.95 + random() * 0.1);
    return [
      row('customers', { amountMinor: null, currency: null, quantity: BigInt(active) }),
      row('lost', { amountMinor: null, currency: null, quantity: BigInt(gone) }),
      row('revenue', { amountMinor: minor(paid), currency: partner.currency, quantity: null }),
    ];
  });
}

/** Week by week, from Monday to Monday. */
function apiCalls(work: Work, account: Account): Prisma.ApiCallCountCreateManyInput[] {
  const { setting, economy, kickoffOn, random } = account;
  const { further, today } = setting;
  const { api } = economy;
  if (!api) return [];
  const lastMonday = addDays(today, 1 - weekdayOf(today));
  const since = addDays(kickoffOn, firstCallAfterDays);
  const mondays = each(7, addDays(lastMonday, -7 * countedWeeks), lastMonday).filter(
    // By the programme's clocks Monday begins earlier than the count does, which is by UTC.
    (day) => day >= since && utcMidnightOf(addDays(day, 7)) <= work.now,
  );
  return mondays.map((monday, index) => {
    const end = addDays(monday, 7);
    const grown = 0.5 + (0.5 * (index + 1)) / mondays.length;
    const total = Math.round(api.callsAWeek * grown * (0.92 + random() * 0.16));
    const failed = Math.round(total * lately(api.failing, end, today) * (0.85 + random() * 0.3));
    return {
      ...stamped(work, account, `${further.key}-api-${monday}`, end, sources.gateway),
      ...{ fromAt: utcMidnightOf(monday), toAt: utcMidnightOf(end) },
      ...{ total: BigInt(total), successful: BigInt(total - failed) },
    };
  });
}

function stamped(work: Work, { setting }: Account, externalId: string, on: LocalDate, source: string) {
  const { workspaceId, now } = work;
  const reportedAt = utcMidnightOf(on) < now ? utcMidnightOf(on) : now;
  return {
    ...{ id: work.newId(), workspaceId, partnerId: setting.partner.id, externalId, source },
    ...{ sourceUpdatedAt: reportedAt, receivedAt: reportedAt },
  };
}

function lately([earlier, now]: readonly [number, number], day: LocalDate, today: LocalDate): number {
  return daysBetween(day, today) < latelyDays ? now : earlier;
}

/** Every so many days from a day on, before the end. */
function each(days: number, from: LocalDate, end: LocalDate): LocalDate[] {
  const count = Math.max(0, Math.ceil(daysBetween(from, end) / days));
  return Array.from({ length: count }, (_, index) => addDays(from, index * days));
}

function minor(units: number): bigint {
  return BigInt(Math.round(units)) * 100n;
}
