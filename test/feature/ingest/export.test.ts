import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../../support/app.ts';
import { setUpBrightpath } from '../pipeline/partner.ts';
import { fileSent } from '../scorecards/files.ts';

let t: TestApp;
let partnerId: string;
beforeAll(async () => {
  t = await startTestApp();
  partnerId = await setUpBrightpath(t);
});
afterAll(() => t.stop());

const registerDeals = (from: number, count: number) =>
  t.work(({ tx, workspaceId, now, newId }) =>
    tx.deal.createMany({
      data: Array.from({ length: count }, (_, index) => ({
        ...{ id: newId(), workspaceId, partnerId, number: from + index, customer: 'Clinic', name: 'Rollout' },
        ...{ amountMinor: 1n, currency: 'EUR', stage: 'open', registeredAt: now },
      })),
    }),
  );

test('a file of 5,000 rows holds all there are; of one more it says that there are more', async () => {
  const { maya } = t.people;
  const said = () => maya.dm().map((each) => maya.reads(each));
  await registerDeals(1, 5000);
  await maya.command('/partner export deals');
  expect(await fileSent(t, maya, 'deals.csv')).toHaveLength(5001);
  await t.settled();
  expect(said().filter((each) => each.includes('Here are your deals: 5,000 rows'))).toHaveLength(1);
  expect(said().join()).not.toContain('There are more');
  await registerDeals(5001, 1);
  await maya.command('/partner export deals');
  await maya.hears('There are more: read them over HTTP, page by page.', { channel: 'dm' });
  await t.settled();
  expect(await fileSent(t, maya, 'deals.csv')).toHaveLength(5001);
  expect(said().filter((each) => each.includes('Here are your deals: 5,000 rows'))).toHaveLength(2);
});
