import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../../support/app.ts';
import { startBrightpath } from '../onboarding/brightpath.ts';
import { addHistory } from './history.ts';

let tandem: TestApp;

beforeAll(async () => {
  // A Monday at eight in Berlin: the digest is due in an hour.
  tandem = await startTestApp({ at: new Date('2026-01-12T07:00:00Z') });
  await startBrightpath(tandem);
  await addHistory(tandem);
  await tandem.work(async ({ tx, workspaceId, now, newId }) => {
    const { id: partnerId } = await tx.partner.findFirstOrThrow({ where: { workspaceId } });
    await tx.deal.createMany({
      data: [901, 902].map((number) => ({
        ...{ id: newId(), workspaceId, partnerId, number, customer: `Clinic ${number}`, name: 'Rollout' },
        ...{ amountMinor: 10_000_000n, currency: 'EUR', stage: 'open', registeredAt: now },
      })),
    });
  });
  await tandem.advance(new Date('2026-01-12T08:01:00Z'));
});
afterAll(() => tandem.stop());

const digests = () =>
  tandem.people.maya
    .dm()
    .map(tandem.people.maya.reads)
    .filter((words) => words.includes('side by side'));

test('a pipeline that was won is told as less than last week, not as worse', async () => {
  expect(digests()).toHaveLength(1);
  await tandem.work(({ tx, workspaceId, now }) =>
    tx.deal.updateMany({
      where: { workspaceId, number: { in: [901, 902] } },
      data: { stage: 'won', closedAt: now },
    }),
  );
  await tandem.advance(new Date('2026-01-19T08:01:00Z'));
  const [, second = ''] = digests();
  expect(second).toContain('Qualified pipeline €200,000 → €0 (less)');
});
