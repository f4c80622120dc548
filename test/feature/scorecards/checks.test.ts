import { afterAll, beforeAll, expect, test } from 'vitest';
import { importBatch } from '../../../src/features/pipeline/public.ts';
import { channels, startTestApp, type TestApp } from '../../support/app.ts';
import { startBrightpath } from '../onboarding/brightpath.ts';
import { addHistory } from './history.ts';

const { shared, internal } = channels;
let tandem: TestApp;

/** The sound history, and of each fault what its name says. */
beforeAll(async () => {
  tandem = await startTestApp({ at: new Date('2026-01-12T07:00:00Z') });
  await startBrightpath(tandem);
  await addHistory(tandem);
  await tandem.work(async ({ tx, workspaceId, newId, now }) => {
    const { id: partnerId } = await tx.partner.findFirstOrThrow({ where: { workspaceId } });
    const day = (days: number) => new Date(now.getTime() - days * 86_400_000);
    const won = {
      workspaceId,
      partnerId,
      name: 'Platform',
      currency: 'EUR',
      stage: 'won',
      partnerCostMinor: 1n,
    };
    const deal = { ...won, amountMinor: 500_000n, registeredAt: day(40), closedAt: day(3) };
    await tx.deal.createMany({
      data: [
        ...Array.from({ length: 45 }, (_, index) => ({
          ...deal,
          id: newId(),
          number: 200 + index,
          customer: `Uncosted ${index}`,
          partnerCostMinor: null,
        })),
        { ...deal, id: newId(), number: 301, customer: 'Unpriced', amountMinor: 0n },
        { ...deal, id: newId(), number: 302, customer: 'Backwards', registeredAt: day(2) },
        { ...deal, id: newId(), number: 303, customer: 'Dollar', currency: 'USD' },
        { ...deal, id: newId(), number: 304, customer: 'Tomorrow', closedAt: day(-2) },
        // Long closed: the present numbers don't know it.
        {
          ...deal,
          id: newId(),
          number: 305,
          customer: 'Old',
          registeredAt: day(200),
          closedAt: day(190),
          partnerCostMinor: null,
        },
      ],
    });
  });
});
afterAll(() => tandem.stop());

test('the checks tell the manager what is missing, what that does to the numbers and what to do, and show the rows', async () => {
  const { maya } = tandem.people;
  await maya.command('/partner scorecard checks', { channel: internal });
  const words = maya.reads(await maya.hears('Data checks of your 1 partner'));
  expect(words).toMatch(/Leads unreviewed for more than 14 days: 1\W/);
  expect(words).toMatch(/Won deals without a cost: 45\W/);
  expect(words).toMatch(/Open and won deals without an amount: 1\W/);
  expect(words).toMatch(/Deals closed before they were registered: 1\W/);
  expect(words).toMatch(/Deals dated in the future: 1\W/);
  expect(words).toMatch(/Deals in another currency than the partner’s: 1\W/);
  await maya.press('See them', { near: 'Won deals without a cost' });
  const rows = maya.reads(await maya.hears('Uncosted 44'));
  expect(rows).toContain('1 to 40 of 45');
  expect(rows).toContain('deal cost D-3');
  expect(rows).not.toMatch(/D-30\d/);
  await maya.press('Older');
  expect(maya.reads(await maya.hears('41 to 45 of 45'))).toContain('Uncosted 0');
});

test('the digest names the gaps in a line with a button to them; in a shared channel nothing of it shows', async () => {
  const { maya } = tandem.people;
  await maya.command('/partner digest', { channel: internal });
  await maya.hears('50 data gaps');
  await maya.command('/partner scorecard checks Brightpath', { channel: shared });
  await maya.hears('The checks are internal', { channel: shared });
  await maya.hears('Data checks of Brightpath', { channel: 'dm' });
  for (const message of maya.sees(shared)) expect(maya.reads(message)).not.toContain('without a cost');
});

test('a partner’s people are told that the checks are not theirs', async () => {
  const { diego } = tandem.people;
  await diego.mention(shared, 'scorecard checks');
  await diego.hears('You can’t see margins and comparisons here');
});

test('won deals of another system are missed by the conversion where they name no lead, and the checks say so', async () => {
  const { maya } = tandem.people;
  const found = async () => {
    tandem.clock.moveTo(new Date(tandem.clock.now().getTime() + 2000));
    await maya.command('/partner scorecard checks', { channel: internal });
    await tandem.settled();
    const last = maya.ephemerals(internal).at(-1);
    return maya.reads(last ?? { text: '', blocks: null });
  };
  const label = 'Won deals from elsewhere that name no lead';
  const rows = [{ external_id: 'o1', partner: 'Brightpath', customer: 'Initech', amount: '100' }].map(
    (cells, line) => ({
      line,
      cells: { ...cells, registered_on: '2025-12-01', closed_on: '2025-12-20', stage: 'won' },
    }),
  );
  const options = { onlyPartnerId: null, updatedAt: tandem.clock.now() };
  await tandem.work((work) => importBatch(work, { kind: 'deals', rows }, options));
  // Where no leads come from elsewhere, none can be named.
  expect(await found()).not.toContain(`${label}: `);
  const lead = { external_id: 'l1', partner: 'Brightpath', customer: 'Initech', submitted_on: '2025-11-01' };
  const leads = [{ line: 0, cells: { ...lead, status: 'accepted', reviewed_on: '2025-11-03' } }];
  await tandem.work((work) => importBatch(work, { kind: 'leads', rows: leads }, options));
  expect(await found()).toMatch(new RegExp(`${label}: 1\\W`));
  // Nor is the conversion that misses them held against a target.
  const conversion = async () => {
    tandem.clock.moveTo(new Date(tandem.clock.now().getTime() + 2000));
    await maya.command('/partner scorecard how conversion Brightpath', { channel: internal });
    return maya.reads(await maya.hears('Conversion of Brightpath', { channel: internal }));
  };
  expect(await conversion()).toContain(
    '1 won deal from elsewhere names no lead, though leads came from there too',
  );
  const named = rows.map((row) => ({ ...row, cells: { ...row.cells, lead_external_id: 'l1' } }));
  const later = { ...options, updatedAt: new Date(options.updatedAt.getTime() + 1000) };
  await tandem.work((work) => importBatch(work, { kind: 'deals', rows: named }, later));
  expect(await found()).not.toContain(`${label}: `);
  await tandem.settled();
  expect(await conversion()).not.toContain('names no lead');
});

test('won deals without a registration: the manager hears that these stay, and how the next ones come in once', async () => {
  const { maya } = tandem.people;
  const open = {
    external_id: 'twice',
    partner: 'Brightpath',
    customer: 'Twicely',
    amount: '100',
    stage: 'open',
  };
  const won = {
    ...open,
    external_id: 'unregistered',
    customer: 'Hooli',
    stage: 'won',
    closed_on: '2026-01-05',
  };
  const rows = [open, won].map((cells, line) => ({ line, cells: { ...cells, registered_on: '2025-12-01' } }));
  await maya.command('/partner deal Twicely 100 EUR', { channel: shared });
  await maya.hears('Twicely', { channel: shared });
  const options = { onlyPartnerId: null, updatedAt: tandem.clock.now() };
  await tandem.work((work) => importBatch(work, { kind: 'deals', rows }, options));
  await maya.command('/partner scorecard checks', { channel: internal });
  const words = maya.reads(
    await maya.hears('Won deals that came in without a registration', { channel: internal }),
  );
  expect(words).toContain('A won deal can’t be registered afterwards, so these stay as they are');
  expect(words).toContain('in a column registered_as with the number, D-7');
  // Without it nothing tells that they are the same: what was registered here has no id of elsewhere.
  expect(
    await tandem.work(({ tx, workspaceId }) =>
      tx.deal.count({ where: { workspaceId, customer: 'Twicely' } }),
    ),
  ).toBe(2);
});
