import { afterEach, beforeEach, expect, test } from 'vitest';
import { channels, startTestApp, type TestApp } from '../../support/app.ts';
import { checklistOf, openStartForm, startBrightpath } from '../onboarding/brightpath.ts';

const { shared } = channels;
let tandem: TestApp;
beforeEach(async () => {
  tandem = await startTestApp();
  await startBrightpath(tandem);
});
afterEach(() => tandem.stop());

async function openTeamForm(person: TestApp['people']['diego']): Promise<void> {
  await person.mention(shared, 'done name the team');
  await person.press('Open the form', await person.hears('Open the form', { channel: shared }));
  await person.until(() => person.modal());
  const input = person.modal()?.blocks.find(({ type }) => type === 'input') as { label: { text: string } };
  person.fill({ [input.label.text]: 'Diego sells' });
}

/** What a person is told directly from here on. */
function directly(person: TestApp['people']['diego'], from: number): string {
  return person
    .dm()
    .slice(from)
    .map((message) => person.reads(message))
    .join('\n');
}

test('a deleted checklist comes back, once, as it is now', async () => {
  const { diego, maya } = tandem.people;
  const checklist = diego
    .sees(shared)
    .find((message) => diego.reads(message).includes('Brightpath: onboarding'));
  tandem.sandbox.controls.deleteMessage(shared, checklist?.ts ?? '');
  expect(() => checklistOf(tandem)).toThrow();
  await maya.command('/partner done kickoff meeting https://notes.example/1', { channel: shared });
  await tandem.settled();
  expect(checklistOf(tandem)).toContain('1 of 26 steps done');
});

test('in an archived channel nothing is lost: who acts is answered, the manager is told once, and it goes on afterwards', async () => {
  const { diego, maya } = tandem.people;
  const { controls } = tandem.sandbox;
  await openTeamForm(diego);
  const mayasFrom = maya.dm().length;
  controls.archiveChannel(shared);
  await diego.submit();
  await tandem.settled();
  expect(diego.reads(diego.modal() ?? { blocks: [] })).toContain('“Name your team” is done');
  await tandem.advance('day');
  const told = directly(maya, mayasFrom);
  expect(told).toContain('was archived');
  expect(told.match(/was archived/g)).toHaveLength(1);
  controls.archiveChannel(shared, false);
  await maya.hears('is open again', { channel: 'dm' });
  await maya.command('/partner done kickoff meeting https://notes.example/1', { channel: shared });
  await tandem.settled();
  expect(checklistOf(tandem)).toContain('2 of 26 steps done');
});

test('when the channel is deleted, who acts is still answered, and the manager hears what to do', async () => {
  const { diego, maya } = tandem.people;
  await openTeamForm(diego);
  const mayasFrom = maya.dm().length;
  tandem.sandbox.controls.deleteChannel(shared);
  await diego.submit();
  await tandem.settled();
  expect(diego.reads(diego.modal() ?? { blocks: [] })).toContain('“Name your team” is done');
  expect(directly(maya, mayasFrom)).toContain('Run `/partner start` in the channel that replaces it');
  await tandem.advance('week');
  const done = await tandem.work((work) =>
    work.tx.journeyStep.count({ where: { workspaceId: work.workspaceId, status: 'done' } }),
  );
  expect(done).toBe(1);
});

test('somebody who has left is shown as such, is sent nothing, and cannot be chosen again', async () => {
  const { diego, aiko, maya } = tandem.people;
  const { controls } = tandem.sandbox;
  controls.deactivatePerson(aiko.id);
  await tandem.settled();
  const before = controls.calls().length;
  await tandem.advance('week');
  const refused = controls
    .calls()
    .slice(before)
    .filter(({ outcome }) => outcome !== 'ok');
  expect(refused.map(({ method, outcome }) => `${method}: ${outcome}`)).toEqual([]);
  await diego.mention(shared, 'people');
  await diego.hears('Aiko Tanaka: technical (has left)', { channel: shared });
  await maya.command('/partner action Send it @Aiko Tanaka by tomorrow', { channel: shared });
  await maya.hears('has left', { channel: shared });
  expect(
    await tandem.work((work) => work.tx.actionItem.count({ where: { workspaceId: work.workspaceId } })),
  ).toBe(0);
  controls.deactivatePerson(aiko.id, false);
  await tandem.settled();
  await maya.command('/partner action Send it @Aiko Tanaka by tomorrow', { channel: shared });
  await tandem.settled();
  expect(
    await tandem.work((work) => work.tx.actionItem.count({ where: { workspaceId: work.workspaceId } })),
  ).toBe(1);
});

test('the bot taken out of the channel still answers, and tells the manager why nothing is posted', async () => {
  const { diego, maya } = tandem.people;
  await openTeamForm(diego);
  const mayasFrom = maya.dm().length;
  tandem.sandbox.controls.setMembership(shared, 'U0TANDEM01', false);
  await diego.submit();
  await tandem.settled();
  expect(diego.reads(diego.modal() ?? { blocks: [] })).toContain('“Name your team” is done');
  expect(directly(maya, mayasFrom)).toContain('/invite @Tandem');
});

test('nothing is started in a channel that is archived, or by somebody who left it', async () => {
  const { maya } = tandem.people;
  const { controls } = tandem.sandbox;
  const channel = controls.addChannel({
    name: 'southwind-lumen',
    memberIds: [maya.id, 'U0TANDEM01', tandem.people.tom.id],
    teamIds: ['T0LUMEN001', 'T0BRIGHT01'],
  });
  await openStartForm(tandem, channel);
  maya.fill({ Partner: 'Southwind' });
  controls.archiveChannel(channel);
  await maya.submit();
  await maya.until(() => maya.reads(maya.modal() ?? { blocks: [] }).includes('archived'));
  expect(
    await tandem.work((work) => work.tx.partner.count({ where: { workspaceId: work.workspaceId } })),
  ).toBe(1);
});
