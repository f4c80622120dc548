import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { quarterOf } from '../../../src/core/time-window.ts';
import { publish } from '../../../src/features/playbook/public.ts';
import { composePacks } from '../../../src/features/scorecards/quarterly/compose.ts';
import { Prisma } from '../../../src/platform/store/generated/client.ts';
import { channels, startTestApp, type TestApp } from '../../support/app.ts';
import { startBrightpath } from '../onboarding/brightpath.ts';
import { addHistory } from './history.ts';
import { statementsOf } from './statements.ts';

const { shared, internal } = channels;
let tandem: TestApp;

beforeAll(async () => {
  // A week before the quarter ends. Maya is in Berlin, Brightpath in Lisbon.
  tandem = await startTestApp({ at: new Date('2026-03-25T09:00:00Z') });
  await startBrightpath({ ...tandem, publishSample: publishVariant });
  await addHistory(tandem);
  await agreePlan();
});
afterAll(() => tandem.stop());

/**
 * The sample with what does not apply to Brightpath at the head of its metrics, so that lines and metrics do not stand
 * at the same places, and with a last metric that the partner does not see.
 */
async function publishVariant(): Promise<void> {
  const sample = readFileSync(new URL('../../../playbooks/partner-programme.yaml', import.meta.url), 'utf8');
  const pilots = sample.match(/^ {2}- key: pilot_\w+\n(?: {4}.*\n)*/gm) ?? [];
  expect(pilots).toHaveLength(3);
  const source = pilots
    .reduce((text, pilot) => text.replace(pilot, ''), sample)
    .replace('\nmetrics:\n', `\nmetrics:\n${pilots.join('')}`)
    .replace(/(key: nps\W+shownTo: )both/, '$1vendor');
  await tandem.work((work) =>
    publish(work, { source, filename: 'p.yaml', publishedBy: 'Maya Chen', reason: 'First version' }),
  );
}

/** A plan of the quarter that both sides agreed on, with a goal that is missed and one of the vendor's own. */
async function agreePlan(): Promise<void> {
  await tandem.work(async ({ tx, workspaceId, newId, now }) => {
    const partner = await tx.partner.findFirstOrThrow({ where: { workspaceId } });
    const { id: playbookVersionId } = await tx.playbookVersion.findFirstOrThrow({ where: { workspaceId } });
    const personId = partner.managerPersonId;
    await tx.businessPlan.create({
      data: {
        id: newId(),
        ...{ workspaceId, partnerId: partner.id, playbookVersionId, openedById: personId, openedAt: now },
        periodFrom: new Date('2026-01-01T00:00:00Z'),
        answers: { 'goal.wins': '9', 'goal.win-rate': '35 %', 'goal.satisfaction': '80 %' },
        internalAnswers: { 'goal.margin': '30 %' },
        ...{ vendorAgreedById: personId, vendorAgreedAt: now },
        ...{ partnerAgreedById: personId, partnerAgreedAt: now },
      },
    });
  });
}

/** Everything Brightpath's people have read. */
function readByPartner(): string {
  const { diego, aiko, sam } = tandem.people;
  return [diego, aiko, sam]
    .flatMap((person) => [...person.sees(shared), ...person.dm()].map((message) => person.reads(message)))
    .join('\n');
}

const internalWords = /\(internal\)|Margin|NPS|Sales velocity|for us alone|Greatest risks|Health signals/;

describe('the quarterly pack when somebody asks for it', () => {
  test('is of the running quarter while there is no other, and says so', async () => {
    const { maya } = tandem.people;
    await maya.command('/partner review Brightpath', { channel: internal });
    const words = maya.reads(await maya.hears('Q1 2026 with Brightpath (internal)'));
    expect(words).toContain(
      '6 deals won (€60,000), 2 lost, 10 new leads so far. In Q4 2025: no deal was closed',
    );
    expect(words).toContain('until now; the quarter ends Tue 31 Mar');
    expect(words).toMatch(/Win rate \| 75 % \(41–93\) \| 8 \| – \| 25 % \| 35 % \| on target; plan: met/);
    expect(words).toMatch(/Margin \| 40 %/);
    expect(words).toMatch(/Not measured\W+.*NPS/);
    expect(words).toMatch(/Sourced revenue \| €0 .* \| under way/);
    expect(words).toMatch(/Satisfied customers and colleagues: no data yet, 80 % agreed/);
    expect(words).toMatch(/Leads and deals by month, with Q4 2025\n.*\n.*\nDeals won: .*Mar 2026 5/);
  });

  test('a partner reads its own version, without anything internal, and no quarter there never was', async () => {
    const { diego } = tandem.people;
    await diego.mention(shared, 'review');
    await diego.hears('Q1 2026 with Brightpath');
    await diego.mention(shared, 'review 2025-Q3');
    await diego.hears('There is no pack of Q3 2025 with Brightpath: it was over before the partner began.');
    await diego.mention(shared, 'review 2026-03');
    await diego.hears('Write it as 2026-Q1');
    expect(readByPartner()).not.toMatch(internalWords);
  });

  test('in the shared channel a manager gets the partner’s version, and the internal one in their messages', async () => {
    const { maya } = tandem.people;
    await maya.command('/partner scorecard 2026-Q1', { channel: shared });
    await maya.hears('Q1 2026 with Brightpath', { channel: shared });
    await maya.hears('Q1 2026 with Brightpath (internal)', { channel: 'dm' });
    for (const message of maya.sees(shared)) expect(maya.reads(message)).not.toMatch(internalWords);
  });
});

test('the pack is on the agenda of the business review, for both sides', async () => {
  const { diego } = tandem.people;
  await tandem.work(async (work) => {
    const { workspaceId, tx } = work;
    const call = await tx.call.findFirstOrThrow({
      where: { workspaceId, series: { callKey: 'business-review' } },
    });
    const startsAt = new Date('2026-03-26T09:00:00Z');
    await tx.call.update({ where: { id: call.id, workspaceId }, data: { startsAt } });
    await work.emit({ type: 'call.scheduled', partnerId: call.partnerId, callId: call.id, startsAt });
  });
  await tandem.advance('hour');
  await diego.mention(shared, 'agenda');
  await diego.hears('Q1 2026: results against targets and plan. Say “review 2026-Q1” for the pack');
});

test('whoever may see margins and not a partner’s health gets the pack without signals', async () => {
  const { lena, maya } = tandem.people;
  await lena.command('/partner help', { channel: internal });
  await lena.hears('What I can do for you');
  await tandem.work(async ({ tx, workspaceId, newId, now }) => {
    const partner = await tx.partner.findFirstOrThrow({ where: { workspaceId } });
    const { id: personId } = await tx.person.findFirstOrThrow({
      where: { workspaceId, name: 'Lena Fischer' },
    });
    await tx.roleGrant.create({
      data: { id: newId(), workspaceId, personId, partnerId: null, role: 'finance', grantedAt: now },
    });
    await tx.healthSignal.create({
      data: {
        ...{ id: newId(), workspaceId, partnerId: partner.id, kind: 'silent_partner', severity: 'serious' },
        ...{ since: new Date('2026-03-02T00:00:00Z'), evidence: 'nothing was heard of them', foundAt: now },
      },
    });
  });
  await lena.command('/partner review Brightpath', { channel: internal });
  const words = lena.reads(await lena.hears('Q1 2026 with Brightpath (internal)'));
  expect(words).toMatch(/Margin \| 40 %/);
  expect(words).not.toMatch(/nothing was heard of them|Health signals/);
  await maya.command('/partner review Brightpath', { channel: internal });
  const whole = await maya.hears('1. Silent partner (serious): nothing was heard of them.', {
    channel: internal,
  });
  // The signal leads to what it was found from, by the rule of the playbook.
  await maya.press('How were these found?', whole);
  await tandem.settled();
  const how = maya.reads(await maya.hears('Silent partner of Brightpath', { channel: internal }));
  expect(how).toContain('Rule of your playbook');
});

describe('the quarterly pack at the end of the quarter', () => {
  const packs = (person: TestApp['people']['maya'], where: 'channel' | 'dm') =>
    (where === 'dm' ? person.dm() : person.sees(shared).filter((message) => !message.ephemeralFor))
      .map((message) => person.reads(message))
      .filter((words) => words.includes('as known on'));

  test('comes on the fifth working day, to each at their own hour, once', async () => {
    const { maya, diego } = tandem.people;
    // Maya's digest is at nine in Berlin, the channel's at ten in Lisbon.
    await tandem.advance(new Date('2026-04-07T06:59:00Z'));
    expect(packs(maya, 'dm')).toHaveLength(0);
    await tandem.advance(new Date('2026-04-07T07:01:00Z'));
    expect(packs(maya, 'dm')).toHaveLength(1);
    expect(packs(diego, 'channel')).toHaveLength(0);
    await tandem.advance(new Date('2026-04-07T09:01:00Z'));
    expect(packs(diego, 'channel')).toHaveLength(1);
    await tandem.advance(new Date('2026-04-14T12:00:00Z'));
    expect(packs(maya, 'dm')).toHaveLength(1);
    expect(packs(diego, 'channel')).toHaveLength(1);
  });

  test('says how the plan came out and what to discuss; the partner’s holds nothing internal', () => {
    const { maya, diego } = tandem.people;
    const [own = ''] = packs(maya, 'dm');
    const [theirs = ''] = packs(diego, 'channel');
    for (const words of [own, theirs]) {
      expect(words).toContain('Deals the partner brings and wins: behind, 0 with 9 agreed');
      expect(words).toMatch(
        /1\. Behind the joint plan: “Deals the partner brings and wins” came to 0, 9 was agreed/,
      );
      expect(words).toContain('Deals we win: met, 75 % (41–93) with 35 % agreed');
      expect(words).toContain('Three things to discuss');
    }
    expect(own).toMatch(/Margin \| 40 %/);
    expect(own).toContain('Margin on their deals');
    expect(own).toContain('Greatest risks, for us alone');
    expect(readByPartner()).not.toMatch(internalWords);
  });

  test('explains a number of the quarter over the quarter', async () => {
    const { maya } = tandem.people;
    const pack = await maya.hears('Q1 2026 with Brightpath (internal)', { channel: 'dm' });
    await maya.choose('How is this worked out?', 'Win rate', pack);
    const words = maya.reads(await maya.hears('Win rate of Brightpath in Q1 2026: 75 %'));
    expect(words).toContain('Q1 2026: Thu 1 Jan to Tue 31 Mar');
    expect(words).toContain('D-100');
    await maya.command('/partner scorecard how win rate 2025-Q4 Brightpath', { channel: internal });
    const before = maya.reads(await maya.hears('Win rate of Brightpath in Q4 2025: –'));
    expect(before).toContain('Nothing is behind it yet');
  });

  test('is shown again as it was sent, with what was corrected since', async () => {
    const { maya, diego } = tandem.people;
    await diego.mention(shared, 'review 2026-Q1');
    const same = diego.reads(await diego.hears('Worked out again today, its numbers come out the same'));
    expect(same).toContain('Win rate | 75 % (41–93)');
    await tandem.work(async ({ tx, workspaceId }) => {
      await tx.deal.updateMany({
        where: { workspaceId, number: { in: [100, 101] } },
        data: { stage: 'lost' },
      });
    });
    await maya.command('/partner review 2026-Q1 Brightpath', { channel: internal });
    const corrected = maya.reads(await maya.hears('Corrected since it was made', { channel: internal }));
    expect(corrected).toContain('Win rate: 75 % (41–93) → 50 % (22–78)');
    expect(corrected).toContain('Win rate | 75 % (41–93)');
    expect(corrected).toContain('Margin');
    await diego.mention(shared, 'review 2026-Q1');
    await diego.hears('Win rate: 75 % (41–93) → 50 % (22–78)', { channel: shared });
    expect(readByPartner()).not.toMatch(internalWords);
  });

  test('found late after two quarters, the newest is sent, once, and a quiet one is short', async () => {
    const { maya, diego } = tandem.people;
    tandem.clock.moveTo(new Date('2026-10-14T06:00:00Z'));
    await tandem.advance('hour');
    const [, newest = '', ...more] = packs(maya, 'dm');
    expect(more).toEqual([]);
    expect(newest).toContain('Q3 2026 with Brightpath (internal)');
    expect(newest).toContain('A quiet quarter: no lead, no deal, no call and no decision is on record.');
    expect(newest).not.toContain('Leads and deals by month');
    expect(packs(diego, 'channel')).toHaveLength(2);
    // Due once more for whatever reason: the same pack is not sent again.
    await tandem.work(async ({ tx, workspaceId, now }) => {
      const kind = { startsWith: 'scorecards.quarterly' };
      await tx.dueItem.updateMany({ where: { workspaceId, kind }, data: { dueAt: now } });
    });
    await tandem.advance('hour');
    expect(packs(maya, 'dm')).toHaveLength(2);
    expect(packs(diego, 'channel')).toHaveLength(2);
  });
});

test('the packs of thirty partners take as many statements as those of three', async () => {
  await tandem.work(async (work) => {
    const { tx, workspaceId, newId, now } = work;
    const partner = await tx.partner.findFirstOrThrow({ where: { workspaceId } });
    const journey = await tx.journey.findFirstOrThrow({ where: { workspaceId } });
    const plan = await tx.businessPlan.findFirstOrThrow({ where: { workspaceId } });
    const partners = Array.from({ length: 30 }, (_, index) => ({
      ...{ ...partner, id: newId(), name: `Many ${index}`, nameKey: `many ${index}`, createdAt: now },
    }));
    await tx.partner.createMany({ data: partners });
    const rows = partners.map(({ id: partnerId }) => ({ id: newId(), partnerId }));
    await tx.journey.createMany({ data: rows.map((row) => ({ ...journey, ...row })) });
    await tx.businessPlan.createMany({
      data: rows.map((row) => ({
        ...{ ...plan, ...row, answers: plan.answers ?? {}, internalAnswers: plan.internalAnswers ?? {} },
        lastAgreedAnswers: plan.lastAgreedAnswers ?? Prisma.DbNull,
      })),
    });
    await tx.deal.createMany({
      data: rows.map(({ partnerId }, index) => ({
        ...{ id: newId(), workspaceId, partnerId, number: 5000 + index, customer: 'Acme', name: 'Platform' },
        ...{ amountMinor: 100n, currency: 'EUR', stage: 'won', registeredAt: new Date('2026-02-02') },
        closedAt: new Date('2026-03-02'),
      })),
    });
    const quarter = quarterOf(new Date('2026-02-01'), 'Europe/Berlin');
    // Not counted: reading the playbook for the first time.
    await composePacks(work, partners, quarter);
    const few = await statementsOf(work, (counted) => composePacks(counted, partners.slice(0, 3), quarter));
    const many = await statementsOf(work, (counted) => composePacks(counted, partners, quarter));
    expect(few).toBeGreaterThan(20);
    expect(many).toBe(few);
  });
});
