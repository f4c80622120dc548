import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { localDate } from '../../../src/core/calendar.ts';
import { firstMonthAt } from '../../../src/features/pipeline/public.ts';
import { publish } from '../../../src/features/playbook/public.ts';
import { loadCards } from '../../../src/features/scorecards/facts.ts';
import { channels, startTestApp, type TestApp } from '../../support/app.ts';
import { startBrightpath } from '../onboarding/brightpath.ts';
import { fileSent } from './files.ts';
import { addHistory } from './history.ts';
import { statementsOf } from './statements.ts';

const { shared, internal } = channels;
let tandem: TestApp;

/** Brightpath with eight deals, and what other systems report of it: costs, usage and calls of the API. */
beforeAll(async () => {
  tandem = await startTestApp({ at: new Date('2026-01-12T07:00:00Z') });
  await startBrightpath(tandem);
  await addHistory(tandem);
  await tandem.work(async ({ tx, workspaceId, newId, now }) => {
    const { id: partnerId } = await tx.partner.findFirstOrThrow({ where: { workspaceId } });
    const of = (externalId: string) => ({
      ...{ id: newId(), workspaceId, partnerId, externalId, source: 'test', receivedAt: now },
    });
    const day = (text: string) => new Date(`${text}T00:00:00Z`);
    const costs = [
      ['onboarding', 900_000n, '2025-10-06'],
      ['support', 300_000n, '2025-12-02'],
      ['pilot', 77_777_00n, '2025-11-20'],
    ] as const;
    await tx.costEntry.createMany({
      data: costs.map(([kind, amountMinor, on]) => ({
        ...of(`cost ${kind}`),
        ...{ kind, amountMinor, currency: 'EUR', minutes: 600, incurredOn: day(on) },
      })),
    });
    const months = ['2025-09', '2025-10', '2025-11', '2025-12'];
    await tx.usageEntry.createMany({
      data: months.flatMap((month) => [
        {
          ...of(`r ${month}`),
          kind: 'revenue',
          month: day(`${month}-01`),
          amountMinor: 1_000_000n,
          currency: 'EUR',
        },
        { ...of(`c ${month}`), kind: 'customers', month: day(`${month}-01`), quantity: 10n },
        { ...of(`l ${month}`), kind: 'lost', month: day(`${month}-01`), quantity: 1n },
      ]),
    });
    await tx.apiCallCount.create({
      data: {
        ...of('api'),
        fromAt: day('2025-12-01'),
        toAt: day('2026-01-01'),
        total: 20_000n,
        successful: 19_990n,
      },
    });
  });
});
afterAll(() => tandem.stop());

describe('numbers made of what other systems report', () => {
  test('come out as by hand, and are asked for with the months behind them', async () => {
    const { maya } = tandem.people;
    await maya.command('/partner scorecard how cac Brightpath', { channel: internal });
    const words = maya.reads(await maya.hears('Cost of a customer of Brightpath: €2,000'));
    expect(words).toContain('(cost of onboarding + cost of support) ÷ different customers first won');
    expect(words).toContain('€12,000');
    expect(words).toMatch(/December 2025 \| Cost of support \| €3,000 \| 600/);
    expect(words).toContain('6; 5 are needed to judge');
    await maya.command('/partner scorecard how lifetime value Brightpath', { channel: internal });
    // €1,000 a customer and month × 40 % ÷ 10 %.
    await maya.hears('Lifetime value of Brightpath: €4,000');
    await maya.command('/partner scorecard how api reliability Brightpath', { channel: internal });
    await maya.hears('API reliability of Brightpath: 99.95 % (99.91–99.97)');
  });

  test('and what is internal of them is sent to the manager apart, and never told to the partner', async () => {
    const { maya, diego } = tandem.people;
    await maya.command('/partner scorecard how pilot burn', { channel: shared });
    await maya.hears('That number is internal', { channel: shared });
    await maya.hears('Pilot burn of Brightpath', { channel: 'dm' });
    await maya.command('/partner scorecard how expected margin', { channel: shared });
    const expected = maya.reads(await maya.hears('Expected margin of Brightpath', { channel: 'dm' }));
    expect(expected).toMatch(/amounts of open deals × win rate × margin/);
    expect(expected).toMatch(/Open deals \| \d+ \| €/);
    await maya.command('/partner scorecard', { channel: shared });
    await diego.mention(shared, 'scorecard');
    const words = diego.reads(await diego.hears('Scorecard of Brightpath'));
    expect(words).toContain('API reliability | 99.95 %');
    for (const label of [
      'cac',
      'expected margin',
      'pilot burn',
      'lifetime value',
      'activity cost',
      'risk',
      'activation rate',
    ]) {
      await diego.mention(shared, `scorecard how ${label}`);
      await diego.hears(/isn’t on the scorecard you see|don’t know a number/);
    }
    await tandem.settled();
    for (const message of diego.sees(shared))
      expect(diego.reads(message)).not.toMatch(
        /77,777|€2,000|Pilot burn of|Inherent|to charge|Expected margin of/,
      );
  });

  test('and are sent as CSV entry by entry: costs and usage to the manager, the calls to the partner without whence they came', async () => {
    const { maya, diego } = tandem.people;
    await maya.command('/partner scorecard how pilot runway Brightpath');
    await maya.press('Send me all as CSV');
    await maya.hears(/I sent you costs.csv with 1 row and usage.csv with 4 rows/);
    expect(await fileSent(tandem, maya, 'costs.csv')).toEqual([
      'external_id,source,partner,partner_id,kind,amount,currency,minutes,incurred_on,note',
      expect.stringMatching(/^cost pilot,test,Brightpath,[0-9a-f-]{36},pilot,77777\.00,EUR,600,2025-11-20,$/),
    ]);
    const [, first] = await fileSent(tandem, maya, 'usage.csv');
    expect(first).toMatch(/^r 2025-09,test,Brightpath,.*,revenue,2025-09,10000\.00,EUR,$/);

    await diego.mention(shared, 'scorecard how api reliability');
    const words = diego.reads(await diego.hears('API reliability of Brightpath: 99.95 %'));
    expect(words).toMatch(/Mon 1 Dec 2025, 01:00 \| Thu 1 Jan, 01:00 \| 20,000 \| 19,990/);
    await diego.press('Send me all as CSV');
    await diego.hears('Here are the counts of API calls behind API reliability of Brightpath: 1 row');
    expect(await fileSent(tandem, diego, 'api-calls.csv')).toEqual([
      'external_id,partner,partner_id,from,to,total,successful',
      expect.stringMatching(
        /^api,Brightpath,.*,2025-12-01T00:00:00.000Z,2026-01-01T00:00:00.000Z,20000,19990$/,
      ),
    ]);
    // How many customers, where the playbook shows churn to both, and never what they pay.
    await tandem.work(async (work) => {
      const source = readFileSync(
        new URL('../../../playbooks/partner-programme.yaml', import.meta.url),
        'utf8',
      ).replace(/(- key: churn\n\s+shownTo: )vendor/, '$1both');
      await publish(work, { source, filename: 'x.yaml', publishedBy: 'Maya Chen', reason: 'Open churn' });
      const { workspaceId } = work;
      const newest = await work.tx.playbookVersion.findFirstOrThrow({
        where: { workspaceId },
        orderBy: { number: 'desc' },
      });
      await work.tx.journey.updateMany({ where: { workspaceId }, data: { playbookVersionId: newest.id } });
    });
    await diego.mention(shared, 'scorecard how churn');
    await diego.hears('Churn of Brightpath');
    await diego.press('Send me all as CSV');
    const usage = await fileSent(tandem, diego, 'usage.csv');
    expect(usage).toHaveLength(9);
    expect(usage.join()).not.toMatch(/amount|10000|revenue|source/);
  });

  test('over all partners, the manager asks how each of them counts', async () => {
    const { maya } = tandem.people;
    await maya.command('/partner scorecard how activation rate', { channel: internal });
    const words = maya.reads(await maya.hears('Activation rate of your partners'));
    expect(words).toMatch(/no partner has had its days yet/i);
    await maya.command('/partner digest', { channel: internal });
    await maya.hears('Your partners side by side', { channel: internal });
    await maya.choose('How is this worked out?', 'Order of partners');
    const order = maya.reads(await maya.hears('Win rate of its tier', { channel: internal }));
    expect(order).toMatch(/Brightpath \| \w+ \| 6 \| 8 \| 75 % \| 75 % \| 75 %/);
    await maya.choose('How is this worked out?', 'Partner churn');
    await maya.hears('Partner churn of your partners', { channel: internal });
    await maya.openHome();
    await maya.until(
      () => maya.home() && maya.reads(maya.home() ?? { text: '', blocks: null }).includes('In order'),
    );
    await maya.choose('How is this worked out?', 'Last seven days', 'home');
    const week = maya.reads(await maya.hears('New leads | Deals registered', { channel: 'dm' }));
    expect(week).toMatch(/Brightpath \| 0 \| 0 \| 0/);
    await maya.command('/partner scorecard how time to first close', { channel: internal });
    expect(maya.reads(await maya.hears('Time to first close of your partners'))).toContain('Left out');
  });
});

test('leads are answered in time by the programme’s working hours, and a month is up to speed by its own currency', async () => {
  const { maya } = tandem.people;
  await maya.command('/partner scorecard how leads in time Brightpath', { channel: internal });
  // Nine took from a Saturday to a Thursday, less than four working days; one still waits.
  const words = maya.reads(await maya.hears('Leads in time of Brightpath: 90 % (60–98)'));
  expect(words).toMatch(/L-100 \| Lead 0 .*Open/);
  await tandem.work(async (work) => {
    const { id: partnerId } = await work.tx.partner.findFirstOrThrow({
      where: { workspaceId: work.workspaceId },
    });
    // Six deals of €10,000 were won from 18 to 23 December.
    const target = { partnerId, currency: 'EUR', amountMinor: 6_000_000, from: localDate('2025-11-01') };
    const reached = async (more: Partial<typeof target>, asOf = work.now) =>
      (await firstMonthAt(work, [{ ...target, ...more }], 'Europe/Berlin', asOf)).get(partnerId);
    expect(await reached({})).toBe('2025-12-01');
    expect(await reached({ amountMinor: 6_000_001 })).toBeUndefined();
    expect(await reached({ from: localDate('2025-12-20') })).toBeUndefined();
    expect(await reached({ currency: 'USD' })).toBeUndefined();
    expect(await reached({}, new Date('2025-12-20T00:00:00Z'))).toBeUndefined();
  });
});

test('a scorecard stands beside what was projected when its window began', async () => {
  const { maya } = tandem.people;
  await tandem.work(async ({ tx, workspaceId, newId, now }) => {
    const { id: partnerId } = await tx.partner.findFirstOrThrow({ where: { workspaceId } });
    const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000);
    const kept = { numerator: 0, denominator: 1, n: 0, value: 0, low: null, high: null, verdict: 'ok' };
    const snapshot = (days: number, value: number) => ({
      ...{ id: newId(), workspaceId, partnerId, cadence: 'weekly', takenAt: daysAgo(days) },
      ...{ fromAt: daysAgo(days + 7), toAt: daysAgo(days) },
      values: { sourced_revenue: { ...kept, currency: 'EUR', ahead: { value, low: null, high: null } } },
    });
    // The projection that counts is the last one made before the window: not a later one, nor one long before.
    await tx.scorecardSnapshot.createMany({
      data: [snapshot(80, 1_00), snapshot(95, 50_000_00), snapshot(130, 2_00)],
    });
  });
  await maya.command('/partner scorecard Brightpath', { channel: internal });
  const words = maya.reads(await maya.hears('Scorecard of Brightpath (internal)'));
  expect(words).toMatch(/Sourced revenue \| €0 .*€50,000 by now.*less than projected/);
});

test('what finance books by the month is left out of the margin and told; minutes beyond measure break nothing', async () => {
  await tandem.work(async (work) => {
    const { tx, workspaceId, newId, now } = work;
    const { managerPersonId } = await tx.partner.findFirstOrThrow({ where: { workspaceId } });
    const partner = await tx.partner.create({
      data: {
        ...{ id: newId(), workspaceId, name: 'Odd', nameKey: 'odd', tier: 'gold', managerPersonId },
        ...{ timeZone: 'Europe/Berlin', currency: 'EUR', createdAt: now },
      },
    });
    const cost = (externalId: string, rest: object) => ({
      ...{ id: newId(), workspaceId, partnerId: partner.id, externalId, kind: 'variable' },
      ...{ amountMinor: 500_000n, currency: 'EUR', source: 'test', receivedAt: now },
      ...{ incurredOn: new Date('2026-01-10T00:00:00Z'), ...rest },
    });
    const minutes = { kind: 'support', amountMinor: null, currency: null, minutes: 10_000_000 };
    await tx.costEntry.createMany({
      data: [
        cost('in', {}),
        cost('before', { incurredOn: new Date('2025-06-10T00:00:00Z') }),
        cost('elsewhere', { currency: 'USD' }),
        ...Array.from({ length: 250 }, (_, index) => cost(`m${index}`, minutes)),
      ],
    });
    const [card] = await loadCards(work, [partner], now);
    expect(card?.facts.variableMinor).toBe(500_000n);
    expect(card?.facts.costs.find(({ kind }) => kind === 'support')?.minutes).toBe(2_500_000_000);
    await tx.costEntry.deleteMany({ where: { workspaceId, partnerId: partner.id } });
    await tx.partner.delete({ where: { id: partner.id, workspaceId } });
  });
});

test('facts of thirty partners take as many statements as those of three', async () => {
  await tandem.work(async (work) => {
    const { tx, workspaceId, newId, now } = work;
    const { managerPersonId } = await tx.partner.findFirstOrThrow({ where: { workspaceId } });
    const partners = Array.from({ length: 30 }, (_, index) => ({
      ...{ id: newId(), workspaceId, name: `Many ${index}`, nameKey: `many ${index}`, tier: 'gold' },
      ...{ managerPersonId, timeZone: 'Europe/Berlin', currency: 'EUR', createdAt: now },
      signedOn: new Date('2025-10-01T00:00:00Z'),
    }));
    await tx.partner.createMany({ data: partners });
    const costs = partners.map(({ id: partnerId }) => ({
      ...{ id: newId(), workspaceId, partnerId, externalId: 'x', kind: 'support', amountMinor: 100n },
      ...{ currency: 'EUR', incurredOn: now, source: 'test', receivedAt: now },
    }));
    await tx.costEntry.createMany({ data: costs });
    const leads = partners.map(({ id: partnerId }, index) => ({
      ...{ id: newId(), workspaceId, partnerId, number: 5000 + index, customer: 'Acme', createdAt: now },
    }));
    await tx.lead.createMany({ data: leads });
    const some = await tx.partner.findMany({ where: { workspaceId, name: { startsWith: 'Many' } } });
    // Not counted: reading the playbook for the first time.
    await loadCards(work, some, now);
    const few = await statementsOf(work, (counted) => loadCards(counted, some.slice(0, 3), now));
    const many = await statementsOf(work, (counted) => loadCards(counted, some, now));
    expect(few).toBeGreaterThan(10);
    expect(many).toBe(few);
  });
});

test('a partner somebody decided to part with is churn until they think again; a risk rated anew shows what it was', async () => {
  const { maya } = tandem.people;
  await tandem.work(async ({ tx, workspaceId }) => {
    await tx.partner.updateMany({
      where: { workspaceId, name: 'Brightpath' },
      data: { signedOn: new Date('2025-09-01T00:00:00Z') },
    });
  });
  const churn = async () => {
    await tandem.advance('day');
    await maya.command('/partner scorecard how partner churn', { channel: internal });
    return maya.reads(await maya.hears('Partner churn of your partners'));
  };
  const decide = async (choice: string) => {
    await maya.command('/partner health decide Brightpath', { channel: internal });
    await maya.until(() => maya.modal()?.callbackId === 'health.decide');
    maya.fill({ Decision: choice, 'Why?': 'They sell a rival.' });
    expect(await maya.submit()).toEqual({});
  };
  expect(await churn()).toMatch(/\d+ of 31 partners active 90 days ago were lost/);
  await decide('Part ways');
  const lost = await churn();
  expect(lost).toContain('1 of 31 partners active 90 days ago was lost');
  expect(lost).toMatch(/Brightpath \| .*\| Yes/);
  await decide('Continue');
  expect(await churn()).toContain('0 of 31 partners');

  await tandem.work(async (work) => {
    const source = readFileSync(
      new URL('../../../playbooks/partner-programme.yaml', import.meta.url),
      'utf8',
    );
    const anew = source.replace(
      'inherent: { likelihood: 4, impact: 3 }\n    residual: { likelihood: 2, impact: 3 }',
      'inherent: { likelihood: 4, impact: 4 }\n    residual: { likelihood: 3, impact: 3 }',
    );
    await publish(work, {
      source: anew,
      filename: 'x.yaml',
      publishedBy: 'Maya Chen',
      reason: 'Risk review',
    });
  });
  await maya.command('/partner scorecard how risk Brightpath', { channel: internal });
  const risk = maya.reads(await maya.hears(/Risk of Brightpath: 9/));
  expect(risk).toMatch(
    /All depends on one engineer.* \| 16 \| 9 \| inherent 12 → 16, residual 6 → 9 since \w+ \d+ Jan/,
  );
});
