import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeKey, revokeKey } from '../../../src/platform/http/keys.ts';
import { httpLimits } from '../../../src/platform/http/limits.ts';
import { sign, signAsHubSpot } from '../../../src/platform/http/signature.ts';
import { createSealer } from '../../../src/platform/installations/seal.ts';
import { startTestApp, type TestApp } from '../../support/app.ts';
import { type OtherSystem, type ShownKey, startOtherSystem } from '../../support/other-system.ts';
import { setUpBrightpath, setUpNorthwind } from '../pipeline/partner.ts';

let t: TestApp;
let crm: OtherSystem;
let brightpath: string;
let northwind: string;

beforeAll(async () => {
  t = await startTestApp();
  brightpath = await setUpBrightpath(t);
  northwind = await setUpNorthwind(t);
  crm = await startOtherSystem(t.app);
});
afterAll(async () => {
  await crm.stop();
  await t.stop();
});

const sealer = createSealer([{ name: 'test', bytes: Buffer.alloc(32, 1) }]);

function newKey(
  scope: string,
  {
    partnerId = null,
    secret = null,
  }: { readonly partnerId?: string | null; readonly secret?: string | null } = {},
): Promise<ShownKey> {
  return t.work((work) =>
    makeKey(work, sealer, { name: 'CRM', scopes: [scope], partnerId, secret, createdById: null }),
  );
}

const cost = (externalId: string) => ({
  costs: [
    {
      ...{ external_id: externalId, partner: brightpath, kind: 'support', amount: 10 },
      incurred_on: '2026-01-08',
    },
  ],
});

/** As if so much had been sent that nothing more fits for a while; a negative while has passed. */
const spendUntil = (key: ShownKey, seconds: number) =>
  t.app.store.prisma.$executeRaw`
    UPDATE "ApiKey" SET "spentUntil" = clock_timestamp() + ${seconds}::int * interval '1 second' WHERE "id" = ${key.id}::uuid`;

test('a key that sends too fast is told how long to wait; nobody else waits, and nothing is lost', async () => {
  const key = await newKey('costs:write');
  const other = await newKey('costs:write');
  const began = performance.now();
  let answer = await crm.send(key, '/ingest/costs', { costs: [] });
  let taken = 0;
  for (; answer.status !== 429; taken += 1) {
    expect(answer.status).toBe(422);
    answer = await crm.send(key, '/ingest/costs', { costs: [] });
  }
  const refilled = ((performance.now() - began) / 60_000) * httpLimits.requestsPerMinute;
  expect(taken).toBeGreaterThanOrEqual(httpLimits.requestsAtOnce);
  expect(taken).toBeLessThanOrEqual(httpLimits.requestsAtOnce + Math.ceil(refilled));
  expect(answer.headers.get('retry-after')).toBe('1');
  expect(answer.body).toMatchObject({ error: { code: 'too_many', message: expect.stringContaining('300') } });

  await spendUntil(key, 3600);
  const late = await crm.send(key, '/ingest/costs', cost('late'), { idempotencyKey: 'late' });
  expect(late.status).toBe(429);
  expect(Number(late.headers.get('retry-after'))).toBeGreaterThan(3500);
  expect(await crm.send(other, '/ingest/costs', cost('other'))).toMatchObject({ body: { added: 1 } });
  await spendUntil(key, -1);
  const again = await crm.send(key, '/ingest/costs', cost('late'), { idempotencyKey: 'late' });
  expect(again).toMatchObject({ status: 200, body: { added: 1 } });
});

test('who cannot sign uses nothing up, and a token that reads has its allowance, too', async () => {
  const key = await newKey('costs:write');
  const used = () => t.app.store.prisma.apiKey.findUniqueOrThrow({ where: { id: key.id } });
  expect((await crm.send({ ...key, secret: 'guessed' }, '/ingest/costs', cost('x'))).status).toBe(401);
  expect(await used()).toMatchObject({ spentUntil: null, lastUsedAt: null });
  expect((await crm.send(key, '/ingest/costs', cost('x'))).status).toBe(200);
  expect(await used()).toMatchObject({ lastUsedAt: t.clock.now() });
  const token = await newKey('deals:read');
  expect((await crm.get('/deals', token.secret)).status).toBe(200);
  await spendUntil(token, 3600);
  expect((await crm.get('/deals', token.secret)).status).toBe(429);
});

test('HubSpot is told to wait in milliseconds; what it signed for one key is not taken for another', async () => {
  const secret = 'the client secret of one app of HubSpot';
  const key = await newKey('deals:write', { partnerId: brightpath, secret });
  const other = await newKey('deals:write', { partnerId: northwind, secret });
  const body = JSON.stringify({
    objectId: 4711,
    properties: {
      ...{ dealname: 'Pilot', dealstage: 'closedwon', amount: '900', company: 'Hooli' },
      ...{ createdate: '1767607320000', closedate: '1767693720000', deal_currency_code: 'EUR' },
    },
  });
  const path = `/ingest/hubspot/deals?key=${key.id}`;
  const timestamp = String(Date.now());
  const uri = `https://${new URL(crm.base).host}${path}`;
  const post = (headers: Readonly<Record<string, string>>) =>
    fetch(crm.base + path, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-hubspot-request-timestamp': timestamp,
        'x-hubspot-signature-v3': signAsHubSpot(secret, { timestamp, uri, body }),
        ...headers,
      },
      body,
    });
  await spendUntil(key, 3600);
  const tooFast = await post({});
  expect(tooFast.status).toBe(429);
  expect(Number(tooFast.headers.get('retry-after'))).toBeGreaterThan(3_500_000);
  await spendUntil(key, -1);
  expect(await (await post({})).json()).toMatchObject({ added: 1 });
  await post({ 'tandem-key': other.id });
  const deals = await t.app.store.prisma.deal.findMany({ where: { externalId: '4711' } });
  expect(deals.map(({ partnerId }) => partnerId)).toEqual([brightpath]);
});

test('a key that is revoked while its request is on the way is worth nothing when it has arrived', async () => {
  const key = await newKey('costs:write');
  const body = JSON.stringify(cost('slow'));
  const timestamp = String(Math.floor(Date.now() / 1000));
  const signed = { timestamp, path: '/ingest/costs', idempotencyKey: '', body };
  const status = await new Promise<number | undefined>((resolve, reject) => {
    const sending = httpRequest(`${crm.base}/ingest/costs`, {
      method: 'POST',
      headers: {
        ...{ 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
        ...{ 'tandem-key': key.id, 'tandem-timestamp': timestamp, expect: '100-continue' },
        'tandem-signature': sign(key.secret, signed),
      },
    });
    sending.on('response', (response) => resolve(response.resume().statusCode)).on('error', reject);
    sending.flushHeaders();
    // The key has been looked up by the time the body is asked for … or has not: either way it counts no more.
    sending.on('continue', () => {
      sending.write(body.slice(0, 10));
      t.work((work) => revokeKey(work, key.id, null)).then(() => sending.end(body.slice(10)), reject);
    });
  });
  expect(status).toBe(401);
  expect(await t.app.store.prisma.costEntry.count({ where: { externalId: 'slow' } })).toBe(0);
});
