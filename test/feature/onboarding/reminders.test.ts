import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../../support/app.ts';
import { checklistOf, startBrightpath } from './brightpath.ts';

let tandem: TestApp;
beforeAll(async () => {
  // Monday 12 January, nine in the morning in Berlin.
  tandem = await startTestApp();
  await startBrightpath(tandem);
});
afterAll(() => tandem.stop());

function digests(person: keyof TestApp['people']): string[] {
  const reader = tandem.people[person];
  return reader
    .dm()
    .filter((message) => reader.reads(message).includes('Your onboarding steps:'))
    .map((message) => new Date(Number(message.ts) * 1000).toISOString());
}

test('a digest comes once a day at the start of working hours where the owner is', async () => {
  await tandem.advance(new Date('2026-01-13T20:00:00Z'));
  // Diego, in Lisbon: “Name your team” is due on Wednesday, one working day on.
  expect(digests('diego')).toHaveLength(1);
  expect(digests('diego')[0]).toMatch(/^2026-01-13T09:00/);
  // Maya, in Berlin: the kickoff was due on Monday; on Tuesday it is late.
  expect(digests('maya')[0]).toMatch(/^2026-01-13T08:00/);
  const { maya, diego } = tandem.people;
  await maya.hears('1 step late', { channel: 'dm' });
  const text = diego.reads(await diego.hears('Your onboarding steps', { channel: 'dm' }));
  expect(text).toContain('Name your team');
  expect(text).not.toContain('Hold the kickoff meeting');
  // Aiko owns nothing that can be done yet.
  expect(digests('aiko')).toEqual([]);
});

test('the checklist says what became late, in words', () => {
  expect(checklistOf(tandem)).toContain('due Mon 12 Jan: 1 day late');
});

test('a snoozed step is left out until its day', async () => {
  const { diego } = tandem.people;
  await diego.choose('Snooze', 'For 3 days', { near: 'Name your team' });
  await diego.hears('I’ll be quiet about “Name your team” until Fri 16 Jan');
  await tandem.advance(new Date('2026-01-15T20:00:00Z'));
  const before = digests('diego').length;
  for (const message of diego.dm().filter((each) => Number(each.ts) * 1000 > Date.parse('2026-01-14')))
    expect(diego.reads(message)).not.toMatch(/Name your team\* at Brightpath/);
  await tandem.advance(new Date('2026-01-16T20:00:00Z'));
  expect(digests('diego').length).toBe(before + 1);
  await diego.hears('Name your team', { channel: 'dm', after: String(Date.parse('2026-01-16') / 1000) });
});

test('nothing arrives on a weekend', async () => {
  await tandem.advance(new Date('2026-01-19T07:30:00Z'));
  const all = ['maya', 'owen', 'diego', 'sam'] as const;
  const days = all.flatMap(digests).map((at) => new Date(at).getUTCDay());
  expect(days.filter((day) => day === 0 || day === 6)).toEqual([]);
});

test('what is late beyond the playbook’s limit is passed on, once per step', async () => {
  const { maya } = tandem.people;
  // More than five working days after Monday 12 January, and after Wednesday the 14th.
  await tandem.advance(new Date('2026-01-23T20:00:00Z'));
  const told = maya
    .dm()
    .map((message) => maya.reads(message))
    .filter((text) => text.includes('may need your help'));
  expect(told.filter((text) => text.includes('Hold the kickoff meeting'))).toHaveLength(1);
  expect(told.filter((text) => text.includes('Name your team'))).toHaveLength(1);
});

test('the digest ends for a person who left, and their steps say so', async () => {
  const before = digests('diego').length;
  await tandem.work((work) =>
    work.tx.person.updateMany({
      where: { workspaceId: work.workspaceId, name: 'Diego Santos' },
      data: { deactivatedAt: work.now },
    }),
  );
  await tandem.advance(new Date('2026-01-27T20:00:00Z'));
  expect(digests('diego')).toHaveLength(before);
  expect(checklistOf(tandem)).toContain('Diego Santos (has left)');
});
