import { afterAll, beforeAll, expect, test } from 'vitest';
import { Prisma } from '../../../src/platform/store/generated/client.ts';
import { channels, type TestApp } from '../../support/app.ts';
import { startTwoPartners, type TwoPartners } from '../hostile/two-partners.ts';

const { internal } = channels;
let two: TwoPartners;
let tandem: TestApp;

beforeAll(async () => {
  two = await startTwoPartners();
  tandem = two.tandem;
  // Both were active 90 days ago; Northwind has left since.
  await tandem.work(async ({ tx, workspaceId, now }) => {
    await tx.partner.updateMany({ where: { workspaceId }, data: { signedOn: new Date('2025-06-02') } });
    await tx.partner.update({ where: { id: two.northwindId, workspaceId }, data: { endedAt: now } });
  });
  await tandem.advance(new Date('2026-01-19T08:01:00Z'));
});
afterAll(() => tandem.stop());

async function openAgain(): Promise<string> {
  const { maya } = tandem.people;
  await maya.command('/partner digest 2026-W04', { channel: internal });
  await tandem.settled();
  const again = maya.ephemerals(internal).at(-1);
  return again ? maya.reads(again) : '';
}

const churn = 'too few partners to judge; 1 of 2 partners active 90 days ago was lost';

test('what a digest said over all partners, those who left with them, is worked out again as each partner’s is', async () => {
  const asSent = await openAgain();
  expect(asSent).toContain(`Partner churn*: ${churn}`);
  expect(asSent).toContain('Worked out again today, its numbers come out the same.');
  // Who leaves later had not left by then.
  await tandem.advance(new Date('2026-01-20T12:00:00Z'));
  await tandem.work(({ tx, workspaceId, now }) =>
    tx.partner.updateMany({ where: { workspaceId, endedAt: null }, data: { endedAt: now } }),
  );
  expect(await openAgain()).toContain('its numbers come out the same');
  await tandem.work(({ tx, workspaceId }) =>
    tx.partner.update({
      where: { id: two.northwindId, workspaceId },
      data: { signedOn: new Date('2026-01-05') },
    }),
  );
  const corrected = await openAgain();
  expect(corrected).toContain('Corrected since it was sent');
  expect(corrected).toContain(
    `• All partners, Partner churn: ${churn} → too few partners to judge; 0 of 1 partner active 90 days ago were lost`,
  );
  expect(corrected).toContain(`Partner churn*: ${churn}; at most 5 %.`);
  expect(corrected).not.toContain('come out the same');
});

test('of one sent before that was kept, only the numbers of each partner are', async () => {
  await tandem.work(({ tx, workspaceId }) =>
    tx.sentDigest.updateMany({ where: { workspaceId }, data: { overall: Prisma.DbNull } }),
  );
  const again = await openAgain();
  expect(again).toContain('Worked out again today, the numbers of each partner come out the same.');
  expect(again).not.toContain('All partners,');
});
