import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { personBySlackId } from '../../../src/features/partners/public.ts';
import { importFile } from '../../../src/features/pipeline/import-file.ts';
import { makeKey } from '../../../src/platform/http/keys.ts';
import { cast } from '../../../src/sandbox/seed-world.ts';
import { channels, startTestApp, type TestApp } from '../../support/app.ts';
import { type OtherSystem, startOtherSystem } from '../../support/other-system.ts';
import { setUpBrightpath } from '../pipeline/partner.ts';
import { fileSent } from '../scorecards/files.ts';

let t: TestApp;
let crm: OtherSystem;
let brightpath: string;

const day = (of: string) => new Date(`${of}T10:00:00Z`);
const internalColumns = ['partner_cost', 'is_contested', 'routed_because'];

beforeAll(async () => {
  t = await startTestApp();
  brightpath = await setUpBrightpath(t);
  await t.publishSample();
  crm = await startOtherSystem(t.app);
  await t.work(addRows);
  await importRows('leads', [
    'external_id,partner,customer,territory,submitted_on,status,updated_at',
    'l-2,Brightpath Consulting,Globex,dach,2025-12-03,new,2025-12-04T09:30:00Z',
  ]);
  await importRows('deals', [
    'external_id,partner,customer,amount,currency,registered_on,stage,updated_at',
    'd-3,Brightpath Consulting,Hooli,10000,EUR,2025-12-01,open,2025-12-02T08:00:00Z',
  ]);
});
afterAll(async () => {
  await crm.stop();
  await t.stop();
});

function importRows(kind: 'deals' | 'leads', lines: readonly string[]) {
  const bytes = new TextEncoder().encode(lines.join('\n'));
  return t.work((work) => importFile(work, { kind, bytes, partnerName: null, isDryRun: false }));
}

/** A lead with Lena that became the sourced D-1, and a contested deal that is influenced. */
async function addRows(work: Parameters<Parameters<TestApp['work']>[0]>[0]): Promise<void> {
  const { tx, workspaceId, newId } = work;
  const ids = { lead: newId(), sourced: newId() };
  const idOf = async (who: string) => (await personBySlackId(work, who)).id;
  const [diego, aiko, maya, lena] = [
    await idOf(cast.diego),
    await idOf(cast.aiko),
    await idOf(cast.maya),
    await idOf(cast.lena),
  ];
  const lead = { workspaceId, partnerId: brightpath };
  await tx.lead.createMany({
    data: [
      {
        ...{ ...lead, id: ids.lead, number: 1, customer: 'Acme', status: 'accepted' },
        ...{ createdAt: day('2025-11-03'), reviewedAt: day('2025-11-04'), ownerPersonId: lena },
        ...{ territory: 'dach', segment: 'industry' },
      },
    ],
  });
  const routing = { workspaceId, leadId: ids.lead, personId: lena, at: day('2025-11-03') };
  await tx.leadRouting.create({
    data: { ...routing, id: newId(), why: ['covers DACH', 'has the fewest open leads (1)'] },
  });
  const deal = { workspaceId, partnerId: brightpath, currency: 'EUR', amountMinor: 1_000_000n };
  const won = { stage: 'won', registeredAt: day('2025-11-10'), closedAt: day('2025-12-20') };
  const approved = { registration: 'approved', protectedUntil: new Date('2026-02-07T23:00:00Z') };
  await tx.deal.createMany({
    data: [
      {
        ...{ ...deal, ...won, ...approved, id: ids.sourced, number: 1, customer: 'Acme', name: 'Rollout' },
        ...{ leadId: ids.lead, registeredById: diego, partnerCostMinor: 432_100n },
      },
      {
        ...{ ...deal, ...won, ...approved, id: newId(), number: 2, customer: 'Initech', name: 'Pilot' },
        ...{ isContested: true, influence: 'Ran the workshop', registeredById: diego, ownerPersonId: aiko },
      },
    ],
  });
  const role = (key: string, personId: string) => ({ dealId: ids.sourced, role: key, personId });
  await tx.dealRole.createMany({
    data: [role('sponsor', maya), role('solution', aiko)].map((each) => ({
      ...each,
      id: newId(),
      workspaceId,
    })),
  });
}

async function token(scopes: readonly string[], partnerId: string | null = null): Promise<string> {
  const made = await t.work((work) =>
    makeKey(work, null, { name: 'BI', scopes, partnerId, secret: null, createdById: null }),
  );
  return made.secret;
}
const both = ['deals:read', 'leads:read'];
const rows = (name: string) => z.object({ [name]: z.array(z.looseObject({ number: z.number() })) });
async function read(name: 'deals' | 'leads', secret: string) {
  const answer = await crm.get(`/${name}`, secret);
  return rows(name).parse(answer.body)[name] ?? [];
}

test('what is exported backs the numbers: how a deal is the partner’s, whose it is, which lead it came from', async () => {
  const secret = await token([...both, 'internal:read']);
  const [sourced, influenced, open] = await read('deals', secret);
  expect(sourced).toMatchObject({
    ...{ number: 1, registration: 'approved', protected_until: '2026-02-07', attribution: 'sourced' },
    ...{ influence: null, is_contested: false, lead_number: 1, owner: 'Diego Santos' },
    ...{ roles: 'solution: Aiko Tanaka; sponsor: Maya Chen', source: 'slack', updated_at: null },
    partner_cost: '4321.00',
  });
  expect(influenced).toMatchObject({
    ...{ attribution: 'influenced', influence: 'Ran the workshop', is_contested: true, owner: 'Aiko Tanaka' },
    ...{ lead_number: null, roles: null },
  });
  expect(open).toMatchObject({
    ...{ registration: 'none', protected_until: null, attribution: null, owner: null, is_contested: false },
    ...{ source: 'elsewhere', updated_at: '2025-12-02T08:00:00.000Z' },
  });
  const [won, waiting] = await read('leads', secret);
  expect(won).toMatchObject({
    ...{ territory: 'dach', segment: 'industry', capability: null, deal_number: 1, owner: 'Lena Fischer' },
    ...{ routed_because: 'covers DACH and has the fewest open leads (1)', source: 'slack', updated_at: null },
  });
  expect(waiting).toMatchObject({
    ...{
      territory: 'dach',
      deal_number: null,
      owner: 'Maya Chen',
      routed_because: expect.stringContaining('nobody'),
    },
    ...{ source: 'elsewhere', updated_at: '2025-12-04T09:30:00.000Z' },
  });
  const csv = await crm.get('/deals?format=csv', secret);
  expect(csv.text.split('\r\n')[0]?.replace('\uFEFF', '')).toBe(
    'number,external_id,partner,partner_id,customer,name,amount,currency,registered_on,closed_on,stage,loss_reason,partner_cost,registration,protected_until,attribution,influence,is_contested,lead_number,owner,roles,source,updated_at',
  );
  const leads = await crm.get('/leads?format=csv', secret);
  expect(leads.text.split('\r\n')[0]?.replace('\uFEFF', '')).toBe(
    'number,external_id,partner,partner_id,customer,contact,note,submitted_on,status,reviewed_on,decline_reason,territory,segment,capability,deal_number,owner,routed_because,source,updated_at',
  );
});

test('a key without internal:read, one of the partner’s, and one made before, get the rest and nothing internal', async () => {
  const ofPartner = await token(both, brightpath);
  const old = await token(both, brightpath);
  await t.app.store.prisma.apiKey.updateMany({
    where: { partnerId: brightpath },
    data: { scopes: [...both, 'internal:read'] },
  });
  for (const secret of [await token(both), ofPartner, old]) {
    const deals = await read('deals', secret);
    expect(deals.map((each) => [each.attribution, each.owner])).toEqual([
      ['sourced', 'Diego Santos'],
      ['influenced', 'Aiko Tanaka'],
      [null, null],
    ]);
    const leads = await read('leads', secret);
    expect(leads.map((each) => [each.territory, each.owner])).toEqual([
      ['dach', 'Lena Fischer'],
      ['dach', 'Maya Chen'],
    ]);
    for (const row of [...deals, ...leads])
      for (const column of internalColumns) expect(row[column] ?? null).toBeNull();
  }
});

test('a partner’s person is sent a file without the columns that are internal, the manager one with them', async () => {
  const { diego, maya } = t.people;
  for (const [kind, column, internal] of [
    ['deals', 'attribution', ['partner_cost', 'is_contested']],
    ['leads', 'territory', ['routed_because']],
  ] as const) {
    await diego.mention(channels.shared, `export ${kind}`);
    const theirs = await fileSent(t, diego, `${kind}.csv`);
    expect(theirs[0]?.split(',')).toContain(column);
    for (const each of internal) expect(theirs[0]).not.toContain(each);
    expect(theirs.join()).not.toMatch(/4321|fewest open leads|nobody/);
    await maya.command(`/partner export ${kind} Brightpath`, { channel: channels.internal });
    const ours = await fileSent(t, maya, `${kind}.csv`);
    expect(ours[0]?.split(',')).toEqual(expect.arrayContaining([...internal]));
    expect(ours.join()).toMatch(kind === 'deals' ? /4321/ : /fewest open leads/);
  }
});

test('a file that was exported can be imported again, and changes nothing', async () => {
  const secret = await token([...both, 'internal:read']);
  for (const [kind, fromSlack] of [
    ['deals', [2, 3]],
    ['leads', [2]],
  ] as const) {
    const { text } = await crm.get(`/${kind}?format=csv`, secret);
    const result = await importRows(kind, [text]);
    // What began in Slack has no id elsewhere to be found by.
    expect(result).toMatchObject({ added: 0, changed: 0, unchanged: 1, outdated: [] });
    expect(result.faults.map(({ line, faults }) => [line, Object.keys(faults)])).toEqual(
      fromSlack.map((line) => [line, ['external_id']]),
    );
  }
});
