import { afterAll, beforeAll, expect, test } from 'vitest';
import { channels, startTestApp, type TestApp } from '../../support/app.ts';
import { startBrightpath } from '../onboarding/brightpath.ts';

const { shared, internal } = channels;
let tandem: TestApp;

/** Two steps late and a partner who has said nothing for two months: set back in time, as days pass slowly. */
beforeAll(async () => {
  tandem = await startTestApp({ at: new Date('2026-01-12T09:00:00Z') });
  await startBrightpath(tandem);
  await tandem.work(async ({ tx, workspaceId }) => {
    await tx.journeyStep.updateMany({
      where: { workspaceId, key: { in: ['name-the-team', 'orientation'] } },
      data: { dueOn: new Date('2026-01-05T00:00:00Z') },
    });
  });
});
afterAll(() => tandem.stop());

/** Everything Brightpath's people have read. */
function readByPartner(): string {
  const { diego, aiko, sam } = tandem.people;
  return [diego, aiko, sam]
    .flatMap((person) => [...person.sees(shared), ...person.dm()].map((message) => person.reads(message)))
    .join('\n');
}

test('a signal leads to a plan with owner and date that its owner is reminded of and the partner never sees', async () => {
  const { maya, tom, diego } = tandem.people;
  await maya.command('/partner health Brightpath', { channel: internal });
  await maya.hears('Suggested: Walk through the late steps', { channel: internal });
  await maya.press('Plan it');
  await maya.until(() => maya.modal()?.callbackId === 'health.plan');
  maya.fill({ 'Who does it?': 'Diego Santos' });
  expect(await maya.submit()).toEqual({ 'Who does it?': expect.stringContaining('is at the partner') });
  maya.fill({ 'Who does it?': 'Tom Okafor', 'What is to be done?': 'Call Aiko about the sandbox' });
  expect(await maya.submit()).toEqual({});
  await tom.hears('passed an action item on to you', { channel: 'dm' });
  await maya.command('/partner health Brightpath', { channel: internal });
  await maya.hears('Planned (A-1, Tom Okafor, due Wed 14 Jan): Call Aiko about the sandbox', {
    channel: internal,
  });
  await diego.mention(shared, 'action done A-1');
  await diego.hears('I don’t know that action item');
  await diego.mention(shared, 'actions');
  await tandem.settled();
  expect(readByPartner()).not.toContain('Call Aiko');
  await tom.command('/partner action done A-1', { channel: internal });
  await tom.hears('A-1 is done', { channel: internal });
});

test('where journeys wait is for managers alone', async () => {
  const { maya, diego } = tandem.people;
  // One deal before kickoff, two early ones, one of them contested and the other never checked, one long after.
  await tandem.work(async ({ tx, workspaceId, newId }) => {
    const { id: partnerId } = await tx.partner.findFirstOrThrow({ where: { workspaceId } });
    const { kickoffOn } = await tx.journey.findFirstOrThrow({ where: { workspaceId } });
    const deal = (number: number, days: number, isContested: boolean) => ({
      ...{ id: newId(), workspaceId, partnerId, number, customer: `Early ${number}`, name: 'Platform' },
      ...{ amountMinor: 100_000n, partnerCostMinor: 60_000n, currency: 'EUR', stage: 'lost', isContested },
      registeredAt: new Date(kickoffOn.getTime() + days * 86_400_000),
      closedAt: new Date(kickoffOn.getTime() + (days + 1) * 86_400_000),
      ...{ lossReason: 'A test of early deals', registration: isContested ? 'approved' : 'none' },
      protectedUntil: isContested ? new Date(kickoffOn.getTime() + (days + 90) * 86_400_000) : null,
    });
    await tx.deal.createMany({
      data: [deal(901, -3, true), deal(902, 2, true), deal(903, 89, false), deal(904, 91, true)],
    });
  });
  await maya.command('/partner friction', { channel: internal });
  const words = maya.reads(await maya.hears('Where journeys wait', { channel: internal }));
  expect(words).toMatch(/1 journey\b/);
  expect(words).toMatch(/Name your team \| Kick-off \| too few \(1\) \| 1 \| 0/);
  expect(words).toMatch(
    /2026 Q1.*, 1 partner: onboarding too few \(1\); first close too few \(1\); deals of the first 90 days: 2 deals: won too few \(2\), margin –, contested too few \(1\)/,
  );
  await maya.choose('How is this worked out?', 'Name your team');
  const step = maya.reads(
    await maya.hears('How long name your team waits: too few (1)', { channel: internal }),
  );
  expect(step).toContain('Kaplan–Meier median');
  expect(step).toMatch(/Brightpath \| \d+ \| Waiting/);
  await maya.choose('How is this worked out?', 'Kicked off in 2026 Q1');
  const quarter = maya.reads(await maya.hears('Kicked off in 2026 Q1: 1 partner', { channel: internal }));
  expect(quarter).toMatch(/Brightpath \| .*Jan \| – \| – \| – \| 2 \| 0 \| 2 \| 1/);
  await maya.command('/partner friction q1 2026', { channel: internal });
  const ofIt = await maya.hears('Where journeys waited that kicked off in 2026 Q1', { channel: internal });
  expect(maya.reads(ofIt)).toMatch(/Name your team \| Kick-off \| too few \(1\) \| 1 \| 0/);
  expect(maya.reads(ofIt)).toContain('All quarters');
  await maya.choose('How is this worked out?', 'Name your team');
  await maya.hears('where journeys kicked off in 2026 Q1: too few (1)', { channel: internal });
  await maya.command('/partner friction 2025 Q4', { channel: internal });
  await maya.hears('No journey kicked off in 2025 Q4.', { channel: internal });
  await diego.mention(shared, 'friction');
  await diego.hears('You can’t see how a partner is doing here');
});

test('a way back has steps, criteria and a day on which the manager is asked to decide', async () => {
  const { maya, diego } = tandem.people;
  await maya.command('/partner health recover Brightpath', { channel: internal });
  await maya.until(() => maya.modal()?.callbackId === 'health.recover');
  maya.fill({
    'What has to be true at the end?': '• Late steps are done\nTwo deals have a date',
    'When do you decide?': '2026-01-16',
  });
  expect(await maya.submit()).toEqual({});
  await maya.hears('• Work a day on their open deals and steps (within 10 working days)', {
    channel: internal,
  });
  await diego.hears('Name who sells and who builds', { channel: shared });
  expect(readByPartner()).not.toMatch(/Work a day on their open deals|Late steps are done|Back on track/);
  await maya.command('/partner health recover Brightpath', { channel: internal });
  await maya.hears('is on a way back already', { channel: internal });
  await tandem.advance(new Date('2026-01-16T09:00:00Z'));
  const words = maya.reads(await maya.hears('Brightpath: time to decide', { channel: 'dm' }));
  expect(words).toMatch(/0 of 4 steps done/);
  expect(words).toMatch(/What had to be true by now\W+Late steps are done\W+Two deals have a date/);
  expect(words).toMatch(/Watch: Late steps/);
});

test('a decision that is due stands among the things to do until it is taken', async () => {
  const { maya } = tandem.people;
  await maya.openHome();
  await tandem.settled();
  const home = maya.reads(await maya.until(() => maya.home()));
  expect(home).toMatch(/Whether to go on: the way back “Back on track” is to be decided today[\s\S]*Decide/);
});

test('to part ways takes a reason, opens the exit interview, and leads to lessons that change the playbook', async () => {
  const { maya, diego, lena } = tandem.people;
  await maya.press('Decide');
  await maya.until(() => maya.modal()?.callbackId === 'health.decide');
  maya.fill({
    'What is true by now?': ['Two deals have a date'],
    Decision: 'Part ways',
    'Why?': 'They sell a rival.',
  });
  expect(await maya.submit()).toEqual({});
  await diego.hears('Exit interview', { channel: shared });
  await tandem.settled();
  await maya.press('Write the post-mortem');
  await maya.until(() => maya.modal()?.callbackId === 'health.postmortem');
  maya.fill({
    'What happened?': 'A rival came first.',
    'Lesson 1: what did we learn?': 'We never asked about rivals.',
    'Lesson 1: what should change in the playbook?': 'Ask for rival products before kickoff.',
    'Lesson 2: what did we learn?': 'Half of it.',
  });
  expect(await maya.submit()).toEqual({
    'Lesson 2: what should change in the playbook?': expect.stringContaining('so that it is not forgotten'),
  });
  maya.fill({ 'Lesson 2: what did we learn?': '' });
  expect(await maya.submit()).toEqual({});
  await tandem.settled();
  await maya.press('See proposed changes');
  const proposed = maya.reads(await maya.hears('Proposed changes of the playbook', { channel: 'dm' }));
  expect(proposed).toMatch(/Ask for rival products before kickoff\W+Because: We never asked about rivals/);
  await tandem.settled();
  await maya.press('What happened');
  const story = JSON.stringify(await maya.until(() => maya.modal()));
  expect(story).toContain('A rival came first.');
  await maya.close();
  await lena.command('/partner help');
  await tandem.settled();
  // As if a colleague had written it.
  await tandem.work(async ({ tx, workspaceId }) => {
    const colleague = await tx.person.findFirstOrThrow({ where: { workspaceId, slackUserId: lena.id } });
    await tx.lesson.updateMany({ where: { workspaceId }, data: { writtenById: colleague.id } });
  });
  await maya.press('Adopt');
  await maya.hears('Adopted: Ask for rival products before kickoff', { channel: 'dm' });
  await lena.hears('Maya Chen adopted the change of the playbook you proposed: Ask for rival products', {
    channel: 'dm',
  });
  await lena.command('/partner health', { channel: internal });
  await lena.hears('You don’t manage any partner', { channel: internal });
  const decided = await tandem.work((work) =>
    work.tx.healthDecision.findFirstOrThrow({ where: { workspaceId: work.workspaceId } }),
  );
  expect(decided).toMatchObject({
    choice: 'leave',
    reason: 'They sell a rival.',
    met: ['Two deals have a date'],
  });
  expect(readByPartner()).not.toMatch(/rival|part ways/i);
  await maya.command('/partner history Brightpath', { channel: internal });
  await maya.hears('decided to part ways with Brightpath (1 of 2 criteria met): They sell a rival.', {
    channel: internal,
  });
});
