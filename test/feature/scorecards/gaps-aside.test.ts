import { afterAll, beforeAll, expect, test } from 'vitest';
import { channels, startTestApp, type TestApp } from '../../support/app.ts';
import { forgedPress, forgedSubmission, sendForged, typed } from '../../support/forged.ts';
import { startBrightpath } from '../onboarding/brightpath.ts';

const { internal, shared } = channels;
const label = 'Won deals without a cost';
let tandem: TestApp;
let named = '';

/** Two won deals without a cost. */
beforeAll(async () => {
  tandem = await startTestApp({ at: new Date('2026-01-12T07:00:00Z') });
  await startBrightpath(tandem);
  await tandem.work(async ({ tx, workspaceId, newId, now }) => {
    const { id: partnerId } = await tx.partner.findFirstOrThrow({ where: { workspaceId } });
    await tx.partner.update({ where: { id: partnerId, workspaceId }, data: { currency: 'EUR' } });
    const day = (days: number) => new Date(now.getTime() - days * 86_400_000);
    const deal = { workspaceId, partnerId, name: 'Platform', currency: 'EUR', stage: 'won' };
    const days = { registeredAt: day(40), closedAt: day(3), amountMinor: 500_000n };
    const [free, other] = [newId(), newId()];
    named = `deals_without_cost:${partnerId}:${free}`;
    await tx.deal.createMany({
      data: [
        { ...deal, ...days, id: free, number: 201, customer: 'Free' },
        { ...deal, ...days, id: other, number: 202, customer: 'Other' },
      ],
    });
  });
});
afterAll(() => tandem.stop());

/** What the bot answers Maya to a command. */
async function said(line: string): Promise<string> {
  const { maya } = tandem.people;
  tandem.clock.moveTo(new Date(tandem.clock.now().getTime() + 2000));
  await maya.command(line, { channel: internal });
  await tandem.settled();
  return maya.reads(maya.ephemerals(internal).at(-1) ?? { text: '', blocks: null });
}
const checks = () => said('/partner scorecard checks Brightpath');

async function setAside(reason: string): Promise<void> {
  const { maya } = tandem.people;
  await checks();
  await maya.press('See them', { near: label });
  await tandem.settled();
  await maya.choose('Set one aside', 'D-201 Free');
  await maya.until(() => maya.modal()?.callbackId === 'scorecards.saveAside');
  maya.fill({ 'Why is it right?': reason });
  expect(await maya.submit()).toEqual({});
  await maya.hears('Set D-201 Free aside');
}

test('a row set aside with a reason leaves the list and the digest’s count, is shown with who said why, and taken back', async () => {
  const { maya } = tandem.people;
  expect(await checks()).toContain(`${label}: 2`);
  await setAside('A free pilot: it costs us nothing');
  const list = await checks();
  expect(list).toContain(`${label}: 1`);
  expect(list).toContain('1 set aside as right as they are.');
  expect(await said('/partner digest')).toMatch(/1 data gap\b/);
  // The number still says what it leaves out.
  await maya.press('See them', { near: label });
  await tandem.settled();
  const rows = maya.reads(await maya.hears('D-202 |', { channel: internal }));
  expect(rows).not.toContain('D-201');
  await checks();
  await maya.press('See them', { near: '1 set aside' });
  const aside = maya.reads(await maya.hears('A free pilot: it costs us nothing', { channel: internal }));
  expect(aside).toMatch(/D-201 Free \| Brightpath \| Won deals without a cost \| A free pilot.*Maya Chen/);
  expect(await said('/partner history Brightpath')).toContain('Maya Chen set D-201 Free aside');
  await said('/partner scorecard checks Brightpath');
  await maya.press('See them', { near: '1 set aside' });
  await tandem.settled();
  await maya.choose('Take one back', 'D-201 Free');
  await maya.hears('Listed again: D-201 Free.');
  const after = await checks();
  expect(after).toContain(`${label}: 2`);
  expect(after).not.toContain('set aside');
});

test('comes back by itself once the row changes', async () => {
  await setAside('Still free');
  expect(await checks()).toContain(`${label}: 1`);
  await tandem.work(({ tx, workspaceId }) =>
    tx.deal.updateMany({ where: { workspaceId, number: 201 }, data: { amountMinor: 900_000n } }),
  );
  const list = await checks();
  expect(list).toContain(`${label}: 2`);
  expect(list).not.toContain('set aside');
  // And may be set aside again, as it is now.
  await setAside('Free at that amount, too');
  expect(await checks()).toContain(`${label}: 1`);
});

test('nobody of a partner sets a row aside, sees what is, or takes it back', async () => {
  const { diego } = tandem.people;
  const channelId = (name: string) =>
    Object.values(tandem.sandbox.world.data.channels).find((channel) => channel.name === name)?.id ?? name;
  const by = { personId: diego.id, channel: channelId(shared) };
  const asides = () =>
    tandem.work(({ tx, workspaceId }) => tx.gapSetAside.findMany({ where: { workspaceId } }));
  const before = await asides();
  expect(before).toHaveLength(1);
  const press = async (actionId: string, value: string) => {
    tandem.clock.moveTo(new Date(tandem.clock.now().getTime() + 2000));
    await sendForged(tandem, forgedPress(tandem, by, { actionId, value }));
  };
  await press('scorecards.takeBack', before[0]?.id ?? '');
  await press('scorecards.gapsAside', named.split(':')[1] ?? '');
  await press('scorecards.setAside', named);
  const data = { row: named };
  await sendForged(
    tandem,
    forgedSubmission(tandem, by, {
      ...{ callbackId: 'scorecards.saveAside', data },
      inputs: { reason: typed('Because I say so') },
    }),
  );
  expect(await asides()).toEqual(before);
  expect(diego.modal()?.callbackId).not.toBe('scorecards.saveAside');
  const seen = diego.sees(shared).map((message) => diego.reads(message));
  expect(seen.join('\n')).not.toMatch(/Free at that amount|D-201/);
});
