import { afterAll, beforeAll, expect, test } from 'vitest';
import { channels, startTestApp, type TestApp } from '../../support/app.ts';
import { setUpBrightpath } from './partner.ts';

const { shared, internal } = channels;
let t: TestApp;
beforeAll(async () => {
  t = await startTestApp();
  await setUpBrightpath(t);
});
afterAll(() => t.stop());

const header = 'external_id;partner;customer;amount;registered_on;closed_on;stage';
const good = `${header}
A-1;Brightpath Consulting;Acme GmbH;12,500 EUR;2026-01-02;;open
A-2;Brightpath Consulting;Globex;8,000 EUR;2026-01-02;2026-01-04;won`;

const deals = () =>
  t.work(async ({ tx, workspaceId }) => {
    const rows = await tx.deal.findMany({ where: { workspaceId }, orderBy: { number: 'asc' } });
    return rows.map(({ customer, amountMinor, stage }) => `${customer} ${amountMinor} ${stage}`);
  });

async function paste(words: string, rows: string): Promise<Readonly<Record<string, string>>> {
  const { maya } = t.people;
  t.clock.moveTo(new Date(t.clock.now().getTime() + 2000));
  await maya.command(`/partner import ${words}`, { channel: internal });
  await maya.until(() => maya.modal()?.callbackId === 'pipeline.import');
  maya.fill({ Rows: rows });
  const errors = await maya.submit();
  if (Object.keys(errors).length > 0) await maya.close();
  return errors;
}

test('one row at fault keeps all of them out, and each fault is told by its line', async () => {
  const errors = await paste(
    'deals',
    `${good}\nA-3;Brightpath Consulting;Initech;-5 EUR;2026-01-02;;open\nA-4;Nobody;Hooli;1 EUR;2099-01-01;;open`,
  );
  expect(errors.Rows).toMatch(/^Line 4: amount: .*-5.* Line 5: .*Nobody.*Nothing was imported: correct them/);
  expect(await deals()).toEqual([]);
  expect((await paste('deals', 'some words')).Rows).toMatch(/external_id/);
});

test('good rows go in, and pasted again change nothing', async () => {
  const { maya, diego } = t.people;
  expect(await paste('deals', good)).toEqual({});
  await maya.hears('Imported: 2 deals added, 0 changed, 0 as before.', { channel: internal });
  expect(await deals()).toEqual(['Acme GmbH 1250000 open', 'Globex 800000 won']);
  expect(await paste('deals', good.replaceAll(';', '\t'))).toEqual({});
  await maya.hears('Nothing to do: 2 rows were here already.', { channel: internal });
  expect(
    await paste(
      'leads Brightpath',
      'external_id\tcustomer\tsubmitted_on\tstatus\nL-a\tAcme\t2026-01-02\tnew',
    ),
  ).toEqual({});
  await maya.hears('Imported: 1 lead added', { channel: internal });
  await maya.command('/partner history Brightpath', { channel: internal });
  await maya.hears(/Maya Chen: An import added 2 deals[\W_]+by form/, { channel: internal });
  await diego.mention(shared, 'pipeline');
  await diego.hears('Acme GmbH', { channel: shared });
});

test('what an import brought has a timeline that says so, with what the file told of it', async () => {
  const { maya } = t.people;
  const shown = async (words: string) => {
    await maya.command(`/partner ${words}`, { channel: internal });
    const modal = JSON.stringify(await maya.until(() => maya.modal()));
    await maya.close();
    return modal;
  };
  expect(await shown('deal timeline D-2')).toContain(
    'Brought in by an import as “A-2”, which says: registered on Fri 2 Jan, won on Sun 4 Jan.',
  );
  expect(await shown('lead timeline L-1')).toContain(
    'Brought in by an import as “L-a”, which says: submitted on Fri 2 Jan.',
  );
  await paste('deals', good.replace('12,500', '13,000'));
  await maya.hears('1 changed', { channel: internal });
  const changed = await shown('deal timeline D-1');
  expect(changed).toContain('An import changed deal D-1: amount');
  expect(changed).toContain('Brought in by an import as “A-1”');
});

test('is for those who look after the whole programme', async () => {
  const { diego, priya } = t.people;
  await diego.mention(shared, 'import deals');
  await diego.hears('You can’t import leads and deals here', { channel: shared });
  await priya.command('/partner import deals', { channel: internal });
  await priya.hears('You can’t import leads and deals here', { channel: internal });
});
