import { afterAll, beforeAll, expect, test } from 'vitest';
import { grantRole } from '../../../src/features/partners/public.ts';
import { cast } from '../../../src/sandbox/seed-world.ts';
import { channels, startTestApp, type TestApp } from '../../support/app.ts';
import { forgedPress, sendForged } from '../../support/forged.ts';
import { startBrightpath } from '../onboarding/brightpath.ts';

const { internal, shared } = channels;
let tandem: TestApp;
const ids = new Map<string, string>();

/** One lead that waits, and of each kind of deal one that a check finds. */
beforeAll(async () => {
  tandem = await startTestApp({ at: new Date('2026-01-12T07:00:00Z') });
  await startBrightpath(tandem);
  await tandem.work(async ({ tx, workspaceId, newId, now }) => {
    const { id: partnerId } = await tx.partner.findFirstOrThrow({ where: { workspaceId } });
    await tx.partner.update({ where: { id: partnerId, workspaceId }, data: { currency: 'EUR' } });
    ids.set('partner', partnerId);
    const day = (days: number) => new Date(now.getTime() - days * 86_400_000);
    const named = (name: string) => {
      const id = newId();
      ids.set(name, id);
      return { id, workspaceId, partnerId, customer: name };
    };
    const won = { name: 'Platform', currency: 'EUR', stage: 'won', amountMinor: 500_000n };
    const cost = { partnerCostMinor: 1n, registeredAt: day(40) };
    await tx.deal.createMany({
      data: [
        { ...named('Uncosted'), number: 201, ...won, ...cost, partnerCostMinor: null, closedAt: day(3) },
        { ...named('Unpriced'), number: 202, ...won, ...cost, amountMinor: 0n, closedAt: day(3) },
        { ...named('Open'), number: 203, ...won, ...cost, amountMinor: 0n, stage: 'open' },
        { ...named('Backwards'), number: 204, ...won, ...cost, registeredAt: day(2), closedAt: day(3) },
        { ...named('Sound'), number: 205, ...won, ...cost, closedAt: day(3) },
      ],
    });
    await tx.lead.createMany({
      data: [{ ...named('Waiting'), number: 301, status: 'submitted', createdAt: day(30) }],
    });
  });
});
afterAll(() => tandem.stop());

type Name = 'maya' | 'tom' | 'lena';

/** What the checks say now, to one of the vendor's people. */
async function checksSaid(to: Name = 'maya'): Promise<string> {
  const person = tandem.people[to];
  tandem.clock.moveTo(new Date(tandem.clock.now().getTime() + 2000));
  await person.command('/partner scorecard checks Brightpath', { channel: internal });
  await tandem.settled();
  return person.reads(person.ephemerals(internal).at(-1) ?? { text: '', blocks: null });
}

/** Goes from the checks to the rows of one, opens one of them, and reads the modal that has to come. */
async function open(
  label: string,
  row: string,
  { as = 'maya', modal }: { readonly as?: Name; readonly modal?: string } = {},
): Promise<string> {
  const person = tandem.people[as];
  await checksSaid(as);
  await person.press('See them', { near: label });
  await tandem.settled();
  await person.choose('Open one', row);
  await tandem.settled();
  if (!modal) return '';
  return person.until(() => {
    const seen = person.modal();
    return seen?.callbackId === modal && person.reads(seen);
  });
}

const gap = (check: string, name: string) => ({
  actionId: 'scorecards.openGap',
  value: `${check}:${ids.get('partner')}:${ids.get(name)}`,
});

test('a won deal without a cost opens where its cost is put in, and then is off the list', async () => {
  const { maya } = tandem.people;
  expect(await checksSaid()).toContain('Won deals without a cost: 1');
  const words = await open('Won deals without a cost', 'D-201 Uncosted', { modal: 'pipeline.mendDeal' });
  expect(words).toContain('*Uncosted · Platform*, €5,000');
  expect(words).toContain('The margin leaves them out.');
  await maya.press('Put its cost in');
  await maya.until(() => maya.modal()?.callbackId === 'pipeline.saveCost');
  maya.fill({ 'Variable cost of this partner’s deal': '3,000' });
  expect(await maya.submit()).toEqual({});
  expect(maya.modal()).toBeNull();
  await maya.hears('Saved what D-201 costs');
  expect(await checksSaid()).not.toContain('Won deals without a cost: ');
});

test('an open deal without an amount opens its form; one that is won is opened again first', async () => {
  const { maya } = tandem.people;
  const label = 'Open and won deals without an amount';
  expect(await checksSaid()).toContain(`${label}: 2`);
  await open(label, 'D-203 Open', { modal: 'pipeline.saveDeal' });
  maya.fill({ Amount: '7,000 EUR' });
  expect(await maya.submit()).toEqual({});
  expect(await checksSaid()).toContain(`${label}: 1`);
  expect(await open(label, 'D-202 Unpriced', { modal: 'pipeline.mendDeal' })).toContain(
    'it counts as won on the day you do',
  );
  await maya.press('Open it again');
  await maya.until(() => maya.modal()?.callbackId === 'pipeline.dealReopened');
  await maya.press('Edit');
  await maya.until(() => maya.modal()?.callbackId === 'pipeline.saveDeal');
  maya.fill({ Amount: '8,000 EUR' });
  expect(await maya.submit()).toEqual({});
  await maya.close();
  expect(await checksSaid()).not.toContain(`${label}: `);
});

test('a lead that waits opens as its card, and is off the list once it is reviewed', async () => {
  const { maya } = tandem.people;
  const label = 'Leads unreviewed for more than 14 days';
  await open(label, 'L-301 Waiting');
  await maya.press('Accept', await maya.hears('*Lead L-301*', { channel: internal }));
  await maya.hears('Accepted L-301 Waiting.');
  expect(await checksSaid()).not.toContain(`${label}: `);
});

test('what only another import mends says so, and shows the timeline', async () => {
  const { maya } = tandem.people;
  const label = 'Deals closed before they were registered';
  const words = await open(label, 'D-204 Backwards', { modal: 'pipeline.mendDeal' });
  expect(words).toContain('Import them again with the right days.');
  expect(words).not.toContain('Open it again');
  await maya.press('Timeline');
  await maya.until(() => maya.modal()?.callbackId === 'pipeline.timelineShown');
  await maya.close();
  await maya.close();
});

test('who may see the checks and not change deals gets the timeline alone, but may put a cost in', async () => {
  const { lena } = tandem.people;
  await lena.command('/partner help', { channel: internal });
  await lena.hears('/partner', { channel: internal });
  await tandem.work(async (work) => {
    const { workspaceId } = work;
    const who = { workspaceId, slackUserId: cast.lena };
    const { id: personId } = await work.tx.person.findFirstOrThrow({ where: who });
    const partnerId = ids.get('partner') ?? null;
    await grantRole(work, { personId, partnerId, role: 'finance', grantedById: null });
    const deal = { where: { workspaceId, number: 201 }, data: { partnerCostMinor: null } };
    await work.tx.deal.updateMany(deal);
  });
  const timeline = { as: 'lena', modal: 'pipeline.timelineShown' } as const;
  await open('Deals closed before they were registered', 'D-204 Backwards', timeline);
  await lena.close();
  const cost = { as: 'lena', modal: 'pipeline.mendDeal' } as const;
  expect(await open('Won deals without a cost', 'D-201 Uncosted', cost)).toContain('Put its cost in');
  await lena.close();
});

test('forged rows open nothing: not what is sound, nor another check’s, nor to a partner’s people', async () => {
  const { maya, diego } = tandem.people;
  const press = async (personId: string, channel: string, what: { actionId: string; value: string }) =>
    sendForged(tandem, forgedPress(tandem, { personId, channel }, what));
  const opened = () => [maya.modal(), diego.modal()];
  const here = tandem.sandbox.world;
  const channelId = (name: string) =>
    Object.values(here.data.channels).find((channel) => channel.name === name)?.id ?? name;
  const [ours, theirs] = [channelId(internal), channelId(shared)];
  for (const what of [
    gap('deals_without_cost', 'Sound'),
    gap('closed_before_registered', 'Sound'),
    gap('leads_waiting', 'Backwards'),
    { actionId: 'scorecards.openGap', value: 'closed_before_registered:x:y' },
    { actionId: 'scorecards.openGap', value: `nothing:${ids.get('partner')}:${ids.get('Backwards')}` },
  ]) {
    tandem.clock.moveTo(new Date(tandem.clock.now().getTime() + 2000));
    const before = maya.ephemerals(internal).length;
    await press(maya.id, ours, what);
    const said = maya.ephemerals(internal).slice(before);
    expect(
      `${said.map((one) => maya.reads(one))} ${opened().map((one) => one && maya.reads(one))}`,
    ).toContain('isn’t in the list any more');
    await maya.close();
  }
  for (const what of [
    gap('closed_before_registered', 'Backwards'),
    { actionId: 'pipeline.cost', value: ids.get('Backwards') ?? '' },
    { actionId: 'pipeline.reopenDeal', value: ids.get('Backwards') ?? '' },
  ]) {
    tandem.clock.moveTo(new Date(tandem.clock.now().getTime() + 2000));
    await press(diego.id, theirs, what);
    const modal = diego.modal();
    expect(modal ? diego.reads(modal) : '').not.toMatch(/Backwards|Variable cost|open again/);
    await diego.close();
  }
  const stage = await tandem.work(({ tx, workspaceId }) =>
    tx.deal.findFirstOrThrow({ where: { workspaceId, number: 204 }, select: { stage: true } }),
  );
  expect(stage).toEqual({ stage: 'won' });
  const said = diego.sees(shared).map((message) => diego.reads(message));
  expect(said.join('\n')).not.toContain('Backwards');
});
