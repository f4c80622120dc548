import { afterEach, beforeEach, expect, test } from 'vitest';
import { personBySlackId } from '../../../src/features/partners/public.ts';
import { partnersInOrder } from '../../../src/features/scorecards/compose.ts';
import { tellOwners } from '../../../src/features/scorecards/owners.ts';
import { channels, startTestApp, type TestApp } from '../../support/app.ts';
import { winDeals } from '../segments/numbers.ts';
import { checklistOf, fillStartForm, openStartForm, startBrightpath } from './brightpath.ts';

let tandem: TestApp;
beforeEach(async () => {
  tandem = await startTestApp();
});
afterEach(() => tandem.stop());

test('without a published playbook the command says how to publish one', async () => {
  const { maya } = tandem.people;
  await maya.command('/partner start', { channel: channels.shared });
  await maya.hears('No playbook is published yet');
});

test('a manager starts a partner’s onboarding: the channel gets a greeting and one live checklist', async () => {
  const { maya, diego } = tandem.people;
  await startBrightpath(tandem);
  await diego.hears('Welcome *Brightpath*!', { channel: channels.shared });
  const text = checklistOf(tandem);
  expect(text).toContain('Hold the kickoff meeting');
  await maya.hears('The checklist is in #brightpath-lumen');
});

test('what is wrong with the form is said beside each field, and nothing is started', async () => {
  const { maya } = tandem.people;
  await tandem.publishSample();
  await openStartForm(tandem);
  // Guessed from #brightpath-lumen: our own name in it is not the partner’s.
  expect(JSON.stringify(maya.modal()?.blocks)).toContain('"initial_value":"Brightpath"');
  maya.fill({
    'Alliance lead (the partner’s side)': 'Tom Okafor',
    'Solution architect (your side)': 'Aiko Tanaka',
    'Time zone': 'Mars/Olympus',
  });
  const errors = await maya.submit();
  expect(errors).toEqual({
    'Alliance lead (the partner’s side)': 'Tom Okafor is on your side; this seat is the partner’s.',
    'Solution architect (your side)':
      'Aiko Tanaka is from the partner’s organisation; this seat is on your side.',
    'Time zone': 'I don’t know that time zone. Write it as Europe/Berlin or America/New_York.',
  });
  maya.fill({
    'Alliance lead (the partner’s side)': 'Diego Santos',
    'Solution architect (your side)': 'Tom Okafor',
    'Time zone': 'Europe/Lisbon',
  });
  expect(await maya.submit()).toEqual({});
  await tandem.settled();
  expect(checklistOf(tandem)).toContain('nothing late');
});

test('another tier and segments add steps to a running onboarding, and the channel learns nothing of the segment', async () => {
  const { maya, diego } = tandem.people;
  await startBrightpath(tandem);
  await maya.command('/partner segments brightpath', { channel: channels.shared });
  const shown = await maya.hears('tier and segments', { channel: 'dm' });
  expect(maya.reads(shown)).toContain('not said');
  await maya.press('Change', shown);
  await maya.until(() => maya.modal()?.callbackId === 'segments.change');
  maya.fill({ Tier: 'Silver', Potential: 'High', Territory: ['Nordics'], Why: 'Two hospitals ask for them' });
  expect(await maya.submit()).toEqual({});
  const added = await diego.hears('were added to your plan', { channel: channels.shared });
  expect(diego.reads(added)).toContain('4 steps were added to your plan, because Maya Chen adapted it');
  expect(diego.reads(added)).toContain('*Design a customer solution together*: Tom Okafor, due Fri 30 Jan');
  expect(diego.reads(added)).toContain('*Write the joint business plan*: Diego Santos, due Thu 5 Feb');
  await maya.hears('Brightpath is Silver, Territory: Nordics; Potential: High. 4 steps came into its plan');
  await tandem.settled();
  expect(checklistOf(tandem)).toContain('Silver partner');
  expect(checklistOf(tandem)).toContain('of 30 steps done');
  expect(diego.sees(channels.shared).map(diego.reads).join()).not.toContain('Potential');
  await diego.mention(channels.shared, 'history');
  const history = diego.reads(await diego.hears('History of Brightpath'));
  expect(history).toContain('changed the tier from Registered to Silver');
  expect(history).not.toContain('hospitals');
  expect(history).not.toContain('Potential');
  await maya.command('/partner history brightpath');
  const whole = maya.reads(await maya.hears('History of Brightpath'));
  expect(whole).toContain(
    'put the partner into Territory: Nordics; Potential: High: Two hospitals ask for them',
  );
});

test('what a lower tier would not ask for stays until the manager takes it off; what is done stays for good', async () => {
  const { maya, diego } = tandem.people;
  await startBrightpath(tandem);
  const change = async (values: Record<string, string>) => {
    await maya.command('/partner segments brightpath');
    await maya.press('Change', await maya.hears('tier and segments', { channel: 'dm' }));
    await maya.until(() => maya.modal()?.callbackId === 'segments.change');
    maya.fill(values);
    expect(await maya.submit()).toEqual({});
    await tandem.settled();
  };
  await change({ Tier: 'Silver', Potential: 'High' });
  await tandem.work(async ({ tx, workspaceId, now }) => {
    const done = { status: 'done', completedAt: now };
    await tx.journeyStep.updateMany({ where: { workspaceId, key: 'design-workshop' }, data: done });
  });
  await change({ Tier: 'Registered', Potential: 'Steady' });
  const said = await maya.hears('Not asked of it any more');
  expect(maya.reads(said)).toContain('“Write the joint business plan”');
  expect(maya.reads(said)).not.toContain('Design a customer solution');
  expect(checklistOf(tandem)).toContain('of 30 steps done');
  await diego.mention(channels.shared, 'segments');
  await diego.hears('You can’t set up a partner');
  await maya.press('Take off the plan', said);
  const told = await diego.hears('off your plan', { channel: channels.shared });
  expect(diego.reads(told)).toContain('Maya Chen took 3 steps off your plan');
  await tandem.settled();
  expect(checklistOf(tandem)).toContain('1 of 27 steps done');
  tandem.clock.moveTo(new Date(tandem.clock.now().getTime() + 60_000));
  await maya.press('Take off the plan', said);
  await maya.hears('Nothing is left to take off Brightpath’s plan');
  await maya.command('/partner segments potential steady');
  const list = maya.reads(await maya.hears('Partners by tier and segment for “potential steady”'));
  expect(list).toContain('Brightpath');
  await maya.command('/partner segments gold');
  await maya.hears('None of your partners is there for “gold”');
});

test('a step comes once a deal was registered early, and the channel hears why', async () => {
  const { diego } = tandem.people;
  await startBrightpath(tandem);
  expect(checklistOf(tandem)).toContain('of 26 steps done');
  await tandem.advance('day');
  expect(checklistOf(tandem)).toContain('of 26 steps done');
  await diego.mention(channels.shared, 'deal Harbour Clinics 30,000 EUR');
  await tandem.settled();
  await tandem.advance('day');
  const told = await diego.hears('1 step was added to your plan', { channel: channels.shared });
  expect(diego.reads(told)).toContain('as agreed for when a deal is registered within 30 days of kickoff');
  expect(diego.reads(told)).toContain('*Train a second seller*: Diego Santos, due');
  await tandem.settled();
  expect(checklistOf(tandem)).toContain('of 27 steps done');
  await tandem.advance('day');
  expect(
    diego.sees(channels.shared).filter((each) => diego.reads(each).includes('added to your plan')),
  ).toHaveLength(1);
});

test('a tier is proposed on sure numbers alone, to the manager, who takes it or keeps the old one for a reason', async () => {
  const { maya, diego } = tandem.people;
  await startBrightpath(tandem);
  await winDeals(tandem, 12, 30_000);
  await tandem.advance('day');
  const proposed = await maya.hears('speaks for another tier', { channel: 'dm' });
  expect(maya.reads(proposed)).toContain('*Gold* instead of Registered');
  expect(maya.reads(proposed)).toContain('• Potential High, High asked');
  expect(maya.reads(proposed)).toMatch(
    /Deal size €30,5\d\d \(€30,\d{3}–€30,\d{3}\), at least €25,000.* asked, from 12 observations/,
  );
  expect(maya.reads(proposed)).toMatch(/Deal velocity 30 days .* at most 60 days asked/);
  await maya.choose('How is this worked out?', 'Deal velocity', proposed);
  await maya.hears('Deal velocity of Brightpath: 30 days', { channel: 'dm' });
  // It is on no scorecard: the vendor's people may ask all the same, nobody else.
  await maya.choose('How is this worked out?', 'Deal size', proposed);
  await maya.hears('Deal size of Brightpath: €30,5', { channel: 'dm' });
  await diego.mention(channels.shared, 'scorecard how deal size');
  await diego.hears('“Deal size” isn’t on the scorecard you see of Brightpath');
  expect(diego.sees(channels.shared).map(diego.reads).join()).not.toContain('another tier');
  await maya.press('Keep Registered', proposed);
  await maya.until(() => maya.modal()?.callbackId === 'segments.keep');
  maya.fill({ Why: 'Their seller leaves in March' });
  expect(await maya.submit()).toEqual({});
  await maya.hears('Brightpath stays Registered.');
  await tandem.advance('day');
  const again = () => maya.dm().filter((each) => maya.reads(each).includes('speaks for another tier')).length;
  expect(again()).toBe(1);
  await maya.press('Make it Gold', proposed);
  await maya.hears('That is settled already');
  // A quarter later it is asked again, as long as the numbers say so.
  await tandem.work(async ({ tx, workspaceId }) => {
    await tx.tierProposal.updateMany({ where: { workspaceId }, data: { endedAt: new Date('2025-01-01') } });
  });
  await tandem.advance('day');
  expect(again()).toBe(2);
  const [second] = maya
    .dm()
    .filter((each) => maya.reads(each).includes('speaks for another tier'))
    .slice(-1);
  if (!second) throw new Error('nothing was proposed');
  await maya.press('Make it Gold', second);
  await maya.hears('Brightpath is Gold, Potential: High');
  await tandem.settled();
  expect(checklistOf(tandem)).toContain('Gold partner');
  await maya.command('/partner history brightpath');
  const history = maya.reads(await maya.hears('History of Brightpath'));
  expect(history).toContain('kept Registered where the facts spoke for Gold: Their seller leaves in March');
  expect(history).toContain('changed the tier from Registered to Gold');
  // Then its potential is seen otherwise, and its numbers stay as they are: it is the segment that speaks.
  await tandem.work(({ tx, workspaceId }) =>
    tx.partner.updateMany({ where: { workspaceId }, data: { segments: ['potential:steady'] } }),
  );
  await tandem.advance('day');
  const down = maya.reads(await maya.hears('*Silver* instead of Gold', { channel: 'dm' }));
  expect(down).toContain('• Potential Steady, High asked');
  expect(down).not.toMatch(/• Deal|The numbers/);
});

test('whoever answers for a number is named beside it, and hears when it misses its target', async () => {
  const { maya, tom } = tandem.people;
  await startBrightpath(tandem);
  await maya.command('/partner scorecard how activation rate');
  await maya.hears('Answers for it: Partner manager.');
  await maya.command('/partner scorecard how churn brightpath');
  await maya.hears('Answers for it: Maya Chen (Partner manager).');
  await tandem.work(async (work) => {
    const { tx, workspaceId, now, newId } = work;
    const partner = await tx.partner.findFirstOrThrow({ where: { workspaceId } });
    await tx.deal.createMany({
      data: Array.from({ length: 20 }, (_, index) => ({
        ...{
          id: newId(),
          workspaceId,
          partnerId: partner.id,
          number: 500 + index,
          customer: `Clinic ${index}`,
        },
        ...{ name: 'Rollout', amountMinor: 100n, currency: 'EUR', stage: 'lost' },
        ...{ registeredAt: new Date(now.getTime() - 9e8), closedAt: new Date(now.getTime() - 8e8) },
      })),
    });
    const [manager, owner] = [await personBySlackId(work, maya.id), await personBySlackId(work, tom.id)];
    const rows = await partnersInOrder(work, [partner]);
    const answers = { person: owner, seat: 'Finance', isStandIn: false };
    await tellOwners(work, manager, rows, (_, metric) => (metric === 'win_rate' ? answers : null));
    // What is the manager's own stands in the digest.
    await tellOwners(work, owner, rows, () => answers);
  });
  const told = await tom.hears('You answer for numbers that miss their targets, at Brightpath', {
    channel: 'dm',
  });
  expect(tom.reads(told)).toMatch(/Win rate 0 % .*below target of 25 %/);
  expect(tom.dm().filter((each) => tom.reads(each).includes('You answer for'))).toHaveLength(1);
});

test('a second running onboarding is refused kindly', async () => {
  const { maya } = tandem.people;
  await startBrightpath(tandem);
  await maya.command('/partner start', { channel: channels.shared });
  await maya.hears('Brightpath’s onboarding is already running');
});

test('a partner’s person can’t start anything', async () => {
  const { diego } = tandem.people;
  await tandem.publishSample();
  await diego.mention(channels.shared, 'start');
  await diego.hears('You can’t start onboarding here');
});

test('from the Home tab the form asks for the channel, and refuses one that isn’t shared', async () => {
  const { maya } = tandem.people;
  await tandem.publishSample();
  await maya.openHome();
  await maya.until(() => maya.home());
  await tandem.settled();
  await maya.press('Start onboarding', 'home');
  await maya.until(() => maya.modal());
  fillStartForm(tandem);
  maya.fill({ 'Shared channel': channels.internal });
  expect(await maya.submit()).toMatchObject({ 'Shared channel': expect.stringContaining('isn’t shared') });
  maya.fill({ 'Shared channel': channels.shared });
  expect(await maya.submit()).toEqual({});
  await tandem.settled();
  expect(checklistOf(tandem)).toContain('Brightpath: onboarding');
});

test('when the channel is gone, starting in the one that replaces it moves the running onboarding there', async () => {
  const { maya } = tandem.people;
  await startBrightpath(tandem);
  await tandem.work((work) =>
    work.tx.partnerChannel.updateMany({
      where: { workspaceId: work.workspaceId },
      data: { state: 'gone', slackChannelId: 'C0GONEGONE' },
    }),
  );
  await openStartForm(tandem);
  expect(await maya.submit()).toEqual({});
  await maya.hears('onboarding goes on in #brightpath-lumen, where it was left off');
  await tandem.work(async (work) => {
    expect(await work.tx.journey.count({ where: { workspaceId: work.workspaceId } })).toBe(1);
  });
});
