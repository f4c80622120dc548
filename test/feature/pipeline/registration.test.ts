import { afterAll, beforeAll, expect, test } from 'vitest';
import { importFile } from '../../../src/features/pipeline/import-file.ts';
import type { SandboxMessage } from '../../../src/sandbox/protocol.ts';
import { channels, startTestApp, type TestApp } from '../../support/app.ts';
import { setUpBrightpath, setUpNorthwind } from './partner.ts';

let t: TestApp;
beforeAll(async () => {
  t = await startTestApp();
  await t.publishSample();
  await setUpBrightpath(t);
  await setUpNorthwind(t);
});
afterAll(() => t.stop());

const shared = { channel: channels.shared };
type Who = 'maya' | 'diego';

/** The newest message of these words in someone’s direct messages with Tandem. */
function inDm(who: Who, words: string): SandboxMessage {
  const person = t.people[who];
  const found = person.dm().findLast((each) => person.reads(each).includes(words));
  if (!found) throw new Error(`${who} was not told “${words}”`);
  return found;
}

/** What the shared channel says of a deal to everybody. */
function shown(deal: string): string {
  const { diego } = t.people;
  const found = diego
    .sees(channels.shared)
    .findLast((each) => !each.ephemeralFor && diego.reads(each).includes(`Deal ${deal}`));
  if (!found) throw new Error(`${deal} is not shown`);
  return diego.reads(found);
}

test('a deal nobody else has a claim to is approved at once and protected', async () => {
  const { maya } = t.people;
  await maya.command('/partner deal Globex GmbH 5,000 GBP', { channel: channels.internal });
  await maya.hears('Registered D-1: Globex GmbH, £5,000, for Northwind. It is protected until Sun 12 Apr.', {
    channel: channels.internal,
  });
});

test('one that another partner holds waits for the manager, who alone learns why', async () => {
  const { maya, diego } = t.people;
  await diego.mention(channels.shared, 'deal GLOBEX 12,500 EUR "Rollout"');
  await diego.hears('It waits for approval by Maya Chen, because somebody may be in touch', shared);
  await t.settled();
  expect(shown('D-2')).toContain('Waits for approval by Maya Chen');
  expect(shown('D-2')).not.toContain('Won');
  const card = maya.reads(inDm('maya', 'Deal D-2'));
  expect(card).toContain('Northwind holds D-1 with Globex GmbH (the same name).');
  await diego.mention(channels.shared, 'deal won D-2');
  await diego.hears('D-2 waits for the partner manager’s approval', shared);
  await diego.mention(channels.shared, 'deal approve D-2');
  await diego.hears('You can’t approve a deal', shared);
  await maya.openHome();
  await t.settled();
  expect(maya.reads(await maya.until(() => maya.home()))).toContain('Deals to approve');
});

test('declined with a reason it leaves the pipeline; opened again it can be approved', async () => {
  const { maya, diego } = t.people;
  const { ts, channelId } = inDm('maya', 'Deal D-2');
  await maya.press('Decline', { ts, channelId });
  await maya.until(() => maya.modal());
  maya.fill({ 'Why?': 'Somebody else is well under way there' });
  expect(await maya.submit()).toEqual({});
  await t.settled();
  inDm('diego', 'Maya Chen declined your deal D-2 (GLOBEX · Rollout): Somebody else');
  expect(shown('D-2')).toContain('Declined on Mon 12 Jan by Maya Chen');
  await diego.mention(channels.shared, 'pipeline');
  expect(diego.reads(await diego.hears('Pipeline of Brightpath', shared))).toContain('*Open*: none');
  await maya.command('/partner deal reopen D-2', shared);
  await t.settled();
  expect(shown('D-2')).toContain('Waits for approval');
  await maya.press('Approve in spite of it', { ts, channelId });
  await t.settled();
  inDm('diego', 'Maya Chen approved your deal D-2 (GLOBEX · Rollout), protected until Sun 12 Apr');
  expect(maya.reads(inDm('maya', 'Deal D-2'))).not.toContain('Approve');
  await maya.command('/partner deal approve D-2', shared);
  await maya.hears('D-2 does not wait for approval', shared);
  await diego.mention(channels.shared, 'deal list');
  expect(diego.reads(await diego.hears('Deals of Brightpath', shared))).toContain(
    'Open, protected until Sun 12 Apr',
  );
});

test('a customer of the vendor’s own is found by web address, and the list is nobody else’s', async () => {
  const { maya, diego } = t.people;
  await diego.mention(channels.shared, 'customers');
  await diego.hears('You can’t keep the list of own customers', shared);
  await maya.command('/partner customers add Initech AG initech.com');
  await maya.hears('Initech AG is on the list');
  await maya.command('/partner customers', shared);
  await maya.hears('stay out of channels you share', shared);
  await diego.mention(channels.shared, 'deal');
  await diego.hears('Ready when you are', shared);
  await diego.press('Open the form');
  await diego.until(() => diego.modal());
  diego.fill({ Customer: 'ITG Holding', Amount: '800', 'Customer’s web address': 'nowhere' });
  expect(await diego.submit()).toEqual({
    'Customer’s web address': expect.stringContaining('Write it like acme.com'),
  });
  diego.fill({ 'Customer’s web address': 'https://www.initech.com/about' });
  expect(await diego.submit()).toEqual({});
  await diego.hears('Registered D-3: ITG Holding, €800, for Brightpath Consulting. It waits', shared);
  await t.settled();
  expect(maya.reads(inDm('maya', 'Deal D-3'))).toContain(
    'Initech AG is a customer of your own (the same web address).',
  );
  await diego.mention(channels.shared, 'deal lost D-3 We found out ourselves');
  await t.settled();
  expect(maya.reads(inDm('maya', 'Deal D-3'))).toContain('Lost on Mon 12 Jan');
});

test('before the protection ends its owner is told, asks for more, and gets it by button', async () => {
  const { maya, diego } = t.people;
  await diego.mention(channels.shared, 'deal Umbrella 9,000 EUR');
  await diego.hears('Registered D-4', shared);
  await diego.mention(channels.shared, 'deal renew D-4');
  await diego.hears('D-4 can’t be renewed: it can be renewed from 2026-03-29 on.', shared);
  await t.advance(new Date('2026-03-29T08:00:00Z'));
  const { ts, channelId } = inDm('diego', 'The protection of your deal D-4 (Umbrella) ends soon');
  await diego.press('Ask to renew', { ts, channelId });
  await diego.hears('It stays protected until they decide');
  await t.settled();
  expect(shown('D-4')).toContain('renewal asked for');
  const card = inDm('maya', 'Deal D-4');
  expect(maya.reads(card)).toContain('Diego Santos asked on Sun 29 Mar to renew it');
  await maya.press('Renew', { ts: card.ts, channelId: card.channelId });
  await t.settled();
  inDm('diego', 'Maya Chen renewed your deal D-4 (Umbrella), protected until Thu 11 Jun');
  expect(shown('D-4')).toContain('Protected until Thu 11 Jun');
});

test('what is not renewed lapses, both sides hear it, and others may register the customer', async () => {
  const { maya, diego } = t.people;
  await t.advance(new Date('2026-04-12T21:59:00Z'));
  expect(shown('D-2')).toContain('Protected until Sun 12 Apr');
  await t.advance(new Date('2026-04-12T22:01:00Z'));
  inDm('diego', 'The protection of your deal D-2 (GLOBEX · Rollout) has lapsed');
  inDm('maya', 'The protection of Brightpath Consulting’s deal D-2 (GLOBEX · Rollout) has lapsed');
  expect(shown('D-2')).toContain('Protection lapsed after Sun 12 Apr');
  await maya.command('/partner deal Globex SE 6,000 GBP', { channel: channels.internal });
  expect(maya.reads(await maya.hears('Registered D-5', { channel: channels.internal }))).toContain(
    // D-1 is Northwind’s own and has lapsed too: nothing stands against it.
    'It is protected until',
  );
  await maya.command('/partner history', shared);
  const timeline = maya.reads(await maya.hears('History of Brightpath', shared));
  for (const part of [
    'Diego Santos registered deal D-2',
    'Maya Chen declined deal D-2: Somebody else',
    'Maya Chen approved deal D-2, protected until',
    'The protection of deal D-2 lapsed',
    'Maya Chen renewed the protection of deal D-4',
  ])
    expect(timeline).toContain(part);
  const partners = [...diego.sees(channels.shared), ...diego.dm()].map(diego.reads).join('\n');
  expect(partners).not.toMatch(/Northwind|Initech/);
});

test('an open deal is edited by form; who changed what stands on its timeline, and it is sourced once won', async () => {
  const { diego } = t.people;
  const message = diego
    .sees(channels.shared)
    .findLast((each) => !each.ephemeralFor && diego.reads(each).includes('Deal D-4')) as SandboxMessage;
  const there = { ts: message.ts, channelId: channels.shared };
  await diego.press('Edit', there);
  await diego.until(() => diego.modal());
  diego.fill({
    Amount: '11,000 USD',
    'Expected to close on': '2026-06-30',
    Stage: 'Proposal',
    'Solution design': 'Aiko Tanaka',
    'Executive sponsor': 'Maya Chen',
    'What did the partner do for it?': 'Introduced us to the <!here> owner',
  });
  expect(await diego.submit()).toEqual({ Amount: expect.stringContaining('The deal is in EUR') });
  diego.fill({ Amount: '11,000', 'Executive sponsor': 'Aiko Tanaka' });
  expect(await diego.submit()).toEqual({
    'Executive sponsor': 'Aiko Tanaka is not on the vendor’s side of this deal. Choose somebody else.',
  });
  diego.fill({ 'Executive sponsor': 'Maya Chen' });
  expect(await diego.submit()).toEqual({});
  await t.settled();
  for (const part of [
    '€11,000',
    'Open, Proposal',
    'Tue 30 Jun',
    'Solution design: Aiko Tanaka  ·  Executive sponsor: Maya',
  ])
    expect(shown('D-4')).toContain(part);
  await diego.press('Timeline', there);
  const timeline = JSON.stringify(await diego.until(() => diego.modal()));
  expect(timeline).toContain(
    'Diego Santos changed deal D-4: amount €9,000 → €11,000; expected close not known → 2026-06-30; stage none → Proposal; what the partner did for it; Solution design: Aiko Tanaka; Executive sponsor: Maya Chen',
  );
  expect(timeline).toContain('Diego Santos registered deal D-4');
  await diego.close();
  await diego.press('Won', there);
  await t.settled();
  expect(shown('D-4')).toContain('Sourced by the partner');
  expect(shown('D-4')).not.toContain('Influenced');
});

test('one won while the manager still has to decide on its renewal is sourced: it was promised to be kept', async () => {
  const { maya, diego } = t.people;
  await diego.mention(channels.shared, 'deal Stark 9,000 EUR');
  await diego.hears('Registered D-6', shared);
  await diego.mention(channels.shared, 'deal Wayne 9,000 EUR');
  await diego.hears('Registered D-7', shared);
  // Registered on 12 April, New York's or Berlin's: protected to 11 July, and reminded of from 27 June on.
  await t.advance(new Date('2026-07-05T08:00:00Z'));
  for (const deal of ['D-6', 'D-7']) {
    await diego.mention(channels.shared, `deal renew ${deal}`);
    await diego.hears(`renew ${deal}`, shared);
  }
  await t.advance(new Date('2026-07-20T08:00:00Z'));
  await diego.mention(channels.shared, 'deal won D-6');
  await t.settled();
  expect(shown('D-6')).toContain('Sourced by the partner');
  const card = inDm('maya', 'Deal D-6');
  expect(maya.reads(card)).toContain('Won on Mon 20 Jul');
  expect(JSON.stringify(card)).not.toContain('Don’t renew');
  await t.advance(new Date('2026-07-20T09:00:00Z'));
  await diego.mention(channels.shared, 'scorecard how sourced deals');
  expect(diego.reads(await diego.hears('Sourced deals of Brightpath', shared))).toContain('D-6 | Stark');
  // Undecided until the manager says no; then it is over, and the record says until when it held.
  const { ts, channelId } = inDm('maya', 'Deal D-7');
  await maya.press('Don’t renew', { ts, channelId });
  await maya.until(() => maya.modal());
  maya.fill({ 'Why?': 'It has not moved since spring' });
  expect(await maya.submit()).toEqual({});
  await t.settled();
  expect(shown('D-7')).toContain('Protection lapsed after Mon 20 Jul');
  await diego.mention(channels.shared, 'deal won D-7');
  await t.settled();
  expect(shown('D-7')).not.toContain('Sourced by the partner');
  await maya.command('/partner deal reopen D-6', shared);
  await t.settled();
  expect(maya.reads(inDm('maya', 'Deal D-6'))).toContain('Don’t renew');
});

test('a conflict that was none is cleared by the approval; one that stands keeps the deal out of what is sourced, which says so', async () => {
  const { maya, diego } = t.people;
  await maya.command('/partner deal Wonka 5,000 GBP', { channel: channels.internal });
  await maya.hears('Registered D-8', { channel: channels.internal });
  for (const [deal, button, name] of [
    ['D-9', 'It’s another customer', 'Wonka GmbH'],
    ['D-10', 'Approve in spite of it', 'WONKA'],
  ] as const) {
    await diego.mention(channels.shared, `deal ${name} 1,000 EUR`);
    await diego.hears(`Registered ${deal}`, shared);
    await t.settled();
    const { ts, channelId } = inDm('maya', `Deal ${deal}`);
    await maya.press(button, { ts, channelId });
    await t.settled();
    expect(shown(deal)).toContain('Protected until');
    await diego.mention(channels.shared, `deal won ${deal}`);
    await t.settled();
  }
  expect(shown('D-9')).toContain('Sourced by the partner');
  expect(shown('D-10')).not.toContain('Sourced by the partner');
  const imported =
    'external_id,customer,amount,registered_on,closed_on,stage\nx,Acme,5,2026-07-01,2026-07-02,won';
  await t.work((work) =>
    importFile(work, {
      ...{ kind: 'deals', bytes: new TextEncoder().encode(imported) },
      ...{ partnerName: 'Brightpath Consulting', isDryRun: false },
    }),
  );
  await t.advance(new Date('2026-07-20T10:00:00Z'));
  await diego.mention(channels.shared, 'scorecard how sourced deals');
  const words = diego.reads(await diego.hears('came in without a registration', shared));
  expect(words).toContain('1 won deal left out, because somebody else was in touch with the customer before');
  expect(words).toContain('1 won deal came in without a registration');
  expect(words).not.toMatch(/Northwind/);
  await maya.command('/partner history', shared);
  const history = maya.reads(await maya.hears('History of Brightpath', shared));
  expect(history).toContain('Maya Chen approved deal D-9 as another customer’s, protected until');
});
