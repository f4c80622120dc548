import { afterAll, beforeAll, expect, test } from 'vitest';
import { grantRole, personBySlackId, savePartner } from '../../../src/features/partners/public.ts';
import type { ActingPerson } from '../../../src/sandbox/person.ts';
import type { SandboxMessage } from '../../../src/sandbox/protocol.ts';
import { cast } from '../../../src/sandbox/seed-world.ts';
import { channels, startTestApp, type TestApp } from '../../support/app.ts';
import { lastFile, startJourney } from './brightpath.ts';

const { shared } = channels;
let tandem: TestApp;
beforeAll(async () => {
  tandem = await startTestApp({ at: new Date('2026-03-10T08:00:00Z') });
  await startJourney(tandem, '2026-03-11');
  // The first calls: 17 March 09:00Z, 31 March 08:00Z, 14 April 08:00Z.
});
afterAll(() => tandem.stop());

/** Asks by mention to move the next call; answers the message that offers the form. */
async function offerTo(person: ActingPerson): Promise<SandboxMessage> {
  const offers = () => person.ephemerals(shared).filter((one) => person.reads(one).includes('Open the form'));
  const before = offers().length;
  await person.mention(shared, 'calls move');
  return person.until(() => offers()[before]);
}

test('a partner’s lead moves one call by mention and form; the channel gets the new calendar file', async () => {
  const { diego, maya } = tandem.people;
  await diego.press('Open the form', await offerTo(diego));
  await diego.until(() => diego.modal());
  diego.fill({ 'To which day?': '2026-03-09', 'At what time?': '15:00' });
  expect(await diego.submit()).toEqual({
    'To which day?': 'That moment has passed. Choose one that lies ahead.',
  });
  diego.fill({ 'To which day?': '2026-03-18', 'At what time?': '15:00', 'Why?': 'Team *day* <!channel>' });
  expect(await diego.submit()).toEqual({});
  const notice = await maya.hears('moves from Tue 17 Mar, 10:00 (Europe/Berlin)', { channel: shared });
  expect(maya.reads(notice)).toContain('Wed 18 Mar, 15:00');
  expect(notice.text).not.toContain('<!channel>');
  await tandem.settled();
  const file = lastFile(tandem);
  expect(file).toContain('METHOD:PUBLISH');
  expect(file).toContain('SEQUENCE:1');
  expect(file).toContain('DTSTART:20260318T140000Z');
});

test('who takes part without leading may add to the agenda, but neither move nor cancel', async () => {
  const { aiko } = tandem.people;
  await aiko.mention(shared, 'agenda pricing objections');
  await aiko.until(() =>
    aiko.ephemerals(shared).find((one) => aiko.reads(one).includes('is on the agenda of')),
  );
  await aiko.mention(shared, 'calls move');
  await aiko.until(() =>
    aiko.ephemerals(shared).find((one) => aiko.reads(one).includes('You can’t plan, move or cancel calls')),
  );
});

test('a button pressed on what has changed meanwhile says how it stands', async () => {
  const { maya, diego } = tandem.people;
  await maya.command('/partner calls', { channel: shared });
  const list = await maya.hears('Calls with Brightpath', { channel: shared });
  await diego.press('Open the form', await offerTo(diego));
  await diego.until(() => diego.modal());
  diego.fill({ 'To which day?': '2026-03-19', 'At what time?': '11:00' });
  expect(await diego.submit()).toEqual({});
  await maya.hears('moves from Wed 18 Mar, 15:00', { channel: shared });
  await maya.press('Move', list);
  await maya.hears(/has been moved meanwhile: it now starts Thu 19 Mar, 11:00/);
});

test('the reminders of a moved call move along', async () => {
  const { aiko } = tandem.people;
  await tandem.advance(new Date('2026-03-17T09:00:00Z'));
  const early = aiko.dm().filter((one) => aiko.reads(one).includes('starts in'));
  expect(early).toEqual([]);
  await tandem.advance(new Date('2026-03-19T09:00:00Z'));
  await aiko.hears('starts in 1 hour', { channel: 'dm' });
  // 11:00 in Berlin.
  expect(
    aiko.reads(await aiko.hears('Calibration call with Brightpath* is on', { channel: 'dm' })),
  ).toContain('Thu 19 Mar, 19:00 (Asia/Tokyo)');
});

test('a cancelled call says why, is taken out of calendars, and reminds nobody', async () => {
  const { maya, diego } = tandem.people;
  await tandem.advance(new Date('2026-03-30T09:00:00Z'));
  // A day ahead of 31 March, 10:00 summer time, the agenda has been posted and the first reminder given.
  await diego.hears('Tue 31 Mar, 09:00 (Europe/Lisbon)', { channel: 'dm' });
  await maya.command('/partner calls cancel', { channel: shared });
  await maya.until(() => maya.modal());
  expect(await maya.submit()).toHaveProperty('Why?');
  maya.fill({ 'Why?': 'Public holiday' });
  expect(await maya.submit()).toEqual({});
  const notice = await diego.hears('is cancelled, says Maya', { channel: shared });
  expect(diego.reads(notice)).toContain('“Public holiday”');
  expect(diego.reads(notice)).toContain('Tue 14 Apr, 10:00');
  await diego.hears('This call is cancelled.', { channel: shared });
  await tandem.settled();
  const file = lastFile(tandem);
  expect(file).toContain('METHOD:CANCEL');
  expect(file).toContain('STATUS:CANCELLED');
  const reminders = () => diego.dm().filter((one) => diego.reads(one).includes('*Calibration call with'));
  const told = reminders().length;
  await tandem.advance(new Date('2026-03-31T12:00:00Z'));
  expect(reminders()).toHaveLength(told);
  expect(maya.dm().filter((one) => maya.reads(one).includes('Tue 31 Mar, 10:00 (Europe/Berlin))'))).toEqual(
    [],
  );
});

test('moving and cancelling leaves one call for each place of the series', async () => {
  const calls = await tandem.work((work) =>
    work.tx.call.findMany({
      where: { workspaceId: work.workspaceId, series: { title: 'Calibration call' } },
      orderBy: { originalAt: 'asc' },
    }),
  );
  expect(calls.map((call) => [call.originalAt.toISOString().slice(0, 10), call.status])).toEqual([
    ['2026-03-17', 'planned'],
    ['2026-03-31', 'cancelled'],
    ['2026-04-14', 'planned'],
    ['2026-04-28', 'planned'],
    ['2026-05-12', 'planned'],
  ]);
});

test('another partner’s person sees and changes nothing of it', async () => {
  const { sam } = tandem.people;
  await tandem.work(async (work) => {
    const [manager, person] = [await personBySlackId(work, cast.maya), await personBySlackId(work, cast.sam)];
    const other = await savePartner(work, {
      name: 'Northwind',
      tier: 'registered',
      managerPersonId: manager.id,
      timeZone: 'Europe/Oslo',
      currency: 'NOK',
      channel: {
        id: 'C0NORTHWIN',
        name: 'northwind-lumen',
        isShared: true,
        isArchived: false,
        isFrozen: false,
        isMember: true,
        connectedTeamIds: ['T0NORTHWIN'],
      },
    });
    await work.tx.roleGrant.deleteMany({ where: { workspaceId: work.workspaceId, personId: person.id } });
    await work.tx.person.update({
      where: { workspaceId: work.workspaceId, id: person.id },
      data: { partnerId: other.id },
    });
    await grantRole(work, {
      personId: person.id,
      partnerId: other.id,
      role: 'lead',
      grantedById: manager.id,
    });
  });
  await sam.mention(shared, 'calls Brightpath');
  await sam.until(() => sam.ephemerals(shared).find((one) => sam.reads(one).includes('I don’t know “calls')));
  await sam.mention(shared, 'agenda');
  await sam.until(() => sam.ephemerals(shared).find((one) => sam.reads(one).includes('No call is planned')));
});
