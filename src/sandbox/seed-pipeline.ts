import { addDays, instantOf, type LocalDate, weekdayOf } from '../core/calendar.ts';
import { workingDayBefore } from './seed-days.ts';
import type { FurtherPartner, SellingStyle } from './seed-partners.ts';

/** A lead of the past; `deal` is what came of it. */
export interface PastLead {
  readonly customer: string;
  readonly note: string | null;
  readonly createdAt: Date;
  readonly status: 'submitted' | 'accepted' | 'declined';
  readonly reviewedAt: Date | null;
  readonly declineReason: string | null;
  readonly deal: PastDeal | null;
}

/** A deal of the past; amounts in minor units. */
export interface PastDeal {
  readonly name: string;
  readonly stage: 'open' | 'won' | 'lost';
  readonly amountMinor: bigint;
  readonly partnerCostMinor: bigint | null;
  readonly registeredAt: Date;
  readonly closedAt: Date | null;
  readonly lossReason: string | null;
}

/** Numbers that look random and are the same at every start: mulberry32, seeded with a text. */
export function dice(seed: string): () => number {
  let state = [...seed].reduce(
    (hash, letter) => Math.imul(hash ^ letter.charCodeAt(0), 16_777_619),
    2_166_136_261,
  );
  return () => {
    state = (state + 0x6d_2b_79_f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const sites = [
  'Hospital',
  'Cold Store',
  'School District',
  'Logistics Park',
  'City Hall',
  'Bakery',
  'Airport',
  'Hotels',
  'Paper Mill',
  'University',
  'Dairy',
  'Arena',
  'Offices',
  'Print Works',
  'Clinics',
  'Shopping Centre',
];
const scopes = [
  'Metering',
  'Energy monitoring',
  'Heating optimisation',
  'Cooling optimisation',
  'Full rollout',
  'Pilot extension',
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
/** Of either currency. */
const pricePerBuilding = 4500;
/** Of the won deals, the share whose cost is known by now. */
const costKnown = 0.9;
const declinedShare = 0.8;

const hourMs = 3_600_000;

/** Everything a partner brought in until yesterday. The same day gives the same history. */
export function sellingHistory(partner: FurtherPartner, style: SellingStyle, today: LocalDate): PastLead[] {
  const random = dice(partner.key);
  const between = (low: number, high: number) => low + Math.floor(random() * (high - low + 1));
  const pick = <T>(list: readonly [T, ...T[]] | readonly T[]): T => list[between(0, list.length - 1)] as T;
  const daysAgo = (days: number) =>
    instantOf(workingDayBefore(today, days), between(8, 16) * 60 + between(0, 59), partner.timeZone);
  const reviewOf = (createdAt: Date, days: number) =>
    new Date(Math.max(createdAt.getTime() + 2 * hourMs, daysAgo(days - between(1, 3)).getTime()));
  /** A working day of the week that ended `weeksAgo` weeks ago. Never its first or last day, so that the hour decides nothing. */
  const inWeek = (weeksAgo: number) => {
    const days = [1, 2, 3, 4, 5, 6].map((day) => weeksAgo * 7 + day);
    return pick(days.filter((day) => weekdayOf(addDays(today, -day)) <= 5));
  };
  let customers = 0;
  const customer = () => {
    const town = partner.towns[customers % partner.towns.length] ?? '';
    const site = sites[(customers * 5 + Math.floor(customers / sites.length)) % sites.length] ?? '';
    customers += 1;
    return `${town} ${site}`;
  };

  const deal = (registered: number, closed: number | null, stage: PastDeal['stage']): PastDeal => {
    const amount = Math.round(between(...style.amount) / 500) * 500;
    const [low, high] = style.margin;
    const cost = Math.round(amount * (1 - low - random() * (high - low)));
    return {
      name: `${pick(scopes)}, ${Math.max(2, Math.round(amount / pricePerBuilding))} buildings`,
      stage,
      amountMinor: BigInt(amount) * 100n,
      partnerCostMinor: stage === 'won' && random() < costKnown ? BigInt(cost) * 100n : null,
      registeredAt: daysAgo(registered),
      closedAt: closed === null ? null : daysAgo(closed),
      lossReason: stage === 'lost' ? pick(losses) : null,
    };
  };
  const accepted = (registered: number, closed: number | null, stage: PastDeal['stage']): PastLead => {
    const created = registered + between(4, 11);
    const createdAt = daysAgo(created);
    return {
      customer: customer(),
      note: null,
      createdAt,
      status: 'accepted',
      reviewedAt: reviewOf(createdAt, created),
      declineReason: null,
      deal: deal(registered, closed, stage),
    };
  };

  const leads: PastLead[] = [];
  const weeksAgo = (weeks: readonly number[], index: number) => weeks.length - 1 - index;
  for (const [stage, weeks] of [
    ['won', style.won],
    ['lost', style.lost],
  ] as const)
    weeks.forEach((count, index) => {
      for (let each = 0; each < count; each += 1) {
        const closed = inWeek(weeksAgo(weeks, index));
        leads.push(accepted(closed + between(...style.cycleDays), closed, stage));
      }
    });
  for (let each = 0; each < style.openDeals; each += 1)
    leads.push(accepted(between(4, style.cycleDays[1]), null, 'open'));
  style.leadsDeclined.forEach((count, index) => {
    for (let each = 0; each < count; each += 1) {
      const created = inWeek(weeksAgo(style.leadsDeclined, index)) + 3;
      const createdAt = daysAgo(created);
      const isDeclined = random() < declinedShare;
      leads.push({
        customer: customer(),
        note: null,
        createdAt,
        status: isDeclined ? 'declined' : 'accepted',
        reviewedAt: reviewOf(createdAt, created),
        declineReason: isDeclined ? pick(refusals) : null,
        deal: null,
      });
    }
  });
  for (let each = 0; each < style.leadsToReview; each += 1)
    leads.push({
      customer: customer(),
      note: 'They asked for a first estimate.',
      createdAt: daysAgo(inWeek(0)),
      status: 'submitted',
      reviewedAt: null,
      declineReason: null,
      deal: null,
    });
  return leads.sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
}
