import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { makeKey } from '../../../src/platform/http/keys.ts';
import { createSealer } from '../../../src/platform/installations/seal.ts';
import { startTestApp, type TestApp } from '../../support/app.ts';
import { type OtherSystem, type ShownKey, startOtherSystem } from '../../support/other-system.ts';
import { setUpBrightpath } from '../pipeline/partner.ts';

let t: TestApp;
let crm: OtherSystem;
let key: ShownKey;

beforeAll(async () => {
  t = await startTestApp();
  await setUpBrightpath(t);
  crm = await startOtherSystem(t.app);
  const scopes = ['deals:write', 'leads:write', 'costs:write', 'usage:write', 'api-calls:write'];
  const sealer = createSealer([{ name: 'test', bytes: Buffer.alloc(32, 1) }]);
  key = await t.work((work) =>
    makeKey(work, sealer, { ...{ name: 'CRM', scopes, partnerId: null, secret: null }, createdById: null }),
  );
});
afterAll(async () => {
  await crm.stop();
  await t.stop();
});

const partner = 'Brightpath Consulting';
const refusal = z.object({
  error: z.object({
    faults: z.array(z.object({ row: z.number(), field: z.string(), message: z.string() })),
  }),
});

/** Everything that has come in. */
const rowsIn = () =>
  t.work(async ({ tx, workspaceId }) => {
    const where = { workspaceId };
    return [
      await tx.deal.count({ where }),
      await tx.lead.count({ where }),
      await tx.costEntry.count({ where }),
      await tx.usageEntry.count({ where }),
      await tx.apiCallCount.count({ where }),
    ];
  });

// It is 12 January 2026. Each request has a good row first.
const cost = { partner, external_id: 'c', kind: 'support', amount: '10', incurred_on: '2026-01-08' };
const usage = { partner, external_id: 'u', kind: 'revenue', month: '2025-12', amount: '10' };
const calls = {
  ...{ partner, external_id: 'a', from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z' },
  ...{ total: 100, successful: 99 },
};
const lead = { partner, external_id: 'l', customer: 'Acme', submitted_on: '2026-01-05', status: 'new' };
const wrong: readonly (readonly [path: string, field: string, name: string, good: object, bad: object])[] = [
  ['/ingest/costs', 'amount', 'costs', cost, { amount: '-5' }],
  ['/ingest/costs', 'amount', 'costs', cost, { currency: 'XYZ' }],
  ['/ingest/costs', 'incurred_on', 'costs', cost, { incurred_on: '2026-02-01' }],
  ['/ingest/costs', 'partner', 'costs', cost, { partner: 'Nobody' }],
  ['/ingest/usage', 'amount', 'usage', usage, { amount: '-5' }],
  ['/ingest/usage', 'amount', 'usage', usage, { currency: 'XYZ' }],
  ['/ingest/usage', 'month', 'usage', usage, { month: '2026-02' }],
  ['/ingest/api-calls', 'total', 'api_calls', calls, { total: -1 }],
  ['/ingest/api-calls', 'successful', 'api_calls', calls, { successful: 101 }],
  [
    '/ingest/api-calls',
    'to',
    'api_calls',
    calls,
    { from: '2026-02-01T00:00:00Z', to: '2026-02-02T00:00:00Z' },
  ],
  ['/ingest/leads', 'submitted_on', 'leads', lead, { submitted_on: '2026-02-01' }],
  ['/ingest/leads', 'status', 'leads', lead, { status: 'maybe' }],
  ['/ingest/leads', 'reviewed_on', 'leads', lead, { status: 'accepted' }],
];

test.each(wrong)(
  '%s: of a good row and one with %s at fault neither goes in',
  async (path, field, name, good, bad) => {
    const answer = await crm.send(key, path, { [name]: [good, { ...good, external_id: 'bad', ...bad }] });
    expect(answer.status).toBe(422);
    const { faults } = refusal.parse(answer.body).error;
    expect(faults).toContainEqual(expect.objectContaining({ row: 1, field }));
    expect(faults.every(({ row }) => row === 1)).toBe(true);
    expect(await rowsIn()).toEqual([0, 0, 0, 0, 0]);
  },
);

test('records of other systems are all taken or none, and what comes late changes nothing', async () => {
  const contact = (id: string, status: string, updatedAt: string) => ({
    ...{ id, updatedAt },
    properties: { company: 'Acme', partner, hs_lead_status: status, createdate: '2026-01-05T10:00:00Z' },
  });
  const send = (...records: readonly object[]) => crm.send(key, '/ingest/hubspot/leads', { records });
  const bad = await send(
    contact('1', 'NEW', '2026-01-06T10:00:00Z'),
    contact('2', 'ODD', '2026-01-06T10:00:00Z'),
  );
  expect(refusal.parse(bad.body).error.faults).toMatchObject([{ row: 1, field: 'status' }]);
  expect(await rowsIn()).toEqual([0, 0, 0, 0, 0]);
  expect(await send(contact('1', 'IN_PROGRESS', '2026-01-07T10:00:00Z'))).toMatchObject({
    body: { added: 1 },
  });
  const late = await send(contact('1', 'UNQUALIFIED', '2026-01-06T12:00:00Z'));
  expect(late).toMatchObject({ body: { changed: 0, outdated: ['1'] } });
  const now = await t.work(({ tx, workspaceId }) => tx.lead.findFirstOrThrow({ where: { workspaceId } }));
  expect(now).toMatchObject({ status: 'accepted', reviewedAt: new Date('2026-01-07T10:00:00Z') });
});
