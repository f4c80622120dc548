import { afterAll, beforeAll, expect, test } from 'vitest';
import { publish } from '../../../src/features/playbook/public.ts';
import { channels, startTestApp, type TestApp } from '../../support/app.ts';
import { openStartForm } from '../onboarding/brightpath.ts';

const { internal } = channels;
let tandem: TestApp;

/** Brightpath lost twenty deals in a programme whose finance seat, Tom’s, answers for the win rate. */
beforeAll(async () => {
  // A Monday at eight in Berlin: the digest is due in an hour.
  tandem = await startTestApp({ at: new Date('2026-01-12T07:00:00Z') });
  await tandem.publishSample();
  await tandem.work(async (work) => {
    const { source } = await work.tx.playbookVersion.findFirstOrThrow({
      where: { workspaceId: work.workspaceId },
    });
    const seat = '  - key: vendor.finance\n    name: Finance\n    description: Counts the money.\n';
    const owned = source
      .replace('seats:\n', `seats:\n${seat}`)
      .replace('  - key: win_rate\n', '  - key: win_rate\n    owner: vendor.finance\n');
    const reason = 'Somebody answers for it';
    await publish(work, { source: owned, filename: 'p.yaml', publishedBy: 'Maya Chen', reason });
  });
  await openStartForm(tandem);
  tandem.people.maya.fill({ 'Finance (your side)': 'Tom Okafor' });
  expect(await tandem.people.maya.submit()).toEqual({});
  await tandem.settled();
  await tandem.work(async ({ tx, workspaceId, now, newId }) => {
    const { id: partnerId } = await tx.partner.findFirstOrThrow({ where: { workspaceId } });
    await tx.deal.createMany({
      data: Array.from({ length: 20 }, (_, index) => ({
        ...{ id: newId(), workspaceId, partnerId, number: 500 + index, customer: `Clinic ${index}` },
        ...{ name: 'Rollout', amountMinor: 100n, currency: 'EUR', stage: 'lost' },
        ...{ registeredAt: new Date(now.getTime() - 9e8), closedAt: new Date(now.getTime() - 8e8) },
      })),
    });
  });
});
afterAll(() => tandem.stop());

/** What Tom was told of numbers that are his. */
const toms = () => {
  const { tom } = tandem.people;
  return tom
    .dm()
    .map(tom.reads)
    .filter((words) => words.includes('You answer for numbers'));
};
const digests = () => {
  const { maya } = tandem.people;
  return maya.dm().filter((message) => maya.reads(message).includes('Your partners side by side')).length;
};

test('with the manager’s digest whoever else answers for a number hears that it misses its target', async () => {
  const { maya } = tandem.people;
  expect(toms()).toEqual([]);
  await tandem.advance(new Date('2026-01-12T08:00:30Z'));
  expect(digests()).toBe(1);
  expect(toms()).toEqual([expect.stringMatching(/at Brightpath[\s\S]*Win rate 0 % .*below target of 25 %/)]);
  // Looking at the digest tells nobody again.
  await maya.command('/partner digest', { channel: internal });
  await tandem.settled();
  expect(toms()).toHaveLength(1);
});

test('of whoever has left the manager stands in, who reads it in the digest and is told nothing beside it', async () => {
  const { maya, tom } = tandem.people;
  await maya.command('/partner scorecard how win rate brightpath', { channel: internal });
  await maya.hears('Answers for it: Tom Okafor (Finance).', { channel: internal });
  await tandem.work(({ tx, workspaceId, now }) =>
    tx.person.updateMany({ where: { workspaceId, slackUserId: tom.id }, data: { deactivatedAt: now } }),
  );
  await maya.command('/partner scorecard how win rate brightpath', { channel: internal });
  await maya.hears('Answers for it: Maya Chen, as nobody is Finance there.', {
    channel: internal,
  });
  await tandem.advance(new Date('2026-01-19T08:00:30Z'));
  expect(digests()).toBe(2);
  expect(toms()).toHaveLength(1);
  expect(maya.dm().map(maya.reads).join()).not.toContain('You answer for numbers');
});
