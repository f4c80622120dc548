import { afterAll, beforeAll, expect, test } from 'vitest';
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

async function propose(part: Part): Promise<void> {
  const { maya } = all.tandem.people;
  later();
  await maya.command(`/partner mentor find ${all.members.learner.name}`, { channel: channels.internal });
  await all.tandem.settled();
  later();
  await maya.press('Propose', { near: all.members[part].name });
  await all.tandem.settled();
}

const connecting = 'Connecting building systems';
const customers = 'Finding the first customers';

test('whoever asks about something else meets nobody about what they asked before', async () => {
  await sayWish(all, 'mentor', 'offer', connecting);
  await sayWish(all, 'learner', 'ask', connecting);
  await propose('mentor');
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
  await propose('second');
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
