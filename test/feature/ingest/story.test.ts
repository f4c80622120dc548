import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { signAsHubSpot } from '../../../src/platform/http/signature.ts';
import { channels, startTestApp, type TestApp } from '../../support/app.ts';
import { type OtherSystem, type ShownKey, startOtherSystem } from '../../support/other-system.ts';
import { setUpBrightpath, setUpNorthwind } from '../pipeline/partner.ts';

let t: TestApp;
let crm: OtherSystem;
let brightpath: string;
let northwind: string;
let key: ShownKey;

beforeAll(async () => {
  t = await startTestApp();
  brightpath = await setUpBrightpath(t);
  northwind = await setUpNorthwind(t);
  crm = await startOtherSystem(t.app);
  key = await makeKey('Our CRM', ['Send deals', 'Send leads', 'Send costs']);
});
afterAll(async () => {
  await crm.stop();
  await t.stop();
});

const saw = (person: TestApp['people']['maya'], words: RegExp) =>
  person.until(() => person.sees(channels.internal).some(({ text }) => words.test(text)));

/** As Maya, an admin, does it in Slack; reads what is shown once. */
async function makeKey(name: string, may: readonly string[], partner?: string): Promise<ShownKey> {
  const { maya } = t.people;
  await maya.command('/partner keys', { channel: channels.internal });
  await maya.press('Make a key');
  await maya.until(() => maya.modal());
  maya.fill({
    'What is it for?': name,
    'It may': may,
    ...(partner && { 'Of one partner only': partner }),
  });
  expect(await maya.submit()).toEqual({});
  const shown = await maya.until(() => {
    const text = JSON.stringify(maya.modal());
    return text.includes('Copy this now') && text;
  });
  const [, id = ''] = /Key: `([0-9a-f-]{36})`/.exec(shown) ?? [];
  const [, secret = ''] = /(?:Secret|Token): `(tandem_[\w-]+)`/.exec(shown) ?? [];
  await maya.close();
  return { id, secret };
}

const deal = (fields: Readonly<Record<string, unknown>> = {}) => ({
  external_id: 'crm-1',
  partner: 'Brightpath Consulting',
  customer: 'Acme GmbH',
  amount: '12500.00',
  currency: 'EUR',
  registered_on: '2026-01-05',
  stage: 'open',
  ...fields,
});
const sendDeals = (...deals: readonly object[]) => crm.send(key, '/ingest/deals', { deals });
const ofWorkspace = () => ({ workspaceId: t.app.workspace.id });
const dealNamed = (externalId: string) =>
  t.app.store.prisma.deal.findFirst({ where: { ...ofWorkspace(), externalId } });
const refusal = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    reference: z.string(),
    faults: z
      .array(z.object({ row: z.number().nullable(), field: z.string(), message: z.string() }))
      .default([]),
  }),
});

test('signed deals go in once, whatever is sent again, and show in the partner’s pipeline', async () => {
  const first = await crm.send(key, '/ingest/deals', { deals: [deal()] }, { idempotencyKey: 'a-1' });
  expect(first).toMatchObject({
    status: 200,
    body: { added: 1, changed: 0, unchanged: 0, outdated: [] },
  });
  const again = await crm.send(key, '/ingest/deals', { deals: [deal()] }, { idempotencyKey: 'a-1' });
  expect(again).toMatchObject({ status: 200, body: first.body });
  expect(await sendDeals(deal())).toMatchObject({ status: 200, body: { added: 0, unchanged: 1 } });
  const other = { deals: [deal({ amount: '1' })] };
  expect(await crm.send(key, '/ingest/deals', other, { idempotencyKey: 'a-1' })).toMatchObject({
    status: 409,
  });
  expect(await dealNamed('crm-1')).toMatchObject({
    partnerId: brightpath,
    amountMinor: 12_500_00n,
    stage: 'open',
  });
  await t.people.maya.command('/partner pipeline Brightpath Consulting', { channel: channels.internal });
  await saw(t.people.maya, /€12,500/);
});

test('what is signed wrongly, long ago or by nobody changes nothing', async () => {
  const body = { deals: [deal({ external_id: 'forged' })] };
  const tries = [
    crm.send({ ...key, secret: `${key.secret}x` }, '/ingest/deals', body),
    crm.send(key, '/ingest/deals', body, { signedBody: JSON.stringify({ deals: [deal()] }) }),
    crm.send(key, '/ingest/deals', body, { ageSeconds: 301 }),
    crm.send(key, '/ingest/deals', body, { ageSeconds: -330 }),
    crm.send({ ...key, id: brightpath }, '/ingest/deals', body),
    crm.send(key, '/ingest/deals', body, { headers: { 'tandem-signature': '' } }),
  ];
  for (const answer of await Promise.all(tries)) {
    expect(answer.status).toBe(401);
    expect(refusal.parse(answer.body).error.reference).toBe(answer.headers.get('x-tandem-reference'));
  }
  expect(await crm.send(key, '/ingest/deals', `{"deals":"${'x'.repeat(1_000_000)}"}`)).toMatchObject({
    status: 413,
  });
  expect(await crm.send(key, '/ingest/deals', 'no json')).toMatchObject({ status: 400 });
  expect(
    await crm.send(key, '/ingest/deals', body, { headers: { 'content-type': 'text/plain' } }),
  ).toMatchObject({
    status: 415,
  });
  expect(await crm.get('/ingest/deals')).toMatchObject({ status: 405 });
  expect(await crm.send(key, '/ingest/usage', { usage: [] })).toMatchObject({ status: 403 });
  expect(await dealNamed('forged')).toBeNull();
});

test('faults are said by row and field, and nothing of the request goes in', async () => {
  const shape = await sendDeals(deal({ external_id: 'good' }), {
    ...deal(),
    amount: null,
    stage: 7,
    colour: 'red',
  });
  expect(shape.status).toBe(422);
  expect(refusal.parse(shape.body).error.faults.map(({ row, field }) => [row, field])).toEqual([
    [1, 'stage'],
    [1, 'colour'],
  ]);
  const rules = await sendDeals(
    deal({ external_id: 'good' }),
    deal({ external_id: 'b', amount: -5, currency: 'EUX', registered_on: '2027-01-01', stage: 'maybe' }),
    deal({ external_id: 'c', partner: 'Brightpat', updated_at: '2027-01-01T00:00:00Z' }),
    deal({ external_id: 'good' }),
  );
  expect(rules.status).toBe(422);
  expect(refusal.parse(rules.body).error.faults.map(({ row, field }) => [row, field])).toEqual([
    [1, 'currency'],
    [1, 'amount'],
    [1, 'registered_on'],
    [1, 'stage'],
    [2, 'partner'],
    [2, 'updated_at'],
    [3, 'external_id'],
  ]);
  expect(await dealNamed('good')).toBeNull();
});

test('what comes late does not overwrite what is newer', async () => {
  const at = (hour: number) => `2026-01-09T0${hour}:00:00Z`;
  await sendDeals(deal({ external_id: 'ordered', updated_at: at(1) }));
  const won = { external_id: 'ordered', stage: 'won', closed_on: '2026-01-09', updated_at: at(5) };
  expect(await sendDeals(deal(won))).toMatchObject({ body: { changed: 1 } });
  const late = await sendDeals(deal({ external_id: 'ordered', amount: 1, updated_at: at(3) }));
  expect(late).toMatchObject({ status: 200, body: { changed: 0, outdated: ['ordered'] } });
  expect(await dealNamed('ordered')).toMatchObject({ stage: 'won', amountMinor: 12_500_00n });
});

test('a key reaches its own workspace, its own partner, and what it was made for', async () => {
  const narrow = await makeKey('Brightpath’s CRM', ['Send deals'], 'Brightpath Consulting');
  const mine = { deals: [{ ...deal({ external_id: 'narrow' }), partner: undefined }] };
  expect(await crm.send(narrow, '/ingest/deals', mine)).toMatchObject({ status: 200, body: { added: 1 } });
  for (const partner of ['Northwind', northwind]) {
    const theirs = { deals: [deal({ external_id: 'theirs', partner })] };
    expect(await crm.send(narrow, '/ingest/deals', theirs)).toMatchObject({ status: 422 });
  }
  const { prisma } = t.app.store;
  const [workspaceId, partnerId] = [crypto.randomUUID(), crypto.randomUUID()];
  await prisma.workspace.create({
    data: {
      id: workspaceId,
      slackTeamId: 'T0ELSE',
      name: 'Elsewhere',
      botUserId: 'U0',
      createdAt: new Date(),
    },
  });
  await prisma.partner.create({
    data: {
      ...{ id: partnerId, workspaceId, name: 'Foreign', nameKey: 'foreign', tier: 'gold', timeZone: 'UTC' },
      ...{ managerPersonId: crypto.randomUUID(), createdAt: new Date() },
    },
  });
  for (const partner of ['Foreign', partnerId])
    expect(await sendDeals(deal({ external_id: 'theirs', partner }))).toMatchObject({ status: 422 });
  expect(await dealNamed('theirs')).toBeNull();
});

test('costs, usage and API calls are figures that add up once', async () => {
  const meter = await makeKey('Meter', [
    'Send costs',
    'Send monthly revenue and usage',
    'Send counts of API calls',
  ]);
  const of = { partner: 'Brightpath Consulting' };
  const costs = [
    { ...of, external_id: 'c1', kind: 'onboarding', amount: 900, incurred_on: '2026-01-08' },
    { ...of, external_id: 'c2', kind: 'support', minutes: 30, incurred_on: '2026-01-08' },
  ];
  expect(await crm.send(meter, '/ingest/costs', { costs })).toMatchObject({ body: { added: 2 } });
  const later = await crm.send(meter, '/ingest/costs', { costs }, { ageSeconds: -1 });
  expect(later).toMatchObject({ body: { added: 0, unchanged: 2 } });
  const usage = [
    { ...of, external_id: 'u1', kind: 'revenue', month: '2025-12', amount: '4000.50' },
    { ...of, external_id: 'u2', kind: 'customers', month: '2025-12', quantity: 3 },
  ];
  expect(await crm.send(meter, '/ingest/usage', { usage })).toMatchObject({ body: { added: 2 } });
  const day = (n: number) => `2026-01-0${n}T00:00:00Z`;
  const calls = (id: string, from: number, to: number) => ({
    api_calls: [{ ...of, external_id: id, from: day(from), to: day(to), total: 1000, successful: 999 }],
  });
  expect(await crm.send(meter, '/ingest/api-calls', calls('w1', 1, 3))).toMatchObject({ body: { added: 1 } });
  const overlapping = await crm.send(meter, '/ingest/api-calls', calls('w2', 2, 4));
  expect(refusal.parse(overlapping.body).error.faults).toMatchObject([{ row: 0, field: 'from' }]);
  const wrong = await crm.send(meter, '/ingest/usage', {
    usage: [{ ...of, external_id: 'u3', kind: 'revenue', month: '2026-02', quantity: 3 }],
  });
  expect(refusal.parse(wrong.body).error.faults.map(({ field }) => field)).toEqual([
    'amount',
    'quantity',
    'month',
  ]);
  const { prisma } = t.app.store;
  expect(await prisma.costEntry.count()).toBe(2);
  expect(await prisma.apiCallCount.count()).toBe(1);
  expect(await prisma.usageEntry.findFirst({ where: { externalId: 'u1' } })).toMatchObject({
    amountMinor: 4000_50n,
    currency: 'EUR',
    source: 'http:Meter',
  });
});

test('records as a CRM sends them are read by its mapping; what it signs itself is known', async () => {
  const opportunity = {
    attributes: { type: 'Opportunity', url: '/services/data/v62.0/sobjects/Opportunity/006A' },
    Id: '006A',
    Name: 'Rollout',
    Account: { attributes: { type: 'Account' }, Name: 'Umbrella AG' },
    PartnerAccount: { Name: 'Brightpath Consulting' },
    StageName: 'Negotiation/Review',
    Amount: 4200.5,
    CurrencyIsoCode: 'EUR',
    CloseDate: '2026-03-01',
    CreatedDate: '2026-01-05T10:22:00.000+0000',
    SystemModstamp: '2026-01-06T10:22:00.000+0000',
  };
  expect(await crm.send(key, '/ingest/salesforce/deals', opportunity)).toMatchObject({ body: { added: 1 } });
  expect(await dealNamed('006A')).toMatchObject({
    ...{ stage: 'open', amountMinor: 4200_50n, customer: 'Umbrella AG', name: 'Rollout' },
    sourceUpdatedAt: new Date('2026-01-06T10:22:00Z'),
  });
  const unknown = await crm.send(key, '/ingest/salesforce/deals', [{ ...opportunity, StageName: 'Legal' }]);
  expect(refusal.parse(unknown.body).error.faults).toMatchObject([{ row: 0, field: 'stage' }]);

  const body = JSON.stringify({
    objectId: 77,
    properties: {
      ...{ dealname: { value: 'Pilot' }, dealstage: { value: 'closedwon' }, amount: { value: '900' } },
      ...{ createdate: { value: '1767607320000' }, closedate: { value: '1767693720000' } },
      ...{ company: { value: 'Hooli' }, partner: { value: 'Brightpath Consulting' } },
      ...{ deal_currency_code: { value: 'EUR' } },
    },
  });
  const path = `/ingest/hubspot/deals?key=${key.id}`;
  const timestamp = String(Date.now());
  const uri = `https://${new URL(crm.base).host}${path}`;
  const post = (signature: string) =>
    fetch(crm.base + path, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-hubspot-request-timestamp': timestamp,
        'x-hubspot-signature-v3': signature,
      },
      body,
    });
  const signature = signAsHubSpot(key.secret, { timestamp, uri, body });
  expect((await post(`A${signature.slice(1)}`)).status).toBe(signature.startsWith('A') ? 200 : 401);
  expect(await (await post(signature)).json()).toMatchObject({ added: 1 });
  expect(await (await post(signature)).json()).toMatchObject({ added: 1 });
  expect(await dealNamed('77')).toMatchObject({ stage: 'won', amountMinor: 900_00n, customer: 'Hooli' });
});

test('a token reads, page by page and as CSV, what it was made for', async () => {
  const bi = await makeKey('Our BI', ['Read deals', 'Read scorecards']);
  const page = z.object({
    deals: z.array(z.looseObject({ number: z.number(), external_id: z.string(), partner_cost: z.null() })),
    next: z.string().nullable(),
  });
  await sendDeals(deal({ external_id: 'formula', customer: '=HYPERLINK("http://x")', partner_cost: 100 }));
  const first = page.parse((await crm.get('/deals?limit=2', bi.secret)).body);
  const rest = page.parse((await crm.get(`/deals?cursor=${first.next}`, bi.secret)).body);
  const all = [...first.deals, ...rest.deals].map(({ external_id }) => external_id);
  expect([first.deals.length, rest.next, new Set(all).size]).toEqual([2, null, all.length]);
  expect(all).toEqual(expect.arrayContaining(['crm-1', 'ordered', 'narrow', '006A', '77', 'formula']));
  const csv = await crm.get('/deals', bi.secret, { accept: 'text/csv' });
  expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(csv.text).toContain('"\'=HYPERLINK(""http://x"")"');
  expect(await crm.get('/deals?partner=Northwind', bi.secret)).toMatchObject({
    body: { deals: [], next: null },
  });
  expect(await crm.get('/deals?partner=Foreign', bi.secret)).toMatchObject({ status: 404 });
  expect(await crm.get('/leads', bi.secret)).toMatchObject({ status: 403 });
  expect(await crm.get('/deals?colour=red', bi.secret)).toMatchObject({ status: 422 });
  expect(await crm.get('/deals')).toMatchObject({ status: 401 });
  expect(await crm.get('/deals', key.secret)).toMatchObject({ status: 401 });
  const narrow = await makeKey('BI of Northwind', ['Read deals'], 'Northwind');
  expect(await crm.get('/deals', narrow.secret)).toMatchObject({ body: { deals: [] } });
  expect(await crm.get('/deals?partner=Brightpath%20Consulting', narrow.secret)).toMatchObject({
    status: 404,
  });
  const costs = await makeKey('Finance', ['Read deals', 'Read costs, margins and revenue along with them']);
  expect((await crm.get('/deals', costs.secret)).text).toContain('"partner_cost":"100.00"');
  expect(await crm.get('/scorecards', bi.secret)).toMatchObject({ status: 200, body: { next: null } });
});

test('a token reads costs, usage and counts of calls as they were sent, money for those alone that may', async () => {
  const plain = await makeKey('Usage board', ['Read monthly usage', 'Read counts of API calls']);
  const whole = await makeKey('Finance board', [
    ...['Read costs (needs the last one, too)', 'Read monthly usage'],
    'Read costs, margins and revenue along with them',
  ]);
  const blind = await makeKey('Costs, by mistake', ['Read costs (needs the last one, too)']);
  const rows = (name: string, of: object) =>
    z.object({ [name]: z.array(z.looseObject(of)), next: z.string().nullable() });
  const costs = rows('costs', { external_id: z.string() });
  const first = costs.parse((await crm.get('/costs?limit=1', whole.secret)).body);
  expect(first.costs).toMatchObject([
    { partner: 'Brightpath Consulting', source: 'http:Meter', incurred_on: '2026-01-08' },
  ]);
  const second = costs.parse((await crm.get(`/costs?limit=1&cursor=${first.next}`, whole.secret)).body);
  const third = costs.parse((await crm.get(`/costs?limit=1&cursor=${second.next}`, whole.secret)).body);
  const both = [
    ...(first.costs as { external_id: string }[]),
    ...(second.costs as { external_id: string }[]),
  ];
  expect(both.map(({ external_id }) => external_id).sort()).toEqual(['c1', 'c2']);
  expect(third).toEqual({ costs: [], next: null });
  expect(both).toContainEqual(
    expect.objectContaining({ external_id: 'c1', kind: 'onboarding', amount: '900.00', minutes: null }),
  );
  for (const token of [plain, blind])
    expect(await crm.get('/costs', token.secret)).toMatchObject({ status: 403 });

  const usage = { external_id: 'u1', kind: 'revenue', month: '2025-12' };
  expect((await crm.get('/usage', whole.secret)).body).toMatchObject({
    usage: expect.arrayContaining([
      expect.objectContaining({ ...usage, amount: '4000.50', currency: 'EUR' }),
    ]),
  });
  const without = await crm.get('/usage', plain.secret);
  expect(without.body).toMatchObject({
    usage: expect.arrayContaining([
      expect.objectContaining({ ...usage, amount: null, currency: null }),
      expect.objectContaining({ external_id: 'u2', kind: 'customers', quantity: 3 }),
    ]),
  });
  expect(without.text).not.toContain('4000');
  const csv = await crm.get('/api-calls?format=csv', plain.secret);
  expect(csv.text).toContain('external_id,source,partner,partner_id,from,to,total,successful');
  expect(csv.text).toMatch(/w1,http:Meter,.*,2026-01-01T00:00:00.000Z,2026-01-03T00:00:00.000Z,1000,999/);
  expect(await crm.get('/api-calls', whole.secret)).toMatchObject({ status: 403 });
  expect(await crm.get('/usage?cursor=7', plain.secret)).toMatchObject({ status: 422 });
  const narrow = await makeKey(
    'Usage of Northwind',
    ['Read monthly usage', 'Read counts of API calls'],
    'Northwind',
  );
  expect(await crm.get('/usage', narrow.secret)).toMatchObject({ status: 200, body: { usage: [] } });
  expect(await crm.get('/api-calls', narrow.secret)).toMatchObject({ status: 200, body: { api_calls: [] } });
  expect(await crm.get('/usage?partner=Brightpath%20Consulting', narrow.secret)).toMatchObject({
    status: 404,
  });
});

test('people export what they may see, in a file for themselves alone', async () => {
  const { diego, lena, sam } = t.people;
  await diego.mention(channels.shared, 'export deals');
  const told = await diego.hears('Here are your deals', { channel: 'dm' });
  await t.settled();
  const file = JSON.stringify(diego.dm());
  expect(told.text).toContain('rows');
  expect(file).toContain('deals.csv');
  const uploads = Object.values(t.sandbox.world.data.files ?? {}).map((each) => JSON.stringify(each));
  expect(uploads.length).toBeGreaterThan(0);
  await lena.command('/partner export deals', { channel: channels.internal });
  await lena.hears('Here are your deals', { channel: 'dm' });
  await sam.mention(channels.shared, 'export deals');
  await sam.hears(/can’t|nothing|asked/);
});

test('a key is shown once, kept sealed, and worth nothing once it is revoked', async () => {
  const { maya, tom } = t.people;
  const stored = JSON.stringify(await t.app.store.prisma.$queryRaw`SELECT row_to_json(k) FROM "ApiKey" k`);
  expect(stored).not.toContain(key.secret);
  await maya.command('/partner keys', { channel: channels.internal });
  await saw(maya, /Our CRM: deals:write, leads:write, costs:write\. Made .*last used/);
  await maya.press('Revoke', { near: 'Our CRM:' });
  await saw(maya, /The key Our CRM is revoked/);
  expect(await sendDeals(deal({ external_id: 'too-late' }))).toMatchObject({ status: 401 });
  await tom.command('/partner keys', { channel: channels.internal });
  await saw(tom, /You can’t make and revoke keys/);
  const entries = await t.app.store.prisma.auditEntry.findMany({ where: { verb: { startsWith: 'keys.' } } });
  expect(entries.map(({ summary }) => summary)).toContain('The key “Our CRM” was revoked');
});

test('the document at /openapi.json describes what is really answered', async () => {
  const { body } = await crm.get('/openapi.json');
  const read = z
    .object({
      openapi: z.literal('3.1.0'),
      paths: z.record(
        z.string(),
        z.record(z.string(), z.looseObject({ responses: z.record(z.string(), z.unknown()) })),
      ),
    })
    .parse(body);
  expect(Object.keys(read.paths)).toContain('/ingest/deals');
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  ajv.addFormat('date-time', true);
  ajv.addSchema({ $id: 'tandem', ...(body as object) });
  const schemaAt = (path: string, place: string, method = 'post') =>
    ajv.compile({
      $ref: `tandem#/paths/${path.replaceAll('/', '~1')}/${method}/${place}/content/application~1json/schema`,
    });
  const anew = await makeKey('Another CRM', ['Send deals']);
  const good = { deals: [deal({ external_id: 'described' })] };
  const isGood = schemaAt('/ingest/deals', 'requestBody');
  expect([isGood(good), isGood.errors]).toEqual([true, null]);
  expect(isGood({ deals: [] })).toBe(false);
  const taken = await crm.send(anew, '/ingest/deals', good);
  const isTaken = schemaAt('/ingest/deals', 'responses/200');
  expect([isTaken(taken.body), isTaken.errors]).toEqual([true, null]);
  const refused = await crm.send(anew, '/ingest/deals', { deals: [] });
  expect(refused.status).toBe(422);
  const isRefused = schemaAt('/ingest/deals', 'responses/422');
  expect([isRefused(refused.body), isRefused.errors]).toEqual([true, null]);
  expect(isRefused(taken.body)).toBe(false);
  // Of records of other systems, too, and of leads; what HubSpot signs by itself comes in by another way.
  const leads = await makeKey('CRM with leads', ['Send deals', 'Send leads']);
  const byPath = {
    '/ingest/leads': {
      leads: [{ external_id: 'l', customer: 'Acme', submitted_on: '2026-01-05', status: 'new' }],
    },
    '/ingest/salesforce/leads': {
      ...{ Id: '00Q000000000AbcEAE', Company: 'Acme', Status: 'Open - Not Contacted' },
      CreatedDate: '2026-01-05T10:00:00.000Z',
    },
    '/ingest/hubspot/leads': {
      id: '77',
      properties: { company: 'Acme', hs_lead_status: 'NEW', createdate: '2026-01-05T10:00:00Z' },
    },
  };
  const named = JSON.stringify(byPath)
    .replace('"external_id"', '"partner":"Brightpath Consulting","external_id"')
    .replace('"Company"', '"PartnerAccount":{"Name":"Brightpath Consulting"},"Company"')
    .replace('"company"', '"partner":"Brightpath Consulting","company"');
  for (const [path, sent] of Object.entries(z.record(z.string(), z.unknown()).parse(JSON.parse(named)))) {
    const isAsked = schemaAt(path, 'requestBody');
    expect([path, isAsked(sent), isAsked.errors]).toEqual([path, true, null]);
    const { status, body: answer } = await crm.send(leads, path, sent as object);
    const isAnswer = schemaAt(path, 'responses/200');
    expect([path, status, answer, isAnswer(answer)]).toEqual([
      path,
      200,
      { ...(answer as object), added: 1 },
      true,
    ]);
  }
  const hubspot = z
    .looseObject({
      post: z.looseObject({ security: z.array(z.unknown()), parameters: z.array(z.unknown()) }),
    })
    .parse(read.paths['/ingest/hubspot/deals']).post;
  expect(hubspot.security).toEqual([{ signature: [] }, { hubspot: [] }]);
  expect(hubspot.parameters).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ name: 'key', in: 'query', required: false }),
      expect.objectContaining({ name: 'Tandem-Key', required: false }),
    ]),
  );
  const reader = await makeKey('All of it', [
    ...['Read deals', 'Read leads', 'Read scorecards'],
    ...['Read costs (needs the last one, too)', 'Read monthly usage', 'Read counts of API calls'],
    'Read costs, margins and revenue along with them',
  ]);
  for (const path of ['/deals', '/leads', '/scorecards', '/costs', '/usage', '/api-calls']) {
    const isDescribed = schemaAt(path, 'responses/200', 'get');
    const { status, body: answer } = await crm.get(path, reader.secret);
    expect([path, status, isDescribed(answer), isDescribed.errors]).toEqual([path, 200, true, null]);
  }
});

test('a secret of the other system is shown as it was given, whatever is in it', async () => {
  const { maya } = t.people;
  const secret = 'tick`tock`<a> & *b*_c_';
  await maya.command('/partner keys', { channel: channels.internal });
  await maya.press('Make a key');
  await maya.until(() => maya.modal());
  maya.fill({
    'What is it for?': 'Their hub',
    'It may': ['Send deals'],
    'The other system’s own secret': secret,
  });
  expect(await maya.submit()).toEqual({});
  const shown = await maya.until(() => {
    const words = maya.reads(maya.modal() ?? { text: '', blocks: null });
    return words.includes('This is the only time') && words;
  });
  expect(shown).toContain(secret);
  await maya.close();
});
