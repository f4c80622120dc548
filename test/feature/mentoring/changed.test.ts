import { afterAll, beforeAll, expect, test } from 'vitest';
import { erasePerson } from '../../../src/features/privacy/erase-person.ts';
import { channels } from '../../support/app.ts';
import { type Mentoring, type Part, sayWish, startMentoring } from './partners.ts';

let all: Mentoring;
beforeAll(async () => {
  all = await startMentoring();
}, 180_000);
afterAll(() => all.tandem.stop());

/** Two presses of one button in one second are one. */
function later(): void {
  const { clock } = all.tandem;
  clock.moveTo(new Date(clock.now().getTime() + 2000));
}

function read(part: Part): string {
  const { lead, channel } = all.members[part];
  return [...lead.sees(channel), ...lead.dm()]
    .map((message) => lead.reads(message))
    .join('\n')
    .replaceAll('*', '');
}

function mayaReads(): string {
  const { maya } = all.tandem.people;
  return [...maya.dm(), ...maya.ephemerals(channels.internal)]
    .map((each) => maya.reads(each))
    .join('\n')
    .replaceAll('*', '');
}

async function answer(part: Part, label: string): Promise<void> {
  later();
  await all.members[part].lead.press(label);
  await all.tandem.settled();
}

async function mayaSays(words: string): Promise<void> {
  later();
  await all.tandem.people.maya.command(`/partner mentor ${words}`, { channel: channels.internal });
  await all.tandem.settled();
}

async function propose(name: string): Promise<void> {
  await mayaSays(`find ${all.members.learner.name}`);
  later();
  await all.tandem.people.maya.press('Propose', { near: name });
  await all.tandem.settled();
}

const connecting = 'Connecting building systems';
const customers = 'Finding the first customers';

test('whoever asks about something else meets nobody about what they asked before', async () => {
  await sayWish(all, 'mentor', 'offer', connecting);
  await sayWish(all, 'learner', 'ask', connecting);
  await propose(all.members.mentor.name);
  await answer('mentor', 'Yes, introduce us');
  await sayWish(all, 'learner', 'ask', customers);
  expect(read('mentor')).toContain(
    `The introduction about ${connecting} could not be made this time. Your offer stands.`,
  );
  await answer('learner', 'Yes, introduce us');
  expect(read('learner')).toContain('That isn’t open any more');
  expect(read('mentor')).not.toContain('You both said yes');
  // The manager looks on for what is asked now.
  later();
  await all.tandem.people.maya.press('Find a mentor', { near: 'doesn’t become the mentor' });
  await all.tandem.settled();
  expect(mayaReads()).toContain(`About ${customers}, for`);
});

test('whoever doesn’t offer help with a topic any more is introduced to nobody about it', async () => {
  await sayWish(all, 'second', 'offer', customers);
  await propose(all.members.second.name);
  await answer('second', 'Yes, introduce us');
  // In other words, or with a further topic, it stays as it was agreed to.
  await sayWish(all, 'second', 'offer', customers);
  expect(read('learner')).not.toContain('could not be made');
  await sayWish(all, 'second', 'offer', connecting);
  expect(read('learner')).toContain(
    `The introduction about ${customers} could not be made this time. Your partner manager looks for somebody else.`,
  );
  await answer('learner', 'Yes, introduce us');
  expect(read('learner')).not.toContain('You both said yes');
});

test('what has not begun is withdrawn, not ended: the manager reads what both sides hear', async () => {
  const { maya } = all.tandem.people;
  await sayWish(all, 'learner', 'ask', connecting);
  await propose('Nordlys Systems');
  await mayaSays('');
  const list = maya.ephemerals(channels.internal).at(-1);
  expect(JSON.stringify(list)).toContain(
    `Both sides hear that the introduction about ${connecting} could not be made this time, and not why.`,
  );
  later();
  await maya.press('Withdraw it', { near: 'Nordlys Systems is to help' });
  await maya.hears('Withdrawn. Both sides hear that the introduction could not be made this time.');
  await all.tandem.settled();
  expect(read('learner')).toContain(`The introduction about ${connecting} could not be made this time.`);
});

test('a manager is not told that somebody said no when they were erased', async () => {
  const { learner, second } = all.members;
  await learner.lead.mention(learner.channel, 'mentor withdraw');
  await all.tandem.settled();
  await sayWish(all, 'learner', 'ask', connecting);
  await propose(second.name);
  await all.tandem.work(async (work) => {
    const person = await work.tx.person.findFirstOrThrow({
      where: { workspaceId: work.workspaceId, slackUserId: second.lead.id },
    });
    await erasePerson(work, person, []);
  });
  expect(mayaReads()).toContain(
    `${second.name} doesn’t become the mentor of ${learner.name} about ${connecting}: ${second.name} isn’t available for it any more.`,
  );
  expect(mayaReads()).not.toMatch(/said no|took it back/);
});

test('a suggestion says who can follow it, and the manager when it was made before', async () => {
  const { name, lead, channel } = all.members.third;
  const reply = () => {
    const { maya } = all.tandem.people;
    const said = maya.ephemerals(channels.internal).at(-1);
    return said ? maya.reads(said) : '';
  };
  await mayaSays(`suggest ${name}`);
  expect(reply()).toBe(`I told ${name} in its channel that it can ask for a mentor.`);
  await mayaSays(`suggest ${name}`);
  expect(reply()).toBe(
    `${name} heard today already that it can ask for a mentor. I say it once a day at most.`,
  );
  const posts = lead.sees(channel).map((each) => lead.reads(each));
  expect(posts.filter((each) => each.includes('suggests a mentor'))).toHaveLength(1);
  expect(posts.find((each) => each.includes('suggests a mentor'))).toContain(
    'For whoever leads on your side.',
  );
});
