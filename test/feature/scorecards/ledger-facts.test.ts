import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addDays, localDate } from '../../../src/core/calendar.ts';
import { quarterOf } from '../../../src/core/time-window.ts';
import { loadApiCalls, loadCosts, loadUsage } from '../../../src/features/ingest/public.ts';
import { programmeSettings } from '../../../src/features/partners/public.ts';
import { loadCards } from '../../../src/features/scorecards/facts.ts';
import { metricOf } from '../../../src/features/scorecards/metrics/catalogue.ts';
import { startTestApp, type TestApp } from '../../support/app.ts';
import { setUpBrightpath, setUpNorthwind } from '../pipeline/partner.ts';

let t: TestApp;
let partners: readonly [string, string];
beforeAll(async () => {
  t = await startTestApp();
  partners = [await setUpBrightpath(t), await setUpNorthwind(t)];
});
afterAll(() => t.stop());

const first = localDate('2025-10-01');
const dateOf = (n: number) => new Date(`${addDays(first, n)}T00:00:00Z`);

/** Replaces all that other systems reported, and all deals. */
async function fill(rows: {
  readonly costs?: readonly { partnerId: string; on: number; minor: bigint; kind?: string }[];
  readonly usage?: readonly { partnerId: string; month: Date; quantity: bigint; kind?: string }[];
  readonly calls?: readonly { partnerId: string; on: number; total: number; successful: number }[];
  readonly deals?: readonly {
    partnerId: string;
    customer: string;
    closedAt: Date;
    minor?: bigint;
    registeredAt?: Date;
  }[];
}): Promise<void> {
  await t.work(async ({ tx, workspaceId, newId, now }) => {
    const of = (index: number) => ({
      ...{ id: newId(), workspaceId, externalId: `row ${index}`, source: 'test', receivedAt: now },
    });
    await tx.costEntry.deleteMany({ where: { workspaceId } });
    await tx.usageEntry.deleteMany({ where: { workspaceId } });
    await tx.apiCallCount.deleteMany({ where: { workspaceId } });
    await tx.deal.deleteMany({ where: { workspaceId } });
    await tx.costEntry.createMany({
      data: (rows.costs ?? []).map(({ partnerId, on, minor, kind = 'support' }, index) => ({
        ...{ ...of(index), partnerId, kind, amountMinor: minor, currency: 'EUR', incurredOn: dateOf(on) },
      })),
    });
    await tx.usageEntry.createMany({
      data: (rows.usage ?? []).map(({ partnerId, month, quantity, kind = 'units' }, index) => ({
        ...{ ...of(index), partnerId, kind, month, quantity },
      })),
    });
    await tx.apiCallCount.createMany({
      data: (rows.calls ?? []).map(({ partnerId, on, total, successful }, index) => ({
        ...{ ...of(index), partnerId, fromAt: dateOf(on), toAt: dateOf(on + 1) },
        ...{ total: BigInt(total), successful: BigInt(successful) },
      })),
    });
    await tx.deal.createMany({
      data: (rows.deals ?? []).map(
        ({ partnerId, customer, closedAt, minor = 100n, registeredAt }, index) => ({
          ...{ id: newId(), workspaceId, partnerId, number: index + 1, customer, name: customer },
          ...{ amountMinor: minor, partnerCostMinor: 40n, currency: 'EUR', stage: 'won', closedAt },
          registeredAt: registeredAt ?? new Date(closedAt.getTime() - 10 * 86_400_000),
        }),
      ),
    });
  });
}

async function factsOf(asOf: Date, over?: Parameters<typeof loadCards>[3]) {
  return t.work(async (work) => {
    const partner = await work.tx.partner.findFirstOrThrow({
      where: { workspaceId: work.workspaceId, id: partners[0] },
    });
    const [card] = await loadCards(work, [partner], asOf, over);
    if (!card) throw new Error('no card');
    return card.facts;
  });
}

test('costs, usage and calls add up over adjoining windows, and another partner’s change nothing', async () => {
  const cost = fc.record({ on: fc.nat(89), minor: fc.bigInt({ min: 0n, max: 10n ** 12n }) });
  const used = fc.record({
    month: fc.integer({ min: 9, max: 11 }),
    quantity: fc.bigInt({ min: 0n, max: 10n ** 9n }),
  });
  const counted = fc.record({
    on: fc.nat(89),
    total: fc.integer({ min: 50, max: 99 }),
    successful: fc.nat(50),
  });
  const all = fc.record({
    costs: fc.array(cost, { maxLength: 8 }),
    usage: fc.array(used, { maxLength: 6 }),
    // Counts of one partner never overlap.
    calls: fc.uniqueArray(counted, { maxLength: 8, selector: ({ on }) => on }),
  });
  const rowsOf = (
    partnerId: string,
    { costs, usage, calls }: typeof all extends fc.Arbitrary<infer T> ? T : never,
  ) => ({
    costs: costs.map((each) => ({ ...each, partnerId })),
    usage: usage.map(({ month, quantity }) => ({
      partnerId,
      quantity,
      month: new Date(Date.UTC(2025, month, 1)),
    })),
    calls: calls.map((each) => ({ ...each, partnerId })),
  });
  await fc.assert(
    fc.asyncProperty(all, all, fc.integer({ min: 1, max: 89 }), async (own, others, cut) => {
      const [partnerId, other] = partners;
      const [mine, theirs] = [rowsOf(partnerId, own), rowsOf(other, others)];
      const loaded = (from: number, to: number) =>
        t.work(async (work) => {
          const days = { from: addDays(first, from), to: addDays(first, to) };
          const calls = await loadApiCalls(work, [partnerId], { from: dateOf(from), to: dateOf(to) });
          return {
            costs: await loadCosts(work, [partnerId], days),
            usage: await loadUsage(work, [partnerId], days),
            calls: [...calls.values()],
          };
        });
      await fill(mine);
      const whole = await loaded(0, 92);
      const parts = [await loaded(0, cut), await loaded(cut, 92)];
      const totals = (some: readonly (typeof whole)[]) => [
        some.flatMap(({ costs }) => costs).reduce((sum, { amountMinor }) => sum + amountMinor, 0n),
        some.flatMap(({ usage }) => usage).reduce((sum, { quantity }) => sum + quantity, 0n),
        some.flatMap(({ calls }) => calls).reduce((sum, { total }) => sum + total, 0n),
        some.flatMap(({ calls }) => calls).reduce((sum, { successful }) => sum + successful, 0n),
      ];
      expect(totals(parts)).toEqual(totals([whole]));
      expect(totals([whole])[0]).toBe(own.costs.reduce((sum, { minor }) => sum + minor, 0n));
      await fill({
        costs: [...theirs.costs, ...mine.costs],
        usage: [...theirs.usage, ...mine.usage],
        calls: [...theirs.calls, ...mine.calls],
      });
      expect(await loaded(0, 92)).toEqual(whole);
    }),
    { numRuns: 10, seed: 7 },
  );
});

test('a quarter ends with its last day: no cost and no month of the next one is in it', async () => {
  const [partnerId] = partners;
  await fill({
    // 31 December, and 1 January.
    costs: [
      { partnerId, on: 91, minor: 100n },
      { partnerId, on: 92, minor: 7n },
    ],
    usage: [
      { partnerId, month: new Date('2025-12-01'), quantity: 5n },
      { partnerId, month: new Date('2026-01-01'), quantity: 6n },
    ],
  });
  const { timeZone } = await t.work(programmeSettings);
  const quarter = quarterOf(new Date('2025-11-10T12:00:00Z'), timeZone);
  const facts = await factsOf(quarter.to, quarter);
  expect(facts.costs.map(({ amountMinor }) => amountMinor)).toEqual([100n]);
  expect(facts.usage.map(({ quantity }) => quantity)).toEqual([5n]);
  // During the day, what is of the day counts.
  const during = await factsOf(new Date('2026-01-01T12:00:00Z'));
  expect(during.costs.map(({ amountMinor }) => amountMinor)).toEqual([100n, 7n]);
});

test('costs and the customers they won are of the same time, and oddities of deals and feeds are told', async () => {
  const [partnerId] = partners;
  const won = (customer: string, on: string, more = {}) => ({
    ...{ partnerId, customer, closedAt: new Date(`${on}T12:00:00Z`), ...more },
  });
  await fill({
    costs: [
      { partnerId, on: 40, minor: 600n },
      // Of another kind, and earlier.
      { partnerId, on: 2, minor: 9n, kind: 'pilot' },
    ],
    calls: [{ partnerId, on: 30, total: 200, successful: 200 }],
    deals: [
      // Won before the first cost of winning customers, and again after it.
      won('Old', '2025-10-20'),
      won('Old', '2025-12-02'),
      won('New', '2025-11-01'),
      won('Newer', '2025-12-03', { minor: 0n }),
      won('Newer', '2025-12-04', { registeredAt: new Date('2025-12-05T09:00:00Z') }),
    ],
  });
  const facts = await factsOf(new Date('2026-01-05T12:00:00Z'));
  expect(facts.customersWon).toBe(2);
  expect(metricOf('cac').estimate(facts)).toMatchObject({ numerator: 600, denominator: 2 });
  expect(facts.faults).toEqual({ withoutAmount: 1, beforeRegistered: 1, withoutLead: 0 });
  expect(facts.api).toMatchObject({ countedTo: '2025-10-31' });
  expect(metricOf('api_reliability').estimate(facts).notes).toEqual([
    { kind: 'stale', words: 'no calls were counted since Fri 31 Oct 2025' },
  ]);
  // Four of 100 and one of nothing, each at a cost of 40.
  const { revenueMinor, revenueSquares, costSquares, revenueByCost } = facts.economics;
  expect([revenueMinor, revenueSquares, costSquares, revenueByCost]).toEqual([
    400n,
    40_000n,
    8_000n,
    16_000n,
  ]);
});
