import { afterAll, beforeAll, expect, test } from 'vitest';
import { publish } from '../../../src/features/playbook/public.ts';
import { actAs } from '../../../src/sandbox/person.ts';
import { channels, startTestApp, type TestApp } from '../../support/app.ts';
import { forgedPress, forgedSubmission, sendForged, typed } from '../../support/forged.ts';
import { startBrightpath } from '../onboarding/brightpath.ts';

const { shared, internal } = channels;
const key = 'name-the-team';
let tandem: TestApp;

/** Brightpath and eight partners named their team slowly with the first wording; eight with a clearer one, quickly. */
beforeAll(async () => {
  tandem = await startTestApp({ at: new Date('2026-03-02T09:00:00Z') });
  await startBrightpath(tandem);
  const first = await newestVersion();
  await addJourneys('Slow', first, [18, 19, 20, 21, 22, 23, 24, 25]);
  await publishWith('title: Name your team', 'title: Say who does what on your side', 'A clearer title');
  await addJourneys('Quick', await newestVersion(), [1, 1, 2, 2, 3, 3, 4, 4]);
});
afterAll(() => tandem.stop());

function newestVersion(): Promise<string> {
  return tandem.work(async ({ tx, workspaceId }) => {
    const { id } = await tx.playbookVersion.findFirstOrThrow({
      where: { workspaceId },
      orderBy: { number: 'desc' },
    });
    return id;
  });
}

async function publishWith(from: string, to: string, reason: string): Promise<void> {
  await tandem.work(async (work) => {
    const { source } = await work.tx.playbookVersion.findFirstOrThrow({
      where: { workspaceId: work.workspaceId },
      orderBy: { number: 'desc' },
    });
    expect(source).toContain(from);
    await publish(work, {
      ...{ source: source.replace(from, to), filename: 'p.yaml', publishedBy: 'Maya Chen', reason },
    });
  });
}

/** A partner a wait, each with a journey of this version in which the step took so many days from kickoff. */
async function addJourneys(name: string, playbookVersionId: string, waits: readonly number[]): Promise<void> {
  await tandem.work(async ({ tx, workspaceId, newId, now }) => {
    const { managerPersonId } = await tx.partner.findFirstOrThrow({ where: { workspaceId } });
    const kickoffOn = new Date('2026-01-05T00:00:00Z');
    for (const [index, days] of waits.entries()) {
      const [partnerId, journeyId] = [newId(), newId()];
      await tx.partner.create({
        data: {
          ...{
            id: partnerId,
            workspaceId,
            name: `${name} ${index}`,
            nameKey: `${name} ${index}`.toLowerCase(),
          },
          ...{ tier: 'silver', managerPersonId, timeZone: 'UTC', currency: 'EUR', createdAt: now },
        },
      });
      await tx.journey.create({
        data: {
          ...{ id: journeyId, workspaceId, partnerId, playbookVersionId, tracks: ['sales'], kickoffOn },
          ...{ slackChannelId: `C${name}${index}`, currentGate: 'kickoff' },
          ...{ startedById: managerPersonId, startedAt: kickoffOn },
        },
      });
      await tx.journeyGate.create({
        data: { id: newId(), workspaceId, journeyId, key: 'kickoff', position: 0 },
      });
      await tx.journeyStep.create({
        data: {
          ...{ id: newId(), workspaceId, journeyId, key, gateKey: 'kickoff', position: 0, status: 'done' },
          completedAt: new Date(kickoffOn.getTime() + days * 86_400_000),
        },
      });
    }
  });
}

function readByPartner(): string {
  const { diego, aiko, sam } = tandem.people;
  return [diego, aiko, sam]
    .flatMap((person) => [...person.sees(shared), ...person.dm()].map((message) => person.reads(message)))
    .join('\n');
}

test('the wordings of a step stand beside how journeys did on each, reached from where journeys wait', async () => {
  const { maya } = tandem.people;
  await maya.command('/partner friction', { channel: internal });
  await maya.hears('Where journeys wait', { channel: internal });
  await maya.press('Wording');
  const words = maya.reads(await maya.hears('Did the new wording help?', { channel: internal }));
  expect(words).toContain('1 step of the playbook was worded differently in an earlier version');
  // Brightpath could begin it on the day of its kickoff, and waits.
  expect(words).toMatch(/Say who does what on your side \| Version 1 \| 9 \| 8 \| 21 days \(\d+–\d+\)/);
  expect(words).toMatch(/Say who does what on your side \| Version 2 \| 8 \| 8 \| 2 days \(\d–\d\)/);
  expect(words).toContain('The new wording did better: the two intervals lie apart.');
  expect(words).toContain('Nobody dealt the wordings out by chance');
  await maya.press('Compare');
  const both = maya.reads(
    await maya.hears('Two wordings of “Say who does what on your side”', { channel: internal }),
  );
  expect(both).toMatch(
    /Title in version 1\W+Name your team\W+Title in version 2\W+Say who does what on your side/,
  );
  expect(both).not.toContain('Description in version');
  expect(both).toContain('Step “Name your team” is now called “Say who does what on your side”');
  expect(both).toMatch(/Slow 7 \| Version 1 \| 25 \| Done/);
  expect(both).toMatch(/Quick 7 \| Version 2 \| 4 \| Done/);
});

test('nobody of a partner or of a stranger’s workspace proposes a change, whatever button or form they make up', async () => {
  const { controls, world } = tandem.sandbox;
  const teamId = 'T0STRANGE1';
  world.data.teams[teamId] = {
    ...{ id: teamId, name: 'Strangers', domain: 'strangers' },
    ...{ side: 'partner', hasApp: true },
  };
  const eve = actAs(tandem.sandbox, controls.addPerson({ teamId, name: 'Eve Marsh' }));
  controls.shareState(shared, teamId, 'shared');
  controls.setMembership(shared, eve.id, true);
  const kept = () =>
    tandem.work(async ({ tx, workspaceId }) => [
      await tx.lesson.count({ where: { workspaceId } }),
      await tx.auditEntry.count({ where: { workspaceId, verb: 'health.propose' } }),
    ]);
  const reference = `${key}:1:2`;
  for (const person of [tandem.people.diego, eve])
    for (const channel of [shared, internal]) {
      const by = { personId: person.id, channel };
      const words = () =>
        [...person.ephemerals(channel), ...person.dm()].map((each) => person.reads(each)).join('\n');
      for (const payload of [
        forgedPress(tandem, by, { actionId: 'health.proposeWording', value: reference }),
        forgedPress(tandem, by, { actionId: 'health.wording', value: `${reference}:0` }),
        forgedPress(tandem, by, { actionId: 'health.wordingExport', value: `${reference}:0` }),
        forgedSubmission(tandem, by, {
          callbackId: 'health.wording',
          data: { reference },
          inputs: { proposal: typed('FORGED') },
        }),
      ]) {
        tandem.clock.moveTo(new Date(tandem.clock.now().getTime() + 2000));
        const before = words().length;
        const answer = await sendForged(tandem, payload);
        expect(`${answer}${words().slice(before)}`).toMatch(
          /You can’t see how a partner|You can’t plan what to do|You don’t have a role/,
        );
        expect(person.modal()).toBeNull();
        expect(words()).not.toMatch(/Slow \d|Quick \d|did better|FORGED/);
      }
    }
  expect(await kept()).toEqual([0, 0]);
});

test('a sure finding becomes a proposed change of the playbook, once, and an admin settles it', async () => {
  const { maya } = tandem.people;
  await maya.press('Propose a change');
  await maya.until(() => maya.modal()?.callbackId === 'health.wording');
  maya.fill({ 'What should change in the playbook?': 'Word the other first steps as plainly.' });
  expect(await maya.submit()).toEqual({});
  await maya.hears('Proposed: Word the other first steps as plainly.');
  await maya.press('See proposed changes');
  const listed = maya.reads(await maya.hears('Proposed changes of the playbook'));
  expect(listed).toMatch(
    /Word the other first steps as plainly\.\W+Because: Step “Say who does what on your side”: The new wording did better.*half within 2 days.*\W+From how journeys went, Maya Chen, /,
  );
  await maya.command('/partner friction wording', { channel: internal });
  await maya.hears('Did the new wording help?', { channel: internal });
  await maya.press('Propose a change');
  await maya.hears('That is proposed already', { channel: internal });
  const kept = () => tandem.work(({ tx, workspaceId }) => tx.lesson.findMany({ where: { workspaceId } }));
  expect(await kept()).toMatchObject([
    { partnerId: null, finding: `wording:${key}:1:2`, proposal: 'Word the other first steps as plainly.' },
  ]);
  await maya.command('/partner health lessons', { channel: internal });
  await maya.hears('Proposed changes of the playbook', { channel: internal });
  await maya.press('Adopt');
  await maya.hears('Adopted: Word the other first steps as plainly.');
  expect(await kept()).toMatchObject([{ status: 'adopted' }]);
});

test('in a shared channel the answer goes to the manager’s own messages, and nobody of a partner learns a thing', async () => {
  const { maya, diego } = tandem.people;
  await maya.command('/partner friction wording', { channel: shared });
  await maya.hears('How a partner is doing is internal', { channel: shared });
  await maya.hears('Did the new wording help?', { channel: 'dm' });
  await diego.mention(shared, 'friction wording');
  await diego.hears('You can’t see how a partner is doing here');
  await tandem.settled();
  expect(readByPartner()).not.toMatch(/new wording|Slow \d|Quick \d|did better/);
});

test('what is not sure any more is not proposed, whatever button is left', async () => {
  const { maya } = tandem.people;
  await maya.command('/partner friction wording', { channel: internal });
  await maya.hears('Did the new wording help?', { channel: internal });
  const last = await newestVersion();
  await addJourneys('Later', last, [19, 20, 21, 22, 23, 24, 25, 26]);
  await maya.press('Propose a change');
  await maya.hears('It isn’t sure any more which wording does better');
});

test('where more than the wording changed it says what, and calls no wording better', async () => {
  const { maya } = tandem.people;
  await publishWith(
    'title: Say who does what on your side\n        description: Say who sells',
    'title: Tell us your team\n        description: Say who sells',
    'Plainer still',
  );
  await publishWith('        due: +2\n', '        due: +3\n', 'More time');
  await addJourneys('Newest', await newestVersion(), [1, 1, 1, 1, 2, 2, 2, 2]);
  await maya.command('/partner friction wording', { channel: internal });
  const words = maya.reads(await maya.hears('Tell us your team', { channel: internal }));
  expect(words).toContain('More than the wording changed, so it can’t be told what the wording did.');
  expect(words).not.toContain('did better');
  await maya.press('Compare');
  const both = maya.reads(await maya.hears('What else changed', { channel: internal }));
  expect(both).toMatch(/is now due on working day 3 \(was 2\)/);
});

test('says so where no step was ever worded anew', async () => {
  const fresh = await startTestApp({ at: new Date('2026-03-02T09:00:00Z') });
  try {
    await startBrightpath(fresh);
    await fresh.people.maya.command('/partner friction wording', { channel: internal });
    await fresh.people.maya.hears('No step of the playbook is worded differently', { channel: internal });
  } finally {
    await fresh.stop();
  }
});
