import { afterAll, beforeAll, expect, test } from 'vitest';
import { erasePartner } from '../../../src/features/privacy/erase-partner.ts';
import { erasePerson } from '../../../src/features/privacy/erase-person.ts';
import { audit } from '../../../src/platform/audit.ts';
import type { Mentorship } from '../../../src/platform/store/generated/client.ts';
import { act } from '../../../src/sandbox/acts.ts';
import { channels } from '../../support/app.ts';
import { forgedPress, sendForged } from '../../support/forged.ts';
import { tracesOf } from '../privacy/traces.ts';
import { foreignWords, type Mentoring, type Part, partNames, sayWish, startMentoring } from './partners.ts';

let all: Mentoring;
beforeAll(async () => {
  all = await startMentoring();
}, 180_000);
afterAll(() => all.tandem.stop());

/** What somebody has read of the bot in a channel or their messages, the newest last. */
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

/** Whom somebody reads of who is none of theirs, by part; nobody unless told. */
const leaks = () =>
  Object.fromEntries(
    partNames.flatMap((part) => {
      const words = foreignWords(all, part);
      return words.length > 0 ? [[part, words]] : [];
    }),
  );

/** Two presses of one button in one second are one. */
function later(): void {
  const { clock } = all.tandem;
  clock.moveTo(new Date(clock.now().getTime() + 2000));
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

/** Maya proposes whom the newest list has. */
async function propose(name: string): Promise<void> {
  const { maya } = all.tandem.people;
  await mayaSays(`find ${all.members.learner.name}`);
  later();
  await maya.press('Propose', { near: name });
  await all.tandem.settled();
}

function pairings(): Promise<Mentorship[]> {
  return all.tandem.app.store.prisma.mentorship.findMany({
    where: { request: { words: 'MARK-learner' } },
    orderBy: { approvedAt: 'asc' },
  });
}

/** Everything that is kept of mentoring. */
async function rows(): Promise<string> {
  const { prisma } = all.tandem.app.store;
  const cards = await prisma.mentorCard.findMany({ include: { people: true }, orderBy: { id: 'asc' } });
  return JSON.stringify([cards, await prisma.mentorship.findMany({ orderBy: { id: 'asc' } })]);
}

/** A press made up by somebody, as no button has it. */
async function forge(part: Part, actionId: string, value: string): Promise<void> {
  const { lead, channel } = all.members[part];
  later();
  const by = { personId: lead.id, channel };
  await sendForged(all.tandem, forgedPress(all.tandem, by, { actionId, value }));
}

test('partners offer and ask in their own channels; who could help is for the manager alone', async () => {
  const { members } = all;
  await sayWish(all, 'mentor', 'offer');
  await sayWish(all, 'second', 'offer');
  await sayWish(all, 'learner', 'ask');
  expect(mayaReads()).toContain(`${members.mentor.name} offers other partners help`);
  expect(mayaReads()).toContain(
    `${members.learner.name} asks for a mentor about Connecting building systems`,
  );
  // A manager who asks in a channel a partner reads is answered in their own messages.
  const { maya } = all.tandem.people;
  for (const words of ['', 'find', `find ${members.learner.name}`]) {
    later();
    await maya.command(`/partner mentor ${words}`, { channel: members.learner.channel });
  }
  await all.tandem.settled();
  expect(mayaReads()).toContain(`A mentor for ${members.learner.name}`);
  expect(mayaReads()).toContain('finished its onboarding');
  expect(mayaReads()).toContain('MARK-second');
  expect(leaks()).toEqual({});
});

test('a partner’s people neither look for mentors nor approve one, whatever they send', async () => {
  const { members, tandem } = all;
  const { prisma } = tandem.app.store;
  const card = (words: string) => prisma.mentorCard.findFirstOrThrow({ where: { words } });
  const [asked, offer] = [await card('MARK-learner'), await card('MARK-mentor')];
  const before = await rows();
  for (const part of ['learner', 'mentor', 'third'] as const) {
    for (const words of ['find', `find ${members.learner.name}`, `suggest ${members.mentor.name}`])
      await members[part].lead.mention(members[part].channel, `mentor ${words}`);
    await tandem.settled();
    await forge(part, 'mentoring.find', asked.id);
    await forge(part, 'mentoring.propose', `${asked.id}:${offer.id}`);
  }
  for (const part of ['learner', 'third'] as const) await forge(part, 'mentoring.withdraw', offer.id);
  // The vendor’s own people agree to nothing in a partner’s name.
  const { maya } = tandem.people;
  await maya.command('/partner mentor offer', { channel: members.mentor.channel });
  expect(maya.modal()).toBeNull();
  expect(await rows()).toBe(before);
  expect(leaks()).toEqual({});
});

test('approved by the manager both are asked without a name, and only when both said yes does each hear of the other', async () => {
  const { members, tandem } = all;
  await propose(members.mentor.name);
  expect(read('mentor')).toContain('A partner would like help with Connecting building systems');
  expect(read('learner')).toContain('has found a mentor for you about Connecting building systems');
  expect(leaks()).toEqual({});
  const [pairing] = await pairings();
  const before = await rows();
  // Neither a third partner nor the vendor says yes for somebody.
  for (const id of [pairing?.id ?? '', 'nonsense', '00000000-0000-4000-8000-000000000000'])
    for (const action of ['accept', 'decline', 'end']) await forge('third', `mentoring.${action}`, id);
  await forge('learner', 'mentoring.end', pairing?.id ?? '');
  await act(tandem.sandbox.local, {
    ...{ type: 'command', as: tandem.people.maya.id, channel: channels.internal },
    ...{ command: '/partner', text: 'mentor' },
  });
  await tandem.settled();
  expect(mayaReads()).toContain(`waits for ${members.mentor.name} and ${members.learner.name}`);
  expect(await rows()).toBe(before);
  await answer('mentor', 'Yes, introduce us');
  for (const part of partNames) {
    await members[part].lead.mention(members[part].channel, 'mentor');
    await members[part].lead.mention(members[part].channel, 'history');
  }
  await tandem.settled();
  expect(read('mentor')).toContain('You said yes. As soon as the other side does, you hear who it is.');
  expect(leaks()).toEqual({});
  await answer('learner', 'Yes, introduce us');
  expect(read('mentor')).toContain(`you help ${members.learner.name} with Connecting building systems`);
  expect(read('mentor')).toContain('Talk to Joost Veldkamp');
  expect(read('learner')).toContain(`${members.mentor.name} helps you with Connecting building systems`);
  expect(read('learner')).toContain('MARK-mentor');
  expect(mayaReads()).toContain('Please put them in touch');
  const seen = leaks();
  expect(Object.keys(seen).sort()).toEqual(['learner', 'mentor']);
  expect(JSON.stringify(seen)).not.toMatch(/Harrow|second|third|Odra/);
});

test('it is on both timelines, without naming the other', async () => {
  const { members, tandem } = all;
  for (const part of ['mentor', 'learner'] as const) {
    await tandem.people.maya.command(`/partner history ${members[part].name}`, {
      channel: channels.internal,
    });
    await tandem.settled();
  }
  expect(mayaReads()).toContain('it helps another partner');
  expect(mayaReads()).toContain('another partner helps it');
  const entries = await tandem.app.store.prisma.auditEntry.findMany({
    where: { verb: { startsWith: 'mentoring.' } },
  });
  const partners = await tandem.app.store.prisma.partner.findMany();
  for (const { partnerId, summary } of entries)
    for (const { id, name } of partners) if (id !== partnerId) expect(summary).not.toContain(name);
});

test('either side ends it, and both hear that it is over', async () => {
  const { members } = all;
  await answer('learner', 'End it');
  expect(read('mentor')).toContain(
    'Your mentoring of another partner about Connecting building systems has ended',
  );
  expect(read('learner')).toContain('Your mentoring about Connecting building systems has ended');
  expect((await pairings()).map(({ outcome }) => outcome)).toEqual(['ended']);
  await members.mentor.lead.mention(members.mentor.channel, 'mentor');
  await all.tandem.settled();
  expect(
    members.mentor.lead.reads(members.mentor.lead.lastMessage(members.mentor.channel) ?? fail()),
  ).not.toContain('until');
});

test('who says no is named to nobody but the manager, who finds somebody else', async () => {
  const { members } = all;
  await sayWish(all, 'learner', 'ask');
  const known = leaks();
  await propose(members.second.name);
  await answer('second', 'Not this time');
  expect(read('learner')).toContain(
    'could not be made this time. Your partner manager looks for somebody else.',
  );
  expect(mayaReads()).toContain(`${members.second.name} isn’t available for it any more`);
  await mayaSays(`find ${members.learner.name}`);
  expect(mayaReads()).toContain(
    `Not now: ${members.second.name}, because it was proposed for this request before`,
  );
  await propose(members.mentor.name);
  // Taken back before it began: the learner hears the same words as when somebody said no.
  await answer('learner', 'Yes, introduce us');
  await members.mentor.lead.mention(members.mentor.channel, 'mentor withdraw');
  await all.tandem.settled();
  expect(read('learner').match(/could not be made this time/g)).toHaveLength(2);
  expect((await pairings()).map(({ outcome }) => outcome)).toEqual(['ended', 'declined', 'withdrawn']);
  expect(leaks()).toEqual(known);
});

test('after its weeks it ends by itself; whoever leaves offers nothing any more, and whom it helped is told', async () => {
  const { members, tandem } = all;
  const { prisma } = tandem.app.store;
  await sayWish(all, 'mentor', 'offer');
  // Each wish is tried once with each offer; this offer is a new one.
  await propose(members.mentor.name);
  await answer('mentor', 'Yes, introduce us');
  await answer('learner', 'Yes, introduce us');
  const running = (await pairings()).at(-1);
  expect(running?.endsAt?.toISOString()).toBe('2027-02-16T09:00:00.000Z');
  await tandem.work(async (work) => {
    await work.tx.mentorship.update({
      where: { id: running?.id ?? '', workspaceId: work.workspaceId },
      data: { endsAt: work.now },
    });
    await work.tx.dueItem.updateMany({
      where: { workspaceId: work.workspaceId, kind: 'mentoring.over' },
      data: { dueAt: work.now },
    });
  });
  await tandem.advance('hour');
  expect(read('learner')).toContain('Your mentoring about Connecting building systems has run its weeks');
  expect((await pairings()).at(-1)?.outcome).toBe('over');
  await sayWish(all, 'learner', 'ask');
  await propose(members.mentor.name);
  await answer('mentor', 'Yes, introduce us');
  await answer('learner', 'Yes, introduce us');
  const told = read('learner').match(/Your mentoring about .* has ended/g)?.length ?? 0;
  await tandem.work(async (work) => {
    const mentor = await work.tx.partner.findFirstOrThrow({
      where: { workspaceId: work.workspaceId, name: members.mentor.name },
    });
    await audit(work, { actorPersonId: null, verb: 'test', partnerId: mentor.id, summary: 'It leaves' });
    await work.emit({ type: 'partner.ended', partnerId: mentor.id });
  });
  expect(read('learner').match(/Your mentoring about .* has ended/g)).toHaveLength(told + 1);
  const open = await prisma.mentorCard.findMany({ where: { words: 'MARK-mentor', endedAt: null } });
  expect(open).toEqual([]);
  expect((await pairings()).every(({ endedAt }) => endedAt)).toBe(true);
});

test('an offer of which nobody is left to be named is withdrawn, and an erased mentor leaves no trace with whom it helped', async () => {
  const { members, tandem } = all;
  const { prisma } = tandem.app.store;
  await sayWish(all, 'mentor', 'offer');
  await sayWish(all, 'learner', 'ask');
  await propose(members.mentor.name);
  await answer('mentor', 'Yes, introduce us');
  await answer('learner', 'Yes, introduce us');
  const ended = () => read('learner').match(/Your mentoring about .* has ended/g)?.length ?? 0;
  const before = ended();
  await tandem.work(async (work) => {
    const person = await work.tx.person.findFirstOrThrow({
      where: { workspaceId: work.workspaceId, slackUserId: members.second.lead.id },
    });
    await erasePerson(work, person, []);
  });
  expect(await prisma.mentorCard.findMany({ where: { words: 'MARK-second', endedAt: null } })).toEqual([]);
  expect(await prisma.mentorCardPerson.findMany({ where: { card: { words: 'MARK-second' } } })).toEqual([]);
  await tandem.work(async (work) => {
    const partner = await work.tx.partner.findFirstOrThrow({
      where: { workspaceId: work.workspaceId, name: members.mentor.name },
    });
    await erasePartner(work, partner);
  });
  expect(ended()).toBe(before + 1);
  expect(await tracesOf(prisma, [...members.mentor.markers])).toEqual([]);
});

function fail(): never {
  throw new Error('nothing said');
}
