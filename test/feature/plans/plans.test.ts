import { afterAll, beforeAll, expect, test } from 'vitest';
import { channels, startTestApp, type TestApp } from '../../support/app.ts';
import { startBrightpath } from '../onboarding/brightpath.ts';

const { shared, internal } = channels;
let tandem: TestApp;

beforeAll(async () => {
  tandem = await startTestApp({ at: new Date('2026-03-30T09:00:00Z') });
  await startBrightpath(tandem);
});
afterAll(() => tandem.stop());

/** The live plan in the channel, as somebody reads it: there is one, whatever happened. */
function planInChannel(): string {
  const { diego } = tandem.people;
  const shown = diego
    .sees(shared)
    .filter((message) => !message.ephemeralFor)
    .map((message) => diego.reads(message))
    .filter((text) => text.includes('Joint business plan: Brightpath, Q1 2026') && text.includes('Version'));
  if (shown.length !== 1) throw new Error(`${shown.length} plans`);
  return shown[0] ?? '';
}

/** Everything Brightpath's people have read. */
function readByPartner(): string {
  const { diego, aiko, sam } = tandem.people;
  return [diego, aiko, sam]
    .flatMap((person) => [...person.sees(shared), ...person.dm()].map((message) => person.reads(message)))
    .join('\n');
}

type Person = TestApp['people']['maya'];

async function openPart(person: Person, part: string): Promise<void> {
  // Two presses of one button in one second are one.
  tandem.clock.moveTo(new Date(tandem.clock.now().getTime() + 2000));
  await person.press('Fill in');
  await person.until(() => person.modal()?.callbackId === 'plans.choose');
  await person.press('plans.part', { near: part });
  await person.until(() => person.modal()?.callbackId === 'plans.save');
}

test('a manager opens it; each side finds its parts, and the vendor’s own notes stay with the vendor', async () => {
  const { maya, diego } = tandem.people;
  await diego.mention(shared, 'plan open');
  await diego.hears('You can’t open a joint plan here');
  await maya.command('/partner plan open Brightpath', { channel: internal });
  await diego.hears('opened our joint plan for Q1 2026', { channel: 'dm' });
  await tandem.settled();
  expect(planInChannel()).toMatch(
    /Which segments and accounts come first this quarter\?[\W_]+Not filled in yet/,
  );
  expect(planInChannel()).toMatch(/Deals the partner brings and wins \| .* \| 3/);
  await openPart(diego, 'Where we win');
  await tandem.settled();
  expect(planInChannel()).toContain('Diego Santos has this open since');
  diego.fill({ 'Which segments and accounts come first this quarter?': 'Hospitals in Bavaria' });
  diego.fill({ 'Not ready?': ['Keep it as my draft, which nobody else sees'] });
  expect(await diego.submit()).toEqual({});
  await tandem.settled();
  expect(planInChannel()).not.toContain('Hospitals');
  await openPart(diego, 'Where we win');
  expect(diego.reads(diego.modal() ?? { text: '', blocks: null })).toContain('This is your draft');
  diego.fill({
    'What pipeline do you bring into the quarter?': 'Nine hospitals',
    'Who sells, builds and supports, and how much of their time?': 'Diego sells, Aiko builds',
  });
  expect(await diego.submit()).toEqual({});
  await tandem.settled();
  expect(planInChannel()).toContain('Hospitals in Bavaria');
  await openPart(maya, 'Our own notes');
  maya.fill({ 'What do we doubt?': 'Whether Aiko has the time' });
  expect(await maya.submit()).toEqual({});
  await tandem.settled();
  await maya.command('/partner plan Brightpath', { channel: internal });
  await maya.hears('Whether Aiko has the time', { channel: internal });
  tandem.clock.moveTo(new Date(tandem.clock.now().getTime() + 2000));
  await diego.press('Fill in');
  await diego.until(() => diego.modal()?.callbackId === 'plans.choose');
  expect(diego.reads(diego.modal() ?? { text: '', blocks: null })).not.toMatch(
    /Our own notes|What Lumen brings/,
  );
  await diego.mention(shared, 'plan changes');
  await diego.hears('Version 2');
  expect(readByPartner()).not.toMatch(/Aiko has the time|Our own notes|Margin on their deals/);
});

test('who saves second is told what the other wrote, loses nothing, and undoes nothing', async () => {
  const { maya, diego } = tandem.people;
  await openPart(maya, 'How we win together');
  await openPart(diego, 'How we win together');
  diego.fill({
    'Why do customers choose us, and against whom?': 'We are near',
    'What could get in the way?': 'Staff',
  });
  expect(await diego.submit()).toEqual({});
  maya.fill({
    'Why do customers choose us, and against whom?': 'We measure more',
    'Which joint plays do we run, and when?': 'Two workshops',
  });
  await maya.submit();
  const words = maya.reads(maya.modal() ?? { text: '', blocks: null });
  expect(words).toMatch(/Nothing was saved/);
  expect(words).toMatch(/Diego Santos wrote: We are near/);
  // Closed and opened again, what she wrote is there, and meets the same clash.
  await maya.close();
  await openPart(maya, 'How we win together');
  expect(maya.reads(maya.modal() ?? { text: '', blocks: null })).toContain('This is your draft');
  await maya.submit();
  expect(maya.reads(maya.modal() ?? { text: '', blocks: null })).toMatch(/Diego Santos wrote: We are near/);
  maya.fill({ 'Why do customers choose us, and against whom?': 'We are near and measure more' });
  expect(await maya.submit()).toEqual({});
  await tandem.settled();
  expect(planInChannel()).toContain('We are near and measure more');
  expect(planInChannel()).toMatch(/What could get in the way\?[\W_]+Staff/);
  tandem.clock.moveTo(new Date(tandem.clock.now().getTime() + 2000));
  await diego.mention(shared, 'plan review');
  await diego.hears('isn’t agreed by both sides yet, so there is nothing to compare');
});

test('agreed by both sides, and again after a change; nobody agrees to what they have not seen', async () => {
  const { maya, diego } = tandem.people;
  await openPart(maya, 'What Lumen brings');
  maya.fill({
    'Which people and training do we promise?': 'Tom, two days a month',
    'Which marketing do we do or pay for?': 'One webinar',
  });
  expect(await maya.submit()).toEqual({});
  await openPart(maya, 'Goals');
  maya.fill({ 'Deals we win': 'many' });
  expect(await maya.submit()).toEqual({ 'Deals we win': 'Write a target such as 40 %.' });
  maya.fill({ 'Deals we win': '30' });
  expect(await maya.submit()).toEqual({});
  await tandem.settled();
  await maya.openHome();
  await tandem.settled();
  expect(maya.reads(maya.home() ?? { text: '', blocks: null })).toContain('waits for your side to agree');
  await diego.press('Agree');
  const asked = await maya.hears('Diego Santos agreed to version', { channel: 'dm' });
  await openPart(maya, 'Goals');
  maya.fill({ 'Deals the partner brings and wins': '4' });
  expect(await maya.submit()).toEqual({});
  await tandem.settled();
  expect(planInChannel()).toContain('Brightpath: not yet');
  await maya.press('Agree', asked);
  await maya.hears('The plan was changed after you saw it', { channel: 'dm' });
  await diego.press('Agree');
  await maya.press('Agree', await maya.hears('agreed to version 8', { channel: 'dm' }));
  await diego.hears('is agreed by both sides', { channel: shared });
  await tandem.settled();
  expect(planInChannel()).toContain('Agreed by both sides');
});

test('before its call the plan is on the agenda, compared with what happened, and kept as it was seen', async () => {
  const { maya, diego } = tandem.people;
  await tandem.work(async (work) => {
    const { workspaceId, tx } = work;
    const series = { callKey: 'business-review' };
    const call = await tx.call.findFirstOrThrow({ where: { workspaceId, series } });
    const startsAt = new Date('2026-03-31T07:00:00Z');
    await tx.call.update({ where: { id: call.id, workspaceId }, data: { startsAt } });
    await work.emit({ type: 'call.scheduled', partnerId: call.partnerId, callId: call.id, startsAt });
  });
  await tandem.advance(new Date('2026-03-30T09:30:00Z'));
  const review = await diego.hears('plan and what happened', { channel: shared });
  const words = diego.reads(review);
  expect(words).toMatch(/Deals the partner brings and wins \| 4 \| 0 \| – \| behind/);
  expect(words).toMatch(/Deals we win \| 30 % \| – \| – \| no data yet/);
  await diego.mention(shared, 'agenda');
  await diego.hears('Joint business plan, Q1 2026: goals and what happened');
  const own = await maya.hears('Margin on their deals', { channel: 'dm' });
  await diego.choose('How is this worked out?', 'Deals we win', review);
  const how = diego.reads(await diego.hears('Win rate of Brightpath in Q1 2026', { channel: shared }));
  expect(how).toMatch(/Q1 2026: .*1 Jan to today/);
  await expect(diego.choose('How is this worked out?', 'Margin on their deals', review)).rejects.toThrow();
  await maya.choose('How is this worked out?', 'Margin on their deals', own);
  await maya.hears('Margin of Brightpath in Q1 2026', { channel: 'dm' });
  await diego.mention(shared, 'deal Acme 12,500 EUR "Platform rollout"');
  await diego.hears('D-1');
  await diego.mention(shared, 'deal won D-1');
  await tandem.advance(new Date('2026-04-01T09:00:00Z'));
  await diego.mention(shared, 'plan reviews');
  const kept = diego.reads(await diego.hears('made at the end of the quarter', { channel: shared }));
  expect(kept).toMatch(/Deals the partner brings and wins \| 4 \| 1 \| – \| behind/);
  await diego.choose('How is this worked out?', 'Deals the partner brings and wins');
  const won = diego.reads(await diego.hears(/of Brightpath in Q1 2026: 1\b/, { channel: shared }));
  expect(won).toMatch(/D-1 \| Acme/);
  expect(kept).toMatch(
    /Mon 30 Mar, made for a call.*\n.*Deals the partner brings and wins: 0, target 4, behind/,
  );
  expect(readByPartner()).not.toMatch(/Aiko has the time|Our own notes|Margin on their deals/);
});
