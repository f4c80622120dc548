import { afterAll, beforeAll, expect, test } from 'vitest';
import { channels, startTestApp, type TestApp } from '../../support/app.ts';
import { contentOf, startJourney } from './brightpath.ts';

const { shared } = channels;
let tandem: TestApp;
beforeAll(async () => {
  // Monday, 9:00 in Berlin; America's clocks go forward on 8 March, Europe's on 29 March.
  tandem = await startTestApp({ at: new Date('2026-02-23T08:00:00Z') });
  await startJourney(tandem, '2026-02-24');
});
afterAll(() => tandem.stop());

/** The starts of the planned calls with this title, in order. */
async function starts(title: string): Promise<string[]> {
  const calls = await tandem.work((work) =>
    work.tx.call.findMany({
      where: { workspaceId: work.workspaceId, status: 'planned', series: { title } },
      orderBy: { startsAt: 'asc' },
    }),
  );
  return calls.map((call) => call.startsAt.toISOString());
}

test('a journey’s start plans the playbook’s calls: first after the kickoff, at the same local time all year', async () => {
  const { diego } = tandem.people;
  const notice = await diego.hears('Our calls with Brightpath are planned', { channel: shared });
  expect(diego.reads(notice)).toContain('every other Tuesday at 10:00 (Europe/Berlin)');
  // The kickoff itself is a Tuesday; the third call falls into summer time.
  expect(await starts('Calibration call')).toEqual([
    '2026-03-03T09:00:00.000Z',
    '2026-03-17T09:00:00.000Z',
    '2026-03-31T08:00:00.000Z',
  ]);
  // A review needs a quarter to look back on.
  expect((await starts('Quarterly business review'))[0]).toBe('2026-05-28T12:00:00.000Z');
});

test('the agenda is posted a day ahead as one message and keeps up with what is added', async () => {
  const { diego, aiko } = tandem.people;
  await tandem.advance(new Date('2026-03-02T09:00:00Z'));
  await diego.hears('Agenda: Calibration call with Brightpath', { channel: shared });
  await aiko.mention(shared, 'agenda pricing objections');
  const agenda = await diego.hears(/Agenda: Calibration call[\s\S]*pricing objections \(Aiko Tanaka\)/, {
    channel: shared,
  });
  expect(diego.reads(agenda)).toContain('Steps that are late or blocked');
  const posted = diego.sees(shared).filter((message) => diego.reads(message).includes('Agenda: Calibration'));
  expect(posted).toHaveLength(1);
});

test('three reminders reach the attendees of both sides in time, the first with a calendar file', async () => {
  const { maya, diego, aiko, sam } = tandem.people;
  await maya.hears('is on', { channel: 'dm' });
  const files = diego.dm().flatMap((message) => message.files);
  expect(files.map((file) => file.name)).toEqual(['call.ics']);
  expect(contentOf(tandem, files[0]?.id)).toContain('DTSTART:20260303T090000Z');
  await tandem.advance(new Date('2026-03-03T08:00:00Z'));
  await aiko.hears('starts in 1 hour', { channel: 'dm' });
  await tandem.advance(new Date('2026-03-03T08:50:00Z'));
  await aiko.hears('starts in 10 minutes', { channel: 'dm' });
  // Sam holds no seat of this call.
  expect(sam.dm().filter((message) => sam.reads(message).includes('Calibration call'))).toEqual([]);
});

test('each attendee reads the time on their own clocks, before and after Europe’s clocks go forward', async () => {
  const { diego, aiko } = tandem.people;
  await tandem.advance(new Date('2026-03-16T09:00:00Z'));
  await diego.hears('is on Tue 17 Mar, 09:00 (Europe/Lisbon)', { channel: 'dm' });
  await aiko.hears('is on Tue 17 Mar, 18:00 (Asia/Tokyo)', { channel: 'dm' });
  // The clocks change on 29 March: the call stays at ten in Berlin, and is an hour earlier in Tokyo.
  await tandem.advance(new Date('2026-03-30T07:59:00Z'));
  const isToday = /Tue 31 Mar/;
  expect(aiko.dm().filter((message) => isToday.test(aiko.reads(message)))).toEqual([]);
  await tandem.advance(new Date('2026-03-30T08:00:00Z'));
  await diego.hears('is on Tue 31 Mar, 09:00 (Europe/Lisbon)', { channel: 'dm' });
  await aiko.hears('is on Tue 31 Mar, 17:00 (Asia/Tokyo)', { channel: 'dm' });
  await tandem.advance(new Date('2026-03-31T07:00:00Z'));
  await aiko.hears('starts in 1 hour: Tue 31 Mar, 17:00 (Asia/Tokyo)', { channel: 'dm' });
});

test('the series goes on by its rule, however far time moves', async () => {
  await tandem.advance(new Date('2026-04-27T08:00:00Z'));
  expect(await starts('Calibration call').then((all) => all.slice(-3))).toEqual([
    '2026-04-28T08:00:00.000Z',
    '2026-05-12T08:00:00.000Z',
    '2026-05-26T08:00:00.000Z',
  ]);
});

test('a manager plans a series by form, and ends it with one of its calls', async () => {
  const { maya, aiko } = tandem.people;
  await maya.command('/partner calls plan', { channel: shared });
  await maya.until(() => maya.modal());
  maya.fill({
    'What is the call?': 'Training hour',
    'On which days?': ['Monday', 'Thursday'],
    'Every how many weeks?': '1',
    'At what time?': '14:30',
    'By which clock?': 'Europe/Berln',
    'Link to the call': 'https://meet.example/training',
  });
  expect((await maya.submit())['By which clock?']).toContain('Did you mean Europe/Berlin?');
  maya.fill({ 'By which clock?': 'Europe/Lisbon' });
  expect(await maya.submit()).toEqual({});
  await aiko.hears('*Training hour*: every Monday and Thursday at 14:30 (Europe/Lisbon)', {
    channel: shared,
  });
  expect(await starts('Training hour')).toEqual([
    '2026-04-30T13:30:00.000Z',
    '2026-05-04T13:30:00.000Z',
    '2026-05-07T13:30:00.000Z',
  ]);
  // Everybody on the partnership attends; the link is in every reminder.
  await tandem.advance(new Date('2026-04-30T12:30:00Z'));
  const reminder = await aiko.hears('*Training hour with Brightpath* starts in 1 hour', { channel: 'dm' });
  expect(aiko.reads(reminder)).toContain('https://meet.example/training');
  await tandem.advance(new Date('2026-05-01T08:00:00Z'));
  await maya.command('/partner calls', { channel: shared });
  const list = await maya.hears('Calls with Brightpath', { channel: shared });
  await maya.press('Cancel', list);
  await maya.until(() => maya.modal());
  maya.fill({ 'Why?': 'Everybody is trained', 'What is cancelled?': 'This call and all that follow' });
  expect(await maya.submit()).toEqual({});
  await aiko.hears(/\*Training hour\* ends: the call on Mon 4 May/, { channel: shared });
  expect(await starts('Training hour')).toEqual(['2026-04-30T13:30:00.000Z']);
  await tandem.advance(new Date('2026-05-09T08:00:00Z'));
  expect(await starts('Training hour')).toEqual(['2026-04-30T13:30:00.000Z']);
});

test('those who may not move calls see the list without the buttons', async () => {
  const { aiko } = tandem.people;
  await aiko.mention(shared, 'calls');
  const list = await aiko.until(() =>
    aiko.ephemerals(shared).findLast((one) => aiko.reads(one).includes('Calls with Brightpath')),
  );
  expect(aiko.reads(list)).toContain('Agenda Add to the agenda');
  expect(aiko.reads(list)).not.toContain('Move');
});
