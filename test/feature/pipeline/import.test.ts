import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ImportResult, importFile } from '../../../src/features/pipeline/import-file.ts';
import { channels, startTestApp, type TestApp } from '../../support/app.ts';
import { setUpBrightpath, setUpNorthwind } from './partner.ts';

let t: TestApp;
let brightpath: string;
beforeAll(async () => {
  t = await startTestApp();
  brightpath = await setUpBrightpath(t);
  await setUpNorthwind(t);
});
afterAll(() => t.stop());

function importText(
  kind: 'deals' | 'leads',
  text: string,
  options: { partnerName?: string; isDryRun?: boolean } = {},
): Promise<ImportResult> {
  const request = {
    kind,
    bytes: new TextEncoder().encode(text),
    partnerName: options.partnerName ?? null,
    isDryRun: options.isDryRun ?? false,
  };
  return t.work((work) => importFile(work, request));
}

const dealsOf = (externalIds: readonly string[]) =>
  t.work((work) =>
    work.tx.deal.findMany({
      where: { workspaceId: work.workspaceId, externalId: { in: [...externalIds] } },
      orderBy: { number: 'asc' },
    }),
  );

const header =
  'external_id,partner,customer,name,amount,currency,registered_on,closed_on,stage,loss_reason,partner_cost';
const good = [
  header,
  'a1,Brightpath Consulting,"Acme, Inc.",Rollout,"12,500.00",EUR,2025-10-01,2025-11-20,won,,"4,000"',
  'a2,northwind,Globex,,800,GBP,2025-10-05,2025-12-01,lost,"too ""slow""\nand dear",',
  'a3,Brightpath Consulting,Initech,Pilot,3000,,2025-12-20,2026-03-01,Proposal,,',
].join('\r\n');

describe('an import of deals', () => {
  test('a dry run says what would happen and changes nothing', async () => {
    expect(await importText('deals', good, { isDryRun: true })).toMatchObject({
      added: 3,
      changed: 0,
      faults: [],
    });
    expect(await dealsOf(['a1', 'a2', 'a3'])).toEqual([]);
  });

  test('puts good rows in, without a word to anybody and without a survey', async () => {
    const before = t.people.diego.sees(channels.shared).length;
    expect(await importText('deals', `\uFEFF${good}`)).toMatchObject({
      added: 3,
      changed: 0,
      unchanged: 0,
      faults: [],
    });
    const [won, lost, open] = await dealsOf(['a1', 'a2', 'a3']);
    expect(won).toMatchObject({
      number: 1,
      partnerId: brightpath,
      customer: 'Acme, Inc.',
      amountMinor: 1_250_000n,
      partnerCostMinor: 400_000n,
      stage: 'won',
      closedAt: new Date('2025-11-20T00:00:00Z'),
    });
    expect(lost).toMatchObject({
      name: 'Globex',
      currency: 'GBP',
      stage: 'lost',
      lossReason: 'too "slow"\nand dear',
    });
    // The day a deal is planned to close is no closing.
    expect(open).toMatchObject({ currency: 'EUR', stage: 'open', closedAt: null, partnerCostMinor: null });
    expect(t.people.diego.sees(channels.shared)).toHaveLength(before);
    expect(await t.work((work) => work.tx.survey.count({ where: { workspaceId: work.workspaceId } }))).toBe(
      0,
    );
  });

  test('changes nothing the second time, whatever the separator', async () => {
    expect(await importText('deals', good)).toMatchObject({ added: 0, changed: 0, unchanged: 3 });
    const semicolons = [
      'Deal ID;Company;Deal value;Create Date;Close date;Deal stage;Colour',
      'a1;"Acme, Inc.";12.500,00 EUR;1.10.2025;20.11.2025;Closed Won;red',
    ].join('\n');
    // Without a name column the deal takes its customer's name: that is a change, once.
    const first = await importText('deals', semicolons, { partnerName: 'brightpath consulting' });
    expect(first).toMatchObject({ changed: 1, faults: [], ignored: ['Colour'] });
    const again = await importText('deals', semicolons.replaceAll(';', '\t'), {
      partnerName: 'Brightpath Consulting',
    });
    expect(again).toMatchObject({ added: 0, changed: 0, unchanged: 1 });
    const [deal] = await dealsOf(['a1']);
    expect(deal).toMatchObject({ amountMinor: 1_250_000n, partnerCostMinor: 400_000n, number: 1 });
  });

  test('counts and keeps what changed, but never undoes what a person said in Slack', async () => {
    const changed = good.replace('3000,,2025', '3500,,2025');
    expect(await importText('deals', changed)).toMatchObject({ added: 0, changed: 2, unchanged: 1 });
    const [open] = await dealsOf(['a3']);
    expect(open?.amountMinor).toBe(350_000n);
    await t.people.maya.command(`/partner deal won D-${open?.number}`, { channel: channels.shared });
    await t.settled();
    expect(await importText('deals', good)).toMatchObject({ changed: 0, unchanged: 3 });
    expect((await dealsOf(['a3']))[0]).toMatchObject({ stage: 'won', amountMinor: 350_000n });
  });

  test('lists each bad row with all its faults, and takes the others', async () => {
    const result = await importText(
      'deals',
      [
        header,
        'b1,Brightpath Consulting,Hooli,,1000,EUR,2025-10-01,,open,,',
        ',Brightpat Consulting,,,-5,EUX,2027-01-01,,maybe,,',
        'b2,Brightpath Consulting,"Hooli\nEurope",,12 USD,EUR,2025-10-01,2025-09-01,won,,7 USD',
        'b1,Brightpath Consulting,Hooli,,1000,EUR,2025-10-01,,open,,',
        'b3,,Hooli,,1000,EUR,05/06/2025,,won,,',
        '',
        'b4,Brightpath Consulting',
      ].join('\n'),
    );
    expect(result).toMatchObject({ added: 1, changed: 0 });
    expect(result.faults.map(({ line, faults }) => [line, Object.keys(faults)])).toEqual([
      [3, ['external_id', 'partner', 'customer', 'currency', 'amount', 'registered_on', 'stage']],
      [4, ['amount', 'closed_on']],
      [6, ['external_id']],
      [7, ['partner', 'registered_on', 'closed_on']],
      [9, ['customer', 'registered_on', 'stage']],
    ]);
    expect(result.faults[0]?.faults.partner).toContain('Did you mean Brightpath Consulting?');
    expect(result.faults[2]?.faults.external_id).toContain('in line 2 already');
  });

  test('refuses what is no table of deals, whole', async () => {
    await expect(importText('deals', '')).rejects.toThrow('The file is empty');
    await expect(importText('deals', 'customer,amount\nAcme,5')).rejects.toThrow(
      'The header lacks external_id',
    );
    await expect(importText('deals', `${header}\n"a,b`)).rejects.toThrow('quotes');
    await expect(importText('deals', header, { partnerName: 'Nobody' })).rejects.toThrow(
      'There is no partner “Nobody”',
    );
    const latin = new Uint8Array([...new TextEncoder().encode(`${header}\n`), 0xe9]);
    const request = { kind: 'deals', bytes: latin, partnerName: null, isDryRun: false } as const;
    await expect(t.work((work) => importFile(work, request))).rejects.toThrow('UTF-8');
  });
});

test('an import of leads, then of the deals that came of them', async () => {
  const leads = [
    'external_id,customer,contact,note,submitted_on,status,reviewed_on,decline_reason',
    'l1,Acme,Jane,Wants a pilot,2025-09-01,Accepted,2025-09-03,',
    'l2,Umbrella,,,2025-09-02,rejected,2025-09-04,Too small',
    'l3,Wayne,,,2025-12-02,new,,',
    'l4,Stark,,,2025-12-02,accepted,,',
  ].join('\n');
  const options = { partnerName: 'Brightpath Consulting' };
  const first = await importText('leads', leads, options);
  expect(first).toMatchObject({
    added: 3,
    faults: [{ line: 5, faults: { reviewed_on: expect.any(String) } }],
  });
  expect(await importText('leads', leads, options)).toMatchObject({ added: 0, changed: 0, unchanged: 3 });
  const deals =
    'id,lead_id,customer,amount,created,closed,stage\nd1,l1,Acme,5000,2025-09-10,2025-10-10,won\n';
  expect(await importText('deals', deals, options)).toMatchObject({ added: 1 });
  const [deal] = await t.work((work) =>
    work.tx.deal.findMany({
      where: { workspaceId: work.workspaceId, externalId: 'd1' },
      include: { lead: true },
    }),
  );
  expect(deal?.lead).toMatchObject({ externalId: 'l1', status: 'accepted' });
});
