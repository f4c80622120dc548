import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseMoney } from '../../../src/core/money.ts';
import { decodeCsv, readRecords } from '../../../src/features/pipeline/rules/csv.ts';
import { readDealRow, readLeadRow } from '../../../src/features/pipeline/rules/import-rows.ts';
import { mappings, readExport } from '../../../src/features/pipeline/rules/mappings/catalogue.ts';
import { type Mapping, mapRecord } from '../../../src/features/pipeline/rules/mappings/mapping.ts';
import { withPlainDays } from '../../../src/features/pipeline/rules/mappings/slashed-days.ts';
import { unwrapRecord } from '../../../src/features/pipeline/rules/mappings/unwrap.ts';
import { shortId } from '../../../src/features/pipeline/rules/salesforce-id.ts';
import { fc } from '../core/properties.ts';

const partner = { id: 'p', name: 'Brightpath', currency: 'EUR' };
const context = {
  ...{ partners: [partner], partner, now: new Date('2026-02-01T08:00:00Z') },
  ...({ timeZone: 'Europe/Berlin', ids: 'of_all', routing: null, readMoney: parseMoney } as const),
};

function read(kind: 'deals' | 'leads', lines: readonly string[]) {
  const found = readExport(kind, readRecords(lines.join('\n')));
  if (!found) throw new Error('no system was recognised');
  const rows = found.rows.map((row) => (kind === 'deals' ? readDealRow : readLeadRow)(row, context));
  return { system: found.system, rows };
}

describe('an export', () => {
  test('of HubSpot’s deals is recognised and read, stages and all', () => {
    const { system, rows } = read('deals', [
      'Record ID;Deal Name;Deal Stage;Close Date;Deal owner;Amount;Currency;Create Date;Last Modified Date;Associated Company',
      '101;Rollout;Closed Won (Sales Pipeline);2026-01-20 09:00;Kim;12500;EUR;2026-01-05 10:22;2026-01-20 09:01;Acme',
      '102;Pilot;Appointment Scheduled (Sales Pipeline);2026-03-01 09:00;Kim;900;EUR;2026-01-06 10:22;2026-01-06 10:22;Hooli',
      '103;Other;Legal review (Sales Pipeline);;Kim;-5;EUR;2026-01-06 10:22;;Hooli',
    ]);
    expect(system).toBe('HubSpot');
    expect(rows).toMatchObject([
      {
        row: {
          ...{ externalId: '101', customer: 'Acme', name: 'Rollout', registeredOn: '2026-01-05' },
          amount: { amountMinor: 12_500_00n, currency: 'EUR' },
          state: { stage: 'won', closedOn: '2026-01-20' },
          updatedAt: new Date('2026-01-20T08:01:00Z'),
        },
      },
      { row: { externalId: '102', state: { stage: 'open' } } },
      {
        faults: {
          line: 4,
          faults: { stage: expect.stringContaining('Legal review'), amount: expect.anything() },
        },
      },
    ]);
  });

  test('of Salesforce, by report and by Data Loader, whose two stamps do not get in each other’s way', () => {
    const report = read('deals', [
      'Opportunity ID,Opportunity Name,Account Name,Stage,Amount,Amount Currency,Close Date,Created Date',
      '006A,Rollout,Acme,Closed Lost,12500.50,EUR,2026-01-20,2026-01-05',
    ]);
    expect(report).toMatchObject({
      system: 'Salesforce',
      rows: [{ row: { externalId: '006A', amount: { amountMinor: 12_500_50n }, state: { stage: 'lost' } } }],
    });
    const loader = read('deals', [
      '"ID","NAME","ACCOUNT.NAME","STAGENAME","AMOUNT","CLOSEDATE","CREATEDDATE","LASTMODIFIEDDATE","SYSTEMMODSTAMP","ISWON","ISCLOSED"',
      '"006B","Pilot","Acme","Signed by all","10.0","2026-01-20","2026-01-05T10:00:00.000Z","2026-01-20T10:00:00.000Z","2026-01-21T10:00:00.000Z","true","true"',
    ]);
    expect(loader.rows).toMatchObject([
      { row: { customer: 'Acme', state: { stage: 'won' }, updatedAt: new Date('2026-01-21T10:00:00Z') } },
    ]);
  });

  test('of leads of both', () => {
    const hubspot = read('leads', [
      'Record ID,Company name,Email,Lead Status,Create Date,Last Modified Date',
      '5,Acme,kim@acme.example,UNQUALIFIED,2026-01-05 10:00,2026-01-07 10:00',
    ]);
    const salesforce = read('leads', [
      'Lead ID,Company / Account,Full Name,Lead Status,Create Date,Last Modified Date',
      '00Q1,Acme,Kim Lee,Closed - Converted,2026-01-05,2026-01-07',
      '00Q2,Hooli,Lou Reed,Open - Not Contacted,2026-01-05,2026-01-07',
    ]);
    expect(hubspot.rows).toMatchObject([
      {
        row: { contact: 'kim@acme.example', state: { status: 'declined', reviewed: { day: '2026-01-07' } } },
      },
    ]);
    expect(salesforce.rows).toMatchObject([
      {
        row: {
          customer: 'Acme',
          contact: 'Kim Lee',
          state: { status: 'accepted', reviewed: { day: '2026-01-07' } },
        },
      },
      { row: { customer: 'Hooli', state: { status: 'submitted' } } },
    ]);
  });

  test('of HubSpot with its labels of today: the primary company by name, how it ended by yes and no', () => {
    const header =
      'Record ID,Deal Name,Deal Stage,Amount,Amount in company currency,Currency,Create Date,Close Date,Last Modified Date,Is Closed Won,Is Deal Closed?,Associated Company IDs (Primary),Associated Company (Primary)';
    const { rows } = read('deals', [
      `\uFEFF${header}`,
      '"101","Rollout","Signed (Sales Pipeline)","12500.0","13600.0","EUR","2026-01-05 10:22","2026-01-20 09:00","2026-01-20 09:01","true","true","9001","Acme, Inc."',
      '102,Pilot,Legal review,900,980,EUR,2026-01-05 10:22,2026-03-20 09:00,2026-01-20 09:01,false,false,9002,Hooli',
    ]);
    expect(rows).toMatchObject([
      { row: { customer: 'Acme, Inc.', amount: { amountMinor: 12_500_00n }, state: { stage: 'won' } } },
      { row: { customer: 'Hooli', state: { stage: 'open' } } },
    ]);
    const contacts = read('leads', [
      'Record ID,First Name,Last Name,Email,Lead Status,Create Date,Associated Company IDs (Primary),Associated Company (Primary)',
      '5,Kim,Lee,kim@acme.example,ATTEMPTED_TO_CONTACT,2026-01-05 10:00,9001,Acme',
    ]);
    expect(contacts.rows).toMatchObject([{ row: { customer: 'Acme', state: { status: 'submitted' } } }]);
  });

  test('says which leads became which deals: HubSpot’s by association, Salesforce’s leads once converted', () => {
    const deals = read('deals', [
      'Record ID,Deal Name,Deal Stage,Amount,Create Date,Associated Company,Associated Contact IDs',
      '101,Rollout,Contract sent,900,2026-01-05 10:22,Acme,77;5; 77',
      '102,Pilot,Contract sent,900,2026-01-05 10:22,Acme,',
    ]);
    expect(deals.rows).toMatchObject([
      { row: { leadExternalIds: ['5', '77'] } },
      { row: { leadExternalIds: [] } },
    ]);
    const own = read('deals', [
      'Id,Name,Account.Name,StageName,CreatedDate,Lead_External_Id__c',
      '006A,Rollout,Acme,Prospecting,2026-01-05,00Q000000000AbcEAE',
    ]);
    expect(own.rows).toMatchObject([{ row: { leadExternalIds: ['00Q000000000Abc'] } }]);
    const contacts = read('leads', [
      'Record ID,Company name,Lead Status,Create Date,Associated Deal IDs',
      '5,Acme,NEW,2026-01-05 10:00,101',
    ]);
    expect(contacts.rows).toMatchObject([{ row: { dealExternalIds: ['101'] } }]);
    const leads = read('leads', [
      '"ID","COMPANY","STATUS","CREATEDDATE","ISCONVERTED","CONVERTEDDATE","CONVERTEDOPPORTUNITYID"',
      '"00Q1","Acme","Handed over","2026-01-05T10:00:00.000Z","true","2026-01-09","006000000000AbcAAE"',
      '"00Q2","Hooli","Working - Contacted","2026-01-05T10:00:00.000Z","false","",""',
    ]);
    expect(leads.rows).toMatchObject([
      {
        row: {
          ...{ dealExternalIds: ['006000000000Abc'], isReviewByChange: false },
          state: { status: 'accepted', reviewed: { day: '2026-01-09' } },
        },
      },
      { row: { dealExternalIds: [], state: { status: 'submitted' } } },
    ]);
  });

  test('of Salesforce has one id for a record, with 15 characters or with 18', () => {
    // By hand: 001A0 has a capital in place 3, so 8, the letter I; 00000 none, A; 6Vm9r one in place 1, so 2, C.
    expect(shortId('001A0000006Vm9rIAC')).toBe('001A0000006Vm9r');
    expect(shortId('001A0000006Vm9r')).toBe('001A0000006Vm9r');
    expect(shortId('001A0000006Vm9rIAD')).toBe('001A0000006Vm9rIAD');
    expect(shortId('006A')).toBe('006A');
    const idOf = (id: string) =>
      read('leads', ['Lead ID,Company / Account,Lead Status,Create Date', `${id},Acme,New,2026-01-05`]).rows;
    expect(idOf('00Q000000000AbcEAE')).toEqual(idOf('00Q000000000Abc'));
  });

  test('of nobody in particular is left to its own columns', () => {
    expect(readExport('deals', readRecords('external_id,customer,stage\n1,Acme,open'))).toBeNull();
  });
});

describe('days with slashes in an export', () => {
  const report = (...days: readonly (readonly [created: string, close: string])[]) =>
    read('deals', [
      'Opportunity ID,Opportunity Name,Account Name,Stage,Amount,Close Date,Created Date,Last Modified Date',
      ...days.map(
        ([created, close], index) =>
          `006A${index},Rollout,Acme,Closed Won,5,${close},"${created}","${close}, 4:06 PM"`,
      ),
    ]).rows;

  test('are read as all of them were written, where one can be read in one way only', () => {
    expect(report(['1/5/2026', '1/20/2026'], ['12/1/2025, 9:05 AM', '1/5/2026'])).toMatchObject([
      {
        row: {
          ...{ registeredOn: '2026-01-05', state: { stage: 'won', closedOn: '2026-01-20' } },
          updatedAt: new Date('2026-01-19T23:00:00Z'),
        },
      },
      { row: { registeredOn: '2025-12-01', state: { stage: 'won', closedOn: '2026-01-05' } } },
    ]);
    expect(report(['5/1/2026', '20/1/2026'])).toMatchObject([
      { row: { registeredOn: '2026-01-05', state: { closedOn: '2026-01-20' } } },
    ]);
  });

  test('are refused with what to write where none says so, or two disagree', () => {
    const words = expect.stringMatching(/could be 5 Jan 2026 or 1 May 2026.*Days like 2026-01-05 are always/);
    expect(report(['5/1/2026', '5/1/2026'])).toMatchObject([
      {
        faults: {
          faults: {
            registered_on: words,
            closed_on: words,
            updated_at: expect.stringContaining('2026-01-05T10:22:00Z'),
          },
        },
      },
    ]);
    expect(report(['5/1/2026', '20/1/2026'], ['1/20/2026', '1/20/2026'])).toMatchObject([
      { faults: { faults: { registered_on: words } } },
      { faults: { faults: { updated_at: expect.anything() } } },
    ]);
  });

  test('are never taken for another day', () => {
    const day = fc.date({
      ...{ min: new Date('2020-01-01T00:00:00Z'), max: new Date('2025-12-31T00:00:00Z') },
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(fc.array(day, { minLength: 1 }), fc.boolean(), (days, isMonthFirst) => {
        const rows = days.map((each, line) => {
          const [month, date] = [each.getUTCMonth() + 1, each.getUTCDate()];
          const written = isMonthFirst ? [month, date] : [date, month];
          return {
            line,
            cells: { closed_on: [...written, each.getUTCFullYear()].join('/'), name: '20/1/2026' },
          };
        });
        const read = withPlainDays(rows);
        const isTold = days.some((each) => each.getUTCDate() > 12);
        expect(read).toEqual(
          isTold
            ? days.map((each, line) => ({
                line,
                cells: { closed_on: each.toISOString().slice(0, 10), name: '20/1/2026' },
              }))
            : rows,
        );
      }),
    );
  });
});

test('UTF-16 of either order is read, Windows-1252 refused', () => {
  const little = Buffer.from('\uFEFFid;customer\n1;Zürich', 'utf16le');
  const big = Buffer.from(little).swap16();
  for (const bytes of [little, big])
    expect(readRecords(decodeCsv(bytes)).rows[0]?.cells).toEqual(['1', 'Zürich']);
  expect(() => decodeCsv(Buffer.from('id\nZürich', 'latin1'))).toThrow('isn’t UTF-8');
});

test('a row with more cells than the header is refused with its line, one that leaves out its last is not', () => {
  const header = 'external_id,customer,registered_on,stage,closed_on,amount';
  const ragged = `${header}\n6,Acme,2026-01-05,open\n7,Acme,2026-01-05,won,2026-02-05,12,500\n8,"A, B",2026-01-05,open,,5`;
  expect(() => readRecords(ragged)).toThrow('Line 3: more cells than the 6 columns of the header.');
  expect(
    readRecords(ragged.replace('12,500', '"12,500",,')).rows.map(({ cells }) => cells.slice(0, 6)),
  ).toEqual([
    ['6', 'Acme', '2026-01-05', 'open'],
    ['7', 'Acme', '2026-01-05', 'won', '2026-02-05', '12,500'],
    ['8', 'A, B', '2026-01-05', 'open', '', '5'],
  ]);
  const many = [header, ...Array.from({ length: 9 }, () => '1,A,B,C,D,E,F')].join('\n');
  expect(() => readRecords(many)).toThrow('Lines 2, 3, 4, 5, 6 and 4 more: more cells');
});

test('a first line that names the separator, as Excel writes it, is no header', () => {
  const { header, rows } = readRecords('sep=;\r\nid;customer\r\n1;Acme, Inc.\r\n');
  expect(header).toEqual(['id', 'customer']);
  expect(rows).toEqual([{ line: 3, cells: ['1', 'Acme, Inc.'] }]);
});

describe('a record in JSON', () => {
  const hubspot = mappings.find(({ system, kind }) => system === 'HubSpot' && kind === 'deals');
  if (!hubspot) throw new Error('HubSpot has a mapping');

  test('is unwrapped as the API has it', () => {
    const read = unwrapRecord(hubspot, {
      id: '9',
      properties: {
        dealname: 'Rollout',
        dealstage: '1234',
        hs_is_closed: 'true',
        hs_is_closed_won: 'false',
        amount: '7',
      },
      updatedAt: '2026-01-20T09:01:00.000Z',
    });
    if (!('record' in read)) throw new Error(read.fault.join());
    expect(mapRecord(hubspot, read.record)).toEqual({
      ...{
        external_id: '9',
        name: 'Rollout',
        stage: 'lost',
        amount: '7',
        updated_at: '2026-01-20T09:01:00.000Z',
      },
    });
  });

  test('says what it is associated with, in the words of today’s API and of older webhooks', () => {
    const contactsOf = (associations: unknown) => {
      const read = unwrapRecord(hubspot, { id: '9', properties: { dealname: 'Rollout' }, associations });
      if (!('record' in read)) throw new Error(read.fault.join());
      const cells: Readonly<Record<string, string | undefined>> = mapRecord(hubspot, read.record);
      return cells.lead_external_id;
    };
    const twice = ['deal_to_contact', 'deal_to_contact_unlabeled'].map((type) => ({ id: '51', type }));
    expect(contactsOf({ contacts: { results: [...twice, { id: '7', type: 'deal_to_contact' }] } })).toBe(
      '51;51;7',
    );
    expect(contactsOf({ associatedVids: [51, 7], associatedCompanyIds: [3] })).toBe('51;7');
    for (const none of [undefined, null, 'x', { contacts: 5 }, { contacts: { results: [null, {}] } }])
      expect(contactsOf(none)).toBeUndefined();
    const own = unwrapRecord(hubspot, {
      ...{ id: '9', associations: { associatedVids: [51] } },
      properties: { lead_external_id: '7' },
    });
    expect('record' in own && mapRecord(hubspot, own.record)).toMatchObject({ lead_external_id: '7' });
  });

  test('goes by its flags where they say which end, by its stage where they only say that it is over', () => {
    const salesforce = mappings.find(({ system, kind }) => system === 'Salesforce' && kind === 'deals');
    if (!salesforce) throw new Error('Salesforce has a mapping');
    const stageOf = (mapping: Mapping, record: Readonly<Record<string, string>>) => {
      const cells: Readonly<Record<string, string | undefined>> = mapRecord(mapping, record);
      return cells.stage;
    };
    const ofHubSpot = (record: Readonly<Record<string, string>>) => stageOf(hubspot, record);
    const ofSalesforce = (record: Readonly<Record<string, string>>) => stageOf(salesforce, record);
    expect(ofHubSpot({ deal_stage: 'Closed Won (Sales Pipeline)', is_deal_closed: 'true' })).toBe('won');
    expect(ofHubSpot({ dealstage: 'closedlost', hs_is_closed: 'true' })).toBe('lost');
    expect(ofSalesforce({ stagename: 'Closed Won', isclosed: 'true' })).toBe('won');
    expect(ofSalesforce({ stagename: 'Closed Lost', isclosed: 'true', iswon: 'false' })).toBe('lost');
    // A stage that an account has made an end is one; a name nobody knows is refused with the row.
    expect(ofHubSpot({ dealstage: 'contractsent', hs_is_closed: 'true', hs_is_closed_won: 'true' })).toBe(
      'won',
    );
    expect(ofHubSpot({ dealstage: 'x', hs_is_closed: 'false' })).toBe('open');
    expect(ofHubSpot({ dealstage: 'x', hs_is_closed: 'true' })).toBe('x');
    for (const flags of [
      { iswon: 'false', isclosed: 'true' },
      { iswon: 'false', isclosed: 'false' },
    ])
      expect(ofSalesforce({ stagename: 'Closed Won', ...flags })).toMatch(
        /^Closed Won, but marked as (lost|open)$/,
      );
    expect(ofSalesforce({ stagename: 'Closed Lost', iswon: 'true' })).toBe('Closed Lost, but marked as won');
  });

  test('that carries a part only is refused with the reason', () => {
    const event = { eventId: 1, subscriptionId: 2, portalId: 3, appId: 4, occurredAt: 1_767_607_320_000 };
    for (const subscriptionType of ['deal.propertyChange', 'deal.creation', 'object.propertyChange'])
      expect(unwrapRecord(hubspot, { ...event, subscriptionType, objectId: 1 })).toMatchObject({
        fault: ['subscriptionType', expect.stringContaining('one property')],
      });
    expect(unwrapRecord({ system: 'Salesforce' }, { ChangeEventHeader: {} })).toHaveProperty('fault');
  });
});

test('folder and catalogue agree', () => {
  const files = readdirSync('src/features/pipeline/rules/mappings').filter((name) =>
    /^(hubspot|salesforce)-/.test(name),
  );
  expect(mappings.map(({ system, kind }) => `${system.toLowerCase()}-${kind}.ts`).sort()).toEqual(
    files.sort(),
  );
});
