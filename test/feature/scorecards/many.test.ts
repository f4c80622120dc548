import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '../../../src/core/actor.ts';
import { personBySlackId } from '../../../src/features/partners/public.ts';
import { composeDigest } from '../../../src/features/scorecards/compose.ts';
import { loadCards } from '../../../src/features/scorecards/facts.ts';
import { liveScorecards } from '../../../src/features/scorecards/home.ts';
import { metricOf } from '../../../src/features/scorecards/metrics/catalogue.ts';
import { cast } from '../../../src/sandbox/seed-world.ts';
import { channels, startTestApp, type TestApp } from '../../support/app.ts';
import { startBrightpath } from '../onboarding/brightpath.ts';
import { statementsOf } from './statements.ts';

let tandem: TestApp;

/** A thousand partners of Maya's without a journey; each third has won a deal in its own currency and one in another. */
beforeAll(async () => {
  tandem = await startTestApp({ at: new Date('2026-01-12T09:00:00Z') });
  await startBrightpath(tandem);
  await tandem.work(async ({ tx, workspaceId, newId, now }) => {
    const { managerPersonId } = await tx.partner.findFirstOrThrow({ where: { workspaceId } });
    const partners = Array.from({ length: 1000 }, (_, index) => ({
      id: newId(),
      workspaceId,
      name: `Partner ${index}`,
      nameKey: `partner ${index}`,
      tier: index < 900 ? 'registered' : 'gold',
      segments: index % 10 === 0 ? ['potential:high'] : [],
      managerPersonId,
      timeZone: 'Europe/Berlin',
      currency: 'EUR',
      signedOn: new Date('2025-10-01T00:00:00Z'),
      createdAt: now,
    }));
    await tx.partner.createMany({ data: partners });
    const closedAt = new Date('2025-12-30T12:00:00Z');
    await tx.deal.createMany({
      data: partners
        .filter((_, index) => index % 3 === 0)
        .flatMap(({ id: partnerId }, index) =>
          (['EUR', 'USD'] as const).map((currency, each) => ({
            id: newId(),
            workspaceId,
            partnerId,
            number: 1000 + 2 * index + each,
            customer: `Customer ${index}`,
            name: 'Platform',
            amountMinor: 100_000n,
            partnerCostMinor: currency === 'EUR' ? 60_000n : 0n,
            currency,
            stage: 'won',
            registeredAt: new Date('2025-12-01T12:00:00Z'),
            closedAt,
          })),
        ),
    });
  });
});
afterAll(() => tandem.stop());

test('the digest of a thousand partners fits one message and says what it leaves out', async () => {
  const { maya } = tandem.people;
  await maya.command('/partner digest', { channel: channels.internal });
  const words = maya.reads(await maya.hears('1,001 partners', { timeoutMs: 30_000 }));
  expect(words).toContain('50 of 1,001 partners');
  expect(words).toMatch(/not reached: fewer than half are there yet; 334 of 1,001 partners have won/);
  expect(words).toMatch(/334 data gaps\W+deals in another currency than the partner’s\./);
  expect(words).not.toContain('Show the rest');
});

test('money of several currencies is never mixed: the margin is that of the partner’s own, and says what it leaves out', async () => {
  const { maya } = tandem.people;
  await tandem.work(async (work) => {
    const partner = await work.tx.partner.findFirstOrThrow({
      where: { workspaceId: work.workspaceId, nameKey: 'partner 0' },
    });
    const [card] = await loadCards(work, [partner], work.now);
    expect(card && metricOf('contribution_margin').estimate(card.facts)).toMatchObject({
      numerator: 40_000,
      denominator: 100_000,
      n: 1,
    });
  });
  await maya.command('/partner scorecard how margin Partner 0', { channel: channels.internal });
  const words = maya.reads(await maya.hears('Margin of Partner 0'));
  expect(words).toMatch(/€1,000 .*€600 .*Yes/);
  expect(words).toMatch(/US\$1,000 .*No: not in EUR/);
});

test('the programme as a whole is grouped, ranked and paged, and each number is explained', async () => {
  const { maya, diego } = tandem.people;
  await maya.command('/partner portfolio', { channel: channels.internal });
  const words = maya.reads(await maya.hears('The programme: 1,001 partners', { timeoutMs: 30_000 }));
  // 334 partners won two deals each, and nobody lost one: Wilson of 668 in 668 is 99.4–100.
  expect(words).toMatch(/All together.*, 1,001 partners: win rate 100 % \(99–100\)/);
  expect(words).toMatch(/By tier\W+Gold\W+100 partners: win rate 100 % \(95–100\), .*; sourced nothing/);
  expect(words).toMatch(/Registered\W+901 partners: win rate 100 % \(99–100\)/);
  expect(words).toMatch(/By segment\W+Potential: High\W+100 partners: win rate 100 % \(95–100\)/);
  expect(words).toMatch(/334 of 1,001 partners have won a first deal/);
  expect(words).toMatch(/\n1 \| Partner \d+ \| (Registered|Gold) \| too few \(2\) \| 100 % \|/);
  expect(words).toContain('Page 1 of 41.');
  await maya.choose('How is this worked out?', 'Tiers and segments');
  const groups = maya.reads(await maya.hears('Behind tiers and segments'));
  expect(groups).toMatch(
    /Tier gold \| 100 \| 68 \| 68 \| 0 \| 0 \| 0 \| 0 \| –\nTier registered \| 901 \| 600 \| 600/,
  );
  await maya.command('/partner portfolio 41', { channel: channels.internal });
  const last = maya.reads(await maya.hears('Page 41 of 41.', { timeoutMs: 30_000 }));
  expect(last).toMatch(/\n1001 \| /);
  await diego.mention(channels.shared, 'portfolio');
  await diego.hears('You can’t see margins and comparisons here');
  await maya.command('/partner portfolio', { channel: channels.shared });
  await maya.hears('The programme as a whole is internal', { channel: channels.shared });
  await tandem.settled();
  for (const message of [...diego.sees(channels.shared), ...diego.dm()])
    expect(diego.reads(message)).not.toMatch(/Partner \d+|The programme: /);
});

test('a manager’s digest and Home tab take as many statements for a thousand partners as for three', async () => {
  const { priya } = tandem.people;
  await priya.command('/partner help');
  await tandem.settled();
  await tandem.work(async (work) => {
    const { tx, workspaceId } = work;
    const maya = await personBySlackId(work, cast.maya);
    const actor: Actor = {
      ...{ workspaceId, personId: maya.id, slackUserId: cast.maya, name: 'Maya Chen' },
      side: 'vendor',
      ...{ timeZone: 'Europe/Berlin', partnerId: null },
      roles: [{ role: 'manager', partnerId: null }],
    };
    const digest = () => statementsOf(work, (counted) => composeDigest(counted, maya, null));
    const home = () =>
      statementsOf(work, (counted) => Promise.resolve(liveScorecards.render(counted, actor)));
    // Not counted: reading the playbook for the first time.
    await digest();
    const ofMany = [await digest(), await home()];
    const another = await personBySlackId(work, cast.priya);
    await tx.partner.updateMany({
      where: { workspaceId, nameKey: { notIn: ['brightpath', 'partner 0', 'partner 1'] } },
      data: { managerPersonId: another.id },
    });
    const ofThree = [await digest(), await home()];
    expect(Math.min(...ofThree)).toBeGreaterThan(10);
    // One more gives the sorts of so many more memory.
    expect(ofMany).toEqual(ofThree.map((count) => count + 1));
  });
});
