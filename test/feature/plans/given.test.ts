import { afterAll, beforeAll, expect, test } from 'vitest';
import { channels, startTestApp, type TestApp } from '../../support/app.ts';
import { startBrightpath } from '../onboarding/brightpath.ts';
import {
  add,
  modalOf,
  nextMoment,
  openCompletePlan,
  openForm,
  openList,
  planInChannel,
} from './contributing.ts';

const { shared, internal } = channels;
let tandem: TestApp;

beforeAll(async () => {
  tandem = await startTestApp({ at: new Date('2026-03-30T09:00:00Z') });
  await startBrightpath(tandem);
  const { maya, diego } = tandem.people;
  await openCompletePlan(tandem);
  await add(tandem, maya, { 'How much': '5,000 EUR', 'What for': 'Half of the fair' });
  await add(tandem, maya, {
    'What is it?': 'Days of our people',
    'How much': '3',
    'What for': 'Tom in demos',
  });
  await add(tandem, diego, { 'What is it?': 'Something in kind', 'What for': 'Our demo room' });
  await diego.press('Agree');
  await maya.press('Agree', await maya.hears('Diego Santos agreed to version', { channel: 'dm' }));
  await diego.hears('is agreed by both sides', { channel: shared });
});
afterAll(() => tandem.stop());

test('who receives says what came, with their name; what is agreed stays agreed, and what was promised stays', async () => {
  const { maya, diego, aiko } = tandem.people;
  const before = await planInChannel(tandem);
  expect(before).toContain('€5,000 and 3 days promised');
  await openForm(tandem, diego, 'What came of it?', 'Half of the fair');
  diego.fill({ 'Was it given?': 'In part', 'How much, if in part': '6,000' });
  expect(await diego.submit()).toEqual({
    'How much, if in part': 'In part is less than the €5,000 promised.',
  });
  diego.fill({ 'How much, if in part': '2,500' });
  expect(await diego.submit()).toEqual({});
  const shown = await planInChannel(tandem);
  expect(shown).toMatch(/Half of the fair\. \W*Given in part: €2,500\W*, said by Diego Santos on Mon 30 Mar/);
  expect(shown).toContain('€2,500 of €5,000 and 0 of 3 days given; 1 not marked yet');
  expect(shown).toContain('Agreed by both sides');
  expect(/Version \d+/.exec(shown)?.[0]).toBe(/Version \d+/.exec(before)?.[0]);
  await openList(tandem, maya);
  expect(modalOf(maya)).toMatch(/Half of the fair[^\n]*\n(?!Change)/);
  await openForm(tandem, maya, 'What came of it?', 'Our demo room');
  maya.fill({ 'Was it given?': 'Yes, wholly' });
  expect(await maya.submit()).toEqual({});
  expect(await planInChannel(tandem)).toContain('1 of 1 thing in kind given');
  // An engineer reads it, and neither adds nor judges.
  await openList(tandem, aiko);
  expect(modalOf(aiko)).not.toMatch(/Change|What came of it\?|Add something/);
  await diego.close();
  await diego.mention(shared, 'history');
  await diego.hears(/said what came of what Lumen put into .*Half of the fair\. Given in part: €2,500/);
});

test('a review says what each side put in, keeps it so, and asks for the word that is missing', async () => {
  const { diego } = tandem.people;
  await diego.mention(shared, 'plan review');
  const asked = await diego.hears('plan and what happened', { channel: shared });
  expect(diego.reads(asked)).toMatch(
    /What each side put in\W*\n• Lumen: €2,500 of €5,000 and 0 of 3 days given; 1 not marked yet\n• Brightpath: 1 of 1 thing in kind given/,
  );
  nextMoment(tandem);
  await diego.press('Say what was given', asked);
  await diego.until(() => diego.modal()?.callbackId === 'plans.contributions');
  await diego.press('What came of it?', { near: 'Tom in demos' });
  await diego.until(() => diego.modal()?.callbackId === 'plans.saveGiven');
  diego.fill({ 'Was it given?': 'Yes, wholly' });
  expect(await diego.submit()).toEqual({});
  await tandem.settled();
  nextMoment(tandem);
  await diego.mention(shared, 'plan reviews');
  expect(diego.reads(await diego.hears('asked for', { channel: shared }))).toContain(
    '0 of 3 days given; 1 not marked yet',
  );
});

test('a change asks both sides again, and until they agree what they agreed on before counts', async () => {
  const { maya, diego } = tandem.people;
  nextMoment(tandem);
  while (diego.modal()) await diego.close();
  await diego.press('Fill in');
  await diego.until(() => diego.modal()?.callbackId === 'plans.choose');
  await diego.press('plans.part', { near: 'Goals' });
  await diego.until(() => diego.modal()?.callbackId === 'plans.save');
  diego.fill({ 'Deals the partner brings and wins': '1' });
  expect(await diego.submit()).toEqual({});
  expect(await planInChannel(tandem)).toMatch(
    /Complete, to be agreed by both sides.*Until then version \d+ counts, which both agreed to/,
  );
  nextMoment(tandem);
  await diego.mention(shared, 'plan review');
  const review = await diego.hears('Deals the partner brings and wins | 3 |', { channel: shared });
  expect(diego.reads(review)).toContain('plan and what happened');
  const version = /Version \d+, saved by Diego Santos/.exec(await planInChannel(tandem))?.[0] ?? 'none';
  // The vendor's own notes are no news to the channel, not even that there are new ones.
  await maya.command('/partner plan fill Brightpath', { channel: internal });
  await maya.until(() => maya.modal()?.callbackId === 'plans.choose');
  await maya.press('plans.part', { near: 'Our own notes' });
  await maya.until(() => maya.modal()?.callbackId === 'plans.save');
  maya.fill({ 'What do we doubt?': 'Whether they mean it' });
  expect(await maya.submit()).toEqual({});
  expect(await planInChannel(tandem)).toContain(version);
});

test('the quarter over, nothing promised for it changes; what came of it can be said, and stands in the pack', async () => {
  const { maya, diego } = tandem.people;
  await openForm(tandem, diego, 'Add something');
  await tandem.advance(new Date('2026-04-01T09:00:00Z'));
  diego.fill({ 'How much': '1 EUR', 'What for': 'Too late' });
  await diego.submit();
  await diego.until(() =>
    modalOf(diego).includes('Q1 2026 is over: what was written and promised for it stays'),
  );
  await openList(tandem, diego);
  expect(modalOf(diego)).not.toContain('Add something');
  await openForm(tandem, diego, 'What came of it?', 'Half of the fair');
  diego.fill({ 'Was it given?': 'No' });
  expect(await diego.submit()).toEqual({});
  expect(await planInChannel(tandem)).toContain('€0 of €5,000 and 3 of 3 days given');
  await diego.mention(shared, 'review 2026-Q1');
  const theirs = diego.reads(await diego.hears('Q1 2026 with Brightpath', { channel: shared }));
  expect(theirs).toMatch(
    /What each side put in\W*\n• The vendor’s side: €0 of €5,000 and 3 of 3 days given\n• Brightpath: 1 of 1 thing in kind given/,
  );
  await maya.command('/partner review 2026-Q1 Brightpath', { channel: internal });
  await maya.hears('The vendor’s side: €0 of €5,000 and 3 of 3 days given', { channel: internal });
  // Nor what was agreed on: the pack holds it against what happened.
  expect(theirs).toMatch(/Deals the partner brings and wins: behind, 0 with 3 agreed/);
  expect(await planInChannel(tandem)).not.toContain('Fill in');
  await maya.command('/partner plan fill Brightpath 2026-Q1', { channel: internal });
  await maya.hears('Q1 2026 is over: what was written and promised for it stays', { channel: internal });
});
