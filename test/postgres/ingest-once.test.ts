import { expect, test } from 'vitest';
import { makeKey } from '../../src/platform/http/keys.ts';
import { createSealer } from '../../src/platform/installations/seal.ts';
import { openStore } from '../../src/platform/store/store.ts';
import { setUpBrightpath } from '../feature/pipeline/partner.ts';
import { startTestApp } from '../support/app.ts';
import { startOtherSystem } from '../support/other-system.ts';
import { createTestDatabase } from '../support/store.ts';

const sealer = createSealer([{ name: 'test', bytes: Buffer.alloc(32, 1) }]);

test('two processes that are sent the same at the same moment do it once, and count together', {
  timeout: 120_000,
}, async () => {
  const database = await createTestDatabase();
  const stores = [await openStore(database.options), await openStore(database.options)] as const;
  const t = await startTestApp({ store: stores[0] });
  const partner = await setUpBrightpath(t);
  const beside = await startTestApp({ store: stores[1] });
  const ways = [await startOtherSystem(t.app), await startOtherSystem(beside.app)] as const;
  const { prisma } = t.app.store;
  const key = await t.work((work) =>
    makeKey(work, sealer, {
      ...{ name: 'CRM', scopes: ['costs:write', 'deals:write'], partnerId: null },
      ...{ secret: null, createdById: null },
    }),
  );
  const cost = (externalId: string) => ({
    costs: [{ external_id: externalId, partner, kind: 'support', amount: 10, incurred_on: '2026-01-08' }],
  });
  const deal = (externalId: string) => ({
    deals: [
      {
        ...{
          external_id: externalId,
          partner,
          customer: `Customer ${externalId}`,
          amount: 10,
          currency: 'EUR',
        },
        ...{ registered_on: '2026-01-05', stage: 'open' },
      },
    ],
  });

  // The same request, under one name: one effect, and the same answer from both.
  for (let n = 0; n < 5; n += 1) {
    for (const [path, body] of [
      ['/ingest/costs', cost(`c${n}`)],
      ['/ingest/deals', deal(`d${n}`)],
    ] as const) {
      const named = { idempotencyKey: `${path}-${n}` };
      const answers = await Promise.all(ways.map((way) => way.send(key, path, body, named)));
      expect(answers.map(({ status, body: said }) => [status, said])).toEqual(
        [1, 2].map(() => [200, { added: 1, changed: 0, unchanged: 0, outdated: [] }]),
      );
    }
  }
  expect(await prisma.apiAnswer.count()).toBe(10);
  expect(await prisma.auditEntry.count({ where: { verb: 'ingest.take' } })).toBe(5);

  // The same rows under two names: both are done, and the second finds them there.
  const twice = await Promise.all(
    ways.map((way, n) => way.send(key, '/ingest/deals', deal('both'), { idempotencyKey: `way-${n}` })),
  );
  expect(twice.map(({ body }) => body)).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ added: 1, unchanged: 0 }),
      expect.objectContaining({ added: 0, unchanged: 1 }),
    ]),
  );
  expect(await prisma.deal.count()).toBe(6);
  expect(await prisma.costEntry.count()).toBe(5);

  // One name for two requests: one of them is done, the other refused.
  const clash = await Promise.all(
    ways.map((way, n) => way.send(key, '/ingest/costs', cost(`clash-${n}`), { idempotencyKey: 'clash' })),
  );
  expect(clash.map(({ status }) => status).sort()).toEqual([200, 409]);
  expect(await prisma.costEntry.count()).toBe(6);

  // What one process has taken is gone for the other.
  await prisma.$executeRaw`UPDATE "ApiKey" SET "spentUntil" = clock_timestamp() + interval '1 hour'`;
  for (const way of ways) expect((await way.send(key, '/ingest/costs', cost('late'))).status).toBe(429);

  for (const way of ways) await way.stop();
  await beside.stop();
  await t.stop();
  await database.drop();
});
