import { afterAll, beforeAll, expect, test } from 'vitest';
import { nextCalls, openActions, openActionsOf, recordedCalls } from '../../../src/features/calls/public.ts';
import { personBySlackId } from '../../../src/features/partners/public.ts';
import { cast } from '../../../src/sandbox/seed-world.ts';
import { channels, startTestApp, type TestApp } from '../../support/app.ts';
import { startJourney } from './brightpath.ts';

const { shared } = channels;
let tandem: TestApp;
let partnerId: string;
beforeAll(async () => {
  tandem = await startTestApp({ at: new Date('2026-03-02T08:00:00Z') });
  await startJourney(tandem, '2026-03-02');
  partnerId = await tandem.work(
    async (work) => (await work.tx.partner.findFirstOrThrow({ where: { workspaceId: work.workspaceId } })).id,
  );
});
afterAll(() => tandem.stop());

test('a call that did not take place counts as missed', async () => {
  const { maya, diego } = tandem.people;
  await tandem.advance(new Date('2026-03-03T09:30:00Z'));
  await maya.command('/partner calls record', { channel: shared });
  await maya.until(() => maya.modal());
  maya.fill({ 'Did it take place?': 'No', Summary: 'Nobody from the field could come.' });
  expect(await maya.submit()).toEqual({});
  await diego.hears('did not take place', { channel: shared });
  const march = new Date('2026-03-01T00:00:00Z');
  const recorded = await tandem.work((work) => recordedCalls(work, [partnerId], march));
  expect(recorded).toMatchObject([{ partnerId, title: 'Calibration call', isHeld: false }]);
});

test('other features learn what comes next and who has what to do', async () => {
  const { maya } = tandem.people;
  await maya.command('/partner action Send the contract @Diego by 10 March', { channel: shared });
  await maya.hears('A-1* Send the contract', { channel: shared });
  const known = await tandem.work(async (work) => {
    const diego = await personBySlackId(work, cast.diego);
    return {
      next: (await nextCalls(work, [partnerId])).get(partnerId),
      ofPartner: await openActions(work, partnerId),
      ofDiego: (await openActionsOf(work, [diego.id])).get(diego.id),
    };
  });
  expect(known.next).toMatchObject({
    title: 'Calibration call',
    startsAt: new Date('2026-03-17T09:00:00Z'),
  });
  expect(known.ofPartner).toMatchObject([{ number: 1, text: 'Send the contract', dueOn: '2026-03-10' }]);
  expect(known.ofDiego).toEqual(known.ofPartner);
});

test('the Home tab shows today’s calls and one’s own action items', async () => {
  const { maya } = tandem.people;
  await maya.command('/partner action Book the room by 18 March', { channel: shared });
  await tandem.advance(new Date('2026-03-17T07:00:00Z'));
  await maya.openHome();
  const home = await maya.until(() => {
    const view = maya.home();
    return view && maya.reads(view).includes('Calls and actions') && view;
  });
  expect(maya.reads(home)).toContain('Calibration call with Brightpath');
  expect(maya.reads(home)).toContain('A-2* Book the room');
});

test('what somebody who has left had to do goes to the manager, who passes it on', async () => {
  const { maya, aiko } = tandem.people;
  await tandem.work(async (work) => {
    const diego = await personBySlackId(work, cast.diego);
    await work.tx.person.update({
      where: { workspaceId: work.workspaceId, id: diego.id },
      data: { deactivatedAt: work.now },
    });
  });
  await tandem.advance(new Date('2026-03-19T12:00:00Z'));
  const notice = await maya.hears('has left and still has 1 action item', { channel: 'dm' });
  expect(maya.reads(notice)).toContain('action give A-1 @name');
  await maya.command('/partner action give A-1 @Aiko', { channel: shared });
  await maya.hears('A-1 is Aiko Tanaka’s now: Send the contract', { channel: shared });
  await aiko.hears(/A-1\* Send the contract\n@Aiko/, { channel: shared });
  await aiko.hears('Maya Chen passed an action item on to you: *A-1* Send the contract', { channel: 'dm' });
  await tandem.advance(new Date('2026-03-25T00:00:00Z'));
  await aiko.hears('1 action item to see to, 1 late', { channel: 'dm' });
});

test('two people who press Done at once close it once', async () => {
  const { maya, aiko } = tandem.people;
  const item = await aiko.hears('A-1* Send the contract', { channel: shared });
  await Promise.all([aiko.press('Done', item), maya.press('Done', item)]);
  await tandem.settled();
  const answers = [aiko, maya].map((person) => person.ephemerals(shared).at(-1));
  const words = answers.map((answer) => (answer ? maya.reads(answer) : ''));
  expect(words.filter((each) => each.includes('A-1 is done'))).toHaveLength(1);
  expect(words.filter((each) => each.includes('was already done by'))).toHaveLength(1);
  const entries = await tandem.work((work) =>
    work.tx.auditEntry.count({ where: { workspaceId: work.workspaceId, verb: 'calls.done' } }),
  );
  expect(entries).toBe(1);
});
