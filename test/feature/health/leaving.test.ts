import { afterAll, beforeAll, expect, test } from 'vitest';
import { channels, startTestApp, type TestApp } from '../../support/app.ts';
import { startBrightpath } from '../onboarding/brightpath.ts';
import { decide } from './decide.ts';

const { shared, internal } = channels;
let tandem: TestApp;

beforeAll(async () => {
  tandem = await startTestApp({ at: new Date('2026-01-12T09:00:00Z') });
  await startBrightpath(tandem);
});
afterAll(() => tandem.stop());

/** What was sent to anybody since, by the fact each message is about. */
async function postedSince(from: Date): Promise<string[]> {
  await tandem.settled();
  const sent = await tandem.work(({ tx, workspaceId }) =>
    tx.delivery.findMany({ where: { workspaceId, createdAt: { gt: from } }, select: { key: true } }),
  );
  return sent.map(({ key }) => key);
}

/** What recurs around this partner and its people, as it is due. */
async function recurring(): Promise<string[]> {
  const due = await tandem.work(({ tx, workspaceId }) =>
    tx.dueItem.findMany({ where: { workspaceId }, select: { kind: true } }),
  );
  return [...new Set(due.map(({ kind }) => kind))].sort();
}

test('after the decision to part ways nothing comes by itself any more but the exit interview', async () => {
  const { maya, diego } = tandem.people;
  await tandem.advance(new Date('2026-01-13T12:00:00Z'));
  await decide(tandem, 'Part ways');
  const told = maya.reads(await maya.hears('Decided for Brightpath: part ways', { channel: internal }));
  expect(told).toContain('no scorecards, packs, reminders or agendas');
  expect(told).toContain('health decide Brightpath');
  await diego.hears('Exit interview', { channel: shared });
  const from = tandem.clock.now();
  await tandem.advance(new Date('2026-02-05T12:00:00Z'));
  const posted = await postedSince(from);
  expect(posted.filter((key) => !key.startsWith('surveys.'))).toEqual([]);
  expect(posted.some((key) => key.startsWith('surveys.reminder'))).toBe(true);
});

test('what remains to be done with a partner that left is found by a part of its name', async () => {
  const { maya } = tandem.people;
  await maya.command('/partner health postmortem Bright', { channel: internal });
  await maya.until(() => maya.modal()?.callbackId === 'health.postmortem');
  maya.fill({
    'What happened?': 'A rival came first.',
    'Lesson 1: what did we learn?': 'We never asked about rivals.',
    'Lesson 1: what should change in the playbook?': 'Ask for rival products before kickoff.',
  });
  expect(await maya.submit()).toEqual({});
  await maya.command('/partner history Brightpath', { channel: internal });
  await maya.hears('decided to part ways with Brightpath', { channel: internal });
  await maya.command('/partner digest', { channel: internal });
  await maya.hears('You don’t manage any partner', { channel: internal });
});

test('to think again brings the partner back with all that recurs', async () => {
  const { maya, diego } = tandem.people;
  expect(await recurring()).not.toContain('scorecards.monthly');
  await decide(tandem, 'Continue');
  await maya.hears('Brightpath is back', { channel: internal });
  expect(await recurring()).toEqual(
    expect.arrayContaining([
      'calls.extend',
      'calls.remind',
      'onboarding.daily',
      'onboarding.digest',
      'scorecards.monthly',
      'scorecards.quarterly',
      'surveys.monthly',
    ]),
  );
  await tandem.advance(new Date('2026-03-02T18:00:00Z'));
  await diego.hears('Scorecard of Brightpath', { channel: shared });
});
