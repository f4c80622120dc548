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
  const scopes = ['deals:write', 'leads:write'];
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
type Fields = Readonly<Record<string, unknown>>;

/** A lead as a query of Salesforce's API has it; it is 12 January 2026. */
const lead = (id: string, more: Fields = {}) => ({
  attributes: { type: 'Lead', url: `/services/data/v62.0/sobjects/Lead/${id}` },
  ...{ Id: id, Company: 'Umbrella AG', Name: 'Kim Lee', Status: 'Open - Not Contacted' },
  ...{ IsConverted: false, ConvertedDate: null, ConvertedOpportunityId: null },
  ...{ PartnerAccount: { Name: partner }, CreatedDate: '2026-01-05T10:22:00.000+0000' },
  ...{ SystemModstamp: '2026-01-06T10:22:00.000+0000', ...more },
});
const opportunity = (id: string, more: Fields = {}) => ({
  attributes: { type: 'Opportunity', url: `/services/data/v62.0/sobjects/Opportunity/${id}` },
  ...{ Id: id, Name: 'Rollout', Account: { Name: 'Umbrella AG' }, PartnerAccount: { Name: partner } },
  ...{ StageName: 'Prospecting', Amount: 4200, CurrencyIsoCode: 'EUR', CloseDate: '2026-03-01' },
  ...{ CreatedDate: '2026-01-08T10:22:00.000+0000', SystemModstamp: '2026-01-08T10:22:00.000+0000', ...more },
});
const sendLeads = (...records: readonly object[]) => crm.send(key, '/ingest/salesforce/leads', { records });
const sendDeals = (...records: readonly object[]) => crm.send(key, '/ingest/salesforce/deals', { records });

const leads = () =>
  t.work(({ tx, workspaceId }) =>
    tx.lead.findMany({ where: { workspaceId }, orderBy: { externalId: 'asc' } }),
  );
const linkOf = (externalId: string) =>
  t.work(async ({ tx, workspaceId }) => {
    const where = { workspaceId, externalId };
    const deal = await tx.deal.findFirst({ where, include: { lead: true } });
    return deal?.lead?.externalId ?? null;
  });
const entries = () => t.work(({ tx, workspaceId }) => tx.auditEntry.count({ where: { workspaceId } }));

test('leads of Salesforce are all taken or none, and each fault is said by row and field', async () => {
  const answer = await sendLeads(
    lead('00Q1'),
    lead('00Q2', { Company: null, Status: 'Parked', CreatedDate: '2026-02-05T10:22:00.000+0000' }),
    lead('00Q3', { PartnerAccount: { Name: 'Nobody' } }),
    lead('00Q4', { IsConverted: true, ConvertedDate: '2026-01-02', Status: 'Signed by all' }),
    lead('00Q1'),
  );
  expect(answer.status).toBe(422);
  const { faults } = refusal.parse(answer.body).error;
  expect(faults.map(({ row, field }) => [row, field])).toEqual([
    [1, 'customer'],
    [1, 'submitted_on'],
    [1, 'status'],
    [2, 'partner'],
    [3, 'reviewed_on'],
    [4, 'external_id'],
  ]);
  expect(faults[2]?.message).toContain('Parked');
  const event = await sendLeads(lead('00Q1'), { ChangeEventHeader: { entityName: 'Lead' }, Status: 'New' });
  expect(refusal.parse(event.body).error.faults).toMatchObject([{ row: 1, field: 'ChangeEventHeader' }]);
  expect(await leads()).toEqual([]);
});

test('leads of Salesforce sent again change nothing, and an older version sets none back', async () => {
  expect(await sendLeads(lead('00Q1'), lead('00Q2'))).toMatchObject({ body: { added: 2 } });
  const [before, remembered] = [await leads(), await entries()];
  const again = await sendLeads(lead('00Q2'), lead('00Q1'));
  expect(again).toMatchObject({ body: { added: 0, changed: 0, unchanged: 2, outdated: [] } });
  expect(await leads()).toEqual(before);
  expect(await entries()).toBe(remembered);
  const converted = lead('00Q1', {
    ...{ Status: 'Handed over', IsConverted: true, ConvertedDate: '2026-01-09' },
    SystemModstamp: '2026-01-09T10:00:00.000+0000',
  });
  expect(await sendLeads(converted)).toMatchObject({ body: { changed: 1 } });
  const late = lead('00Q1', { Name: 'Lou Reed', SystemModstamp: '2026-01-08T10:00:00.000+0000' });
  expect(await sendLeads(late)).toMatchObject({ body: { changed: 0, outdated: ['00Q1'] } });
  expect(await leads()).toMatchObject([
    {
      ...{ externalId: '00Q1', status: 'accepted', contact: 'Kim Lee' },
      reviewedAt: new Date('2026-01-09T00:00:00Z'),
    },
    { externalId: '00Q2', status: 'submitted', reviewedAt: null },
  ]);
});

test('a converted lead and its opportunity are linked in either order, with 15 characters or 18', async () => {
  const converted = (id: string, opportunityId: string) =>
    lead(id, {
      ...{ Status: 'Closed - Converted', IsConverted: true, ConvertedDate: '2026-01-09' },
      ConvertedOpportunityId: opportunityId,
    });
  await sendLeads(converted('00Q0000000000aa', '006000000000AbcAAE'));
  await sendDeals(opportunity('006000000000AbcAAE'));
  expect(await linkOf('006000000000Abc')).toBe('00Q0000000000aa');
  await sendDeals(opportunity('006000000000Xyz'));
  expect(await linkOf('006000000000Xyz')).toBeNull();
  await sendLeads(converted('00Q0000000000bb', '006000000000XyzAAE'));
  expect(await linkOf('006000000000Xyz')).toBe('00Q0000000000bb');
});

test('a deal of HubSpot is linked with the first of its contacts that came in as leads', async () => {
  const contact = (id: string, createdate: string) => ({
    ...{ id, updatedAt: '2026-01-07T10:00:00Z' },
    properties: { company: 'Hooli', partner, hs_lead_status: 'NEW', createdate },
  });
  const results = ['51', '52', '53'].map((id) => ({ id, type: 'deal_to_contact' }));
  const deal = {
    ...{ id: '900', updatedAt: '2026-01-07T10:00:00Z', associations: { contacts: { results } } },
    properties: {
      ...{ dealname: 'Pilot', dealstage: 'contractsent', amount: '900', company: 'Hooli', partner },
      createdate: '2026-01-06T10:00:00Z',
    },
  };
  const sendContacts = (...records: readonly object[]) => crm.send(key, '/ingest/hubspot/leads', { records });
  expect(await crm.send(key, '/ingest/hubspot/deals', deal)).toMatchObject({ body: { added: 1 } });
  await sendContacts(contact('53', '2026-01-06T10:00:00Z'), contact('54', '2026-01-04T10:00:00Z'));
  expect(await linkOf('900')).toBe('53');
  await sendContacts(contact('52', '2026-01-05T10:00:00Z'));
  expect(await linkOf('900')).toBe('52');
  const remembered = await entries();
  await crm.send(key, '/ingest/hubspot/deals', { records: [deal] });
  expect([await linkOf('900'), await entries()]).toEqual(['52', remembered]);
});
