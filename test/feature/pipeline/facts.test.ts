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
const ask = (request: Omit<FactsRequest, 'partnerIds'>) =>
  t.work((work) => pipelineFacts(work, { partnerIds: partners, ...request }));

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
        { partnerId, amountMinor: 9_00n, currency: 'EUR', stage: 'open', registeredAt: day(40) },
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
        { days: 13, event: true },
        { days: 20, event: false },
        { days: 28, event: false },
      ],
      open: { count: 2, amounts: [{ amountMinor: 1100n, currency: 'EUR' }] },
      sourced: { count: 1, amounts: [{ amountMinor: 700n, currency: 'USD' }] },
      influenced: { count: 0, amounts: [] },
      byCurrency: [
        {
          currency: 'EUR',
          won: { count: 0, minor: 0n },
          lost: { count: 1, minor: 500n },
          open: { count: 2, minor: 1100n },
          sourced: neither,
          influenced: neither,
        },
        {
          currency: 'USD',
          won: { count: 1, minor: 700n },
          lost: noDeals,
          open: noDeals,
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
          expect(before.durations.length + after.durations.length).toBe(whole.durations.length);
          const attributed = own.map((each) => {
            const { closedAt, protectedUntil, stage } = toData(partnerId, each) as Deal;
            const { isContested, influence } = each;
            const isSeen = closedAt !== null && closedAt < day(100);
            return isSeen && attributionOf({ stage, closedAt, protectedUntil, isContested, influence });
          });
          for (const kind of ['sourced', 'influenced'] as const) {
            const count = attributed.filter((each) => each === kind).length;
            expect(whole[kind].count).toBe(count);
            const ways = whole.byCurrency.map((each) => each[kind]);
            expect(ways.reduce((sum, each) => sum + each.won.count, 0)).toBe(count);
            // All were registered in this window.
            expect(ways.map((each) => each.quick)).toEqual(ways.map((each) => each.won));
            const wouldBe = own.filter((each) => {
              const { closedAt, protectedUntil } = toData(partnerId, each) as Deal;
              const { isContested, influence } = each;
              const asWonNow = {
                ...{ stage: 'won', closedAt: day(100), protectedUntil, isContested, influence },
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
          expect(whole.durations.length).toBe(own.length);
          expect(whole.open.count + whole.won.count + whole.lost.count).toBe(own.length);
          await fill(
            [],
            [...others.map((each) => toData(other, each)), ...own.map((each) => toData(partnerId, each))],
          );
          expect(await facts(0, 100)).toEqual(whole);
        },
      ),
      { numRuns: 25, seed: 7 },
    );
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
