import { afterAll, beforeAll, expect, test } from 'vitest';
import { localDate } from '../../../src/core/calendar.ts';
import { usageTable } from '../../../src/features/ingest/figure-tables.ts';
import { takeFigures } from '../../../src/features/ingest/take-figures.ts';
import { channels, startTestApp, type TestApp } from '../../support/app.ts';
import { forgedPress, sendForged } from '../../support/forged.ts';
import { startBrightpath } from '../onboarding/brightpath.ts';

const { internal, shared } = channels;
let tandem: TestApp;
let partnerId: string;

/** What another system says of Brightpath's customers, by month: as it would be sent, and sent again. */
async function report(
  kind: 'customers' | 'lost',
  months: Readonly<Record<string, number>>,
  id = kind as string,
) {
  await tandem.work(async (work) => {
    const readings = Object.entries(months).map(([month, quantity], line) => ({
      row: {
        ...{ line, partnerId, externalId: `${id} ${month}`, updatedAt: work.now },
        fields: {
          ...{ kind, month: new Date(`${localDate(`${month}-01`)}T00:00:00Z`) },
          ...{ amountMinor: null, currency: null, quantity: BigInt(quantity) },
        },
      },
    }));
    await takeFigures(work, usageTable, readings, 'http:warehouse');
  });
}

beforeAll(async () => {
  tandem = await startTestApp({ at: new Date('2026-01-12T07:00:00Z') });
  await startBrightpath(tandem);
  partnerId = await tandem.work(async ({ tx, workspaceId }) => {
    const { id } = await tx.partner.findFirstOrThrow({ where: { workspaceId } });
    await tx.partner.update({ where: { id, workspaceId }, data: { currency: 'EUR' } });
    return id;
  });
  await report('customers', { '2025-09': 10, '2025-10': 10, '2025-11': 10, '2025-12': 10 });
  await report('customers', { '2025-11': 12 }, 'twice');
  await report('lost', { '2025-10': 11, '2025-11': 1, '2025-12': 1 });
});
afterAll(() => tandem.stop());

/** What the bot says to Maya next. */
async function said(line: string): Promise<string> {
  const { maya } = tandem.people;
  tandem.clock.moveTo(new Date(tandem.clock.now().getTime() + 2000));
  await maya.command(line, { channel: internal });
  await tandem.settled();
  return maya.reads(maya.ephemerals(internal).at(-1) ?? { text: '', blocks: null });
}

test('what the numbers say is odd about the ledger is on the list, with the entries it is in, until it is sent right', async () => {
  const { maya } = tandem.people;
  const label = 'Numbers of customers reported more than once for a month';
  const how = await said('/partner scorecard how churn Brightpath');
  expect(how).toContain('active customers of November 2025 were reported more than once');
  const list = await said('/partner scorecard checks Brightpath');
  expect(list).toContain(`${label}: 1`);
  expect(list).toContain('Months that lost more customers than they began with: 1');
  expect(list).toContain('Send the one that is wrong again under its external_id');
  await maya.press('See them', { near: label });
  const rows = maya.reads(await maya.hears('Reported 2 times, 22 in all', { channel: internal }));
  expect(rows).toMatch(/Active customers \| Brightpath \| November 2025/);
  await maya.choose('Open one', 'Active customers, November 2025');
  const words = await maya.until(() => {
    const modal = maya.modal();
    return modal?.callbackId === 'scorecards.ledgerGap' && maya.reads(modal);
  });
  expect(words).toMatch(/customers 2025-11. by http:warehouse: customers, 2025-11: 10/);
  expect(words).toMatch(/twice 2025-11. by http:warehouse: customers, 2025-11: 12/);
  await maya.close();
  // The one that was of another month is sent again as of that month.
  await tandem.work(async (work) => {
    const row = { line: 0, partnerId, externalId: 'twice 2025-11', updatedAt: work.now };
    const fields = { kind: 'customers', month: new Date('2025-08-01T00:00:00Z'), quantity: 12n } as const;
    const reading = { row: { ...row, fields: { ...fields, amountMinor: null, currency: null } } };
    await takeFigures(work, usageTable, [reading], 'http:warehouse');
  });
  expect(await said('/partner scorecard checks Brightpath')).not.toContain(`${label}: `);
  expect(await said('/partner scorecard how churn Brightpath')).not.toContain('more than once');
});

test('a month that is not known between two others, and then a feed that stopped', async () => {
  tandem.clock.moveTo(new Date('2026-03-02T08:00:00Z'));
  await report('lost', { '2026-02': 1 });
  const list = await said('/partner scorecard checks Brightpath');
  expect(list).toContain('Months without usage between two that have it: 1');
  expect(list).toContain('Costs or usage no longer reported: 1');
  const { maya } = tandem.people;
  await maya.press('See them', { near: 'Months without usage' });
  expect(maya.reads(await maya.hears('Not reported, though', { channel: internal }))).toContain(
    'Customers lost | Brightpath | January 2026',
  );
  expect(await said('/partner scorecard how churn Brightpath')).toContain(
    'the newest active customers known are of December 2025',
  );
  await report('lost', { '2026-01': 0 });
  await report('customers', { '2026-01': 9, '2026-02': 8 });
  const after = await said('/partner scorecard checks Brightpath');
  expect(after).not.toContain('between two that have it: ');
  expect(after).not.toContain('no longer reported: ');
});

test('nobody of a partner opens a row of the ledger, nor anybody one that is not there', async () => {
  const { maya, diego } = tandem.people;
  const channelId = (name: string) =>
    Object.values(tandem.sandbox.world.data.channels).find((channel) => channel.name === name)?.id ?? name;
  const press = (personId: string, channel: string, value: string) =>
    sendForged(
      tandem,
      forgedPress(
        tandem,
        { personId, channel: channelId(channel) },
        { actionId: 'scorecards.openGap', value },
      ),
    );
  await report('customers', { '2026-02': 3 }, 'again');
  const value = `customers_repeated:${partnerId}:usage.customers.2026-02-01`;
  await press(diego.id, shared, value);
  await diego.hears('You can’t see margins and comparisons here');
  expect(diego.modal()?.callbackId).not.toBe('scorecards.ledgerGap');
  await diego.close();
  tandem.clock.moveTo(new Date(tandem.clock.now().getTime() + 2000));
  await press(maya.id, internal, value.replace('2026-02', '2026-01'));
  await maya.hears('That row isn’t in the list any more');
});
