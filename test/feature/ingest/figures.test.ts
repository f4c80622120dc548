import { afterAll, beforeAll, expect, test } from 'vitest';
import { quietWork } from '../../../src/cli/command-line.ts';
import { loadApiCalls, loadCosts, loadUsage } from '../../../src/features/ingest/public.ts';
import type { Store } from '../../../src/platform/store/store.ts';
import type { Work } from '../../../src/platform/work.ts';
import { openTestStore } from '../../support/store.ts';

const workspaceId = '00000000-0000-4000-8000-000000000001';
const [brightpath, northwind] = [
  '00000000-0000-4000-8000-00000000000a',
  '00000000-0000-4000-8000-00000000000b',
] as const;
const both = [brightpath, northwind];

let store: Store;
beforeAll(async () => {
  store = await openTestStore();
  await store.prisma.workspace.create({
    data: { id: workspaceId, slackTeamId: 'T1', name: 'Lumen', botUserId: 'U1', createdAt: new Date() },
  });
});
afterAll(() => store.close());

const inWork = <T>(run: (work: Work) => Promise<T>): Promise<T> =>
  store.prisma.$transaction(async (tx) => run(await quietWork(store, tx, workspaceId, 'test')));

const at = (text: string) => new Date(text);
const common = (work: Work, externalId: string, partnerId: string = brightpath) => ({
  ...{ id: work.newId(), workspaceId, partnerId, externalId, source: 'test', receivedAt: work.now },
});

test('costs, usage and calls of the API add up by partner and month, within the window only', async () => {
  await inWork(async (work) => {
    const { tx } = work;
    const euros = (amountMinor: bigint) => ({ amountMinor, currency: 'EUR' });
    await tx.costEntry.createMany({
      data: [
        {
          ...common(work, 'a'),
          kind: 'support',
          ...euros(100_00n),
          minutes: 60,
          incurredOn: at('2026-01-05'),
        },
        { ...common(work, 'b'), kind: 'support', ...euros(50_00n), incurredOn: at('2026-01-31') },
        { ...common(work, 'c'), kind: 'support', minutes: 15, incurredOn: at('2026-01-31') },
        { ...common(work, 'd'), kind: 'pilot', ...euros(7_00n), incurredOn: at('2026-02-01') },
        { ...common(work, 'a', northwind), kind: 'pilot', ...euros(9_00n), incurredOn: at('2026-03-01') },
      ],
    });
    await tx.usageEntry.createMany({
      data: [
        { ...common(work, 'a'), kind: 'revenue', month: at('2026-01-01'), ...euros(1n) },
        { ...common(work, 'b'), kind: 'revenue', month: at('2026-01-01'), ...euros(2n ** 60n) },
        { ...common(work, 'c'), kind: 'customers', month: at('2026-02-01'), quantity: 4n },
        { ...common(work, 'd'), kind: 'customers', month: at('2026-03-01'), quantity: 5n },
      ],
    });
    await tx.apiCallCount.createMany({
      data: [
        {
          ...common(work, 'a'),
          fromAt: at('2026-01-01'),
          toAt: at('2026-01-02'),
          total: 10n,
          successful: 9n,
        },
        { ...common(work, 'b'), fromAt: at('2026-01-02'), toAt: at('2026-01-03'), total: 5n, successful: 5n },
        { ...common(work, 'c'), fromAt: at('2026-02-28'), toAt: at('2026-03-02'), total: 5n, successful: 0n },
      ],
    });
  });
  const window = { from: '2026-01-01', to: '2026-03-01' } as const;
  const known = await inWork(async (work) => ({
    costs: await loadCosts(work, both, window),
    usage: await loadUsage(work, both, window),
    calls: [...(await loadApiCalls(work, both, { from: at(window.from), to: at(window.to) })).values()],
  }));
  const of = { partnerId: brightpath };
  expect(known).toEqual({
    costs: [
      {
        ...of,
        kind: 'support',
        month: '2026-01-01',
        currency: 'EUR',
        amountMinor: 150_00n,
        minutes: 60,
        entries: 2,
      },
      {
        ...of,
        kind: 'support',
        month: '2026-01-01',
        currency: null,
        amountMinor: 0n,
        minutes: 15,
        entries: 1,
      },
      {
        ...of,
        kind: 'pilot',
        month: '2026-02-01',
        currency: 'EUR',
        amountMinor: 7_00n,
        minutes: 0,
        entries: 1,
      },
    ],
    usage: [
      {
        ...of,
        kind: 'revenue',
        month: '2026-01-01',
        currency: 'EUR',
        amountMinor: 2n ** 60n + 1n,
        quantity: 0n,
        entries: 2,
      },
      {
        ...of,
        kind: 'customers',
        month: '2026-02-01',
        currency: null,
        amountMinor: 0n,
        quantity: 4n,
        entries: 1,
      },
    ],
    calls: [{ ...of, total: 15n, successful: 14n, windows: 2, until: at('2026-01-03') }],
  });
});

test('the database refuses figures that cannot be', async () => {
  const refused = (run: (work: Work) => Promise<unknown>) => expect(inWork(run)).rejects.toThrow(/check/i);
  await refused((work) =>
    work.tx.costEntry.create({
      data: { ...common(work, 'x'), kind: 'support', incurredOn: at('2026-01-01') },
    }),
  );
  await refused((work) =>
    work.tx.usageEntry.create({
      data: { ...common(work, 'x'), kind: 'revenue', month: at('2026-01-01'), quantity: 1n },
    }),
  );
  await refused((work) =>
    work.tx.apiCallCount.create({
      data: {
        ...common(work, 'x'),
        fromAt: at('2026-01-01'),
        toAt: at('2026-01-02'),
        total: 1n,
        successful: 2n,
      },
    }),
  );
});
