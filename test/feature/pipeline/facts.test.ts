import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type Deal,
  dealsBehind,
  type FactsRequest,
  noDeals,
  type PipelineFacts,
  pipelineBuckets,
  pipelineFacts,
  programmeWon,
} from '../../../src/features/pipeline/public.ts';
import { attributionOf } from '../../../src/features/pipeline/rules/attribution.ts';
import type { Prisma } from '../../../src/platform/store/generated/client.ts';
import { startTestApp, type TestApp } from '../../support/app.ts';
import { setUpBrightpath, setUpNorthwind } from './partner.ts';

const dayMs = 86_400_000;
const day = (n: number) => new Date(Date.UTC(2026, 0, 1) + n * dayMs);

type DealData = Omit<Prisma.DealUncheckedCreateInput, 'id' | 'workspaceId' | 'number' | 'customer' | 'name'>;
type LeadData = Omit<Prisma.LeadUncheckedCreateInput, 'workspaceId' | 'number' | 'customer' | 'deals'> & {
  id: string;
};

let t: TestApp;
let partners: readonly [string, string];
beforeAll(async () => {
  t = await startTestApp();
  partners = [await setUpBrightpath(t), await setUpNorthwind(t)];
});
afterAll(() => t.stop());

/** Replaces all leads and deals. */
function fill(leads: readonly LeadData[], deals: readonly DealData[]): Promise<void> {
  return t.work(async ({ tx, workspaceId, newId }) => {
    await tx.deal.deleteMany({ where: { workspaceId } });
    await tx.lead.deleteMany({ where: { workspaceId } });
    await tx.lead.createMany({
      data: leads.map((lead, index) => ({ workspaceId, number: index + 1, customer: 'Acme', ...lead })),
    });
    await tx.deal.createMany({
      data: deals.map((deal, index) => ({
        id: newId(),
        workspaceId,
        number: index + 1,
        customer: 'Acme',
        name: 'Acme',
        ...deal,
      })),
    });
  });
}

const neither = { won: noDeals, quick: noDeals, open: noDeals };
const ask = (request: Omit<FactsRequest, 'partnerIds' | 'timeZone'> & { readonly timeZone?: string }) =>
  t.work((work) => pipelineFacts(work, { partnerIds: partners, timeZone: 'UTC', ...request }));

describe('facts', () => {
  test('of a small pipeline, counted by hand', async () => {
    const [partnerId] = partners;
    const leads = [0, 1, 2].map((n) => `00000000-0000-4000-8000-00000000000${n}`) as [string, string, string];
    await fill(
      [
        { id: leads[0], partnerId, status: 'accepted', createdAt: day(0), reviewedAt: day(2) },
        {
          id: leads[1],
          partnerId,
          status: 'declined',
          createdAt: day(5),
          reviewedAt: day(40),
          declineReason: 'x',
        },
        { id: leads[2], partnerId, status: 'submitted', createdAt: day(38) },
      ],
      [
        // Won within 30 days of its lead.
        {
          partnerId,
          leadId: leads[0],
          amountMinor: 100_00n,
          currency: 'EUR',
          partnerCostMinor: 60_00n,
          stage: 'won',
          registeredAt: day(3),
          closedAt: day(29),
        },
        // Won too, at another currency, without a known cost.
        {
          partnerId,
          amountMinor: 7_00n,
          currency: 'USD',
          stage: 'won',
          registeredAt: day(31),
          closedAt: day(44),
          registration: 'approved',
          protectedUntil: day(45),
        },
        {
          partnerId,
          amountMinor: 5_00n,
          currency: 'EUR',
          stage: 'lost',
          registeredAt: day(10),
          closedAt: day(33),
          lossReason: 'x',
        },
        {
          partnerId,
          amountMinor: 9_00n,
          currency: 'EUR',
          stage: 'open',
          registeredAt: day(40),
          registration: 'pending',
          decisionAskedAt: day(40),
        },
        // Closed after asOf: open as seen from there.
        {
          partnerId,
          amountMinor: 2_00n,
          currency: 'EUR',
          stage: 'won',
          registeredAt: day(32),
          closedAt: day(90),
        },
      ],
    );
    const all = await ask({ window: { from: day(30), to: day(60) }, asOf: day(60), conversionAgeDays: 30 });
    expect(all.get(partnerId)).toEqual({
      partnerId,
      leads: { submitted: 1, reviewed: 1, accepted: 0, unreviewed: 1 },
      cohort: { leads: 2, won: 1 },
      won: { count: 1, amounts: [{ amountMinor: 700n, currency: 'USD' }] },
      lost: { count: 1, amounts: [{ amountMinor: 500n, currency: 'EUR' }] },
      unsourced: { contested: 0, unregistered: 0 },
      economics: [
        {
          currency: 'USD',
          revenueMinor: 700n,
          withCost: 0,
          revenueWithCostMinor: 0n,
          partnerCostMinor: 0n,
          withoutCost: 1,
        },
      ],
      durations: [
        { days: 13, event: true, entry: 0, currency: 'USD' },
        { days: 20, event: false, entry: 0, currency: 'EUR' },
        // Registered before the window, watched from its 20th day.
        { days: 23, event: true, entry: 20, currency: 'EUR' },
        { days: 28, event: false, entry: 0, currency: 'EUR' },
      ],
      open: { count: 2, amounts: [{ amountMinor: 1100n, currency: 'EUR' }] },
      sourced: { count: 1, amounts: [{ amountMinor: 700n, currency: 'USD' }] },
      influenced: { count: 0, amounts: [] },
      byCurrency: [
        {
          currency: 'EUR',
          firstWonAt: day(29),
          won: { count: 0, minor: 0n },
          lost: { count: 1, minor: 500n },
          open: { count: 2, minor: 1100n },
          // One of the two waits for approval.
          qualified: { count: 1, minor: 200n },
          sourced: neither,
          influenced: neither,
        },
        {
          currency: 'USD',
          firstWonAt: day(44),
          won: { count: 1, minor: 700n },
          lost: noDeals,
          open: noDeals,
          qualified: noDeals,
          sourced: { won: { count: 1, minor: 700n }, quick: { count: 1, minor: 700n }, open: noDeals },
          influenced: neither,
        },
      ],
      firstWonAt: day(29),
    } satisfies PipelineFacts);
    const first = await ask({ window: { from: day(0), to: day(30) }, asOf: day(60), conversionAgeDays: 30 });
    expect(first.get(partnerId)?.economics).toEqual([
      {
        currency: 'EUR',
        revenueMinor: 10_000n,
        withCost: 1,
        revenueWithCostMinor: 10_000n,
        partnerCostMinor: 6000n,
        withoutCost: 0,
      },
    ]);
    expect(all.get(partners[1])).toMatchObject({
      won: { count: 0, amounts: [] },
      durations: [],
      firstWonAt: null,
    });
  });

  test('add up over adjoining windows, and another partner’s rows change nothing', async () => {
    const deal = fc.record({
      amountMinor: fc.bigInt({ min: 0n, max: 10n ** 15n }),
      currency: fc.constantFrom('EUR', 'USD'),
      partnerCostMinor: fc.option(fc.bigInt({ min: 0n, max: 10n ** 9n })),
      registeredOn: fc.nat(80),
      protectedOn: fc.option(fc.nat(120)),
      renewalAskedOn: fc.option(fc.nat(120)),
      decision: fc.option(fc.record({ askedOn: fc.nat(120), after: fc.option(fc.nat(60)) })),
      isContested: fc.boolean(),
      influence: fc.option(fc.constant('made the introduction')),
      closing: fc.option(fc.record({ after: fc.nat(40), stage: fc.constantFrom('won', 'lost') })),
    });
    const toData = (
      partnerId: string,
      each: typeof deal extends fc.Arbitrary<infer T> ? T : never,
    ): DealData => ({
      partnerId,
      amountMinor: each.amountMinor,
      currency: each.currency,
      partnerCostMinor: each.partnerCostMinor,
      registeredAt: day(each.registeredOn),
      stage: each.closing?.stage ?? 'open',
      closedAt: each.closing ? day(each.registeredOn + each.closing.after) : null,
      lossReason: each.closing?.stage === 'lost' ? 'x' : null,
      registration: each.protectedOn === null ? 'none' : 'approved',
      protectedUntil: each.protectedOn === null ? null : day(each.protectedOn),
      renewalAskedAt:
        each.protectedOn === null || each.renewalAskedOn === null ? null : day(each.renewalAskedOn),
      decisionAskedAt: each.decision && day(each.decision.askedOn),
      decidedAt: each.decision?.after == null ? null : day(each.decision.askedOn + each.decision.after),
      isContested: each.isContested,
      influence: each.influence,
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(deal, { maxLength: 25 }),
        fc.array(deal, { maxLength: 5 }),
        fc.integer({ min: 1, max: 99 }),
        async (own, others, cut) => {
          const [partnerId, other] = partners;
          await fill(
            [],
            own.map((each) => toData(partnerId, each)),
          );
          const facts = async (from: number, to: number) =>
            (
              await ask({ window: { from: day(from), to: day(to) }, asOf: day(100), conversionAgeDays: 30 })
            ).get(partnerId) as PipelineFacts;
          const whole = await facts(0, 100);
          const [before, after] = [await facts(0, cut), await facts(cut, 100)];
          for (const key of ['won', 'lost'] as const) {
            expect(before[key].count + after[key].count).toBe(whole[key].count);
            const minor = (part: PipelineFacts) =>
              part[key].amounts.reduce((sum, each) => sum + each.amountMinor, 0n);
            expect(minor(before) + minor(after)).toBe(minor(whole));
          }
          // Each closes once, and the days at risk add up: a deal that is open at the cut is watched on both sides.
          const closings = ({ durations }: PipelineFacts) => durations.filter(({ event }) => event).length;
          const atRisk = ({ durations }: PipelineFacts) =>
            durations.reduce((days, each) => days + each.days - each.entry, 0);
          expect(closings(before) + closings(after)).toBe(closings(whole));
          expect(atRisk(before) + atRisk(after)).toBe(atRisk(whole));
          const attributed = own.map((each) => {
            const { closedAt, protectedUntil, renewalAskedAt, stage } = toData(partnerId, each) as Deal;
            const { isContested, influence } = each;
            const isSeen = closedAt !== null && closedAt < day(100);
            return (
              isSeen &&
              attributionOf({ stage, closedAt, protectedUntil, renewalAskedAt, isContested, influence })
            );
          });
          for (const kind of ['sourced', 'influenced'] as const) {
            const count = attributed.filter((each) => each === kind).length;
            expect(whole[kind].count).toBe(count);
            const ways = whole.byCurrency.map((each) => each[kind]);
            expect(ways.reduce((sum, each) => sum + each.won.count, 0)).toBe(count);
            // All were registered in this window.
            expect(ways.map((each) => each.quick)).toEqual(ways.map((each) => each.won));
            const wouldBe = own.filter((each) => {
              const { closedAt, protectedUntil, renewalAskedAt } = toData(partnerId, each) as Deal;
              const { isContested, influence } = each;
              const asWonNow = {
                ...{
                  stage: 'won',
                  closedAt: day(100),
                  protectedUntil,
                  renewalAskedAt,
                  isContested,
                  influence,
                },
              };
              return (closedAt === null || closedAt >= day(100)) && attributionOf(asWonNow) === kind;
            });
            expect(ways.reduce((sum, each) => sum + each.open.count, 0)).toBe(wouldBe.length);
            expect(ways.reduce((sum, each) => sum + each.open.minor, 0n)).toBe(
              wouldBe.reduce((sum, each) => sum + each.amountMinor, 0n),
            );
            const request = { window: { from: day(0), to: day(100) }, asOf: day(100), conversionAgeDays: 30 };
            const behind = await t.work((work) =>
              dealsBehind(work, { ...request, partnerId, behind: `${kind}_deals`, skip: 0, take: 50 }),
            );
            expect(behind.total).toBe(count);
          }
          const qualified = own.filter((each) => {
            const { closedAt, decisionAskedAt, decidedAt } = toData(partnerId, each) as Deal;
            const isWaiting =
              decisionAskedAt && decisionAskedAt < day(100) && !(decidedAt && decidedAt < day(100));
            return (closedAt === null || closedAt >= day(100)) && !isWaiting;
          });
          const parts = whole.byCurrency.map((each) => each.qualified);
          expect(parts.reduce((sum, { minor }) => sum + minor, 0n)).toBe(
            qualified.reduce((sum, { amountMinor }) => sum + amountMinor, 0n),
          );
          const listed = await t.work((work) =>
            dealsBehind(work, {
              ...{ window: { from: day(0), to: day(100) }, asOf: day(100), conversionAgeDays: 30 },
              ...{ partnerId, behind: 'qualified_deals', skip: 0, take: 50 },
            }),
          );
          expect(listed.total).toBe(qualified.length);
          expect(parts.reduce((sum, { count }) => sum + count, 0)).toBe(qualified.length);
          expect(whole.durations.length).toBe(own.length);
          expect(whole.open.count + whole.won.count + whole.lost.count).toBe(own.length);
          await fill(
            [],
            [...others.map((each) => toData(other, each)), ...own.map((each) => toData(partnerId, each))],
          );
          expect(await facts(0, 100)).toEqual(whole);
          // What all won together is what each won.
          const window = { from: day(0), to: day(cut) };
          const asked = { window, asOf: day(100), conversionAgeDays: 30, timeZone: 'UTC' };
          const all = await t.work((work) => programmeWon(work, asked));
          const each = await ask({ window, asOf: day(100), conversionAgeDays: 30 });
          for (const currency of ['EUR', 'USD']) {
            const { count, minor } = all.find((found) => found.currency === currency) ?? noDeals;
            const wonBy = [...each.values()].flatMap((found) =>
              found.byCurrency.filter((some) => some.currency === currency).map(({ won }) => won),
            );
            expect(count).toBe(wonBy.reduce((sum, won) => sum + won.count, 0));
            expect(minor).toBe(wonBy.reduce((sum, won) => sum + won.minor, 0n));
          }
        },
      ),
      { numRuns: 25, seed: 7 },
    );
  });

  test('of leads and their cohort add up over adjoining windows, and another partner’s leads change nothing', async () => {
    const lead = fc.record({
      createdOn: fc.nat(80),
      review: fc.option(fc.record({ after: fc.nat(30), status: fc.constantFrom('accepted', 'declined') })),
      wonAfter: fc.option(fc.nat(60)),
    });
    type Lead = typeof lead extends fc.Arbitrary<infer T> ? T : never;
    const idOf = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
    const rowsOf = (partnerId: string, all: readonly Lead[], first: number) => ({
      leads: all.map(({ createdOn, review }, index): LeadData => {
        const reviewedAt = review ? day(createdOn + review.after) : null;
        const declineReason = review?.status === 'declined' ? 'x' : null;
        const status = review?.status ?? 'submitted';
        return {
          ...{ id: idOf(first + index), partnerId, status, createdAt: day(createdOn) },
          ...{ reviewedAt, declineReason },
        };
      }),
      deals: all.flatMap(({ createdOn, wonAfter }, index): DealData[] => {
        if (wonAfter === null) return [];
        const [registeredAt, closedAt] = [day(createdOn), day(createdOn + wonAfter)];
        const deal = { partnerId, leadId: idOf(first + index), amountMinor: 1n, currency: 'EUR' };
        return [{ ...deal, stage: 'won', registeredAt, closedAt }];
      }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(lead, { maxLength: 20 }),
        fc.array(lead, { maxLength: 5 }),
        fc.integer({ min: 1, max: 119 }),
        async (own, others, cut) => {
          const [partnerId, other] = partners;
          const [mine, theirs] = [rowsOf(partnerId, own, 0), rowsOf(other, others, 500)];
          await fill(mine.leads, mine.deals);
          const facts = async (from: number, to: number) => {
            const window = { from: day(from), to: day(to) };
            return (await ask({ window, asOf: day(120), conversionAgeDays: 30 })).get(
              partnerId,
            ) as PipelineFacts;
          };
          const whole = await facts(0, 120);
          const [before, after] = [await facts(0, cut), await facts(cut, 120)];
          for (const key of ['submitted', 'reviewed', 'accepted'] as const)
            expect(before.leads[key] + after.leads[key]).toBe(whole.leads[key]);
          for (const key of ['leads', 'won'] as const)
            expect(before.cohort[key] + after.cohort[key]).toBe(whole.cohort[key]);
          // Each was seen in full by its 30th day.
          const converted = own.filter(({ wonAfter }) => wonAfter !== null && wonAfter < 30);
          expect(whole.cohort).toEqual({ leads: own.length, won: converted.length });
          expect(whole.leads.unreviewed).toBe(own.filter(({ review }) => review === null).length);
          await fill([...theirs.leads, ...mine.leads], [...theirs.deals, ...mine.deals]);
          expect(await facts(0, 120)).toEqual(whole);
        },
      ),
      { numRuns: 20, seed: 7 },
    );
  });

  test('count days by the programme’s clocks, also when these change', async () => {
    const [partnerId] = partners;
    const lost = { partnerId, amountMinor: 1n, currency: 'EUR', stage: 'lost', lossReason: 'x' };
    const inBerlin = {
      window: { from: day(0), to: day(365) },
      conversionAgeDays: 30,
      timeZone: 'Europe/Berlin',
    };
    const daysOf = async (registered: string, closed: string, asOf = day(365)) => {
      await fill([], [{ ...lost, registeredAt: new Date(registered), closedAt: new Date(closed) }]);
      return (await ask({ ...inBerlin, asOf })).get(partnerId)?.durations;
    };
    // Midnight of 28 March to midnight of 30 March in Berlin: 47 hours, and two days.
    expect(await daysOf('2026-03-27T23:00:00Z', '2026-03-29T22:00:00Z')).toMatchObject([{ days: 2 }]);
    // An hour less is not yet two.
    expect(await daysOf('2026-03-27T23:00:00Z', '2026-03-29T21:00:00Z')).toMatchObject([{ days: 1 }]);
    // Midnight of 24 October to midnight of 26 October: 49 hours.
    expect(await daysOf('2026-10-23T22:00:00Z', '2026-10-25T23:00:00Z')).toMatchObject([{ days: 2 }]);
    expect(await daysOf('2026-10-23T22:00:00Z', '2026-10-25T22:00:00Z')).toMatchObject([{ days: 1 }]);
    // Within the hour that comes twice, the later time reads as the earlier one.
    expect(await daysOf('2026-10-25T00:50:00Z', '2026-10-25T01:10:00Z')).toMatchObject([
      { days: 0, entry: 0 },
    ]);
    // Watched from the window's first day on: closed at 20 days, 10 of which had passed when it began.
    const later = { ...inBerlin, window: { from: day(10), to: day(365) }, asOf: day(365) };
    await fill([], [{ ...lost, registeredAt: day(0), closedAt: day(20) }]);
    expect((await ask(later)).get(partnerId)?.durations).toEqual([
      { days: 20, event: true, entry: 10, currency: 'EUR' },
    ]);
  });

  test('age leads by hours, so that each is watched for equally long, also when the clocks change', async () => {
    const [partnerId] = partners;
    const leadId = '00000000-0000-4000-8000-000000000001';
    // Berlin’s clocks go forward on 29 March: two days of 24 hours later it is an hour later by them.
    const createdAt = new Date('2026-03-28T09:00:00Z');
    const aged = new Date('2026-03-30T09:00:00Z');
    const cohort = async (closedAt: string, from: Date, to: Date) => {
      const lead = { partnerId, id: leadId, status: 'accepted', createdAt, reviewedAt: createdAt };
      const deal = { partnerId, leadId, amountMinor: 1n, currency: 'EUR', stage: 'won' };
      await fill([lead], [{ ...deal, registeredAt: createdAt, closedAt: new Date(closedAt) }]);
      const request = {
        window: { from, to },
        asOf: day(365),
        conversionAgeDays: 2,
        timeZone: 'Europe/Berlin',
      };
      return (await ask(request)).get(partnerId)?.cohort;
    };
    const [before, justAfter] = [new Date(aged.getTime() - 1), new Date(aged.getTime() + 1)];
    expect(await cohort('2026-03-30T08:59:59Z', aged, justAfter)).toEqual({ leads: 1, won: 1 });
    expect(await cohort('2026-03-30T09:00:00Z', aged, justAfter)).toEqual({ leads: 1, won: 0 });
    expect(await cohort('2026-03-30T08:59:59Z', before, aged)).toEqual({ leads: 0, won: 0 });
  });

  test('in buckets for charts', async () => {
    const [partnerId, other] = partners;
    await fill(
      [{ id: '00000000-0000-4000-8000-000000000009', partnerId, status: 'submitted', createdAt: day(8) }],
      [
        {
          partnerId,
          amountMinor: 100n,
          currency: 'EUR',
          stage: 'won',
          registeredAt: day(1),
          closedAt: day(7),
        },
        {
          partnerId,
          amountMinor: 50n,
          currency: 'USD',
          stage: 'won',
          registeredAt: day(8),
          closedAt: day(9),
        },
        { partnerId: other, amountMinor: 1n, currency: 'EUR', stage: 'open', registeredAt: day(1) },
      ],
    );
    const weeks = [
      { from: day(0), to: day(7) },
      { from: day(7), to: day(14) },
    ];
    const buckets = await t.work((work) => pipelineBuckets(work, partners, weeks));
    expect(buckets.get(partnerId)).toEqual([
      { leads: 0, registered: 1, won: 0, lost: 0, wonMinor: new Map() },
      {
        leads: 1,
        registered: 1,
        won: 2,
        lost: 0,
        wonMinor: new Map([
          ['EUR', 100n],
          ['USD', 50n],
        ]),
      },
    ]);
    expect(buckets.get(other)?.map(({ registered }) => registered)).toEqual([1, 0]);
  });
});
