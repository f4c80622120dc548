import { afterAll, beforeAll, expect, test } from 'vitest';
import { cast } from '../../../src/sandbox/seed-world.ts';
import { channels, startTestApp, type TestApp } from '../../support/app.ts';
import { fillStartForm } from '../onboarding/brightpath.ts';

const { shared } = channels;
let t: TestApp;
beforeAll(async () => {
  t = await startTestApp();
  await t.publishSample();
});
afterAll(() => t.stop());

/** Two presses of one button within a second count as one. */
const aMinuteLater = () => t.clock.moveTo(new Date(t.clock.now().getTime() + 60_000));

test('in a channel that is nobody’s, a manager is offered to set it up, others hear whom to ask', async () => {
  const { maya, tom } = t.people;
  await tom.command('/partner', { channel: shared });
  await tom.hears('This channel isn’t set up for a partner yet. Ask an admin of the workspace', {
    channel: shared,
  });
  await tom.mention(shared, 'whatever');
  await tom.hears('isn’t set up for a partner yet', { channel: shared });
  await maya.command('/partner anything', { channel: shared });
  const offer = await maya.hears('What is it for?', { channel: shared });
  await maya.press('Start a partner’s onboarding', offer);
  await maya.until(() => maya.modal()?.callbackId === 'onboarding.start');
  fillStartForm(t);
  expect(await maya.submit()).toEqual({});
  await t.settled();
  await maya.command('/partner', { channel: shared });
  await maya.hears('What I can do for you', { channel: shared });
});

test('where the bot is no member it says how to invite it; elsewhere all is as it was', async () => {
  const { maya } = t.people;
  const teamIds = [cast.lumen, cast.brightpath];
  const unseen = t.sandbox.controls.addChannel({
    name: 'hidden',
    memberIds: [cast.maya],
    teamIds,
    isPrivate: true,
  });
  const seen = t.sandbox.controls.addChannel({ name: 'seen', memberIds: [cast.maya], teamIds });
  for (const channel of [unseen, seen]) {
    await maya.command('/partner', { channel });
    await maya.hears('Type `/invite @Tandem`', { channel });
  }
  await maya.command('/partner', { channel: channels.internal });
  await maya.hears('What I can do for you', { channel: channels.internal });
  await maya.command('/partner');
  await maya.hears('What I can do for you', { channel: 'dm' });
});

test('a channel is linked to a partner there is, which says where the news goes', async () => {
  const { maya } = t.people;
  const channel = t.sandbox.controls.addChannel({
    name: 'brightpath-deals',
    memberIds: [cast.maya, cast.diego, cast.tandem],
    teamIds: [cast.lumen, cast.brightpath],
  });
  await maya.command('/partner', { channel });
  await maya.press('It belongs to a partner already', await maya.hears('What is it for?', { channel }));
  await maya.until(() => maya.modal()?.callbackId === 'partners.saveLink');
  maya.fill({ Partner: 'Brightpath' });
  expect(await maya.submit()).toEqual({});
  await maya.hears('news goes to #brightpath-lumen, the older one', { channel });
  await maya.command('/partner people', { channel });
  await maya.hears('People of Brightpath', { channel });
});

test('a partner is invited by the bot; who asked hears what came of it, once each', async () => {
  const { maya, tom } = t.people;
  const { controls } = t.sandbox;
  const channel = controls.addChannel({
    name: 'new-partner',
    memberIds: [cast.maya, cast.tom, cast.tandem],
    teamIds: [cast.lumen],
  });
  const guest = controls.addPerson({ teamId: cast.brightpath, name: 'Gil Reis' });
  const email = t.sandbox.world.data.people[guest]?.email ?? '';
  await tom.command(`/partner invite ${email}`, { channel });
  await tom.hears('You can’t set up a partner', { channel });
  await maya.command('/partner invite nobody', { channel });
  await maya.hears('That is no e-mail address', { channel });

  controls.failNext({ method: 'conversations.inviteShared', mode: { error: 'missing_scope' } });
  await maya.command(`/partner invite ${email}`, { channel });
  await maya.hears(/installed without the permission.*by hand/, { channel: 'dm' });

  aMinuteLater();
  await maya.command('/partner invite', { channel });
  await maya.until(() => maya.modal()?.callbackId === 'partners.sendInvite');
  maya.fill({ 'E-mail address': email });
  expect(await maya.submit()).toEqual({});
  await maya.hears(`I invited ${email} into`, { channel: 'dm' });
  aMinuteLater();
  await maya.command(`/partner invite ${email}`, { channel });
  await maya.hears('waiting for an answer already', { channel: 'dm' });

  for (const [answer, words] of [
    ['accepted, to be approved', 'An admin, of your workspace or theirs, has to approve it'],
    ['approved', 'was approved. Next, start their onboarding there.'],
  ] as const) {
    controls.answerInvitation(channel, guest, answer);
    await maya.hears(words, { channel: 'dm' });
  }
  await maya.press('Start onboarding');
  await maya.until(() => maya.modal()?.callbackId === 'onboarding.start');
  await maya.close();
  await controls.redeliver(3);
  await t.settled();
  const told = maya.dm().filter((message) => maya.reads(message).includes('The invitation of'));
  expect(told).toHaveLength(2);
  expect(controls.calls('conversations.inviteShared').map(({ outcome }) => outcome)).toEqual([
    'missing_scope',
    'ok',
    'connection_limit_exceeded_pending',
  ]);
});
