import { afterEach, beforeEach, expect, test } from 'vitest';
import { channels, startTestApp, type TestApp } from '../../support/app.ts';
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
