import { afterAll, beforeAll, expect, test } from 'vitest';
import { importBatch } from '../../../src/features/pipeline/public.ts';
import { channels, startTestApp, type TestApp } from '../../support/app.ts';
import { setUpBrightpath, setUpNorthwind } from './partner.ts';

const { shared } = channels;
let t: TestApp;
beforeAll(async () => {
  t = await startTestApp();
  await setUpBrightpath(t);
  await setUpNorthwind(t);
});
afterAll(() => t.stop());

const row = (line: number, cells: Readonly<Record<string, string>>) => ({
  line,
  cells: {
    ...{ partner: 'Brightpath Consulting', customer: 'Acme', amount: '14000', currency: 'EUR' },
    ...{ registered_on: '2026-01-10', stage: 'open', ...cells },
  },
});
let seconds = 0;
const send = (...rows: ReturnType<typeof row>[]) =>
  t.work((work) => {
    seconds += 1;
    const updatedAt = new Date(t.clock.now().getTime() + seconds * 1000);
    return importBatch(work, { kind: 'deals', rows }, { onlyPartnerId: null, updatedAt });
  });
const deals = () =>
  t.work(({ tx, workspaceId }) => tx.deal.findMany({ where: { workspaceId }, orderBy: { number: 'asc' } }));

test('a row that names the deal it was registered as is that deal: one deal, with its protection', async () => {
  const { diego } = t.people;
  await diego.mention(shared, 'deal Acme 12,500 EUR "Platform rollout"');
  await diego.hears('Registered D-1', { channel: shared });
  // As under a playbook that protects registrations.
  const protectedUntil = new Date('2026-06-01T00:00:00Z');
  await t.work(({ tx, workspaceId }) =>
    tx.deal.updateMany({
      where: { workspaceId, number: 1 },
      data: { registration: 'approved', protectedUntil },
    }),
  );
  const [registered] = await deals();
  const added = await send(row(1, { external_id: 'crm-1', registered_as: 'D-1' }));
  expect(added).toMatchObject({ added: 0, changed: 1 });
  const won = { external_id: 'crm-1', stage: 'won', closed_on: '2026-01-12' };
  expect(await send(row(1, won))).toMatchObject({ added: 0, changed: 1 });
  expect(await send(row(1, { ...won, registered_as: 'D-1' }))).toMatchObject({ changed: 0, unchanged: 1 });
  expect(await deals()).toMatchObject([
    {
      ...{ number: 1, externalId: 'crm-1', stage: 'won', amountMinor: 1_400_000n, registration: 'approved' },
      ...{ protectedUntil, registeredAt: registered?.registeredAt },
    },
  ]);
  await diego.press('Timeline');
  const timeline = JSON.stringify(await diego.until(() => diego.modal()));
  expect(timeline).toContain('An import changed deal D-1');
  await diego.close();
});

test('what it cannot be is refused with its row, and nothing goes in', async () => {
  const { diego } = t.people;
  await diego.mention(shared, 'deal Globex 9,000 EUR');
  await diego.hears('Registered D-2', { channel: shared });
  const before = await deals();
  const faultOf = async (...rows: ReturnType<typeof row>[]) => {
    const result = await send(...rows);
    return 'faults' in result ? result.faults?.map(({ faults }) => faults.registered_as) : [];
  };
  expect(await faultOf(row(1, { external_id: 'x', registered_as: 'D-99' }))).toEqual([
    'There is no deal D-99 of this partner.',
  ]);
  expect(await faultOf(row(1, { external_id: 'x', registered_as: 'seven' }))).toEqual([
    '“seven” is no number of a deal. Write it like D-7.',
  ]);
  const foreign = row(1, { external_id: 'x', registered_as: 'D-2', partner: 'Northwind' });
  expect(await faultOf(foreign)).toEqual(['There is no deal D-2 of this partner.']);
  expect(await faultOf(row(1, { external_id: 'x', registered_as: 'D-1' }))).toEqual([
    'D-1 is “crm-1” there already.',
  ]);
  expect(await faultOf(row(1, { external_id: 'crm-1', registered_as: 'D-2' }))).toEqual([
    '“crm-1” is D-1 already, so it can’t be D-2 too.',
  ]);
  const twice = ['a', 'b'].map((external_id, index) => row(index, { external_id, registered_as: 'D-2' }));
  expect(await faultOf(...twice)).toEqual(['Another row is D-2 already.']);
  expect(await deals()).toEqual(before);
});
