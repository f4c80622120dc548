import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { grantRole, programmeSettings } from '../../../src/features/partners/public.ts';
import { dealExportColumns, dealsBehind } from '../../../src/features/pipeline/public.ts';
import { publish } from '../../../src/features/playbook/public.ts';
import { conversionAgeDays, loadCards, lookBack } from '../../../src/features/scorecards/facts.ts';
import { metrics } from '../../../src/features/scorecards/metrics/catalogue.ts';
import { channels, startTestApp, type TestApp } from '../../support/app.ts';
import { openStartForm, startBrightpath } from '../onboarding/brightpath.ts';
import { fileSent, pressWith } from './files.ts';
import { addHistory } from './history.ts';

const { shared } = channels;
let tandem: TestApp;

beforeAll(async () => {
  tandem = await startTestApp({ at: new Date('2026-01-12T07:00:00Z') });
  await startBrightpath(tandem);
  await addHistory(tandem);
});
afterAll(() => tandem.stop());

describe('asking how a number came about', () => {
  test('answers the manager with the formula, what went in, and the deals with their costs, apart from the shared channel', async () => {
    const { maya } = tandem.people;
    await maya.command('/partner scorecard how margin Brightpath', { channel: shared });
    await maya.hears('That number is internal', { channel: shared });
    const words = maya.reads(await maya.hears('Margin of Brightpath: 40 %', { channel: 'dm' }));
    expect(words).toContain('(revenue − variable partner cost) ÷ revenue');
    expect(words).toContain('€24,000');
    expect(words).toContain('€60,000');
    expect(words).toContain('6; 5 are needed to judge');
    expect(words).toMatch(/D-100 \| Customer 0 .*€10,000.*€6,000.*Yes/);
    for (const message of maya.sees(shared)) expect(maya.reads(message)).not.toMatch(/Margin|6,000/);
  });

  test('is offered on the scorecard itself: a menu of its numbers', async () => {
    const { diego } = tandem.people;
    await diego.mention(shared, 'scorecard');
    await diego.hears('Scorecard of Brightpath');
    await diego.choose('How is this worked out?', 'Lead quality');
    const words = diego.reads(await diego.hears('Lead quality of Brightpath: 67 % (35–88)'));
    expect(words).toContain('accepted leads ÷ reviewed leads');
    expect(words).toMatch(/Accepted leads\W+6/);
    expect(words).toContain('1, not counted');
    expect(words).toContain('L-106 | Lead 6');
    expect(words).not.toContain('L-100');
  });

  test('shows a partner’s lead the deals, and never a cost or a margin, however it is asked for', async () => {
    const { diego, aiko } = tandem.people;
    await diego.mention(shared, 'scorecard how win rate');
    const words = diego.reads(await diego.hears('Win rate of Brightpath: 75 % (41–93)'));
    expect(words).toMatch(/D-107 \| Customer 7 .*Lost.*€10,000/);
    expect(words).not.toMatch(/Cost|6,000/);
    await diego.mention(shared, 'scorecard how contribution margin');
    await diego.hears('“Margin” isn’t on the scorecard you see of Brightpath');
    await aiko.mention(shared, 'scorecard how win rate');
    await aiko.hears('You can’t see a scorecard here');
    for (const message of diego.sees(shared))
      expect(diego.reads(message)).not.toMatch(/6,000|variable partner/);
  });

  test('tells both sides what the pipeline holds, with its deals, and the vendor alone what part of all revenue it is', async () => {
    const { maya, diego } = tandem.people;
    await tandem.work(async ({ tx, workspaceId, newId, now }) => {
      const { id: partnerId } = await tx.partner.findFirstOrThrow({ where: { workspaceId } });
      const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000);
      const deal = { workspaceId, partnerId, name: 'Platform', currency: 'EUR', registeredAt: daysAgo(9) };
      await tx.deal.createMany({
        data: [
          { ...deal, id: newId(), number: 201, customer: 'Let in', amountMinor: 700_000n },
          {
            ...{ ...deal, id: newId(), number: 202, customer: 'Waits', amountMinor: 900_000n },
            ...{ registration: 'pending', decisionAskedAt: daysAgo(9) },
          },
        ],
      });
      await tx.deal.updateMany({
        where: { workspaceId, number: { in: [100, 101, 102] } },
        data: { registration: 'approved', protectedUntil: now },
      });
    });
    await diego.mention(shared, 'scorecard how qualified pipeline');
    const words = diego.reads(await diego.hears('Qualified pipeline of Brightpath: €7,000'));
    expect(words).toContain('1 open deal left out, waiting for approval');
    expect(words).toMatch(/D-201 \| Let in/);
    expect(words).not.toContain('D-202');
    await diego.mention(shared, 'scorecard how share of revenue');
    await diego.hears('“Share of revenue” isn’t on the scorecard you see of Brightpath');
    await maya.command('/partner scorecard how share of revenue Brightpath', { channel: shared });
    const found = await maya.hears('Share of revenue of Brightpath: 50 % (', { channel: 'dm' });
    await maya.press('Send me all as CSV', found);
    await maya.hears('Here are the figures behind share of revenue of Brightpath: 3 rows', { channel: 'dm' });
    expect(await fileSent(tandem, maya, 'figures.csv')).toEqual([
      'what,won_deals,revenue',
      'Sourced by this partner,3,"€30,000"',
      '"Won with this partner, sourced or not",6,"€60,000"',
      'Won with all partners,6,"€60,000"',
    ]);
    const share = maya.reads(found);
    expect(share).toMatch(/Sourced by this partner \| 3 \| €30,000/);
    expect(share).toMatch(/Won with all partners \| 6 \| €60,000/);
    for (const message of diego.sees(shared))
      expect(diego.reads(message)).not.toMatch(/Won with all partners/);
    await tandem.work(({ tx, workspaceId }) =>
      tx.deal.deleteMany({ where: { workspaceId, number: { in: [201, 202] } } }),
    );
  });

  test('sends whoever asks all of it as CSV, with what they may see: costs to the manager, none to the partner', async () => {
    const { maya, diego, owen } = tandem.people;
    await maya.command('/partner scorecard how margin Brightpath', { channel: 'dm' });
    const margin = await maya.hears('Margin of Brightpath: 40 %', { channel: 'dm' });
    await maya.press('Send me all as CSV', margin);
    await maya.hears('Here are the deals behind margin of Brightpath: 6 rows', { channel: 'dm' });
    const [columns, ...rows] = await fileSent(tandem, maya, 'deals.csv');
    expect(columns).toBe(dealExportColumns.join(','));
    expect(rows).toHaveLength(6);
    expect(rows[0]).toMatch(
      /^100,,Brightpath,.*,Customer 0,Platform,10000\.00,EUR,.*,won,,6000\.00,approved,2026-01-12,sourced,,false,,,,slack,$/,
    );

    await diego.mention(shared, 'scorecard how win rate');
    await diego.press('Send me all as CSV', await diego.hears('Win rate of Brightpath: 75 % (41–93)'));
    await diego.hears('I sent you deals.csv with 8 rows in our direct messages', { channel: shared });
    const [theirs, ...closed] = await fileSent(tandem, diego, 'deals.csv');
    for (const internal of ['partner_cost', 'is_contested']) expect(theirs).not.toContain(internal);
    expect(theirs).toContain('attribution');
    expect(closed).toHaveLength(8);
    expect(closed.join()).not.toMatch(/6000/);
    await diego.mention(shared, 'scorecard how lead quality');
    const quality = await diego.hears('Lead quality of Brightpath: 67 % (35–88)');
    await diego.press('Send me all as CSV', quality);
    await diego.hears('Here are the leads behind lead quality of Brightpath: 9 rows', { channel: 'dm' });
    const [ofLeads] = await fileSent(tandem, diego, 'leads.csv');
    expect(ofLeads).toContain('territory');
    expect(ofLeads).not.toContain('routed_because');
    // Product sees the scorecard, and exports nothing.
    await tandem.work(async (work) => {
      const { workspaceId } = work;
      const { id: personId } = await work.tx.person.findFirstOrThrow({
        where: { workspaceId, slackUserId: owen.id },
      });
      await grantRole(work, { personId, partnerId: null, role: 'product', grantedById: null });
    });
    await owen.command('/partner scorecard how win rate Brightpath', { channel: channels.internal });
    const words = owen.reads(await owen.hears('Win rate of Brightpath', { channel: channels.internal }));
    expect(words).not.toContain('CSV');
  });

  test('takes a file for what the number is made of, whatever button is sent: an internal one is no partner’s', async () => {
    const { diego } = tandem.people;
    const { id } = await tandem.work((work) =>
      work.tx.partner.findFirstOrThrow({ where: { workspaceId: work.workspaceId } }),
    );
    const before = diego.dm().length;
    for (const [key, says] of [
      ['contribution_margin', '“Margin” isn’t on the scorecard you see'],
      ['cac', '“Cost of a customer” isn’t on the scorecard you see'],
    ] as const) {
      await diego.mention(shared, 'scorecard how win rate');
      await diego.hears('Win rate of Brightpath: 75 % (41–93)');
      await pressWith(tandem, diego, 'Send me all as CSV', `${key}:${id}:0`);
      await diego.hears(says);
    }
    expect(diego.dm()).toHaveLength(before);
  });

  test('says so when it knows no such number', async () => {
    const { diego } = tandem.people;
    await diego.mention(shared, 'scorecard how happiness');
    await diego.hears('I don’t know a number of that name');
  });
});

test('the list behind a number holds exactly what was counted', async () => {
  await tandem.work(async (work) => {
    const partners = await work.tx.partner.findMany({ where: { workspaceId: work.workspaceId } });
    const { timeZone } = await programmeSettings(work);
    const [card] = await loadCards(work, partners, work.now);
    if (!card) throw new Error('no card');
    for (const metric of metrics) {
      if (!metric.behind) continue;
      const { total, rows } = await dealsBehind(work, {
        partnerId: card.partner.id,
        behind: metric.behind,
        window: lookBack(work.now, timeZone),
        asOf: work.now,
        conversionAgeDays,
        skip: 0,
        take: 100,
      });
      const estimate = metric.estimate(card.facts);
      expect(rows, metric.key).toHaveLength(total);
      const counted = metric.unit === 'count' ? estimate.numerator : estimate.n;
      expect(total, metric.key).toBe(metric.key === 'time_to_first_close' ? 1 : counted);
      // Whether a lead was answered in time is not its outcome.
      if (metric.interval !== 'wilson' || metric.key === 'lead_response') continue;
      const good = rows.filter(({ outcome }) => outcome === 'won' || outcome === 'accepted');
      expect(good.length, metric.key).toBe(estimate.numerator);
    }
  });
});

describe('a number the playbook keeps to the vendor', () => {
  let kept: TestApp;

  /** Every number of the catalogue, each for the vendor alone. */
  beforeAll(async () => {
    kept = await startTestApp({ at: new Date('2026-01-12T07:00:00Z') });
    const sample = readFileSync(
      new URL('../../../playbooks/partner-programme.yaml', import.meta.url),
      'utf8',
    );
    const lines = metrics.map(({ key }) => `  - key: ${key}\n    shownTo: vendor\n`);
    const source = sample.replace(
      /^metrics:\n[\s\S]*?(?=^# What the numbers above)/m,
      `metrics:\n${lines.join('')}`,
    );
    await kept.work((work) =>
      publish(work, { source, filename: 'x.yaml', publishedBy: 'Maya Chen', reason: 'Kept' }),
    );
    await openStartForm(kept);
    expect(await kept.people.maya.submit()).toEqual({});
    await kept.settled();
    await addHistory(kept);
    // Numbers of a pilot are told where there is one.
    await kept.work(async ({ tx, workspaceId, newId, now }) => {
      const { id: partnerId } = await tx.partner.findFirstOrThrow({ where: { workspaceId } });
      const entry = { kind: 'pilot', amountMinor: 100n, currency: 'EUR', incurredOn: now };
      await tx.costEntry.create({
        data: {
          ...entry,
          id: newId(),
          workspaceId,
          partnerId,
          externalId: 'p',
          source: 'test',
          receivedAt: now,
        },
      });
    });
  });
  afterAll(() => kept.stop());

  test.each(metrics.map(({ label }) => label))(
    '%s goes to the manager’s own messages when asked for in the shared channel',
    async (label) => {
      const { maya, diego } = kept.people;
      await maya.command(`/partner scorecard how ${label} Brightpath`, { channel: shared });
      await maya.hears('That number is internal', { channel: shared });
      await maya.hears(`${label} of Brightpath`, { channel: 'dm' });
      await maya.command(`/partner scorecard how ${label} Brightpath 2026-Q1`, { channel: shared });
      await maya.hears(`${label} of Brightpath in Q1 2026`, { channel: 'dm' });
      for (const person of [maya, diego])
        for (const message of person.sees(shared)) {
          expect(person.reads(message)).not.toContain(`${label} of Brightpath`);
        }
    },
  );
});
