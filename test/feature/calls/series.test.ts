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
      where: { status: 'planned', series: { title } },
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
  const agenda = await diego.hears(/Agenda: Calibration call[\s\S]*pricing objections \(Aiko\)/, {
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
