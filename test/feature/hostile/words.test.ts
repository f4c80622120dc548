import { afterAll, beforeAll, expect, test } from 'vitest';
import { channels, startTestApp, type TestApp } from '../../support/app.ts';
import { checklistOf, openStartForm, startBrightpath } from '../onboarding/brightpath.ts';
import { broadcastsIn, everythingSaid, markupOf, mentionedIn, saidInPublic } from './two-partners.ts';

const { shared, internal } = channels;
/** Typed into a form as it stands; in a message Slack's client would make its own of it. */
const nasty =
  '<!channel> <!here|x> *loud* ~gone~ `code` <@U0LENAFISC> <https://evil.example|bank> A&B &lt;!channel&gt;';

let tandem: TestApp;
beforeAll(async () => {
  tandem = await startTestApp();
  await startBrightpath(tandem);
});
afterAll(() => tandem.stop());

/** The one thing a person was answered since, seen by nobody else. */
async function answerTo(
  person: TestApp['people']['maya'],
  act: () => Promise<unknown>,
  channel: string = shared,
): Promise<string> {
  const before = person.sees(channel).length;
  const said = saidInPublic(tandem, shared).length;
  await act();
  await tandem.settled();
  const answers = person
    .sees(channel)
    .slice(before)
    .filter((message) => message.userId !== person.id);
  expect(answers.map((message) => message.ephemeralFor)).toEqual([person.id]);
  expect(saidInPublic(tandem, shared)).toHaveLength(said);
  return answers.map((message) => person.reads(message)).join('\n');
}

test('hostile words mention nobody and format nothing, wherever people may write', async () => {
  const { maya, diego } = tandem.people;
  await maya.command('/partner done kickoff meeting https://notes.example/1', { channel: shared });
  await diego.mention(shared, `done name the team ${nasty}`);
  await diego.mention(shared, `agenda ${nasty}`);
  await diego.mention(shared, `blocked orientation ${nasty}`);
  await diego.mention(shared, `lead ${nasty}, ${nasty}, ${nasty}`);
  await diego.mention(shared, `deal "${nasty}" 5,000 EUR "${nasty}"`);
  await diego.mention(shared, `${nasty}`);
  await diego.mention(shared, 'done success criteria https://plan.example/v1');
  await tandem.settled();
  await maya.hears('asks for your review', { channel: 'dm' });
  await maya.press('Send back');
  await maya.until(() => maya.modal());
  maya.fill({ 'What is missing?': nasty });
  expect(await maya.submit()).toEqual({});
  await maya.command('/partner action', { channel: shared });
  await maya.command(`/partner action ${nasty} @Aiko Tanaka by tomorrow`, { channel: shared });
  await tandem.settled();
  await tandem.advance('day');
  await maya.command('/partner history', { channel: shared });
  await maya.command('/partner status', { channel: shared });
  await tandem.settled();
  const said = everythingSaid(tandem);
  expect(JSON.stringify(said)).toContain('loud');
  expect(said.flatMap(broadcastsIn)).toEqual([]);
  expect(said.filter((message) => mentionedIn(message).includes(tandem.people.lena.id))).toEqual([]);
  expect(said.flatMap(markupOf).filter((text) => text.includes('<https://evil.example|'))).toEqual([]);
});

test('a partner may be called anything; it mentions nobody', async () => {
  const { maya } = tandem.people;
  const name = '<!everyone> *Ltd*';
  const channel = tandem.sandbox.controls.addChannel({
    name: 'ltd-lumen',
    memberIds: [maya.id, tandem.people.tom.id, tandem.people.diego.id, 'U0TANDEM01'],
    teamIds: ['T0LUMEN001', 'T0BRIGHT01'],
  });
  await openStartForm(tandem, channel);
  maya.fill({ Partner: name });
  await maya.submit();
  await tandem.settled();
  expect(tandem.sandbox.controls.messages(channel).flatMap(broadcastsIn)).toEqual([]);
});

test('ten kilobytes are refused kindly by every door, and short of that nothing typed breaks anything', async () => {
  const { maya, diego } = tandem.people;
  const long = 'deal '.repeat(2000);
  for (const answer of [
    await answerTo(maya, () => maya.command(`/partner ${long}`, { channel: shared })),
    await answerTo(diego, () => diego.mention(shared, long)),
    await answerTo(diego, () => diego.mention(shared, 'x'.repeat(10_240))),
  ])
    expect(answer).toMatch(/I read at most 3000 at once\. Nothing was changed/);
  for (const words of ['x'.repeat(2900), '😀'.repeat(1400), `done ${'y'.repeat(2900)}`, '\u0000', '‮drawkcab'])
    expect(await answerTo(diego, () => diego.mention(shared, words))).not.toContain('went wrong');
});

test('days that do not exist are said to be none, to the person alone', async () => {
  const { maya } = tandem.people;
  const actions = await tandem.work((work) =>
    work.tx.actionItem.count({ where: { workspaceId: work.workspaceId } }),
  );
  for (const words of [
    'action Send the list @Aiko Tanaka by 31 February',
    'action Send the list @Aiko Tanaka by 99.99.2026',
    'action Send the list @Aiko Tanaka by 2026-02-30',
    'snooze orientation until 31 June',
  ]) {
    const answer = await answerTo(maya, () => maya.command(`/partner ${words}`, { channel: shared }));
    expect(answer, words).not.toContain('went wrong');
    expect(answer, words).toMatch(/day|date|until/i);
  }
  expect(
    await tandem.work((work) => work.tx.actionItem.count({ where: { workspaceId: work.workspaceId } })),
  ).toBe(actions);
});

test('people nobody knows are named as such, to the person alone', async () => {
  const { maya, diego } = tandem.people;
  const before = await tandem.work((work) =>
    work.tx.actionItem.count({ where: { workspaceId: work.workspaceId } }),
  );
  // Diego's client knows her, the bot shares no channel with her.
  tandem.sandbox.controls.addPerson({ teamId: 'T0FARAWAY1', name: 'Far Away' });
  for (const words of [
    'action Send it <@U0NOBODY00> by tomorrow',
    'action Send it @Nobody Atall by tomorrow',
  ])
    expect(await answerTo(diego, () => diego.mention(shared, words)), words).not.toContain('went wrong');
  expect(
    await answerTo(maya, () => maya.command('/partner people Nobody', { channel: internal }), internal),
  ).toMatch(/Which partner|no partner|don’t know/i);
  expect(
    await tandem.work((work) => work.tx.actionItem.count({ where: { workspaceId: work.workspaceId } })),
  ).toBe(before);
  expect(checklistOf(tandem)).toContain('Brightpath: onboarding');
});
