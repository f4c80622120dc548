import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { endPartnership, loadPartner, resumePartnership } from '../../../src/features/partners/public.ts';
import { makeKey } from '../../../src/platform/http/keys.ts';
import { hashOf } from '../../../src/platform/http/signature.ts';
import { createSealer } from '../../../src/platform/installations/seal.ts';
import { openStore } from '../../../src/platform/store/store.ts';
import { channels, startTestApp, type TestApp } from '../../support/app.ts';
import { type OtherSystem, type ShownKey, startOtherSystem } from '../../support/other-system.ts';
import { createTestDatabase } from '../../support/store.ts';
import { setUpBrightpath } from '../pipeline/partner.ts';

let t: TestApp;
let crm: OtherSystem;
let brightpath: string;
let ofAll: ShownKey;

const sealer = createSealer([{ name: 'test', bytes: Buffer.alloc(32, 1) }]);

beforeAll(async () => {
  t = await startTestApp();
  brightpath = await setUpBrightpath(t);
  await t.publishSample();
  crm = await startOtherSystem(t.app);
  ofAll = await newKey('Ours', ['deals:write', 'costs:write', 'usage:write'], null);
  expect(await crm.send(ofAll, '/ingest/deals', { deals: [deal({ partner_cost: '4321' })] })).toMatchObject({
    body: { added: 1 },
  });
  const usage = [{ ...of, external_id: 'u1', kind: 'revenue', month: '2025-12', amount: '8765' }];
  expect(await crm.send(ofAll, '/ingest/usage', { usage })).toMatchObject({ status: 200 });
});
afterAll(async () => {
  await crm.stop();
  await t.stop();
});

const of = { partner: 'Brightpath Consulting' };
const deal = (fields: object = {}) => ({
  ...{ ...of, external_id: 'd1', customer: 'Acme GmbH', amount: '12500', currency: 'EUR' },
  ...{ registered_on: '2026-01-05', stage: 'open', ...fields },
});
const costs = [{ ...of, external_id: 'c1', kind: 'support', amount: 10, incurred_on: '2026-01-08' }];

const newKey = (name: string, scopes: readonly string[], partnerId: string | null): Promise<ShownKey> =>
  t.work((work) => makeKey(work, sealer, { name, scopes, partnerId, secret: null, createdById: null }));

/** As keys were made before these were refused. */
async function oldKey(name: string, scopes: string[]): Promise<ShownKey> {
  const sends = scopes.some((scope) => scope.endsWith(':write'));
  const harmless = sends ? 'deals:write' : 'deals:read';
  const key = await newKey(name, [harmless], brightpath);
  await t.app.store.prisma.apiKey.update({ where: { id: key.id }, data: { scopes } });
  return key;
}

const says = (answer: { readonly body: unknown }) => JSON.stringify(answer.body);

test('in Slack a key of one partner for anything internal is refused at the field; of all partners it is made', async () => {
  const { maya } = t.people;
  await maya.command('/partner keys', { channel: channels.internal });
  await maya.press('Make a key');
  await maya.until(() => maya.modal());
  for (const internal of [
    ['Read deals', 'Read costs, margins and revenue along with them'],
    ['Read costs (needs the last one, too)'],
    ['Send deals', 'Send costs'],
  ]) {
    maya.fill({
      ...{ 'What is it for?': 'Their BI', 'It may': internal },
      'Of one partner only': 'Brightpath Consulting',
    });
    expect(await maya.submit()).toEqual({
      'It may': expect.stringMatching(/yours alone.*Leave them out, or make it for all partners\./),
    });
  }
  expect(await t.app.store.prisma.apiKey.count({ where: { name: 'Their BI' } })).toBe(0);
  maya.fill({ 'It may': ['Read deals'] });
  expect(await maya.submit()).toEqual({});
  await maya.close();
  expect(await t.app.store.prisma.apiKey.findFirstOrThrow({ where: { name: 'Their BI' } })).toMatchObject({
    scopes: ['deals:read'],
    partnerId: brightpath,
  });
});

test('a key of one partner that was made before is told nothing internal, and sends no costs', async () => {
  const reads = await oldKey('Old reader', [
    ...['deals:read', 'scorecards:read', 'usage:read', 'costs:read', 'internal:read'],
  ]);
  const answers = await Promise.all(
    ['/deals', '/usage', '/scorecards'].map((path) => crm.get(path, reads.secret)),
  );
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  const [deals, usage, scorecards] = answers.map(says);
  expect(deals).toContain('Acme GmbH');
  expect(deals).not.toContain('4321');
  expect(usage).toContain('"u1"');
  expect(usage).not.toContain('8765');
  expect(scorecards).toContain('win_rate');
  expect(scorecards).not.toContain('contribution_margin');
  const refused = await crm.get('/costs', reads.secret);
  expect(refused.status).toBe(403);
  expect(says(refused)).toContain('No key of one partner can have that.');

  const sends = await oldKey('Old sender', ['costs:write']);
  expect(await crm.send(sends, '/ingest/costs', { costs })).toMatchObject({ status: 403 });
  expect(await t.app.store.prisma.costEntry.count()).toBe(0);
  expect(await crm.send(ofAll, '/ingest/costs', { costs })).toMatchObject({ body: { added: 1 } });

  const { maya } = t.people;
  await maya.command('/partner keys', { channel: channels.internal });
  await maya.until(() =>
    maya
      .sees(channels.internal)
      .some(({ text }) => /Old reader.*Not taken for costs:read and internal:read/.test(text)),
  );
});

test('what a deal costs is not taken from a key of one partner, by row and field, in JSON or from a CRM', async () => {
  const narrow = await newKey('Their CRM', ['deals:write'], brightpath);
  const { partner: _, ...mine } = deal({ external_id: 'd2' });
  const answer = await crm.send(narrow, '/ingest/deals', {
    deals: [
      { ...mine, partner_cost: '' },
      { ...mine, external_id: 'd3', partner_cost: 1, stage: 'maybe' },
    ],
  });
  expect(answer).toMatchObject({
    status: 422,
    body: {
      error: {
        faults: [
          { row: 1, field: 'stage' },
          { row: 1, field: 'partner_cost', message: expect.stringContaining('key for all partners') },
        ],
      },
    },
  });
  const opportunity = {
    ...{ Id: '006000000000AbcEAE', Name: 'Rollout', Account: { Name: 'Hooli' }, StageName: 'Prospecting' },
    ...{ Amount: 10, CurrencyIsoCode: 'EUR', CreatedDate: '2026-01-05T10:22:00.000+0000', partner_cost: 7 },
  };
  expect(await crm.send(narrow, '/ingest/salesforce/deals', opportunity)).toMatchObject({
    status: 422,
    body: { error: { faults: [{ row: 0, field: 'partner_cost' }] } },
  });
  expect(await t.app.store.prisma.deal.count()).toBe(1);
  const without = { deals: [{ ...mine, partner_cost: '' }] };
  expect(await crm.send(narrow, '/ingest/deals', without)).toMatchObject({ body: { added: 1 } });
});

test('a key of a partner that left is refused, whatever it asks for, until they are back', async () => {
  const reads = await newKey('Left, reads', ['deals:read', 'scorecards:read'], brightpath);
  const sends = await newKey('Left, sends', ['deals:write'], brightpath);
  const { partner: _, ...mine } = deal({ external_id: 'd9' });
  const all = () =>
    Promise.all([
      crm.get('/deals', reads.secret),
      crm.get('/deals?partner=Brightpath%20Consulting', reads.secret),
      crm.get('/scorecards', reads.secret),
      crm.send(sends, '/ingest/deals', { deals: [mine] }),
    ]);
  const partner = () => t.work((work) => loadPartner(work, brightpath));
  const left = await partner();
  await t.work((work) => endPartnership(work, left));
  const refused = await all();
  expect(refused.map(({ status }) => status)).toEqual([403, 403, 403, 403]);
  for (const each of refused) {
    expect(says(each)).toContain('partnership has ended');
    expect(each.text).not.toContain('Acme');
  }
  expect(await t.app.store.prisma.deal.count({ where: { externalId: 'd9' } })).toBe(0);
  // Who cannot sign learns nothing of it.
  const forged = await crm.send({ ...sends, secret: 'guessed' }, '/ingest/deals', { deals: [mine] });
  expect([forged.status, says(forged).includes('partnership')]).toEqual([401, false]);
  const { maya } = t.people;
  await maya.command('/partner keys', { channel: channels.internal });
  await maya.until(() =>
    maya.sees(channels.internal).some(({ text }) => /Left, reads.*Refused: the partnership ended/.test(text)),
  );
  const ended = await partner();
  await t.work((work) => resumePartnership(work, ended, ended.managerPersonId));
  expect((await all()).map(({ status }) => status)).toEqual([200, 200, 200, 200]);
});

test('the command makes no such key either, nor one of a partner that left', {
  timeout: 120_000,
}, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tandem-keys-'));
  const { options, drop } = await createTestDatabase();
  const store = await openStore({ ...options, dataDir: join(folder, 'data') });
  const ids = { id: crypto.randomUUID(), workspaceId: crypto.randomUUID() };
  const createdAt = t.clock.now();
  await store.prisma.workspace.create({
    data: { id: ids.workspaceId, slackTeamId: 'T0ONE', name: 'One', botUserId: 'U0BOT', createdAt },
  });
  const named = (name: string) => ({ name, nameKey: name.toLowerCase(), tier: 'gold', timeZone: 'UTC' });
  const since = { managerPersonId: crypto.randomUUID(), createdAt };
  await store.prisma.partner.createMany({
    data: [
      { ...ids, ...named('Northwind'), ...since },
      { ...ids, id: crypto.randomUUID(), ...named('Gone'), ...since, endedAt: createdAt },
    ],
  });
  await store.prisma.apiKey.create({
    data: {
      ...{ id: crypto.randomUUID(), workspaceId: ids.workspaceId, partnerId: ids.id, name: 'Old' },
      ...{ scopes: ['deals:read', 'internal:read'], tokenHash: hashOf('an old token'), createdAt },
    },
  });
  await store.close();
  const env = { ...process.env, DATA_DIR: join(folder, 'data'), DATABASE_URL: options.databaseUrl ?? '' };
  const run = (...args: readonly string[]) =>
    promisify(execFile)(process.execPath, ['--import', 'tsx', 'src/cli/keys.ts', ...args], { env }).catch(
      (error) => error,
    );
  const make = ['make', 'Their BI', '--partner', 'Northwind', '--for'];
  expect(await run(...make, 'deals:read,internal:read')).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/yours alone.*make it for all partners/),
  });
  expect(await run('make', 'Theirs', '--partner', 'Gone', '--for', 'deals:read')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('The partnership with Gone has ended'),
  });
  expect(await run('list')).toMatchObject({
    stdout: expect.stringMatching(/Old: deals:read, internal:read; .*not taken for internal:read/),
  });
  await rm(folder, { recursive: true, force: true });
  await drop();
});
