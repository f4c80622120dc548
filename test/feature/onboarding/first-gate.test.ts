import { afterEach, beforeEach, expect, test } from 'vitest';
import { eventDays } from '../../../src/features/health/public.ts';
import { channels, startTestApp, type TestApp } from '../../support/app.ts';
import { checklistOf, startBrightpath } from './brightpath.ts';

const { shared } = channels;
let tandem: TestApp;
beforeEach(async () => {
  tandem = await startTestApp();
  await startBrightpath(tandem);
});
afterEach(() => tandem.stop());

test('both sides take the first gate: by words, link, quiz and file, sent back once, approved, decided', async () => {
  const { maya, tom, owen, diego } = tandem.people;

  await maya.command('/partner done kickoff meeting https://notes.example/kickoff', { channel: shared });
  await maya.hears('“Hold the kickoff meeting” is done');

  await diego.mention(shared, 'done name the team: Diego sells, Aiko builds, Sam supports');
  await diego.hears('“Name your team” is done');

  await owen.mention(shared, 'I finished the tools access');
  await owen.hears('“Get access to portal and sandbox” is done');

  await diego.mention(shared, 'done success criteria https://plan.example/v1');
  await maya.hears('asks for your review', { channel: 'dm' });
  await maya.press('Send back');
  await maya.until(() => maya.modal());
  expect(await maya.submit()).toEqual({ 'What is missing?': expect.any(String) });
  maya.fill({ 'What is missing?': 'The revenue has no owner.' });
  expect(await maya.submit()).toEqual({});
  await diego.hears('The revenue has no owner.', { channel: 'dm' });
  await tandem.settled();
  expect(checklistOf(tandem)).toContain('Sent back: The revenue has no owner.');

  await diego.press('Hand in again');
  await diego.until(() => diego.modal());
  diego.fill({ 'Where is the agreed page?': 'https://plan.example/v2' });
  expect(await diego.submit()).toEqual({});
  const again = await maya.hears('https://plan.example/v2', { channel: 'dm' });
  await maya.press('Approve', again);
  await maya.hears('Approved: “Agree on what success means”');

  await diego.mention(shared, 'done orientation');
  await diego.hears('Ready when you are');
  await diego.press('Open the form');
  await diego.until(() => diego.modal());
  diego.fill({
    'Who usually decides to buy Lumen?': 'The head of IT',
    'What does a customer see first?': 'A lower invoice',
    'What opens a gate?': 'The calendar',
    'Where does a partner earn? Choose all that apply.': ['Clicks on advertisements'],
  });
  const errors = await diego.submit();
  expect(Object.keys(errors)).toHaveLength(4);
  expect(JSON.stringify(errors)).not.toContain('head of facilities');
  diego.fill({
    'Who usually decides to buy Lumen?': 'The head of facilities or energy',
    'What does a customer see first?': 'The three buildings that waste the most energy',
    'What opens a gate?': 'A decision by a named person on stated criteria',
  });
  expect(await diego.submit()).toEqual({});
  await diego.hears('“Take the orientation” is done');

  await diego.mention(shared, 'done data sharing boundaries https://files.example/dpa.pdf');
  await tom.hears('asks for your review', { channel: 'dm' });
  await tom.press('Approve');
  await tom.hears('Approved: “Agree on data-sharing boundaries”');

  const asked = await maya.hears('Will you open the way to', { channel: 'dm' });
  await maya.press('Decide', asked);
  await maya.until(() => maya.modal());
  maya.fill({ 'Your decision': 'Hold, for a reason' });
  expect(await maya.submit()).toEqual({ Reason: expect.any(String) });
  maya.fill({ Reason: 'The portal accounts are missing.' });
  expect(await maya.submit()).toEqual({});
  await diego.hears('stays closed for now, says Maya', { channel: shared });

  await maya.command('/partner gate', { channel: shared });
  await maya.until(() => maya.modal());
  maya.fill({ 'Your decision': 'Open the way to Enabled' });
  expect(await maya.submit()).toEqual({});
  await diego.hears('Gate passed: *Kick-off*', { channel: shared });

  // What the playbook may name as an event has its day, and what has not happened has none.
  const events = ['gate:kickoff', 'step:kickoff-meeting', 'gate:enabled', 'onboarding'];
  const days = await tandem.work(async (work) => {
    const { id } = await work.tx.partner.findFirstOrThrow({ where: { workspaceId: work.workspaceId } });
    const dayOf = await eventDays(work, [id], events, 'Europe/Berlin');
    return events.map((event) => dayOf(id, event, { firstWonOn: null, completedOn: null }));
  });
  expect(days).toEqual([expect.stringMatching(/^2/), expect.stringMatching(/^2/), null, null]);
  await tandem.settled();
  expect(checklistOf(tandem)).toContain('1. Kick-off (passed) → *2. Enabled (now)*');
  expect(checklistOf(tandem)).toContain('6 of 26 steps done');
});
