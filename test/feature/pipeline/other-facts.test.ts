import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { customersWon } from '../../../src/features/pipeline/customers-won.ts';
import { firstMonthAt } from '../../../src/features/pipeline/first-month.ts';
import { leadAnswers } from '../../../src/features/pipeline/lead-answers.ts';
import { startTestApp, type TestApp } from '../../support/app.ts';
import { setUpBrightpath, setUpNorthwind } from './partner.ts';

/** Midnight in Berlin, whose clocks go forward on 29 March. */
const berlin = 'Europe/Berlin';
const at = (iso: string) => new Date(iso);
const day = (n: number) => new Date(Date.UTC(2026, 0, 1) + n * 86_400_000);

let t: TestApp;
let own: string;
let other: string;
beforeAll(async () => {
  t = await startTestApp();
  [own, other] = [await setUpBrightpath(t), await setUpNorthwind(t)];
});
afterAll(() => t.stop());

interface Won {
  readonly on: Date;
  readonly customer?: string;
  readonly minor?: number;
  readonly partnerId?: string;
}

/** Adds won deals, and leads submitted on these days. */
function add(
  deals: readonly Won[],
  leads: readonly { readonly on: Date; readonly partnerId?: string }[] = [],
) {
  return t.work(async ({ tx, workspaceId, newId }) => {
    const { _max } = await tx.deal.aggregate({ where: { workspaceId }, _max: { number: true } });
    const first = (_max.number ?? 0) + 1;
    await tx.deal.createMany({
      data: deals.map(({ on, customer = 'Acme', minor = 100, partnerId = own }, index) => ({
        ...{ id: newId(), workspaceId, partnerId, number: first + index, customer, name: customer },
        ...{ amountMinor: BigInt(minor), currency: 'EUR', stage: 'won', registeredAt: on, closedAt: on },
      })),
    });
    const { _max: lead } = await tx.lead.aggregate({ where: { workspaceId }, _max: { number: true } });
    await tx.lead.createMany({
      data: leads.map(({ on, partnerId = own }, index) => ({
        ...{ id: newId(), workspaceId, partnerId, number: (lead.number ?? 0) + 1 + index },
        ...{ customer: 'Acme', status: 'submitted', createdAt: on },
      })),
    });
  });
}

beforeEach(() =>
  t.work(async ({ tx, workspaceId }) => {
    await tx.deal.deleteMany({ where: { workspaceId } });
    await tx.lead.deleteMany({ where: { workspaceId } });
  }),
);

describe('the month a partner came up to speed', () => {
  const monthOf = (asOf = day(365), from = '2026-01-01' as const) =>
    t.work(async (work) => {
      const target = { partnerId: own, currency: 'EUR', amountMinor: 1000, from };
      return (await firstMonthAt(work, [target], berlin, asOf)).get(own) ?? null;
    });

  test('begins and ends at midnight by the programme’s clocks', async () => {
    // Half an hour before midnight of 1 April in Berlin, by summer time already; then just after it.
    await add([{ on: at('2026-03-31T21:30:00Z'), minor: 600 }]);
    await add([{ on: at('2026-03-31T22:00:00Z'), minor: 600 }]);
    expect(await monthOf()).toBeNull();
    await add([{ on: at('2026-04-30T21:59:00Z'), minor: 400 }]);
    expect(await monthOf()).toBe('2026-04-01');
    expect(await monthOf(at('2026-04-30T21:59:00Z'))).toBeNull();
  });

  test('is the same in any order, whatever another partner won, and never later with more won', async () => {
    const deal = fc.record({ on: fc.nat(150), minor: fc.integer({ min: 1, max: 900 }) });
    await fc.assert(
      fc.asyncProperty(
        fc.array(deal, { maxLength: 12 }),
        fc.array(deal, { maxLength: 4 }),
        async (all, more) => {
          await t.work(({ tx, workspaceId }) => tx.deal.deleteMany({ where: { workspaceId } }));
          await add(all.map(({ on, minor }) => ({ on: day(on), minor })));
          const found = await monthOf();
          await add(more.map(({ on, minor }) => ({ on: day(on), minor: minor * 9, partnerId: other })));
          expect(await monthOf()).toBe(found);
          await add(more.map(({ on, minor }) => ({ on: day(on), minor })));
          const richer = await monthOf();
          expect((richer ?? '9999') <= (found ?? '9999')).toBe(true);
        },
      ),
      { numRuns: 20, seed: 7 },
    );
  });
});

describe('the customers a partner first won', () => {
  const wonSince = (from: Date, asOf: Date) =>
    t.work(async (work) => (await customersWon(work, [{ partnerId: own, from }], asOf)).get(own) ?? 0);

  test('add up over adjoining windows, one won twice counts once, and another partner’s change nothing', async () => {
    const deal = fc.record({
      on: fc.nat(99),
      customer: fc.constantFrom('Acme', 'ACME', 'Globex', 'Initech'),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(deal, { maxLength: 12 }),
        fc.integer({ min: 1, max: 99 }),
        async (all, cut) => {
          await t.work(({ tx, workspaceId }) => tx.deal.deleteMany({ where: { workspaceId } }));
          await add(all.map(({ on, customer }) => ({ on: day(on), customer })));
          const whole = await wonSince(day(0), day(100));
          expect(whole).toBe(new Set(all.map(({ customer }) => customer.toLowerCase())).size);
          expect((await wonSince(day(0), day(cut))) + (await wonSince(day(cut), day(100)))).toBe(whole);
          await add(all.map(({ on }) => ({ on: day(on), customer: 'Elsewhere', partnerId: other })));
          expect(await wonSince(day(0), day(100))).toBe(whole);
        },
      ),
      { numRuns: 20, seed: 7 },
    );
  });
});

describe('the leads whose answers are timed', () => {
  const timed = (from: number, to: number) =>
    t.work(async (work) => (await leadAnswers(work, [own], { from: day(from), to: day(to) })).length);

  test('add up over adjoining windows, and another partner’s change nothing', async () => {
    const days = [0, 3, 3, 10, 29, 30, 59];
    await add([], [...days.map((on) => ({ on: day(on) })), { on: day(5), partnerId: other }]);
    for (const cut of [1, 3, 4, 30, 59])
      expect((await timed(0, cut)) + (await timed(cut, 60))).toBe(days.length);
    expect(await timed(0, 59)).toBe(days.length - 1);
  });
});
