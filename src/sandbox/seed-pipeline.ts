import { addDays, instantOf, type LocalDate, weekdayOf } from '../core/calendar.ts';
import { workingDayBefore } from './seed-days.ts';
import { dice, spread } from './seed-dice.ts';
import type { FurtherPartner, Season, SellingStyle } from './seed-partner.ts';

/** A lead of the past; `deal` is what came of it. */
export interface PastLead {
  readonly customer: string;
  readonly segment: string;
  readonly capability: string;
  readonly note: string | null;
  readonly createdAt: Date;
  readonly status: 'submitted' | 'accepted' | 'declined';
  readonly reviewedAt: Date | null;
  readonly declineReason: string | null;
  readonly deal: PastDeal | null;
}

/** A deal of the past; amounts in minor units, days ago counted from today. */
export interface PastDeal {
  readonly name: string;
  readonly stage: 'open' | 'won' | 'lost';
  readonly amountMinor: bigint;
  readonly partnerCostMinor: bigint | null;
  readonly registeredAt: Date;
  readonly closedAt: Date | null;
  readonly lossReason: string | null;
  /** Registered and approved before anybody else was in touch. */
  readonly isProtected: boolean;
  readonly influence: string | null;
  /** When it came to a further stage, the earliest first. */
  readonly moves: readonly Date[];
}

/** Who may buy, by the playbook's segments. */
const sites: readonly (readonly [name: string, segment: string])[] = [
  ...['Hospital', 'School District', 'City Hall', 'University', 'Clinics', 'Museum'].map(
    (name) => [name, 'public'] as const,
  ),
  ...['Cold Store', 'Bakery', 'Paper Mill', 'Dairy', 'Print Works', 'Brewery', 'Foundry'].map(
    (name) => [name, 'industry'] as const,
  ),
  ...['Logistics Park', 'Airport', 'Hotels', 'Arena', 'Offices', 'Shopping Centre', 'Trade Fair'].map(
    (name) => [name, 'real-estate'] as const,
  ),
  ...['Housing Trust', 'Thermal Baths', 'Harbour', 'Railway Depot'].map((name) => [name, 'public'] as const),
];
/** Shares no divisor with any number of towns and sites, so that each customer comes once before any comes again. */
const stride = 37;
const scopes: readonly (readonly [name: string, capability: string])[] = [
  ['Metering', 'integration'],
  ['Energy monitoring', 'integration'],
  ['Heating optimisation', 'heating'],
  ['Cooling optimisation', 'heating'],
  ['Full rollout', 'integration'],
  ['Pilot extension', 'integration'],
];
const losses = [
  'No budget this year',
  'Another supplier was cheaper',
  'No decision was taken',
  'Bought from a competitor',
  'The contact left',
];
const refusals = [
  'Too small for us',
  'A customer of ours already',
  'No budget, no date',
  'Outside the partner’s territory',
  'Nobody answers there',
];
const influences = [
  'Brought us to the head of facilities',
  'Wrote the savings case with the customer',
  'Connected the first building for the pilot',
];
/** Of any currency. */
const pricePerBuilding = 4500;
/** Of the won deals, the share whose cost is known by now. */
const costKnown = 0.9;
const declinedShare = 0.8;
/** Where a deal has come to the next stage, as shares of its way. */
const stageAt = [0.35, 0.7];

const hourMs = 3_600_000;

/** Everything a partner brought in until yesterday. The same day gives the same history. */
export function sellingHistory(partner: FurtherPartner, style: SellingStyle, today: LocalDate): PastLead[] {
  const random = dice(partner.key);
  const between = (low: number, high: number) => low + Math.floor(random() * (high - low + 1));
  const pick = <T>(list: readonly T[]): T => list[between(0, list.length - 1)] as T;
  const daysAgo = (days: number) =>
    instantOf(workingDayBefore(today, days), between(8, 16) * 60 + between(0, 59), partner.timeZone);
  const reviewOf = (createdAt: Date, days: number) =>
    new Date(Math.max(createdAt.getTime() + 2 * hourMs, daysAgo(days - between(1, 3)).getTime()));
  /** A working day of the week that ended `weeksAgo` weeks ago. Never its first or last day, so that the hour decides nothing. */
  const inWeek = (weeksAgo: number) => {
    const days = [1, 2, 3, 4, 5, 6].map((day) => weeksAgo * 7 + day);
    return pick(days.filter((day) => weekdayOf(addDays(today, -day)) <= 5));
  };
  /** So many weeks ago, as often as the seasons say. */
  const weeksOf = (countOf: (season: Season) => number): readonly number[] => {
    const averages = style.seasons.flatMap((season) =>
      Array.from({ length: season.weeks }, () => countOf(season)),
    );
    return spread(averages, random()).flatMap((count, index) =>
      Array.from({ length: count }, () => averages.length - 1 - index),
    );
  };
  let customers = 0;
  const customer = () => {
    const place = (customers * stride) % (partner.towns.length * sites.length);
    customers += 1;
    const [site, segment] = sites[Math.floor(place / partner.towns.length)] ?? ['', ''];
    return { customer: `${partner.towns[place % partner.towns.length] ?? ''} ${site}`, segment };
  };

  const deal = (
    registered: number,
    closed: number | null,
    stage: PastDeal['stage'],
    scope: string,
  ): PastDeal => {
    const amount = Math.round(between(...style.amount) / 500) * 500;
    const [low, high] = style.margin;
    const cost = Math.round(amount * (1 - low - random() * (high - low)));
    const isProtected = random() < style.registers;
    const isInfluenced = !isProtected && random() < style.influences;
    const way = registered - (closed ?? 0);
    const reached = stage === 'open' ? stageAt.filter(() => !style.stands && random() < 0.8) : stageAt;
    return {
      name: `${scope}, ${Math.max(2, Math.round(amount / pricePerBuilding))} buildings`,
      stage,
      amountMinor: BigInt(amount) * 100n,
      partnerCostMinor: stage === 'won' && random() < costKnown ? BigInt(cost) * 100n : null,
      registeredAt: daysAgo(registered),
      closedAt: closed === null ? null : daysAgo(closed),
      lossReason: stage === 'lost' ? pick(losses) : null,
      isProtected,
      influence: isInfluenced ? pick(influences) : null,
      moves: reached.map((share) => daysAgo(Math.max(1, Math.round(registered - way * share)))),
    };
  };
  const lead = (created: number, fate: Pick<PastLead, 'status'> & Partial<PastLead>): PastLead => {
    const createdAt = daysAgo(created);
    return {
      ...customer(),
      capability: 'integration',
      note: null,
      createdAt,
      reviewedAt: fate.status === 'submitted' ? null : reviewOf(createdAt, created),
      declineReason: null,
      deal: null,
      ...fate,
    };
  };
  const accepted = (registered: number, closed: number | null, stage: PastDeal['stage']): PastLead => {
    const [scope, capability] = pick(scopes);
    return lead(registered + between(4, 11), {
      status: 'accepted',
      capability,
      deal: deal(registered, closed, stage, scope),
    });
  };

  const leads: PastLead[] = [];
  for (const stage of ['won', 'lost'] as const)
    for (const weeksAgo of weeksOf((season) => season[stage])) {
      const closed = inWeek(weeksAgo);
      leads.push(accepted(closed + between(...style.cycleDays), closed, stage));
    }
  const [shortest, longest] = style.cycleDays;
  for (let each = 0; each < style.openDeals; each += 1)
    leads.push(accepted(style.stands ? between(60, longest) : between(4, longest - shortest), null, 'open'));
  // Accepted, and no deal has come of them yet.
  for (let each = 0; each * 2 < style.openDeals; each += 1)
    leads.push(lead(between(2, 18), { status: 'accepted' }));
  for (const weeksAgo of weeksOf((season) => season.declined)) {
    const isDeclined = random() < declinedShare;
    leads.push(
      lead(inWeek(weeksAgo) + 3, {
        status: isDeclined ? 'declined' : 'accepted',
        declineReason: isDeclined ? pick(refusals) : null,
      }),
    );
  }
  for (let each = 0; each < style.leadsToReview; each += 1)
    leads.push(lead(inWeek(0), { status: 'submitted', note: 'They asked for a first estimate.' }));
  return leads.sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
}
