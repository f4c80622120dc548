import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { usageTable } from '../../../src/features/ingest/figure-tables.ts';
import { takeFigures } from '../../../src/features/ingest/take-figures.ts';
import { importFile } from '../../../src/features/pipeline/import-file.ts';
import { type ImportCells, importBatch } from '../../../src/features/pipeline/public.ts';
import { channels, startTestApp, type TestApp } from '../../support/app.ts';
import { setUpBrightpath, setUpNorthwind } from './partner.ts';

const shared = { channel: channels.shared };
let t: TestApp;
let brightpath: string;
beforeAll(async () => {
  t = await startTestApp();
  brightpath = await setUpBrightpath(t);
  await setUpNorthwind(t);
});
afterAll(() => t.stop());

function importText(kind: 'deals' | 'leads', lines: readonly string[], partnerName: string | null = null) {
  const bytes = new TextEncoder().encode(lines.join('\n'));
  return t.work((work) => importFile(work, { kind, bytes, partnerName, isDryRun: false }));
}

/** As a CRM sends it over HTTP, signed when `at` says. */
function send(
  kind: 'deals' | 'leads',
  row: Readonly<Record<string, string>>,
  { at, onlyPartnerId = null }: { at?: string; onlyPartnerId?: string | null } = {},
) {
  const cells = { kind, rows: [{ line: 0, cells: row }] } as ImportCells;
  return t.work((work) =>
    importBatch(work, cells, { onlyPartnerId, updatedAt: at ? new Date(at) : work.now }),
  );
}

const dealsOf = (externalId: string) =>
  t.work(({ tx, workspaceId }) =>
    tx.deal.findMany({ where: { workspaceId, externalId }, orderBy: { number: 'asc' } }),
  );

const header = 'external_id,partner,customer,amount,registered_on,closed_on,stage';

describe('saying the same again changes nothing that people have done since', () => {
  const file = [
    header,
    'r1,Brightpath Consulting,Acme,10000,2025-12-01,,open',
    'r2,Brightpath Consulting,Hooli,5000,2025-11-01,2025-12-01,won',
  ];

  test('an amount edited in Slack stays until the source has a new one', async () => {
    const { diego, maya } = t.people;
    expect(await importText('deals', file)).toMatchObject({ added: 2 });
    await diego.mention(channels.shared, 'deal edit D-1');
    await diego.hears('Ready when you are', shared);
    await diego.press('Open the form');
    await diego.until(() => diego.modal());
    diego.fill({ Amount: '12,000' });
    expect(await diego.submit()).toEqual({});
    await t.settled();
    await maya.command('/partner deal reopen D-2', shared);
    await t.settled();
    expect(await importText('deals', file)).toMatchObject({ changed: 0, unchanged: 2, outdated: [] });
    expect(await dealsOf('r1')).toMatchObject([{ amountMinor: 12_000_00n }]);
    expect(await dealsOf('r2')).toMatchObject([{ stage: 'open', closedAt: null }]);
    const news = file.map((line) =>
      line.replace('10000', '15000').replace('2025-12-01,won', '2025-12-02,won'),
    );
    expect(await importText('deals', news)).toMatchObject({ changed: 2 });
    expect(await dealsOf('r1')).toMatchObject([{ amountMinor: 15_000_00n }]);
    expect(await dealsOf('r2')).toMatchObject([{ stage: 'won', closedAt: new Date('2025-12-02T00:00:00Z') }]);
  });

  test('a review that was taken back stays so', async () => {
    const leads = [
      'external_id,partner,customer,submitted_on,status,reviewed_on',
      'l1,Brightpath Consulting,Acme,2025-12-01,accepted,2025-12-03',
    ];
    expect(await importText('leads', leads)).toMatchObject({ added: 1 });
    await t.people.maya.command('/partner lead reopen L-1', shared);
    await t.settled();
    expect(await importText('leads', leads)).toMatchObject({ changed: 0, unchanged: 1 });
    const found = await t.work(({ tx, workspaceId }) =>
      tx.lead.findFirstOrThrow({ where: { workspaceId, externalId: 'l1' } }),
    );
    expect(found).toMatchObject({ status: 'submitted', reviewedAt: null });
  });

  test('a file that does not say as of when it is takes nothing back that came with a time', async () => {
    const won = { stage: 'won', closed_on: '2025-12-20', registered_on: '2025-12-01', amount: '15000' };
    const row = { external_id: 'r1', partner: 'Brightpath Consulting', customer: 'Acme', ...won };
    expect(await send('deals', row)).toMatchObject({ changed: 1 });
    expect(await importText('deals', file.slice(0, 2))).toMatchObject({ changed: 0, outdated: ['r1'] });
    expect(await dealsOf('r1')).toMatchObject([{ stage: 'won' }]);
  });
});

describe('an id is one deal’s, whichever partner it is said to be of', () => {
  const of = (partner: string, more: Readonly<Record<string, string>> = {}) => ({
    ...{ external_id: 'm1', partner, customer: 'Globex', amount: '800' },
    ...{ registered_on: '2025-12-01', stage: 'open', ...more },
  });

  test('one that has moved does not count twice: it is refused with what to do', async () => {
    expect(await send('deals', of('Brightpath Consulting'))).toMatchObject({ added: 1 });
    const [{ number = 0 } = {}] = await dealsOf('m1');
    const words = `“m1” is D-${number} of Brightpath Consulting already`;
    expect(await send('deals', of('Northwind'))).toMatchObject({
      faults: [{ line: 0, faults: { partner: expect.stringContaining(words) } }],
    });
    const line = 'm1,Northwind,Globex,800,2025-12-01,,open';
    expect(await importText('deals', [header, line])).toMatchObject({
      ...{ added: 0, faults: [{ line: 2, faults: { partner: expect.stringContaining(words) } }] },
    });
    expect(
      await importText('deals', [
        header,
        'n,Northwind,A,1,2025-12-01,,open',
        'n,Brightpath Consulting,A,1,2025-12-01,,open',
      ]),
    ).toMatchObject({
      ...{ added: 1, faults: [{ line: 3, faults: { external_id: expect.stringContaining('in line 2') } }] },
    });
    expect(await dealsOf('m1')).toHaveLength(1);
    // As it says: lost here, it comes in there.
    await t.people.maya.command(`/partner deal lost D-${number} moved`, shared);
    await t.settled();
    expect(await send('deals', of('Northwind'))).toMatchObject({ added: 1 });
    expect(await dealsOf('m1')).toMatchObject([{ stage: 'lost' }, { stage: 'open' }]);
    const lead = { external_id: 'm1', customer: 'Globex', submitted_on: '2025-12-01', status: 'new' };
    expect(await send('leads', { ...lead, partner: 'Northwind' })).toMatchObject({ added: 1 });
    expect(await send('leads', { ...lead, partner: 'Brightpath Consulting' })).toMatchObject({
      faults: [{ faults: { partner: expect.stringContaining('is L-2 of Northwind already') } }],
    });
  });

  test('a list that is kept of one partner may count from 1, and its keeper learns of no other', async () => {
    const list = ['id,customer,amount,created,stage', '1,Acme,5,2025-12-01,open'];
    for (const partner of ['Brightpath Consulting', 'Northwind'])
      expect(await importText('deals', list, partner)).toMatchObject({ added: 1, faults: [] });
    const own = of('Brightpath Consulting', { external_id: 'n' });
    expect(await send('deals', own, { onlyPartnerId: brightpath })).toMatchObject({ added: 1 });
  });
});

test('a deal without an amount comes in, and an amount that is known is not taken away', async () => {
  const row = { partner: 'Northwind', customer: 'Initech', registered_on: '2025-12-01', stage: 'open' };
  expect(await send('deals', { ...row, external_id: 'a1' }, { at: '2026-01-01T00:00:00Z' })).toMatchObject({
    added: 1,
  });
  expect(await dealsOf('a1')).toMatchObject([{ amountMinor: 0n, currency: 'GBP' }]);
  expect(
    await send('deals', { ...row, external_id: 'a1', amount: '7' }, { at: '2026-01-02T00:00:00Z' }),
  ).toMatchObject({ changed: 1 });
  expect(await send('deals', { ...row, external_id: 'a1' }, { at: '2026-01-03T00:00:00Z' })).toMatchObject({
    changed: 0,
  });
  expect(await dealsOf('a1')).toMatchObject([{ amountMinor: 700n }]);
});

test('figures of two systems that call them the same are two, and each is found again', async () => {
  const usage = (source: string, quantity: bigint) =>
    t.work((work) => {
      const month = new Date('2025-12-01T00:00:00Z');
      const fields = { kind: 'units', month, amountMinor: null, currency: null, quantity };
      const row = { line: 0, partnerId: brightpath, externalId: '2025-12', updatedAt: work.now, fields };
      return takeFigures(work, usageTable, [{ row }], source);
    });
  expect(await usage('http:Billing', 5n)).toMatchObject({ added: 1 });
  expect(await usage('http:Product', 7n)).toMatchObject({ added: 1, changed: 0 });
  expect(await usage('http:Billing', 6n)).toMatchObject({ added: 0, changed: 1 });
  const stored = await t.work(({ tx, workspaceId }) =>
    tx.usageEntry.findMany({ where: { workspaceId }, orderBy: { quantity: 'asc' } }),
  );
  expect(stored.map(({ quantity }) => quantity)).toEqual([6n, 7n]);
});

test('a file that fails on its way leaves nothing behind', async () => {
  const rows = Array.from({ length: 600 }, (_, n) => `f${n},Northwind,Wayne,5,2025-12-01,,open`);
  const bytes = new TextEncoder().encode([header, ...rows].join('\n'));
  const request = { kind: 'deals', bytes, partnerName: null, isDryRun: false } as const;
  await expect(
    t.work(async (work) => {
      expect(await importFile(work, request)).toMatchObject({ added: 600 });
      throw new Error('the machine went down');
    }),
  ).rejects.toThrow('went down');
  expect(await dealsOf('f0')).toEqual([]);
  expect(await t.work((work) => importFile(work, request))).toMatchObject({ added: 600 });
});
