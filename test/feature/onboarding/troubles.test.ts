import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ActingPerson } from '../../../src/sandbox/person.ts';
import { channels, startTestApp, type TestApp } from '../../support/app.ts';
import { checklistOf, startBrightpath } from './brightpath.ts';

const { shared } = channels;
let tandem: TestApp;
beforeAll(async () => {
  tandem = await startTestApp();
  await startBrightpath(tandem);
});
afterAll(() => tandem.stop());

function modalText(person: ActingPerson): string {
  const modal = person.modal();
  return modal ? person.reads(modal) : '';
}

function homeText(person: ActingPerson): string {
  const home = person.home();
  return home ? person.reads(home) : '';
}

test('a step that waits for others says for which, and stays open', async () => {
  const { diego } = tandem.people;
  await diego.mention(shared, 'done success criteria https://plan.example/1');
  await diego.hears('can’t be done yet. Waits for “Hold the kickoff meeting”');
  await diego.mention(shared, 'done value story https://video.example/1');
  await diego.hears('and the gate “Kick-off”');
});

test('a partner’s person can’t complete the other side’s step, and hears whose it is', async () => {
  const { diego } = tandem.people;
  await diego.mention(shared, 'done kickoff meeting https://notes.example/1');
  await diego.hears('is on Lumen’s side: Maya Chen does it');
});

test('somebody without a role at the partner can’t complete its steps', async () => {
  const { lena } = tandem.people;
  await lena.command('/partner done name-the-team: us', { channel: shared });
  await lena.hears('You can’t complete a step here');
});

test('hostile text is shown as it was written, mentions nobody and fits', async () => {
  const { diego } = tandem.people;
  const hostile = `<!channel> *bold* ${'é'.repeat(2500)}`;
  await diego.press('Complete', { near: 'Name your team' });
  await diego.until(() => diego.modal());
  diego.fill({ 'Who takes which seat?': hostile });
  expect(await diego.submit()).toEqual({});
  await diego.hears('“Name your team” is done');
  await diego.mention(shared, 'step name-the-team');
  const shown = await diego.hears('Handed in:');
  expect(JSON.stringify(shown.blocks)).not.toContain('<!channel>');
  expect(JSON.stringify(shown.blocks)).toContain('&lt;!channel&gt;');
});

test('a form left open and a second submission hear who was first; nothing happens twice', async () => {
  const { maya, owen } = tandem.people;
  await maya.press('Complete', { near: 'Maya Chen, due Mon 12 Jan' });
  await maya.until(() => maya.modal());
  await maya.command('/partner done kickoff meeting https://notes.example/kickoff', { channel: shared });
  await maya.hears('“Hold the kickoff meeting” is done.');
  maya.fill({ 'Where are the meeting notes?': 'https://notes.example/other' });
  await maya.submit();
  await maya.until(() => modalText(maya).includes('is done already'));
  await maya.close();
  await maya.close();
  await tandem.work(async (work) => {
    const entries = await work.tx.auditEntry.findMany({
      where: { workspaceId: work.workspaceId, verb: 'onboarding.complete' },
    });
    expect(entries.filter((entry) => entry.summary.includes('Hold the kickoff meeting'))).toHaveLength(1);
  });
  await owen.mention(shared, 'done kickoff-meeting https://notes.example/late');
  await owen.hears(/is done already\. Done by Maya Chen on Mon 12 Jan/);
});

test('a blocked step says so on the checklist, reaches the person in charge, and goes on when it is free', async () => {
  const { diego, owen } = tandem.people;
  await diego.press('Something’s blocked');
  await diego.until(() => diego.modal());
  diego.fill({
    'Which step?': 'Agree on data-sharing boundaries',
    'What is in the way?': 'Legal is on holiday <!here>',
    'What is it about?': 'Integration, API and data',
  });
  expect(await diego.submit()).toEqual({});
  const notice = await owen.hears('needs help at *Brightpath*', { channel: 'dm' });
  expect(owen.reads(notice)).toContain('Legal is on holiday');
  await tandem.settled();
  expect(checklistOf(tandem)).toContain('Blocked: Legal is on holiday');
  await owen.press('No longer blocked', notice);
  await owen.hears('“Agree on data-sharing boundaries” is free to go on');
  await diego.hears('Owen Walsh says that *Agree on data-sharing boundaries* is no longer blocked', {
    channel: 'dm',
  });
  await diego.mention(shared, 'unblock data boundaries');
  await diego.hears('“Agree on data-sharing boundaries” isn’t blocked. Open.');
  await tandem.settled();
  expect(checklistOf(tandem)).not.toContain('Blocked: ');
});

test('words that fit several steps offer them as buttons', async () => {
  const { diego } = tandem.people;
  await diego.mention(shared, 'step certify');
  await diego.hears('2 steps fit those words');
  await diego.press('Certify an engineer');
  await diego.hears('Connect a building nobody prepared');
});

test('a step is given to somebody of the right side only', async () => {
  const { maya, sam } = tandem.people;
  await maya.command('/partner assign orientation @Tom Okafor', { channel: shared });
  await maya.hears('is on Brightpath’s side, and Tom Okafor isn’t');
  await maya.command('/partner assign orientation @Sam Rivera', { channel: shared });
  await maya.hears('“Take the orientation” is Sam Rivera’s now');
  await sam.hears('Maya Chen gave you *Take the orientation*', { channel: 'dm' });
});

test('status shows this partner here, and every partner elsewhere to the vendor', async () => {
  const { maya, diego } = tandem.people;
  await diego.mention(shared, 'status');
  const own = await diego.hears('Brightpath: onboarding');
  expect(own).toBeDefined();
  await maya.command('/partner status', { channel: channels.internal });
  await maya.hears('Partners being onboarded', { channel: channels.internal });
  await maya.openHome();
  await maya.until(() => homeText(maya).includes('Brightpath*, on the way'));
});
