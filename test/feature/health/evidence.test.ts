import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Store } from '../../../src/platform/store/store.ts';
import { channels, type TestApp } from '../../support/app.ts';
import { openTestStore } from '../../support/store.ts';
import { startTwoPartners, type TwoPartners } from '../hostile/two-partners.ts';
import { fileSent, pressWith } from '../scorecards/files.ts';

const { shared, internal } = channels;
let store: Store;
let two: TwoPartners;
let tandem: TestApp;
let brightpathId: string;

const daysBefore = (now: Date, days: number) => new Date(now.getTime() - days * 86_400_000);

/** Brightpath is late with two steps, missed two calls, left two deals lie, and is rated worse than before. */
beforeAll(async () => {
  store = await openTestStore();
  two = await startTwoPartners(undefined, store);
  tandem = two.tandem;
  brightpathId = await tandem.work(async ({ tx, workspaceId, newId, now }) => {
    const { id: partnerId } = await tx.partner.findFirstOrThrow({
      where: { workspaceId, name: 'Brightpath' },
    });
    await tx.partner.update({
      where: { id: partnerId, workspaceId },
      data: { signedOn: new Date('2025-09-01T00:00:00Z'), createdAt: daysBefore(now, 100) },
    });
    const late = { in: ['name-the-team', 'orientation'] };
    await tx.journeyStep.updateMany({
      where: { workspaceId, key: late },
      data: { dueOn: new Date('2026-01-05T00:00:00Z') },
    });
    const calls = await tx.call.findMany({ where: { workspaceId, partnerId }, take: 3 });
    for (const [index, { id }] of calls.entries())
      await tx.call.update({
        where: { id, workspaceId },
        data: { startsAt: daysBefore(now, 10 + index), status: index < 2 ? 'missed' : 'held' },
      });
    const deal = { workspaceId, partnerId, name: 'Platform', amountMinor: 500_000n, currency: 'EUR' };
    await tx.deal.createMany({
      data: [
        { ...deal, id: newId(), number: 71, customer: '=Harbour', registeredAt: daysBefore(now, 60) },
        { ...deal, id: newId(), number: 72, customer: 'Clinic', registeredAt: daysBefore(now, 50) },
        { ...deal, id: newId(), number: 73, customer: 'Fresh', registeredAt: daysBefore(now, 5) },
      ],
    });
    const { id: playbookVersionId } = await tx.playbookVersion.findFirstOrThrow({ where: { workspaceId } });
    const survey = async (number: number, key: string, question: string, ago: number, answers: number[]) => {
      const id = newId();
      const closedAt = daysBefore(now, ago);
      await tx.survey.create({
        data: {
          ...{ id, workspaceId, partnerId, number, playbookVersionId, key, occasion: `s${number}` },
          ...{ openedAt: daysBefore(now, ago + 5), closesAt: closedAt, closedAt },
        },
      });
      await tx.surveyResponse.createMany({
        data: answers.map((answer, index) => ({
          ...{ id: newId(), workspaceId, surveyId: id, respondentKey: `ANSWERER-${index}` },
          ...{ question, answer, answeredAt: closedAt },
        })),
      });
    };
    await survey(81, 'post-deal', 'together', 20, [1, 2, 2, 1, 5, 2, 1, 2]);
    await survey(82, 'post-deal', 'together', 120, [5, 5, 4, 5, 4, 5, 5, 4]);
    // Three answers without a name are too few to say anything of.
    await survey(83, 'monthly-pulse', 'supported', 15, [1, 1, 1]);
    return partnerId;
  });
});
afterAll(() => tandem.stop());

/** Asks how one of Brightpath's signals came about, in the vendor's own channel; answers the words. */
async function asks(signal: string): Promise<string> {
  const { maya } = tandem.people;
  await maya.command('/partner health Brightpath', { channel: internal });
  await tandem.settled();
  const health = await maya.hears('Health of Brightpath', { channel: internal });
  await maya.choose('How is this worked out?', signal, health);
  await tandem.settled();
  return maya.reads(await maya.hears(`${signal} of Brightpath`, { channel: internal }));
}

test('each signal is explained by its rule with the playbook’s limits, and the rows it is found from', async () => {
  const late = await asks('Late steps');
  expect(late).toContain('At least 2 steps not handed in, each 3 working days or more past its due date');
  expect(late).toContain('Serious once as many are late by 10 working days');
  expect(late).toMatch(/Name your team \| Mon 5 Jan \| \d \| Yes/);
  const deals = await asks('Stalled deals');
  expect(deals).toContain('Nothing has happened to at least 2 open deals for 45 days or more');
  expect(deals).toMatch(/D-71 \| =Harbour \| .*Nov.* \| 60/);
  expect(deals).toMatch(/D-72 \| Clinic \| .* \| 50/);
  expect(deals).not.toContain('D-73');
  const calls = await asks('Missed calls');
  expect(calls).toContain('At least 2 calls of the last 60 days did not take place');
  expect(calls.match(/Jan \| No/g)).toHaveLength(2);
  const active = await asks('Activation overdue');
  expect(active).toContain('More than 90 days since the contract was signed');
  expect(active).toMatch(/Contract signed \| .*1 Sep/);
  const scores = await asks('Falling survey scores');
  expect(scores).toContain('fell from one 90 days to the next by more than chance explains');
  expect(scores).toContain('Serious once that is surely 20 points or more');
  expect(scores).toMatch(/After a won deal \| .*Dec.* \| Last 90 days \| 1 \| 8/);
  expect(scores).toMatch(/After a won deal \| .*Sep.* \| The 90 days before \| 8 \| 8/);
  expect(scores).not.toMatch(/Monthly pulse|ANSWERER/);
});

test('a rule that finds nothing says so, with the last signs of life it goes by', async () => {
  const { maya } = tandem.people;
  await asks('Late steps');
  await pressWith(tandem, maya, 'Send me all as CSV', `silent_partner:${brightpathId}:0`, 'health.how');
  await tandem.settled();
  const words = maya.reads(await maya.hears('Silent partner of Brightpath', { channel: internal }));
  expect(words).toContain('The rule finds nothing to worry about now');
  expect(words).toMatch(/For 14 days nobody of theirs wrote in the channel/);
  expect(words).toMatch(/Somebody wrote in the channel \| Mon 12 Jan \| 0/);
  expect(words).toMatch(/They joined the programme \| .* \| 100/);
});

test('all that is behind a signal comes as CSV, to whoever asks alone, with days that sort', async () => {
  const { maya } = tandem.people;
  await asks('Stalled deals');
  await maya.press('Send me all as CSV');
  await tandem.settled();
  await maya.hears('Here are the deals behind stalled deals of Brightpath: 2 rows', { channel: 'dm' });
  const file = await fileSent(tandem, maya, 'evidence.csv');
  expect(file).toEqual([
    'deal,customer,still_since,days',
    "D-71,'=Harbour,2025-11-13,60",
    'D-72,Clinic,2025-11-23,50',
  ]);
});

/** A press of Maya’s in the channel Brightpath reads, of a button that holds something else than she was sent. */
async function mayaPressesInShared(value: string, action: string): Promise<void> {
  const { maya } = tandem.people;
  await maya.command('/partner plan', { channel: shared });
  await tandem.settled();
  await maya.hears('There is no joint plan with Brightpath yet', { channel: shared });
  await pressWith(tandem, maya, 'Open one for this quarter', value, action);
  await tandem.settled();
}

test('in the channel a partner reads the manager is answered in their own messages', async () => {
  const { maya, diego } = tandem.people;
  await mayaPressesInShared(`missed_calls:${brightpathId}:0`, 'health.how');
  await maya.hears('How a partner is doing is internal', { channel: shared });
  await maya.hears('Missed calls of Brightpath', { channel: 'dm' });
  await mayaPressesInShared(`missed_calls:${brightpathId}:0`, 'health.howExport');
  await maya.hears('I sent you evidence.csv with 3 rows in our direct messages', { channel: shared });
  for (const person of [maya, diego])
    for (const message of person.sees(shared)) {
      expect(person.reads(message)).not.toMatch(/Missed calls|Late steps|did not take place/);
      expect(message.files).toEqual([]);
    }
});

test('nobody of a partner, and nobody without the right, gets it by any button with any id', async () => {
  const { maya, diego, lena } = tandem.people;
  const { nora, northwindChannel, northwindId } = two;
  for (const [person, channel] of [
    [diego, shared],
    [nora, northwindChannel],
  ] as const)
    for (const action of ['health.how', 'health.howExport'])
      for (const id of [brightpathId, northwindId]) {
        const dms = person.dm().length;
        await person.mention(channel, 'scorecard');
        await tandem.settled();
        const card = await person.hears('Scorecard of', { channel });
        await pressWith(tandem, person, 'Earlier ones', `late_steps:${id}:0`, action);
        await tandem.settled();
        const answer = await person.hears('You can’t see how a partner is doing here', {
          channel,
          after: card.ts,
        });
        expect(person.reads(answer)).not.toMatch(/late|Brightpath|Northwind/i);
        expect(person.dm()).toHaveLength(dms);
      }
  // Finance sees the numbers of every partner, not how one is doing.
  await lena.command('/partner scorecard Brightpath', { channel: 'dm' });
  await lena.hears('Scorecard of Brightpath', { channel: 'dm' });
  await pressWith(tandem, lena, 'Earlier ones', `late_steps:${brightpathId}:0`, 'health.howExport');
  await tandem.settled();
  await lena.hears('You can’t see how a partner is doing here', { channel: 'dm' });
  expect(lena.dm().flatMap(({ files }) => files)).toEqual([]);

  const elsewhere = '00000000-0000-4000-8000-000000000002';
  const theirs = '00000000-0000-4000-8000-0000000000aa';
  const at = tandem.clock.now();
  await store.prisma.workspace.create({
    data: { id: elsewhere, slackTeamId: 'T0THERE', name: 'There', botUserId: 'U0B', createdAt: at },
  });
  const { id: managerPersonId } = await store.prisma.person.create({
    data: {
      ...{ id: '00000000-0000-4000-8000-0000000000bb', workspaceId: elsewhere, slackUserId: 'U0THERE' },
      ...{ slackTeamId: 'T0THERE', side: 'vendor', name: 'There', timeZone: 'UTC', checkedAt: at },
    },
  });
  await store.prisma.partner.create({
    data: {
      ...{ id: theirs, workspaceId: elsewhere, name: 'SECRET', nameKey: 'secret', tier: 'gold' },
      ...{ managerPersonId, timeZone: 'UTC', createdAt: at },
    },
  });
  for (const value of [`late_steps:${theirs}:0`, 'late_steps:x:0', `happiness:${brightpathId}:0`]) {
    const words = value.startsWith('happiness')
      ? 'The playbook doesn’t look for that any more'
      : value.includes(theirs)
        ? 'That partner isn’t here any more'
        : 'I can’t find that signal any more';
    for (const action of ['health.how', 'health.howExport']) {
      await asks('Late steps');
      await pressWith(tandem, maya, 'Send me all as CSV', value, action);
      await tandem.settled();
      await maya.hears(words, { channel: internal });
    }
  }
  expect(maya.dm().map(maya.reads).join()).not.toContain('SECRET');
});
